"""Measured facts: figures that no person's event carries, as `date, name, dimensions…, value`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.core import day_number
from yunying.metrics import OTHER, Label

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recorded:
    """One figure of a day. A later record of the same day and dimensions takes its place."""

    day: date
    dimensions: Mapping[str, str]
    value: float


class FactTable:
    """Everything that is recorded of one fact, as it stands."""

    def __init__(self, records: Iterable[Recorded]) -> None:
        records = list(records)
        self._days = np.array([day_number(one.day) for one in records], np.int64)
        self._values = np.array([one.value for one in records], np.float64)
        self._dimensions = [one.dimensions for one in records]

    def by_day(
        self,
        first: date,
        last: date,
        where: Mapping[str, Sequence[str]],
        by: str | None,
        top: int,
    ) -> tuple[list[Label], Floats]:
        """Labels, and sums by (day of the range, label). With `by` the `top` values of a dimension with the largest
        sums (of what size, whatever the sign), null where it is not set, and the rest under `$other`."""
        begin, count = day_number(first), (last - first).days + 1
        rows = np.flatnonzero((self._days >= begin) & (self._days < begin + count))
        rows = np.array(
            [
                i
                for i in rows
                if all(self._dimensions[i].get(name) in values for name, values in where.items())
            ],
            np.int64,
        )
        if by is None:
            return [None], _sums(
                self._days[rows] - begin, np.zeros(len(rows), np.int64), self._values[rows], count, 1
            )
        said: list[Any] = [self._dimensions[i].get(by) for i in rows]
        sizes: dict[Any, float] = {}
        for value, number in zip(said, np.abs(self._values[rows]).tolist(), strict=True):
            sizes[value] = sizes.get(value, 0.0) + number
        ranked = sorted(sizes, key=lambda value: (-sizes[value], value is None, str(value)))
        labels: list[Label] = [*ranked[:top], *([OTHER] if len(ranked) > top else [])]
        place = {value: min(i, top) for i, value in enumerate(ranked)}
        groups = np.array([place[value] for value in said], np.int64)
        return labels or [None], _sums(
            self._days[rows] - begin, groups, self._values[rows], count, max(len(labels), 1)
        )


def _sums(days: Any, groups: Any, values: Floats, count: int, width: int) -> Floats:
    found: Floats = np.bincount(days * width + groups, values, minlength=count * width).astype(np.float64)
    return found.reshape(count, width)
