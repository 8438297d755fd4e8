"""Filters: conditions on properties of the event or of its person, joined by and, or, not.

Every condition is plainly true or false. A property that is not set fulfils only `!=`, `not in` and
`is not set`: these are the exact opposites of `=`, `in` and `is set`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from yunying.metrics.ranges import Between, Range
from yunying.metrics.strict import Scalar, Strict, Text, Window
from yunying.store import Scope
from yunying.store.values import number_text

Operator = Literal[
    "=",
    "!=",
    "in",
    "not in",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "contains",
    "starts with",
    "matches",
    "is set",
    "is not set",
]


MAX_DEPTH = 8
MAX_VALUES = 1000
Number: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Condition(Strict):
    """One property compared with a value."""

    property: Text = Field(description="Name of the property, as in the catalogue.")
    scope: Scope | None = Field(
        None, description="`event` or `person`; by default the event's, if it has a property of this name."
    )
    op: Operator = Field(
        description=(
            "`matches` takes a regular expression (RE2) that may match anywhere; `between` takes two values, both "
            "included; text is compared with regard to case."
        )
    )
    value: Scalar | list[Scalar] | None = Field(
        None,
        description=(
            "A value; a list for `in`, `not in` and `between`; nothing for `is set` and `is not set`. A time is "
            "ISO 8601 text; without a zone it is in the project's zone, and a date alone means the whole day."
        ),
    )


class AllOf(Strict):
    """Every part holds."""

    and_: list[Filter] = Field(alias="and", min_length=1, max_length=100)


class AnyOf(Strict):
    """At least one part holds."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "or": [
                        {"property": "channel", "scope": "person", "op": "=", "value": "referral"},
                        {"not": {"property": "amount", "op": "<", "value": 100}},
                    ]
                }
            ]
        },
    )

    or_: list[Filter] = Field(alias="or", min_length=1, max_length=100)


class Not(Strict):
    """The part does not hold."""

    not_: Filter = Field(alias="not")


class Events(Strict):
    """Events of one name, optionally filtered."""

    event: Text | None = Field(description="Name of the event; null means any event.")
    filters: Filters


class AnyEvents(Events):
    """Events of one name, optionally filtered; with `or` further ones that count as the same.

    An event that several of them take is one event still.
    """

    or_: list[Events] = Field(
        default_factory=list,
        alias="or",
        max_length=31,
        description="Further events that count as the same, each with filters of its own.",
    )

    @property
    def alternatives(self) -> tuple[Events, ...]:
        """Everything that counts as this event: its own name and filters first."""
        return self, *self.or_

    @property
    def events(self) -> str:
        """The names of its events, for the definition of an answer."""
        return " or ".join(dict.fromkeys(one.event or "any event" for one in self.alternatives))


class Before(Strict):
    """Earlier than the event that is filtered, and not longer before it than the window."""

    before: Window


class During(Strict):
    """On days of a range, whenever the event that is filtered was."""

    range: Range


def _when(raw: Any) -> str:
    return "before" if (isinstance(raw, dict) and "before" in raw) or hasattr(raw, "before") else "during"


