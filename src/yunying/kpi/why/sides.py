"""What of a metric adds up over slices of people: its numerator and, where it is a ratio, its denominator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yunying.core import Refused
from yunying.kpi.expression import Combined, Expression, Figure, Leaf, Line, Summed


@dataclass(frozen=True)
class Term:
    """So many times a figure; `daily` where it is the mean of days."""

    leaf: Leaf
    times: float
    daily: bool = False


Sum = tuple[Term, ...]


@dataclass(frozen=True)
class Sides:
    """A sum of figures; of a ratio the one above the line and the one below."""

    top: Sum
    bottom: Sum | None = None

    @property
    def terms(self) -> Sum:
        """All of them."""
        return self.top + (self.bottom or ())


def sides_of(expression: Expression) -> Sides:
    """The sides of an expression. Refuses one that is no sum, difference or ratio of what adds up."""
    if isinstance(expression, Summed):
        if expression.over != "daily_average":
            raise _not_apart()
        inner = sides_of(expression.of)
        if inner.bottom is not None:
            raise _not_apart()
        return Sides(tuple(_daily(inner.top)))
    if isinstance(expression, Combined):
        return _combined(expression)
    if isinstance(expression, Line):
        adds = expression.series.measure in ("events", "sum", "people")
        if not adds or expression.series.cumulative or expression.days > 1:
            raise _not_apart()
    if isinstance(expression, Figure) and not expression.adds_up:
        raise _not_apart()
    return Sides((Term(expression, 1.0),))


def _daily(top: Sum) -> Iterator[Term]:
    for term in top:
        yield Term(term.leaf, term.times, daily=True)


def _combined(expression: Combined) -> Sides:
    """The formula over sides in place of numbers; a plain number is a float."""
    stack: list[Sides | float] = []
    for step in expression.formula.steps:
        if isinstance(step, float):
            stack.append(step)
        elif isinstance(step, int):
            stack.append(sides_of(expression.parts[step]))
        elif step == "negative":
            stack.append(_times(stack.pop(), -1.0))
        else:
            second, first = stack.pop(), stack.pop()
            stack.append(_operated(step, first, second))
    (found,) = stack
    if isinstance(found, float):
        raise _not_apart()
    return found


def _operated(operator: str, a: Sides | float, b: Sides | float) -> Sides | float:
    if isinstance(b, float) and operator in "*/":
        if b == 0:
            raise _not_apart()
        return _times(a, b if operator == "*" else 1 / b)
    if isinstance(a, float):
        if operator == "*":
            return _times(b, a)
        raise _not_apart()
    if isinstance(b, float) or b.bottom is not None or a.bottom is not None:
        raise _not_apart()
    if operator in "+-":
        return Sides(
            a.top + tuple(Term(t.leaf, t.times if operator == "+" else -t.times, t.daily) for t in b.top)
        )
    if operator == "/":
        return Sides(a.top, b.top)
    raise _not_apart()


def _times(sides: Sides | float, number: float) -> Sides | float:
    if isinstance(sides, float):
        return sides * number
    return Sides(tuple(Term(t.leaf, t.times * number, t.daily) for t in sides.top), sides.bottom)


def _not_apart() -> Refused:
    return Refused(
        "not_by_dimension",
        "This metric is no sum or ratio of what adds up over slices of people; its change is explained by its parts.",
        field="metric",
    )
