"""Tracking plans in the ledger: edited by people, added to by what arrives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Transaction

from yunying.collect.plan.changes import Change, Difference, difference
from yunying.collect.plan.drafts import Draft, Mistake, apply
from yunying.collect.plan.learn import Learned, with_learned
from yunying.collect.plan.model import PEOPLE, Description, Plan, PlanEvent, PlanProperty
from yunying.core import Clock, NotFound
from yunying.store.ledger import Ledger, PlannedEvent, PlannedProperty

_TICK = timedelta(microseconds=1)
_NAMES_TOLD = 20


class Audit(Protocol):
    """Writes down who did what, in the transaction of the change."""

    def __call__(
        self,
        tx: Transaction,
        action: str,
        subject: str,
        *,
        by: str | None,
        project: str | None,
        **details: Any,
    ) -> None: ...


class Brought(BaseModel):
    """What taking a file did, or would do."""

    model_config = ConfigDict(frozen=True)

    difference: Difference
    mistakes: tuple[Mistake, ...]
    ignored: tuple[str, ...]
    applied: bool


class Plans:
    """The tracking plans of all projects."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def get(self, project_id: str) -> Plan:
        """The plan of a project; empty where nobody has written one and nothing was learned."""
        with self._ledger.read() as tx:
            return _read(tx, project_id)

    def version(self, project_id: str) -> str:
        """Another one whenever the plan is another; cheap to ask for."""
        with self._ledger.read() as tx:
            return _version(tx, project_id)

    def put_event(self, project_id: str, event: PlanEvent, *, by: str | None) -> PlanEvent:
        """Add an event or replace it."""
        with self._ledger.write() as tx:
            known = tx.get(PlannedEvent, (project_id, event.name)) is not None
            tx.merge(_event_row(project_id, event, self._stamp(tx, project_id)))
            action = "plan.event_changed" if known else "plan.event_added"
            self._audit(tx, action, event.name, by=by, project=project_id, **_said(event))
        return event

    def delete_event(self, project_id: str, name: str, *, by: str | None) -> None:
        """Remove an event and its properties; if it still arrives, it is learned anew."""
        with self._ledger.write() as tx:
            tx.delete(_event(tx, project_id, name))
            tx.execute(
                delete(PlannedProperty).where(
                    PlannedProperty.project_id == project_id, PlannedProperty.event == name
                )
            )
            self._audit(tx, "plan.event_removed", name, by=by, project=project_id)

    def put_property(self, project_id: str, prop: PlanProperty, *, by: str | None) -> PlanProperty:
        """Add a property to an event of the plan, or to people, or replace it."""
        with self._ledger.write() as tx:
            if prop.event != PEOPLE:
                _event(tx, project_id, prop.event)
            known = tx.get(PlannedProperty, (project_id, prop.event, prop.name)) is not None
            tx.merge(_property_row(project_id, prop, self._stamp(tx, project_id)))
            action = "plan.property_changed" if known else "plan.property_added"
            self._audit(tx, action, prop.name, by=by, project=project_id, event=prop.event, **_said(prop))
        return prop

    def delete_property(self, project_id: str, event: str, name: str, *, by: str | None) -> None:
        """Remove a property; if it still arrives, it is learned anew."""
        with self._ledger.write() as tx:
            row = tx.get(PlannedProperty, (project_id, event, name))
            if row is None:
                raise NotFound(
                    "unknown_planned_property",
                    f"The tracking plan has no property {name!r} of {event or 'people'!r}; check its name.",
                    field="name",
                    value=name,
                )
            tx.delete(row)
            self._audit(tx, "plan.property_removed", name, by=by, project=project_id, event=event)

    def bring(
        self, project_id: str, draft: Draft, *, replace: bool = False, dry_run: bool = False, by: str | None
    ) -> Brought:
        """Take a file, wholly or (where it holds mistakes, or on a dry run) not at all.

        What the file does not name stays, unless it is to `replace` the plan; `removed` tells of it either way.
        """
        with self._ledger.read() if dry_run else self._ledger.write() as tx:
            before = _read(tx, project_id)
            after, mistakes = apply(draft, before, replace=replace)
            change = difference(before, after)
            applied = not mistakes and not dry_run
            if applied and change:
                self._store(tx, project_id, after, change)
                counts = {
                    "added": len(change.added),
                    "changed": len(change.changed),
                    "removed": len(change.removed),
                }
                self._audit(
                    tx, "plan.imported", project_id, by=by, project=project_id, replace=replace, **counts
                )
        if not replace:
            change = change.model_copy(update={"removed": _left_out(before, draft)})
        return Brought(
            difference=change, mistakes=tuple(mistakes), ignored=tuple(draft.ignored), applied=applied
        )

    def add_learned(self, project_id: str, learned: Learned) -> Difference:
        """Add what traffic taught; adding it again changes nothing."""
        if not learned:
            return Difference()
        with self._ledger.write() as tx:
            before = _read(tx, project_id)
            after = with_learned(before, learned)
            change = difference(before, after)
            if change:
                self._store(tx, project_id, after, change)
                self._audit(
                    tx,
                    "plan.learned",
                    project_id,
                    by=None,
                    project=project_id,
                    added=len(change.added),
                    arrived=len(change.changed),
                    names=[c.property or c.event for c in (*change.added, *change.changed)][:_NAMES_TOLD],
                )
        return change

    def _store(self, tx: Transaction, project_id: str, plan: Plan, change: Difference) -> None:
        now = self._stamp(tx, project_id)
        events, properties = plan.by_event(), plan.by_property()

        def row(entry: Change) -> PlannedEvent | PlannedProperty:
            if entry.property is None:
                return _event_row(project_id, events[entry.event], now)
            return _property_row(project_id, properties[entry.event, entry.property], now)

        tx.add_all(map(row, change.added))
        for entry in change.changed:
            tx.merge(row(entry))
        for entry in change.removed:
            gone = (
                tx.get(PlannedEvent, (project_id, entry.event))
                if entry.property is None
                else tx.get(PlannedProperty, (project_id, entry.event, entry.property))
            )
            if gone is not None:
                tx.delete(gone)

    def _stamp(self, tx: Transaction, project_id: str) -> datetime:
        # Later than every one before it, even where two changes share an instant or the clock was set back.
        last = [tx.scalar(select(func.max(t.updated_at)).where(t.project_id == project_id)) for t in _TABLES]
        return max([self._clock(), *(moment + _TICK for moment in last if moment is not None)])


