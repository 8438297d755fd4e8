"""What a daily figure is expected to be: week rhythm, damped trend and holidays, with an interval around it.

Every past day is told from days before it only, so what is said of the past is what would have been said then.
"""

from __future__ import annotations

import itertools
from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from scipy import stats

from yunying.kpi.holidays import WORKING_DAY
from yunying.kpi.smoothing import LEAST_DAYS, Smoothed, smooth

Floats = npt.NDArray[np.float64]
_PATHS = 1000
_NO_HOLIDAYS: Mapping[date, str] = {}
_PRIOR = 30
"""Intervals trust the normal distribution as if it were so many errors, and errors seen beyond that."""
_CURVE = 0.01
"""Variance of what is counted: its own size (Poisson) and this share of its square."""


@dataclass(frozen=True)
class Total:
    """A sum or mean of days: expected, and the interval it stays in."""

    mid: float
    low: float
    high: float


@dataclass(frozen=True)
class Expected:
    """What each day was or will be expected to be. `days` are the given ones and then those ahead.

    `mid` is the median, `low` and `high` bound `level` of outcomes; NaN where fewer than 14 days with values came
    before (`enough` is false where that is so of every day ahead). `usual` is the width of a standard deviation
    upwards; `unlikely` how far the value was out, in standard deviations, NaN where there is none.
    """

    days: tuple[date, ...]
    mid: Floats
    low: Floats
    high: Floats
    level: float
    enough: bool
    unlikely: Floats
    _paths: Floats = field(repr=False)

    def running(self) -> tuple[Floats, Floats, Floats]:
        """The sums of the days ahead from the first one to each: expected, low and high."""
        rest = (1 - self.level) / 2
        low, mid, high = np.quantile(np.cumsum(self._paths, axis=1), [rest, 0.5, 1 - rest], axis=0)
        return mid, low, high

    def total(self, first: date, last: date, *, mean: bool = False) -> Total:
        """The sum (or mean) of days ahead, whose errors depend on each other; NaN where there is too little."""
        begin = len(self.days) - self._paths.shape[1]
        at = [i - begin for i, day in enumerate(self.days) if first <= day <= last]
        if at and at[0] < 0:
            raise ValueError("only days ahead have a total: of those before it is known")
        if not at:
            return Total(0.0, 0.0, 0.0)
        part = self._paths[:, at]
        sums = part.mean(axis=1) if mean else part.sum(axis=1)
        rest = (1 - self.level) / 2
        low, mid, high = np.quantile(sums, [rest, 0.5, 1 - rest])
        return Total(float(mid), float(low), float(high))


def expected(
    days: Sequence[date],
    values: Floats,
    ahead: int,
    *,
    holidays: Mapping[date, str] = _NO_HOLIDAYS,
    level: float = 0.9,
    negative: bool | None = None,
    most: float | None = None,
) -> Expected:
    """What days and those after them are expected to be, each from what came before it.

    `days` follow each other; `values` are NaN where there are none (or where a day is not complete). `holidays` may
    reach beyond `days`. `negative` says whether the figure can be below zero: by default whether it ever was.
    `most` is what it cannot exceed (1 of a share).
    """
    values = np.asarray(values, np.float64)
    if len(days) != len(values):
        raise ValueError("each day has one value")
    if any(b - a != timedelta(days=1) for a, b in itertools.pairwise(days)):
        raise ValueError("days follow each other; where there is no value, say NaN")
    if not len(days):
        nothing = np.zeros(0)
        return Expected((), nothing, nothing, nothing, level, False, nothing, np.zeros((1, 0)))
    scale = _Scale.of(values, negative)
    all_days = (*days, *(days[-1] + timedelta(days=i + 1) for i in range(ahead)))
    weekdays, named, worked = _calendar(all_days, holidays)
    count = len(days)
    on_scale = scale.on(values)
    shape = smooth(on_scale, weekdays[:count], named[:count], worked[:count], scale.floor(on_scale))
    factor, after = _factors(shape.z, level)
    mid, sigma = shape.mid, shape.sigma * factor
    paths = np.full((1, ahead), np.nan)
    enough = not np.isnan(shape.spread)
    if ahead and enough:
        next_mid, extra = shape.ahead(weekdays[count:], named[count:], worked[count:])
        next_sigma, paths = _beyond(shape, next_mid, extra, scale)
        mid, sigma = np.concatenate((mid, next_mid)), np.concatenate((sigma, next_sigma * after))
    elif ahead:
        mid, sigma = (np.concatenate((one, np.full(ahead, np.nan))) for one in (mid, sigma))
    low, middle, high = (scale.off(one) for one in (mid - sigma, mid, mid + sigma))
    if most is not None:
        low, middle, high, paths = (np.minimum(one, most) for one in (low, middle, high, paths))
    return Expected(all_days, middle, low, high, level, enough, shape.z, paths)


