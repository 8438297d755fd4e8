"""A watched figure over time, with what stands behind it, and what may be said of one of its periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from yunying.watch.rule import WatchInterval

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Noise = Literal["count", "share", "other"]
State = Literal["fine", "out", "small", "unknown", "incomplete"]
Side = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Series:
    """Values by period, NaN where there is none. Arrays are as long as `labels`.

    `base` is what stands behind each value: events or people, of a ratio its denominator; None where nobody knows.
    `noise` says what chance alone does to a value: that of a count, of a share of `base`, or nobody knows (`other`).
    """

    interval: WatchInterval
    labels: tuple[str, ...]
    days: tuple[date, ...]
    values: Floats
    complete: Flags
    base: Floats | None = None
    noise: Noise = "other"

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def _places(self) -> dict[tuple[date, int], int]:
        # Of an hour that comes twice as the clocks go back the first one counts.
        return {(self.days[i], self._hour(i)): i for i in reversed(range(len(self)))}

    def earlier(self, at: int, days: int) -> int | None:
        """The period of the same name so many days earlier."""
        return self._places.get((self.days[at] - timedelta(days=days), self._hour(at)))

    @cached_property
    def known(self) -> Floats:
        """Values of complete periods, NaN of others."""
        return np.where(self.complete, self.values, np.nan)

    def rows_of_hours(self) -> list[list[int]]:
        """Periods of the same hour of the day, one a day; all of them in one row where periods are no hours."""
        rows: dict[int, dict[date, int]] = {}
        for i, day in enumerate(self.days):
            rows.setdefault(self._hour(i), {}).setdefault(day, i)
        return [list(row.values()) for row in rows.values()]

    def sd(self, at: int, value: float) -> float:
        """Standard deviation of what chance alone does to a value of this period; 0 where unknown."""
        if self.noise == "count":
            return float(np.sqrt(max(value, 1.0)))
        if self.noise == "share" and self.base is not None and self.base[at] > 0:
            # Laplace's share: nobody of a few is not yet a probability of nought.
            share = (np.clip(value, 0, 1) * self.base[at] + 1) / (self.base[at] + 2)
            return float(np.sqrt(share * (1 - share) / self.base[at]))
        return 0.0

    def cut(self, first: int) -> Series:
        """Without the periods before one."""
        return replace(
            self,
            labels=self.labels[first:],
            days=self.days[first:],
            values=self.values[first:],
            complete=self.complete[first:],
            base=None if self.base is None else self.base[first:],
        )

    def _hour(self, i: int) -> int:
        return int(self.labels[i][11:13]) if self.interval == "hour" else 0


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a period. `low` and `high` are the ends of what is in order, None where it has no end.

    `small`: too little stands behind it. `unknown`: no value, or nothing to compare with. `side`: out above (1) or
    below (−1). `spoken`: it has been out often enough in a row.
    """

    label: str
    day: date
    value: float | None
    state: State
    side: Side = 0
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    spoken: bool = False
