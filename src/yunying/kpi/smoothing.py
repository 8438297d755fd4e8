"""A daily series told a day ahead, by exponential smoothing of level, damped trend and the rhythm of the week.

Several ways to smooth (how fast level and week adapt, with a trend or without) run side by side. Each day is told by
the one that told the days before it best, so that nothing is ever chosen by what was not yet known. Errors beyond
three times their usual size move the states no further than that, until the third of one sign in a row: then it is
no outlier but another level.

The innovations form of damped Holt-Winters: Hyndman, Koehler, Ord and Snyder, *Forecasting with Exponential
Smoothing* (2008), chapters 2 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_DAYS = 14
"""So many days with values are needed before anything is expected."""
_LEARNT_ANEW = 28
"""After so many, states are estimated again: two values of a weekday cannot tell an outlier, four can."""
_FAR = 3.0
_ALPHA, _GAMMA, _BETA, _PHI = (
    grid.ravel()
    for grid in np.broadcast_arrays(
        np.array([0.03, 0.1, 0.25, 0.5])[:, None, None],
        np.array([0.03, 0.15])[None, :, None],
        np.array([0.0, 0.08])[None, None, :],
        np.array([0.0, 0.97])[None, None, :],
    )
)
_BETA = _BETA * _ALPHA
_WEEKEND = 5


@dataclass
class Smoothed:
    """What a series was expected to be, and the state it ended in. All on the smoothed scale.

    `mid` and `sigma` (standard deviation) are by day, NaN where there was too little before it; `z` the error in
    `sigma`. `weeks` is the season by weekday; `effects` of each holiday its number of days, mean and sum of squares.
    """

    mid: Floats
    sigma: Floats
    z: Floats
    level: float
    trend: float
    weeks: Floats
    spread: float
    alpha: float
    beta: float
    gamma: float
    phi: float
    gap: int
    effects: Floats

    def shape(self, steps: int) -> Floats:
        """How much an error of one day moves each of the days after it; its own day is first, as 1."""
        after = np.arange(1, steps)
        trend = np.cumsum(self.phi ** np.arange(1, max(steps, 1)))[: len(after)]
        moved = self.alpha + self.beta * trend + self.gamma * (after % 7 == 0)
        return np.concatenate(([1.0], moved))[:steps]

    def ahead(self, weekdays: Ints, named: Ints, worked: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Expectations of the days that follow, and the standard deviation of what holidays add to their errors."""
        steps = np.arange(1, len(weekdays) + 1)
        mid = self.level + self.trend * np.cumsum(self.phi**steps)
        mid += np.where(worked, self.weeks[:_WEEKEND].mean(), self.weeks[weekdays])
        extra = np.zeros(len(weekdays))
        for i in np.flatnonzero(named >= 0):
            add, extra[i] = _effect(self.effects[:, named[i]], self.weeks, self.spread)
            mid[i] += add
        return mid, extra


