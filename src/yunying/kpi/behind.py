"""How much stands behind a figure: the events or people that were counted, of a ratio its denominator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from yunying.kpi.expression import Combined, Expression, Fact, Figure, Line, Return, Step, Summed

_COUNTS = ("events", "people", "rolling_people")


@dataclass(frozen=True)
class Behind:
    """`of` counts what stands behind a figure. A `count` is its own; a `share` has some of those that `of` counts as
    its numerator; of any `other` figure nobody knows what chance alone does to it."""

    of: Expression
    noise: Literal["count", "share", "other"]


def behind(expression: Expression, *, share: bool = False) -> Behind | None:
    """What stands behind a figure; None where that is not known (measured facts, formulas of several things). `share`
    says that the numerator of a ratio is a part of its denominator."""
    match expression:
        case Summed():
            return behind(expression.of, share=share)
        case Line():
            return _line(expression)
        case Combined():
            return _ratio(expression, share)
        case Step() | Return():
            return Behind(expression, "count")
        case Figure():
            counted = expression.column not in ("value", "seconds")
            return Behind(expression, "count") if counted else None
        case Fact():
            return None


def _line(line: Line) -> Behind:
    series = line.series
    if series.measure in _COUNTS and not series.cumulative:
        return Behind(line, "count")
    if series.measure == "stickiness":
        of = series.model_copy(update={"measure": "rolling_people"})
        return Behind(replace(line, series=of), "share")
    events = series.model_copy(
        update={"measure": "events", "property": None, "days": None, "cumulative": False, "first_ever": False}
    )
    return Behind(replace(line, series=events), "other")


def _ratio(ratio: Combined, share: bool) -> Behind | None:
    if ratio.formula.steps != (0, 1, "/"):
        return None
    top, bottom = ratio.parts
    found = behind(bottom)
    if found is None or found.noise != "count":
        return None
    return Behind(found.of, "share" if share or isinstance(top, Step | Return) else "other")
