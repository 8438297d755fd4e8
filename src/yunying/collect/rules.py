"""A project's collecting rules: what is let in, what is marked, what is kept of an address, what a session is."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from yunying.collect.channels import DEFAULT_CHANNELS, ChannelRule
from yunying.core import Clock, SessionRules
from yunying.store.ledger import AuditEntry, CollectRules, Ledger


def _domain(text: str) -> str:
    domain = text.strip().lower().removeprefix("@").strip(".")
    if not domain or "@" in domain or any(c.isspace() for c in domain):
        raise ValueError("a domain is written like example.com")
    return domain


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise ValueError(f"{text!r} is no address and no range such as 203.0.113.0/24") from None


Id = Annotated[str, Field(min_length=1, max_length=255)]
Domain = Annotated[str, Field(min_length=1, max_length=253), AfterValidator(_domain)]
Network = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_network)]


class Part(BaseModel):
    """Rules are values: unknown keys are refused, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SessionSettings(Part):
    """When one visit ends and the next begins."""

    timeout_minutes: int = Field(
        default=30, ge=1, le=1440, description="Minutes without an event that end a session."
    )
    split_at_midnight: bool = Field(
        default=False, description="A day of the project's zone begins a new session."
    )
    split_on_campaign: bool = Field(default=False, description="Another campaign begins a new session.")

    @property
    def value(self) -> SessionRules:
        """The same as questions take it."""
        return SessionRules(self.timeout_minutes, self.split_at_midnight, self.split_on_campaign)


class Staff(Part):
    """Whose events are the team's own."""

    ids: tuple[Id, ...] = Field(default=(), max_length=10_000)
    email_domains: tuple[Domain, ...] = Field(default=(), max_length=100)
    ip_ranges: tuple[Network, ...] = Field(default=(), max_length=1000)


class Rules(Part):
    """How a project takes events in."""

    starts_on: date | None = Field(
        default=None, description="Events of days before this one (of the project's zone) are quarantined."
    )
    future_minutes: int = Field(
        default=60, ge=0, le=1440, description="Events further ahead of the time of receipt are quarantined."
    )
    session: SessionSettings = SessionSettings()
    ip: Literal["keep", "truncate", "drop"] = Field(
        default="truncate",
        description="What is stored of an address; `truncate` keeps its /24 (IPv4) or /48 (IPv6).",
    )
    place_names: Literal["en", "zh-CN"] = Field(
        default="en", description="Language of countries, regions, cities."
    )
    mark_bots: bool = True
    staff: Staff = Staff()
    test_devices: tuple[Id, ...] = Field(
        default=(), max_length=10_000, description="Ids of devices or people whose events are tests."
    )
    own_hosts: tuple[Domain, ...] = Field(
        default=(),
        max_length=500,
        description="Hosts that are no source of visits though they are not the site: its other domains, "
        "pages of payment.",
    )
    channel_rules: tuple[ChannelRule, ...] = Field(
        default=DEFAULT_CHANNELS,
        max_length=200,
        description="The first rule that fits gives a visit its channel.",
    )
    max_ids_per_person: int = Field(
        default=500,
        ge=2,
        le=100_000,
        description="Ids beyond this many are not merged into a person any more.",
    )
    landing_days: int = Field(
        default=30, ge=1, le=3650, description="Days for which requests are kept as received."
    )
    requests_per_second: int = Field(
        default=5000,
        ge=1,
        le=1_000_000,
        description="Requests of one source beyond this rate are told to wait.",
    )


class RulesStore:
    """Keeps each project's rules in the ledger; what was never changed follows the defaults."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._known: dict[str, tuple[str, Rules]] = {}

    def get(self, project_id: str) -> Rules:
        """The rules in force."""
        return self.current(project_id)[1]

    def version(self, project_id: str) -> str:
        """Another text whenever the rules are others; empty where they are the defaults."""
        return self.current(project_id)[0]

    def current(self, project_id: str) -> tuple[str, Rules]:
        """Version and rules of one moment. Cheap to ask again: they are read anew only where they changed."""
        with self._ledger.read() as tx:
            kept = tx.get(CollectRules, project_id)
        changed = kept.rules if kept else {}
        text = orjson.dumps(changed, option=orjson.OPT_SORT_KEYS)
        version = hashlib.sha256(text).hexdigest()[:16] if changed else ""
        known = self._known.get(project_id)
        if known is None or known[0] != version:
            known = self._known[project_id] = version, Rules.model_validate(changed)
        return known

    def put(self, project_id: str, rules: Rules, *, by: str | None = None) -> Rules:
        """Put rules in force and say so in the audit log. `by` is a member's id, None for the terminal."""
        changed: dict[str, Any] = rules.model_dump(mode="json", exclude_defaults=True)
        now = self._clock()
        with self._ledger.write() as tx:
            before = tx.get(CollectRules, project_id)
            was = before.rules if before else {}
            fields = sorted(k for k in was | changed if was.get(k) != changed.get(k))
            if fields:
                tx.merge(CollectRules(project_id=project_id, rules=changed, updated_at=now))
                tx.add(
                    AuditEntry(
                        at=now,
                        member_id=by,
                        project_id=project_id,
                        action="rules.changed",
                        subject=", ".join(fields),
                        details={},
                    )
                )
        return rules
