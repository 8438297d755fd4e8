"""Records against the tracking plan.

What is found, and what becomes of the record:

| code                                      | observe | enforce |
|-------------------------------------------|---------|---------|
| `blocked_event`, `blocked_property`       | refused | refused |
| `missing_property`, `wrong_type`, `not_allowed` | marked | refused |
| `unknown_event`, `unplanned_event`, `unknown_property`, `unplanned_property` | marked | marked |
| `deprecated_event`, `deprecated_property` | marked  | marked  |

*Unknown* is what the plan does not have; *unplanned* is there only because it was learned from traffic. Neither is
ever a reason to refuse: a new property harms no reader of the old ones, and an event that nobody planned has no
mode. Both are silent until somebody has written a plan: of an unwritten plan nothing can be missing.

Names that begin with `$` (our own context) are looked at only where the plan has them, and so are events whose
names do. Person properties are checked with the record that carries them; its event's mode decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from yunying.collect.plan.model import PEOPLE, Plan, PlanEvent, PlanProperty, is_of_kind, value_key
from yunying.collect.records import CONTEXT, Changes, Record

Code = Literal[
    "unknown_event",
    "unplanned_event",
    "deprecated_event",
    "blocked_event",
    "unknown_property",
    "unplanned_property",
    "deprecated_property",
    "blocked_property",
    "missing_property",
    "wrong_type",
    "not_allowed",
]
ALWAYS_REFUSED = frozenset(("blocked_event", "blocked_property"))
REFUSED_IF_ENFORCED = frozenset(("missing_property", "wrong_type", "not_allowed"))
_SAYS: dict[Code, str] = {
    "unknown_event": "{event!r} is not in the tracking plan.",
    "unplanned_event": "{event!r} was learned from traffic; nobody has planned it.",
    "deprecated_event": "{event!r} is deprecated; senders should stop sending it.",
    "blocked_event": "{event!r} is blocked by the tracking plan.",
    "unknown_property": "{event!r} has no property {property!r} in the tracking plan.",
    "unplanned_property": "{property!r} of {event!r} was learned from traffic; nobody has planned it.",
    "deprecated_property": "{property!r} of {event!r} is deprecated; senders should stop sending it.",
    "blocked_property": "{property!r} of {event!r} is blocked by the tracking plan.",
    "missing_property": "{event!r} needs the property {property!r}.",
    "wrong_type": "{property!r} of {event!r} must be of type {expected}, not {value}.",
    "not_allowed": "{property!r} of {event!r} may not be {value}; allowed: {allowed}.",
}
_PERSON = "person"
_NOTHING: frozenset[Any] = frozenset()
_JSON_TYPES: frozenset[type] = frozenset((str, int, float, bool, list, dict, type(None)))
_TYPES: dict[str, frozenset[type]] = {
    "number": frozenset((int, float)),
    "boolean": frozenset((bool,)),
    "text": frozenset((str,)),
    "list": frozenset((list,)),
    "object": frozenset((dict,)),
    "any": _JSON_TYPES,
}
_NULL: frozenset[type] = frozenset((type(None),))
_SHOWN = 100
_SHOWN_ALLOWED = 20


class Problem(msgspec.Struct, frozen=True):
    """Something about a record that is not as planned. `property` is empty where it is the event itself."""

    # Before the fields: one of them has the decorator's name.
    @property
    def message(self) -> str:
        """One sentence for people."""
        said = {"event": self.event or _PERSON, "property": self.property, **self.params}
        return _SAYS[self.code].format(**said)

    code: Code
    event: str
    property: str | None = None
    params: dict[str, Any] = {}


class Checker:
    """A plan made ready for many records."""

    def __init__(self, plan: Plan) -> None:
        of_event: dict[str, list[PlanProperty]] = {e.name: [] for e in plan.events}
        of_event[PEOPLE] = []
        for prop in plan.properties:
            of_event.setdefault(prop.event, []).append(prop)
        self._written = any(not e.learned for e in plan.events)
        self._events = {
            e.name: _Rules(e.name, of_event[e.name], marks=not e.learned, enforced=e.mode == "enforce")
            for e in plan.events
        }
        self._remarks = {
            e.name: Problem(code, e.name) for e in plan.events if (code := self._remark(e)) is not None
        }
        people = of_event[PEOPLE]
        self._people = _Rules(PEOPLE, people, marks=any(not p.learned for p in people))

    def check(self, record: Record) -> list[Problem]:
        """Everything about a record that is not as planned."""
        event = record.event
        rules = self._events.get(event)
        if rules is not None:
            problems = rules.check(record.properties)
            if event in self._remarks:
                problems.insert(0, self._remarks[event])
        elif self._written and not record.profile and not event.startswith("$"):
            problems = [Problem("unknown_event", event)]
        else:
            problems = []
        if record.person is not None:
            problems += _check_people(self._people, record.person)
        return problems

    def enforced(self, event: str) -> bool:
        """Whether what breaks the plan of this event is refused."""
        rules = self._events.get(event)
        return rules is not None and rules.enforced

    def refusal(self, record: Record, problems: Iterable[Problem]) -> Problem | None:
        """The problem for which a record is to be refused; None where it is to be taken."""
        reasons = ALWAYS_REFUSED | REFUSED_IF_ENFORCED if self.enforced(record.event) else ALWAYS_REFUSED
        return next((p for p in problems if p.code in reasons), None)

    def _remark(self, event: PlanEvent) -> Code | None:
        if event.status == "blocked":
            return "blocked_event"
        if event.status == "deprecated":
            return "deprecated_event"
        if event.learned and self._written and not event.name.startswith("$"):
            return "unplanned_event"
        return None


class _Rules:
    """What is planned for the properties of one event."""

    def __init__(
        self, event: str, properties: Sequence[PlanProperty], *, marks: bool, enforced: bool = False
    ) -> None:
        self.event = event
        self.marks = marks
        """Whether properties that nobody planned are worth a remark."""
        self.enforced = enforced
        # What is planned and has not come yet is needed too: that it does not come is what a plan is to find.
        self.required = frozenset(
            p.name for p in properties if p.required and event != PEOPLE and p.status in ("planned", "live")
        )
        self.by_name = {p.name: p for p in properties}
        self.allowed = {
            p.name: frozenset(map(value_key, p.allowed)) for p in properties if p.allowed is not None
        }
        # Most values need no closer look than at their type: these are the types for which that is so.
        self.passing: dict[str, frozenset[type]] = dict.fromkeys(CONTEXT, _JSON_TYPES)
        self.passing |= {p.name: self._passing(p) for p in properties}
        self.texts = {
            p.name: frozenset(p.allowed)
            for p in properties
            if p.type == "text" and p.allowed is not None and not self._remarkable(p)
        }

    def check(self, values: Mapping[str, Any]) -> list[Problem]:
        """Problems with the properties of one record."""
        problems: list[Problem] = []
        passing, texts = self.passing, self.texts
        for name, value in values.items():
            types = passing.get(name)
            if types is None or type(value) not in types:
                if type(value) is str and value in texts.get(name, _NOTHING):
                    continue
                problem = self.examine(name, value)
                if problem is not None:
                    problems.append(problem)
        if not self.required <= values.keys():
            missing = sorted(self.required - values.keys())
            problems += [Problem("missing_property", self.event, name) for name in missing]
        return problems

    def examine(self, name: str, value: Any) -> Problem | None:
        """Look closely at one property."""
        planned = self.by_name.get(name)
        if planned is None:
            if name.startswith("$") or not self.marks:
                return None
            return Problem("unknown_property", self.event, name)
        if planned.status == "blocked":
            return Problem("blocked_property", self.event, name)
        if value is None:
            return Problem("missing_property", self.event, name) if name in self.required else None
        if not is_of_kind(value, planned.type):
            params = {"expected": planned.type, "value": _short(value)}
            return Problem("wrong_type", self.event, name, params)
        allowed = self.allowed.get(name)
        if allowed is not None:
            for item in value if isinstance(value, list | tuple) else (value,):
                if isinstance(item, dict | list) or value_key(item) not in allowed:
                    return self._not_allowed(planned, item)
        if planned.status == "deprecated":
            return Problem("deprecated_property", self.event, name)
        if self._remarkable(planned):
            return Problem("unplanned_property", self.event, name)
        return None

    def _passing(self, planned: PlanProperty) -> frozenset[type]:
        if self._remarkable(planned):
            return frozenset()
        types = frozenset() if planned.allowed is not None else _TYPES.get(planned.type, frozenset())
        return types - _NULL if planned.name in self.required else types | _NULL

    def _remarkable(self, planned: PlanProperty) -> bool:
        """Whether it is worth a remark whatever its value."""
        return planned.status in ("blocked", "deprecated") or (planned.learned and self.marks)

    def _not_allowed(self, planned: PlanProperty, value: Any) -> Problem:
        listed = [_short(v) for v in planned.allowed or ()]
        shown = ", ".join(listed[:_SHOWN_ALLOWED]) + (", …" if len(listed) > _SHOWN_ALLOWED else "")
        params = {"value": _short(value), "allowed": shown}
        return Problem("not_allowed", self.event, planned.name, params)


def _check_people(rules: _Rules, changes: Changes) -> list[Problem]:
    found: list[Problem] = []
    for values in (changes.set, changes.set_once, changes.add):
        if values:
            found += rules.check(values)
    for name, items in changes.append.items():
        problem = rules.examine(name, items)
        if problem is not None:
            found.append(problem)
    return found


def _short(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