def _beyond(shape: Smoothed, mid: Floats, extra: Floats, scale: _Scale) -> tuple[Floats, Floats]:
    """Standard deviations of days ahead, and ways the days may go, drawn from how far off days were before."""
    steps = len(mid)
    moves = shape.shape(steps + shape.gap)
    spread = np.maximum(shape.spread, scale.floor(mid))
    # The level itself is known no better than the days it was learnt from tell it.
    unsure = shape.alpha / (2 - shape.alpha) + 1 / max(int((~np.isnan(shape.z)).sum()), LEAST_DAYS)
    grown = np.cumsum(moves**2)[shape.gap :] + unsure
    rng = np.random.default_rng(20)
    seen = shape.z[~np.isnan(shape.z)]
    seen = np.clip(seen - np.median(seen), -4, 4) if len(seen) >= 2 * _PRIOR else stats.norm.ppf(_EVEN)
    noise = rng.choice(seen, (_PATHS, steps + shape.gap))
    later = np.subtract.outer(np.arange(steps + shape.gap), np.arange(steps + shape.gap))
    together = np.where(later >= 0, moves[np.maximum(later, 0)], 0)
    errors = (noise @ together.T)[:, shape.gap :] * spread
    errors += rng.standard_normal((_PATHS, 1)) * np.sqrt(unsure) * spread
    errors += rng.standard_normal((_PATHS, steps)) * extra
    return np.hypot(spread * np.sqrt(grown), extra), scale.off(mid + errors)


_EVEN = (np.arange(100) + 0.5) / 100


def _factors(z: Floats, level: float) -> tuple[Floats, float]:
    """How many standard deviations hold `level` of outcomes, before each day and after the last.

    From the errors before it, mixed with what a normal distribution says; far tails, of which there are too few
    errors, go on as those of a t distribution.
    """
    direct = min(level, 0.95)
    tail = float(stats.t.ppf((1 + level) / 2, 10) / stats.t.ppf((1 + direct) / 2, 10))
    normal = float(stats.norm.ppf((1 + direct) / 2))
    prior = np.abs(stats.norm.ppf((np.arange(_PRIOR) + 0.5) / _PRIOR / 2))
    known = sorted(prior * 1.05)
    found = np.full(len(z), normal * tail)
    for t in range(len(z)):
        found[t] = _quantile(known, direct) * tail
        if not np.isnan(z[t]):
            insort(known, abs(float(z[t])))
    return found, _quantile(known, direct) * tail


def _quantile(ordered: list[float], level: float) -> float:
    """A quantile that holds of one more outcome, too: of n known ones the `level * (n + 1)`-th."""
    at = min(level * (len(ordered) + 1) - 1, len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))


@dataclass(frozen=True)
class _Scale:
    """The scale on which errors are of one size: counts between root and logarithm, what can be negative as it is."""

    unit: float | None
    counts: bool

    @classmethod
    def of(cls, values: Floats, negative: bool | None) -> _Scale:
        there = values[~np.isnan(values)]
        if negative or (negative is None and bool((there < 0).any())):
            return cls(None, False)
        counts = bool((there == np.round(there)).all())
        early = there[: 2 * LEAST_DAYS]
        early = early[early > 0]
        return cls(1.0 if counts or not len(early) else float(np.median(early)) * _CURVE, counts)

    def on(self, values: Floats) -> Floats:
        if self.unit is None:
            return values
        held = np.maximum(values / self.unit, 0) + 0.375
        return np.asarray(np.arcsinh(np.sqrt(_CURVE * held)) / np.sqrt(_CURVE))

    def off(self, scaled: Floats) -> Floats:
        if self.unit is None:
            return scaled
        held = np.sinh(np.maximum(scaled, 0) * np.sqrt(_CURVE)) ** 2 / _CURVE
        return np.asarray(np.maximum(held - 0.375, 0) * self.unit)

    def floor(self, scaled: Floats) -> Floats:
        """The least standard deviation: of what is counted half of a Poisson's, whatever the days were."""
        if self.unit is None or not self.counts:
            return np.full(len(scaled), 1e-9 if self.unit is None else 1e-3)
        return np.asarray(0.25 / np.cosh(np.nan_to_num(scaled) * np.sqrt(_CURVE)))


def _calendar(
    days: Sequence[date], holidays: Mapping[date, str]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Weekdays (Monday is 0), numbers of holidays (-1 of none) and which days are worked though weekends."""
    names = [holidays.get(day, "") for day in days]
    numbers = {
        name: i for i, name in enumerate(dict.fromkeys(n for n in names if n not in ("", WORKING_DAY)))
    }
    return (
        np.array([day.weekday() for day in days], np.int64),
        np.array([numbers.get(name, -1) for name in names], np.int64),
        np.array([name == WORKING_DAY for name in names], np.bool_),
    )
