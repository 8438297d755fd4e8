"""From the flat rows of the SQL to rows of an answer: what the kinds have in common."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from yunying.metrics import OTHER, Breakdown

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = list[Row]


class Grouped(Protocol):
    """A question that can be taken apart."""

    @property
    def breakdown(self) -> Breakdown | None: ...


def group(question: Grouped, row: Row) -> Row:
    """The row's `breakdown`; nothing where the question has none."""
    if question.breakdown is None:
        return {}
    return {"breakdown": OTHER if row["other"] else row["breakdown"]}


def rate(part: int, whole: int) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None
