"""Alerts: periods that a rule found out of order, who looks into them, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused, new_id
from yunying.store.ledger import Alert, AlertNote, Ledger, RuleLook
from yunying.workspace.audit import Audit

AlertState = Literal["open", "acknowledged", "snoozed", "resolved"]
Held = Literal["cap", "muted", "quiet", "group", "no_channel"]
_LONGEST_CAUSE = 2000
_MOST_SHOWN = 500


@dataclass(frozen=True)
class Occurrence:
    """What a rule found: labels of the first, last and worst period, and the worst one's figures."""

    slice: str
    side: int
    first: str
    last: str
    worst: str
    first_day: date
    last_day: date
    value: float
    expected: float | None
    low: float | None
    high: float | None
    over: bool


class Alerts:
    """Keeps alerts. An episode of a rule and a slice is one alert, however often it is looked at."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str, states: Collection[str] | None = None) -> Sequence[Alert]:
        """A project's alerts, the newest first."""
        wanted = select(Alert).where(Alert.project_id == project_id)
        if states is not None:
            wanted = wanted.where(Alert.state.in_(states))
        with self._ledger.read() as tx:
            return tx.scalars(
                wanted.order_by(Alert.last_day.desc(), Alert.id.desc()).limit(_MOST_SHOWN)
            ).all()

    def get(self, project_id: str, alert_id: str) -> Alert:
        """One by its id."""
        with self._ledger.read() as tx:
            return _find(tx, project_id, alert_id)

    def of_rule(self, rule_id: str, since: date) -> Sequence[Alert]:
        """Those of a rule that reach into the days since one."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Alert).where(Alert.rule_id == rule_id, Alert.last_day >= since)).all()

    def of_group(self, group_id: str) -> Sequence[Alert]:
        """Those that share a cause."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Alert).where(Alert.group_id == group_id).order_by(Alert.id)).all()

    def notes(self, alert_id: str) -> Sequence[AlertNote]:
        """What was done about one, in order."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(AlertNote).where(AlertNote.alert_id == alert_id).order_by(AlertNote.id)
            ).all()

    def make(
        self,
        project_id: str,
        rule_id: str,
        rule_name: str,
        metric: str,
        owner: str | None,
        found: Occurrence,
    ) -> Alert:
        """Keep a new one, a group of its own."""
        now, alert_id = self._clock(), new_id("al")
        alert = Alert(
            id=alert_id,
            project_id=project_id,
            rule_id=rule_id,
            rule_name=rule_name,
            metric=metric,
            **vars(found),
            state="open",
            snoozed_until=None,
            owner=owner,
            cause="",
            group_id=alert_id,
            told_at=None,
            held=None,
            created_at=now,
            updated_at=now,
        )
        with self._ledger.write() as tx:
            tx.add(alert)
            tx.flush()
            self._note(tx, alert_id, "opened", None)
        return alert

    def update(self, alert_id: str, found: Occurrence) -> None:
        """What is known of it now: it went on, got worse, is over."""
        with self._ledger.write() as tx:
            alert = tx.get_one(Alert, alert_id)
            before = alert.over
            changed = {name: value for name, value in vars(found).items() if getattr(alert, name) != value}
            changed.pop("first", None)  # by which it is known
            for name, value in changed.items():
                setattr(alert, name, value)
            if changed:
                alert.updated_at = self._clock()
            if found.over != before:
                self._note(tx, alert_id, "over" if found.over else "again", None)

    def join(self, alert_id: str, group_id: str) -> None:
        """Put it under another that names the group."""
        with self._ledger.write() as tx:
            tx.get_one(Alert, alert_id).group_id = group_id

    def told(self, alert_id: str, held: Held | None, channels: Sequence[str] = ()) -> None:
        """Somebody was told, or nobody for a reason."""
        with self._ledger.write() as tx:
            alert = tx.get_one(Alert, alert_id)
            if held == alert.held and held is not None:
                return
            alert.held = held
            if held is None:
                alert.told_at = self._clock()
            self._note(tx, alert_id, "told" if held is None else "held", None, held or ", ".join(channels))

    def acknowledge(self, project_id: str, alert_id: str, *, owner: str | None, by: str | None) -> Alert:
        """Somebody looks into it."""
        with self._ledger.write() as tx:
            alert = _find(tx, project_id, alert_id)
            alert.state, alert.snoozed_until = "acknowledged", None
            alert.owner = owner or alert.owner
            self._did(tx, alert, "acknowledged", by, owner or "")
        return alert

    def snooze(self, project_id: str, alert_id: str, until: date, *, by: str | None) -> Alert:
        """Leave it until a day, on which it is open again."""
        with self._ledger.write() as tx:
            alert = _find(tx, project_id, alert_id)
            alert.state, alert.snoozed_until = "snoozed", until
            self._did(tx, alert, "snoozed", by, until.isoformat())
        return alert

    def resolve(self, project_id: str, alert_id: str, cause: str, *, by: str | None) -> Alert:
        """It is settled, for this cause."""
        tidy = cause.strip()
        if not tidy or len(tidy) > _LONGEST_CAUSE:
            raise Refused(
                "cause_wanted",
                f"Say what it was, in up to {_LONGEST_CAUSE:,} characters; it helps whoever sees the next one.",
                field="cause",
                most=_LONGEST_CAUSE,
            )
        with self._ledger.write() as tx:
            alert = _find(tx, project_id, alert_id)
            alert.state, alert.snoozed_until, alert.cause = "resolved", None, tidy
            self._did(tx, alert, "resolved", by, tidy)
        return alert

    def reopen(self, project_id: str, alert_id: str, *, by: str | None) -> Alert:
        """It is open again; by itself (nobody did it) it is told again, too."""
        with self._ledger.write() as tx:
            alert = _find(tx, project_id, alert_id)
            alert.state, alert.snoozed_until = "open", None
            if by is None:
                alert.told_at, alert.held = None, None
            self._did(tx, alert, "reopened", by)
        return alert

    def looks(self, project_id: str) -> dict[str, RuleLook]:
        """When the rules of a project were looked at, by their ids."""
        with self._ledger.read() as tx:
            found = tx.scalars(select(RuleLook).where(RuleLook.project_id == project_id)).all()
        return {one.rule_id: one for one in found}

    def looked(
        self, project_id: str, rule_id: str, reached: str | None, error: dict[str, Any] | None = None
    ) -> None:
        """A rule was looked at up to a period, or could not be."""
        with self._ledger.write() as tx:
            look = tx.get(RuleLook, rule_id)
            if look is None:
                look = RuleLook(rule_id=rule_id, project_id=project_id, reached=None)
                tx.add(look)
            look.looked_at, look.error = self._clock(), error
            look.reached = reached or look.reached

    def told_since(self, project_id: str, since: datetime) -> list[str]:
        """Rules of the alerts of which somebody was told since an instant, once for each."""
        with self._ledger.read() as tx:
            found = select(Alert.rule_id).where(Alert.project_id == project_id, Alert.told_at >= since)
            return list(tx.scalars(found))

    def _did(self, tx: Transaction, alert: Alert, did: str, by: str | None, text: str = "") -> None:
        alert.updated_at = self._clock()
        self._note(tx, alert.id, did, by, text)
        self._audit.record(
            tx, f"alert.{did}", alert.rule_name, by=by, project=alert.project_id, alert=alert.id
        )

    def _note(self, tx: Transaction, alert_id: str, did: str, by: str | None, text: str = "") -> None:
        tx.add(AlertNote(alert_id=alert_id, at=self._clock(), by=by, did=did, text=text))


def _find(tx: Transaction, project_id: str, alert_id: str) -> Alert:
    found = tx.get(Alert, alert_id)
    if found is None or found.project_id != project_id:
        raise NotFound(
            "unknown_alert",
            "There is no such alert in this project; choose one from the list.",
            field="alert",
            value=alert_id,
        )
    return found
