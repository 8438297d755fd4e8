"""From a metric to what has to be asked, and how the answers are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from yunying.analyse import Parsed, Series, parse_formula
from yunying.core import NotFound, Refused
from yunying.kpi.metric import (
    Average,
    Conversion,
    CountOf,
    Cumulative,
    Distinct,
    FormulaOf,
    Kept,
    Measured,
    Metric,
    Metrics,
    Moving,
    Over,
    Payback,
    PeopleOf,
    Percentile,
    Ratio,
    Rolling,
    SessionsOf,
    Sticky,
    Sum,
    TimeTo,
    Worth,
    named_by,
)
from yunying.metrics import Condition, Filter

DEEPEST = 20
"""Metrics made from metrics made from …; deeper ones are refused."""


@dataclass(frozen=True)
class Line:
    """A series of a trend; `days` where it is the sum over so many days that end with each."""

    series: Series
    filters: tuple[Filter, ...] = ()
    days: int = 1

    @property
    def adds_up(self) -> bool:
        """Whether the figure of several days is the sum of theirs. People do the first time on one day."""
        first = self.series.measure == "people" and self.series.first_ever
        return (self.series.measure in ("events", "sum") or first) and not self.series.cumulative


@dataclass(frozen=True)
class Step:
    """Of a conversion: those who `entered`, or `converted`."""

    shape: Conversion
    column: str
    filters: tuple[Filter, ...] = ()
    days: int = 1


@dataclass(frozen=True)
class Return:
    """Of a retention: those who began (`size`), or came back (`people`)."""

    shape: Kept
    column: str
    filters: tuple[Filter, ...] = ()
    days: int = 1


@dataclass(frozen=True)
class Fact:
    """A measured fact."""

    shape: Measured
    days: int = 1


FigureShape: TypeAlias = Distinct | SessionsOf | Moving | Worth | Payback | TimeTo


@dataclass(frozen=True)
class Figure:
    """A column of the answer to a question of its own."""

    shape: FigureShape
    column: str
    filters: tuple[Filter, ...] = ()
    days: int = 1

    @property
    def adds_up(self) -> bool:
        """Whether the figure of several slices of events is the sum of theirs."""
        return isinstance(self.shape, SessionsOf) and self.column != "people"


Leaf: TypeAlias = Line | Step | Return | Fact | Figure


@dataclass(frozen=True)
class Combined:
    """A formula over other expressions."""

    formula: Parsed
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Summed:
    """What an expression is of more than a day, where that is not the expression of all of it."""

    over: Over
    of: Expression


Expression: TypeAlias = Leaf | Combined | Summed


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Everything that has to be asked."""
    if isinstance(expression, Combined):
        for part in expression.parts:
            yield from leaves(part)
    elif isinstance(expression, Summed):
        yield from leaves(expression.of)
    else:
        yield expression


def expression_of(metric: Metric, metrics: Metrics) -> Expression:
    """What a metric is computed from. Refuses one that names itself, or a metric that is not there."""
    return _expression(metric, metrics, ())


def _expression(metric: Metric, metrics: Metrics, above: tuple[str, ...]) -> Expression:
    def other(key: str) -> Expression:
        if key in above or len(above) >= DEEPEST:
            raise Refused(
                "metric_cycle",
                f"{' → '.join((*above, key))}: a metric cannot be made from itself.",
                field="is",
                value=key,
            )
        return _expression(_find(metrics, key), metrics, (*above, key))

    found = _filtered(_shaped(metric, other), tuple(metric.filters))
    return found if metric.summed == "total" else Summed(metric.summed, found)


def _shaped(metric: Metric, other: Callable[[str], Expression]) -> Expression:
    shape = metric.is_
    match shape:
        case CountOf():
            return _line(shape, "events")
        case PeopleOf():
            return _line(shape, "people", first_ever=shape.first_ever)
        case Sum():
            return _line(shape, "sum", property=shape.property)
        case Average():
            # Events on which it is not set are in neither.
            only = replace_filters(
                shape, Condition(property=shape.property, op="is set", value=None, scope="event")
            )
            return _divided(_line(shape, "sum", property=shape.property), _line(only, "events"))
        case Percentile():
            measure = "median" if shape.at == 50 else f"p{shape.at}"
            return _line(shape, measure, property=shape.property)
        case Sticky():
            return _line(shape, "stickiness", days=shape.days)
        case Ratio():
            return _divided(other(shape.of), other(shape.by))
        case Conversion():
            return _divided(Step(shape, "converted"), Step(shape, "entered"))
        case Kept():
            return _divided(Return(shape, "people"), Return(shape, "size"))
        case FormulaOf():
            keys = list(named_by(metric))
            parsed = parse_formula(shape.formula, keys, "is.formula", "metrics")
            return Combined(parsed, tuple(other(key) for key in keys))
        case Measured():
            return Fact(shape)
        case Distinct() | Payback() | TimeTo():
            return Figure(shape, "value")
        case SessionsOf():
            top, bottom = _OF_SESSIONS[shape.figure]
            return _divided(Figure(shape, top), Figure(shape, bottom)) if bottom else Figure(shape, top)
        case Moving():
            top, bottom = _OF_MOVING.get(shape.figure, (shape.figure, None))
            return _divided(Figure(shape, top), Figure(shape, bottom)) if bottom else Figure(shape, top)
        case Worth():
            return _divided(Figure(shape, "value"), Figure(shape, "people"))
        case Cumulative():
            return _each(_bare(other(shape.of)), _so_far)
        case Rolling():
            return _each(_bare(other(shape.of)), lambda leaf: _rolled(leaf, shape.days))


