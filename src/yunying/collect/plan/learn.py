"""What traffic teaches a tracking plan: names that it does not have, and planned ones that have arrived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yunying.collect.plan.model import (
    LONGEST_NAME,
    PEOPLE,
    Kind,
    Plan,
    PlanEvent,
    PlanProperty,
    kind_of,
)
from yunying.collect.records import Record

MOST_EVENTS = 2_000
MOST_PROPERTIES = 500
"""Learned properties of one event, and of people."""
MOST_IN_ALL = 50_000
"""Learned properties of a whole plan."""


@dataclass(frozen=True)
class Learned:
    """Names seen that are new, or were only planned. An event's properties may be new without it."""

    events: tuple[str, ...] = ()
    properties: tuple[tuple[str, str, Kind], ...] = ()
    """(event, name, kind); the event is empty for people."""
    events_left_out: int = 0
    """How often an event came that would have been learned, were there not too many already."""
    properties_left_out: int = 0
    """The same of properties."""

    def __bool__(self) -> bool:
        return bool(self.events or self.properties)


class Learner:
    """Takes note of one record after another; cheap where nothing is new.

    Null says nothing of a property's type, so a property is learned from its first value. Names with `$` are our
    own context, not anybody's plan; only events of such names (`$pageview`) are learned.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        most_events: int = MOST_EVENTS,
        most_properties: int = MOST_PROPERTIES,
        most_in_all: int = MOST_IN_ALL,
    ) -> None:
        self._most_properties = most_properties
        self._events_left = most_events - sum(e.learned for e in plan.events)
        self._in_all_left = most_in_all - sum(p.learned for p in plan.properties)
        self._planned = {e.name for e in plan.events if e.status == "planned"}
        self._planned_properties = {(p.event, p.name) for p in plan.properties if p.status == "planned"}
        self._known: dict[str, _Names] = {e.name: _Names() for e in plan.events}
        self._people = self._known[PEOPLE] = _Names()
        for prop in plan.properties:
            names = self._known.setdefault(prop.event, _Names())
            names.learned += prop.learned
            if prop.status != "planned":
                names.seen.add(prop.name)
        self._events: list[str] = []
        self._properties: list[tuple[str, str, Kind]] = []
        self._events_left_out = self._properties_left_out = 0

    def note(self, record: Record) -> None:
        """Take note of a record that was accepted."""
        event = record.event
        if not record.profile:
            names = self._known.get(event)
            if names is None or event in self._planned:
                names = self._new_event(event)
            if names is not None and not record.properties.keys() <= names.seen:
                self._new_properties(event, names, record.properties)
        changes = record.person
        if changes is not None:
            for values in (changes.set, changes.set_once, changes.add, changes.append):
                if values and not values.keys() <= self._people.seen:
                    self._new_properties(PEOPLE, self._people, values)

    def take(self) -> Learned:
        """What is new since this was last called."""
        learned = Learned(
            tuple(self._events), tuple(self._properties), self._events_left_out, self._properties_left_out
        )
        self._events, self._properties = [], []
        self._events_left_out = self._properties_left_out = 0
        return learned

    def _new_event(self, event: str) -> _Names | None:
        if event in self._planned:
            self._planned.discard(event)
        elif not 0 < len(event) <= LONGEST_NAME or self._events_left <= 0:
            self._events_left_out += 1
            return None
        else:
            self._events_left -= 1
            self._known[event] = _Names()
        self._events.append(event)
        return self._known[event]

    def _new_properties(self, event: str, names: _Names, values: Mapping[str, Any]) -> None:
        for name in values.keys() - names.seen:
            kind = kind_of(values[name])
            if kind is None:
                continue
            if (event, name) in self._planned_properties:
                self._planned_properties.discard((event, name))
            elif name.startswith("$"):
                if len(names.seen) < 2 * self._most_properties:
                    names.seen.add(name)
                continue
            elif (
                not 0 < len(name) <= LONGEST_NAME
                or names.learned >= self._most_properties
                or self._in_all_left <= 0
            ):
                self._properties_left_out += 1
                continue
            else:
                names.learned += 1
                self._in_all_left -= 1
            names.seen.add(name)
            self._properties.append((event, name, kind))


class _Names:
    """Names of an event's properties that need no further look."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.learned = 0


def learn(plan: Plan, records: Iterable[Record]) -> Learned:
    """What these records teach a plan."""
    learner = Learner(plan)
    for record in records:
        learner.note(record)
    return learner.take()


def with_learned(plan: Plan, learned: Learned) -> Plan:
    """The plan with what was learned: new names are live, observed and unconfirmed; planned ones become live."""
    events, properties = plan.by_event(), plan.by_property()
    for name in learned.events:
        event = events.get(name)
        if event is None:
            events[name] = PlanEvent(name=name, status="live", learned=True)
        elif event.status == "planned":
            events[name] = event.model_copy(update={"status": "live"})
    for of, name, kind in learned.properties:
        prop = properties.get((of, name))
        if prop is None:
            if of == PEOPLE or of in events:
                properties[of, name] = PlanProperty(
                    event=of, name=name, type=kind, status="live", learned=True
                )
        elif prop.status == "planned":
            properties[of, name] = prop.model_copy(update={"status": "live"})
    return Plan.of(events.values(), properties.values())
