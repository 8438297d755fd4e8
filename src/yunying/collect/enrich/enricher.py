"""Puts everything together: one record in, the same record out with what its texts say, and its mark."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, TypeAlias

from yunying.collect.channels import Visit, compile_rules, parameters_of, suffixes
from yunying.collect.enrich.addresses import read_address, truncated
from yunying.collect.enrich.agents import agent_of
from yunying.collect.enrich.caching import Recent
from yunying.collect.enrich.languages import read_language
from yunying.collect.enrich.places import Geo
from yunying.collect.enrich.staff import Team
from yunying.collect.enrich.urls import Page, read_url, referrer_host, same_site
from yunying.collect.records import Record
from yunying.collect.rules import Rules

Mark: TypeAlias = Literal["debug", "test", "staff", "bot"]
Properties: TypeAlias = dict[str, Any]
_LOOK_EVERY = 256
"""Records between two looks at whether places have become others."""


class _Around(NamedTuple):
    """What user agent, address, language and type of device tell."""

    told: Properties
    """Properties, where the record does not have them."""
    settled: Properties
    """Properties as they are stored, whatever the record says."""
    bot: bool
    own: bool
    """Whether the address is the team's."""


class Enricher:
    """Enriches a project's records by its rules: make another one when the rules change. For one thread.

    What a record already says is never changed, but for `$ip` (as the rules want it stored) and the spelling of
    `$language` and `$device_type`. `known_staff` is the `staff` of an
    enricher before it, or `staff_in` the lake.
    """

    def __init__(self, rules: Rules, geo: Geo, known_staff: Iterable[tuple[str, str]] = ()) -> None:
        self.rules = rules
        self._geo = geo
        self._team = Team(rules.staff, known_staff)
        self._tests = frozenset(rules.test_devices)
        self._own_hosts = frozenset(rules.own_hosts)
        self._networks = [ipaddress.ip_network(text) for text in rules.staff.ip_ranges]
        self._parameters = parameters_of(rules.channel_rules)
        self._find = compile_rules(rules.channel_rules)
        self._places = -1
        self._until_look = 0
        self._pages: Recent[tuple[object, ...], Properties] = Recent(self._read_page)
        self._around: Recent[tuple[object, ...], _Around] = Recent(self._read_around, 32_768)

    @property
    def staff(self) -> list[tuple[str, str]]:
        """Ids that were found to be the team's by their e-mail address, with its domain."""
        return self._team.known

    def enrich(
        self, record: Record, ip: str | None, user_agent: str | None, *, debug: bool = False
    ) -> Mark | None:
        """Give the record properties with what follows from them; returns what keeps it out of production.

        `ip` and `user_agent` are the request's: they are believed only where the person's device sent it.
        `debug` says that the request came with a key, or from a device, that is being debugged.
        """
        self._until_look -= 1
        if self._until_look < 0:
            self._look()
        sent = record.properties
        if not all(sent.values()) and None in sent.values():
            sent = {name: value for name, value in sent.items() if value is not None}
        get = sent.get
        device = record.device
        told_by = (
            get("$user_agent") or (user_agent if device else None),
            get("$ip") or (ip if device else None),
            get("$language"),
            get("$device_type"),
        )
        told_on = (
            get("$url"),
            get("$referrer"),
            get("$referrer_host"),
            get("$utm_source"),
            get("$utm_medium"),
            get("$utm_campaign"),
            get("$click_source"),
            get("$channel"),
        )
        try:
            page, around = self._pages[told_on], self._around[told_by]
        except TypeError:
            # Something that is no text, and cannot even be a key.
            page, around = self._read_page(told_on), self._read_around(told_by)
        record.properties = {**around.told, **page, **sent, **around.settled}
        if "$ip" in sent and "$ip" not in around.settled:
            del record.properties["$ip"]
        if record.person is not None:
            for changes in (record.person.set, record.person.set_once):
                if "$ip" in changes:
                    _settle(changes, self._stored(changes["$ip"]))
        if debug:
            return "debug"
        if self._tests and (record.distinct_id in self._tests or str(get("$device_id")) in self._tests):
            return "test"
        if around.own or self._team.has(record):
            return "staff"
        return "bot" if around.bot and self.rules.mark_bots else None

    def _look(self) -> None:
        self._until_look = _LOOK_EVERY
        if self._geo.version != self._places:
            self._places = self._geo.version
            self._around = Recent(self._read_around, 32_768)

    def _read_page(self, key: tuple[object, ...]) -> Properties:
        """What follows from the page, the one before it, and the campaign as sent."""
        url, referrer, known_host, *sent, channel = (_text(part) for part in key)
        page = read_url(url, self._parameters) if url else Page()
        told: Properties = dict(page.properties)
        host = referrer_host(referrer or known_host)
        if host:
            told["$referrer_host"] = host
        names = ("$utm_source", "$utm_medium", "$utm_campaign", "$click_source")
        campaign = [value or told.get(name, "") for name, value in zip(names, sent, strict=True)]
        visit = Visit(campaign[0], campaign[1], campaign[2], campaign[3], host, page.parameters)
        if not channel and (told or any(visit)) and (found := self._channel(page.host, visit)):
            told["$channel"] = found
        return told

    def _channel(self, site: str, visit: Visit) -> str | None:
        host = visit.referrer_host
        if host and (same_site(site, host) or not self._own_hosts.isdisjoint(suffixes(host))):
            visit = visit._replace(referrer_host="")
            if not any(visit):
                # Going from page to page is no new visit from anywhere.
                return None
        return self._find(visit)

    def _read_around(self, key: tuple[object, ...]) -> _Around:
        """What follows from user agent, address, language and type of device."""
        agent, ip, language, kind = (_text(part) for part in key)
        read = agent_of(agent)
        told: Properties = dict(read.properties)
        settled: Properties = {}
        if language:
            settled["$language"] = read_language(language)
        if kind:
            settled["$device_type"] = kind.lower()
        address = read_address(ip)
        if address is None:
            return _Around(told, settled, read.bot, own=False)
        place = self._geo.place(address, self.rules.place_names)
        told |= {n: v for n, v in zip(("$country", "$region", "$city"), place or (), strict=False) if v}
        _settle(settled, self._stored(ip))
        return _Around(told, settled, read.bot, own=any(address in n for n in self._networks))

    def _stored(self, text: object) -> str | None:
        """An address as the rules want it stored; None where it is not, or is none."""
        address = read_address(_text(text))
        if address is None or self.rules.ip == "drop":
            return None
        return truncated(address) if self.rules.ip == "truncate" else str(address)


def _settle(properties: Properties, stored: str | None) -> None:
    if stored is None:
        properties.pop("$ip", None)
    else:
        properties["$ip"] = stored


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