_OF_SESSIONS: Mapping[str, tuple[str, str | None]] = {
    "sessions": ("sessions", None),
    "per_person": ("sessions", "people"),
    "mean_seconds": ("seconds", "sessions"),
    "bounce_rate": ("bounced", "sessions"),
}
_OF_MOVING: Mapping[str, tuple[str, str | None]] = {
    "churn_rate": ("churned", "before"),
    "resurrection_rate": ("resurrected", "active"),
}


def replace_filters(shape: Any, *more: Filter) -> Any:
    """Events with further filters, of every alternative."""
    or_ = [one.model_copy(update={"filters": [*one.filters, *more]}) for one in shape.or_]
    return shape.model_copy(update={"filters": [*shape.filters, *more], "or_": or_})


def _line(events: Any, measure: str, **further: Any) -> Line:
    return Line(
        Series.model_validate(
            {
                "event": events.event,
                "filters": events.filters,
                "or": events.or_,
                "measure": measure,
                **further,
            }
        )
    )


_DIVISION = parse_formula("a / b", ["a", "b"], "is")


def _divided(top: Expression, bottom: Expression) -> Combined:
    return Combined(_DIVISION, (top, bottom))


def _bare(expression: Expression) -> Expression:
    """Without what it is of more than a day: a window says that itself."""
    if isinstance(expression, Combined):
        return replace(expression, parts=tuple(map(_bare, expression.parts)))
    return _bare(expression.of) if isinstance(expression, Summed) else expression


def _each(expression: Expression, change: Callable[[Leaf], Leaf]) -> Expression:
    if isinstance(expression, Combined):
        return replace(expression, parts=tuple(_each(part, change) for part in expression.parts))
    if isinstance(expression, Summed):
        return replace(expression, of=_each(expression.of, change))
    return change(expression)


def _filtered(expression: Expression, filters: tuple[Filter, ...]) -> Expression:
    def change(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Fact):
            raise Refused(
                "fact_filtered",
                "A measured fact has no events to filter; use `where` with its own dimensions.",
                field="filters",
            )
        return replace(leaf, filters=(*leaf.filters, *filters))

    return _each(expression, change) if filters else expression


def _so_far(leaf: Leaf) -> Leaf:
    if isinstance(leaf, Line) and leaf.series.measure in ("events", "people", "sum") and leaf.days == 1:
        return replace(leaf, series=leaf.series.model_copy(update={"cumulative": True}))
    raise _not_of("cumulative", "Only counts, people and sums can be told from the first day on.")


def _rolled(leaf: Leaf, days: int) -> Leaf:
    if isinstance(leaf, Line):
        if leaf.series.measure == "people" and not (leaf.series.cumulative or leaf.series.first_ever):
            series = leaf.series.model_copy(update={"measure": "rolling_people", "days": days})
            return replace(leaf, series=series)
        if not leaf.adds_up:
            raise _not_of(
                "rolling", "Only counts, people, sums and ratios of these can be told over days that roll."
            )
    if leaf.days != 1:
        raise _not_of("rolling", "It rolls over days already.")
    if isinstance(leaf, Figure):
        raise _not_of("rolling", "This is told of its own days.")
    return replace(leaf, days=days)


def _not_of(kind: str, why: str) -> Refused:
    return Refused("metric_not_of", f"{why} Choose another metric.", field="is.of", type=kind)


def _find(metrics: Metrics, key: str) -> Metric:
    if key not in metrics:
        raise NotFound(
            "unknown_metric",
            f"There is no metric {key!r} in this project; choose one from the list.",
            field="is",
            value=key,
        )
    return metrics[key]