_TABLES = (PlannedEvent, PlannedProperty)


def _read(tx: Transaction, project_id: str) -> Plan:
    events = tx.scalars(select(PlannedEvent).where(PlannedEvent.project_id == project_id))
    properties = tx.scalars(select(PlannedProperty).where(PlannedProperty.project_id == project_id))
    return Plan.of(map(_event_of, events), map(_property_of, properties))


def _version(tx: Transaction, project_id: str) -> str:
    parts: list[str] = []
    for table in _TABLES:
        counted = select(func.count(), func.max(table.updated_at)).where(table.project_id == project_id)
        count, last = tx.execute(counted).one()
        parts.append(f"{count}@{last.isoformat() if last else '-'}")
    return "/".join(parts)


def _event(tx: Transaction, project_id: str, name: str) -> PlannedEvent:
    row = tx.get(PlannedEvent, (project_id, name))
    if row is None:
        raise NotFound(
            "unknown_planned_event",
            f"The tracking plan has no event {name!r}; add it first, or check its name.",
            field="event",
            value=name,
        )
    return row


def _event_of(row: PlannedEvent) -> PlanEvent:
    return PlanEvent.model_validate(
        {
            "name": row.name,
            "status": row.status,
            "mode": row.mode,
            "owner": row.owner,
            "description": Description(zh=row.description_zh, en=row.description_en),
            "learned": row.learned,
        }
    )


def _property_of(row: PlannedProperty) -> PlanProperty:
    return PlanProperty.model_validate(
        {
            "event": row.event,
            "name": row.name,
            "type": row.type,
            "required": row.required,
            "allowed": row.allowed,
            "status": row.status,
            "description": Description(zh=row.description_zh, en=row.description_en),
            "learned": row.learned,
        }
    )


def _event_row(project_id: str, event: PlanEvent, now: datetime) -> PlannedEvent:
    return PlannedEvent(
        project_id=project_id,
        name=event.name,
        status=event.status,
        mode=event.mode,
        owner=event.owner,
        description_zh=event.description.zh,
        description_en=event.description.en,
        learned=event.learned,
        updated_at=now,
    )


def _property_row(project_id: str, prop: PlanProperty, now: datetime) -> PlannedProperty:
    return PlannedProperty(
        project_id=project_id,
        event=prop.event,
        name=prop.name,
        type=prop.type,
        required=prop.required,
        allowed=None if prop.allowed is None else list(prop.allowed),
        status=prop.status,
        description_zh=prop.description.zh,
        description_en=prop.description.en,
        learned=prop.learned,
        updated_at=now,
    )


def _left_out(plan: Plan, draft: Draft) -> tuple[Change, ...]:
    events = [Change(event=e.name, property=None) for e in plan.events if e.name not in draft.events]
    properties: Sequence[PlanProperty] = plan.properties
    return (
        *events,
        *(
            Change(event=p.event, property=p.name)
            for p in properties
            if (p.event, p.name) not in draft.properties
        ),
    )


def _said(entry: PlanEvent | PlanProperty) -> dict[str, Any]:
    return entry.model_dump(mode="json", include={"status", "mode", "owner", "type", "required", "allowed"})