class Behaviour(Strict):
    """What the person of an event did: so many events, on so many days, or a sum of a number over events.

    Who did nothing of the kind has 0. Filters of the question do not apply to the events counted here, those of
    `did` do. The window of `before` looks back from each event: the event itself, and others of its very
    millisecond, do not count.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "did": {"event": "pay_order"},
                    "op": ">=",
                    "value": 2,
                    "within": {"before": {"value": 7, "unit": "day"}},
                },
                {
                    "did": {
                        "event": "pay_order",
                        "filters": [{"property": "channel", "op": "=", "value": "app"}],
                    },
                    "measure": "sum",
                    "property": "amount",
                    "op": ">",
                    "value": 1000,
                    "within": {"range": {"from": "2025-01-01", "to": "2025-03-31"}},
                },
                {"did": {"event": "refund"}, "op": "=", "value": 0},
            ]
        },
    )

    did: AnyEvents = Field(description="The events that count.")
    measure: Literal["events", "days", "sum", "days_since_first", "days_since_last"] = Field(
        "events",
        description=(
            "`events`, `days` (of the project's zone) with one, the `sum` of `property`, or how many days ago the "
            "first or the last such event was (0 is today; who has none is never found, whatever is compared)."
        ),
    )
    property: Text | None = Field(None, description="The numeric event property to sum.")
    op: Literal["=", "!=", "<", "<=", ">", ">=", "between"] = ">="
    value: Number | list[Number] = Field(1, description="A number; for `between` two, both included.")
    within: (
        Annotated[Annotated[Before, Tag("before")] | Annotated[During, Tag("during")], Discriminator(_when)]
        | None
    ) = Field(None, description="When; by default ever, before the event that is filtered or after it.")


class Sequenced(Strict):
    """The person did several things one after the other: an event that each step takes, later than that of the step
    before; of one moment, as they arrived. Between them there may be others.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sequence": [{"event": "add_to_cart"}, {"event": "pay_order"}],
                    "window": {"value": 1, "unit": "day"},
                    "within": {"range": {"last": 30, "unit": "day"}},
                }
            ]
        },
    )

    sequence: list[AnyEvents] = Field(min_length=2, max_length=8, description="The steps, in order.")
    window: Window | None = Field(
        None, description="The longest time from the first step to the last; by default any."
    )
    within: (
        Annotated[Annotated[Before, Tag("before")] | Annotated[During, Tag("during")], Discriminator(_when)]
        | None
    ) = Field(
        None,
        description="When all of it happened; by default ever. A window `before` is possible where people are chosen.",
    )


class InSegment(Strict):
    """The person of the event is in a segment: those who were when it was taken, whatever they did since."""

    segment: Text = Field(description="The segment's id.")


def _shape(raw: Any) -> str:
    for name in ("and", "or", "not", "did", "sequence", "segment"):
        own = f"{name}_" if name in ("and", "or", "not") else name
        if (isinstance(raw, dict) and name in raw) or hasattr(raw, own):
            return name
    return "condition"


Filter: TypeAlias = Annotated[
    Annotated[Condition, Tag("condition")]
    | Annotated[AllOf, Tag("and")]
    | Annotated[AnyOf, Tag("or")]
    | Annotated[Not, Tag("not")]
    | Annotated[Behaviour, Tag("did")]
    | Annotated[Sequenced, Tag("sequence")]
    | Annotated[InSegment, Tag("segment")],
    Discriminator(_shape),
]
Filters: TypeAlias = Annotated[
    list[Filter], Field(default_factory=list, max_length=100, description="Filters that all must hold.")
]
for _model in (AllOf, AnyOf, Not, Events, AnyEvents, Behaviour, Sequenced):
    _model.model_rebuild()


def describe(node: Filter) -> str:
    """The filter as a sentence, for the provenance of an answer."""
    match node:
        case Condition():
            if node.op in ("is set", "is not set"):
                return f"{node.property} {node.op}"
            values = node.value if isinstance(node.value, list) else [node.value]
            return f"{node.property} {node.op} {', '.join(map(str, values))}"
        case AllOf():
            return "(" + " and ".join(map(describe, node.and_)) + ")"
        case AnyOf():
            return "(" + " or ".join(map(describe, node.or_)) + ")"
        case Behaviour():
            return _did(node)
        case Sequenced():
            steps = " then ".join(" or ".join(map(_events, step.alternatives)) for step in node.sequence)
            window = f" within {node.window.value} {node.window.unit}(s)" if node.window else ""
            return f"did {steps}{window}, {_within(node.within)}"
        case InSegment():
            return f"in segment {node.segment}"
    return f"not {describe(node.not_)}"


def _did(node: Behaviour) -> str:
    what = node.measure if node.property is None else f"{node.measure} of {node.property}"
    values = node.value if isinstance(node.value, list) else [node.value]
    amount = f"{what} {node.op} {', '.join(str(number_text(float(v))) for v in values)}"
    return f"did {' or '.join(map(_events, node.did.alternatives))}, {amount}, {_within(node.within)}"


def _events(events: Events) -> str:
    name = events.event or "any event"
    return f"{name} where {' and '.join(map(describe, events.filters))}" if events.filters else name


def _within(within: Before | During | None) -> str:
    if within is None:
        return "ever"
    if isinstance(within, Before):
        return f"in the {within.before.value} {within.before.unit}(s) before"
    if isinstance(within.range, Between):
        return f"from {within.range.from_} to {within.range.to}"
    return f"in the last {within.range.last} {within.range.unit}(s)"