def smooth(
    values: Floats, weekdays: Ints, named: Ints, worked: npt.NDArray[np.bool_], floor: Floats
) -> Smoothed:
    """Smooth a series with NaN where it has no value.

    `named` is the number of a day's holiday, or -1; `worked` says which weekend days are working days; `floor` the
    least standard deviation that a day may have.
    """
    count, ways = len(values), len(_ALPHA)
    mid, sigma, z = (np.full(count, np.nan) for _ in range(3))
    effects = np.zeros((3, int(named.max(initial=-1)) + 1))
    level, trend, loss, run = (np.zeros(ways) for _ in range(4))
    weeks = np.zeros((7, ways))
    spread = np.full(ways, np.nan)
    rows, seen, gap, best = np.arange(ways), 0, 0, 0
    for t in range(count):
        value, weekday, ready = values[t], weekdays[t], seen >= LEAST_DAYS
        there = not np.isnan(value)
        if ready:
            season = weeks[:_WEEKEND].mean(axis=0) if worked[t] else weeks[weekday]
            drift = _PHI * trend
            base = level + drift + season
            best = int(loss.argmin())
            add, extra = (
                _effect(effects[:, named[t]], weeks[:, best], spread[best]) if named[t] >= 0 else (0.0, 0.0)
            )
            wide = max(spread[best], floor[t]) * np.sqrt(1 + gap * _ALPHA[best] ** 2)
            mid[t], sigma[t] = base[best] + add, np.hypot(wide, extra)
            if there:
                z[t] = (value - mid[t]) / sigma[t]
            if there and named[t] >= 0:
                _learn(effects[:, named[t]], float(value - base[best]))
            level, trend = level + drift, drift
            if there and named[t] < 0:
                error = value - base
                limit = _FAR * np.maximum(spread, floor[t])
                far = np.abs(error) > limit
                run = np.where(far, np.where(run * error > 0, run + np.sign(error), np.sign(error)), 0)
                kept = np.clip(error, -limit, limit)
                moved = np.abs(run) >= 3
                level += np.where(moved, np.maximum(_ALPHA, 0.5) * error, _ALPHA * kept)
                trend += _BETA * kept
                weeks[weekday] += np.where(moved, 0, _GAMMA * (1 - _ALPHA)) * kept
                spread = np.sqrt(0.96 * spread**2 + 0.04 * kept**2)
                loss = 0.98 * loss + 0.02 * np.minimum(np.abs(error), limit[best])
        gap = 0 if there else gap + 1
        if there and named[t] < 0:
            seen += 1
            if seen in (LEAST_DAYS, _LEARNT_ANEW):
                start = _begin(values[: t + 1], weekdays[: t + 1], named[: t + 1] < 0)
                level, trend, weeks, spread = (np.repeat(part[..., None], ways, -1) for part in start)
                run = np.zeros(ways)
                if seen == LEAST_DAYS:
                    loss = np.full(ways, spread[0]) * (1 + 0.02 * (rows != 2))
    if seen < LEAST_DAYS:
        spread = np.full(ways, np.nan)
    best = int(loss.argmin())
    return Smoothed(
        mid, sigma, z,
        float(level[best]), float(trend[best]), weeks[:, best], float(spread[best]),
        float(_ALPHA[best]), float(_BETA[best]), float(_GAMMA[best] * (1 - _ALPHA[best])), float(_PHI[best]),
        gap, effects,
    )  # fmt: skip


def _begin(values: Floats, weekdays: Ints, usual: npt.NDArray[np.bool_]) -> tuple[Floats, ...]:
    """Level, trend, weekdays and spread at the end of a short history, by medians."""
    at = np.flatnonzero(usual & ~np.isnan(values))
    week_apart = values[7:] - values[:-7]
    apart = week_apart[usual[7:] & usual[:-7] & ~np.isnan(week_apart)]
    trend = 0.5 * float(np.median(apart)) / 7 if len(apart) else 0.0
    flat = values[at] - trend * (at - at[-1])
    weeks = np.array([np.median(of) if len(of := flat[weekdays[at] == day]) else np.nan for day in range(7)])
    level = float(np.nanmean(weeks))
    weeks = np.nan_to_num(weeks - level)
    rest = np.abs(flat - level - weeks[weekdays[at]])
    # Seven weekdays were fitted to the same values; medians of few errors vary, so their mean has a say.
    spread = max(1.4826 * float(np.median(rest)), 0.8 * float(rest.mean())) * np.sqrt(len(at) / (len(at) - 7))
    return np.array(level), np.array(trend), weeks, np.array(spread)


def _effect(known: Floats, weeks: Floats, spread: float) -> tuple[float, float]:
    """What a holiday adds, and how far that may be wrong (standard deviation). Unknown ones may be off by as much as
    weekdays are from each other."""
    days, mean, squares = known
    unknown = max(float(weeks.max() - weeks.min()), 3 * spread)
    if days == 0:
        return 0.0, unknown
    varies = (unknown**2 / 4 + squares) / days
    return float(mean), float(np.sqrt(varies * (1 + 1 / days)))


def _learn(known: Floats, error: float) -> None:
    """Take in one more day of a holiday (Welford's running mean)."""
    known[0] += 1
    before = error - known[1]
    known[1] += before / known[0]
    known[2] += before * (error - known[1])
