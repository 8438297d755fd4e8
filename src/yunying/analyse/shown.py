"""Which cells of an answer hold values of properties, for whoever must not show all of them to everybody.

Nothing is computed here: it is read off the question. A kind of question that is not in `shown_values` fails there,
so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yunying.analyse.questions import (
    Attribution,
    Distribution,
    Drivers,
    Frequency,
    Funnel,
    Lifecycle,
    Ltv,
    Migration,
    Path,
    PeopleList,
    Question,
    Retention,
    Sessions,
    Stickiness,
    TimeBetween,
    Trend,
)
from yunying.metrics import Breakdown
from yunying.store import Scope


@dataclass(frozen=True)
class PropertyRef:
    """A property as a question names it."""

    name: str
    scope: Scope | None


@dataclass(frozen=True)
class ShownValues:
    """Cells of an answer's rows, and of the rows in its totals, that hold values of properties.

    `groups`: by cell, the property of each dimension (None where it is a segment); these values are in addresses too.
    `columns`: by cell, the property; these are in no address. `nodes`: cells that hold `event: value` where the event
    is in `splits`. `by_row`: the row itself says in `property` whose `value` it has.
    """

    groups: Mapping[str, tuple[PropertyRef | None, ...]] = field(default_factory=dict)
    columns: Mapping[str, PropertyRef] = field(default_factory=dict)
    splits: Mapping[str, PropertyRef] = field(default_factory=dict)
    nodes: tuple[str, ...] = ()
    by_row: bool = False


def shown_values(question: Question) -> ShownValues:
    """The cells of the answer to a question."""
    match question:
        case Distribution():
            own = (PropertyRef(question.property, question.scope),)
            return ShownValues(groups={"value": own, **_broken_down(question.breakdown)})
        case Attribution():
            return ShownValues(groups=_broken_down(question.breakdown, "touch"))
        case Drivers():
            return ShownValues(by_row=True)
        case Path():
            splits = {one.event: PropertyRef(one.property, "event") for one in question.split}
            return ShownValues(splits=splits, nodes=("node", "from", "to"))
        case Migration():
            own = (PropertyRef(question.property, "person"),)
            return ShownValues(groups=dict.fromkeys(("from", "to", "value"), own))
        case PeopleList():
            return ShownValues(columns=_columns(question))
        case (
            Trend()
            | Funnel()
            | Retention()
            | Lifecycle()
            | Stickiness()
            | Frequency()
            | TimeBetween()
            | Sessions()
            | Ltv()
        ):
            return ShownValues(groups=_broken_down(question.breakdown))
    raise NotImplementedError(f"Say which cells of {question.kind!r} hold values of properties.")


def _broken_down(
    breakdown: Breakdown | list[Breakdown] | None, cell: str = "breakdown"
) -> dict[str, tuple[PropertyRef | None, ...]]:
    if breakdown is None:
        return {}
    several = breakdown if isinstance(breakdown, list) else [breakdown]
    return {cell: tuple(None if b.property is None else PropertyRef(b.property, b.scope) for b in several)}


def _columns(question: PeopleList) -> dict[str, PropertyRef]:
    found: dict[str, PropertyRef] = {}
    for column in question.columns:
        if column.property is not None and column.measure in ("property", "most_frequent"):
            found[column.label] = PropertyRef(
                column.property, "person" if column.measure == "property" else "event"
            )
    return found
