"""From the flat rows of the SQL to rows of an answer: what the kinds have in common."""

from __future__ import annotations

from typing import Any, TypeAlias

from yunying.analyse.reference.groups import Grouped
from yunying.metrics import OTHER

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = list[Row]


def group(question: Grouped, row: Row) -> Row:
    """The row's `breakdown`; nothing where the question has none."""
    if question.breakdown is None:
        return {}
    if row["other"]:
        return {"breakdown": OTHER}
    value = row["breakdown"]
    return {"breakdown": list(value.values()) if isinstance(value, dict) else value}


def rate(part: int, whole: int) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None
