"""What is in order, by period: the bands that a rule draws around a series, each from the periods before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy import stats

from yunying.kpi.season import expected
from yunying.watch.rule import Bound, Change, Direction, Season, When
from yunying.watch.series import Floats, Series

_LAG = {"week_before": 7, "year_before": 364}
_SURELY = 2.0
"""A change smaller than so many standard deviations of chance is none."""
_WEEKS, _FEWEST_WEEKS = 12, 5
"""Of weeks, those a week is told from, and how many there must be."""


@dataclass(frozen=True)
class Bands:
    """By period what was expected (NaN where nothing is), and between which ends it is in order (±inf where there is
    no such end, NaN where it cannot be judged)."""

    mid: Floats
    low: Floats
    high: Floats


def bands(when: When, series: Series, holidays: Mapping[date, str]) -> Bands:
    """The bands of every period."""
    match when:
        case Bound():
            nothing = np.full(len(series), np.nan)
            low = -np.inf if when.below is None else when.below
            high = np.inf if when.above is None else when.above
            return Bands(nothing, np.full(len(series), low), np.full(len(series), high))
        case Change():
            return _one_sided(_compared(when, series), when.direction)
        case Season():
            return _one_sided(_by_season(when, series, holidays), when.direction)


def _one_sided(found: Bands, direction: Direction) -> Bands:
    known = ~np.isnan(found.mid)
    if direction == "up":
        return Bands(found.mid, np.where(known, -np.inf, np.nan), found.high)
    if direction == "down":
        return Bands(found.mid, found.low, np.where(known, np.inf, np.nan))
    return found


def _compared(when: Change, series: Series) -> Bands:
    mid, width = np.full(len(series), np.nan), np.full(len(series), np.nan)
    values = series.known
    for at in range(len(series)):
        before = values[[i for i in _places(when, series, at) if i is not None]]
        before = before[~np.isnan(before)]
        if len(before) and 2 * len(before) >= when.periods:
            mid[at] = np.median(before)
            width[at] = when.amount if when.amount is not None else abs(mid[at]) * (when.share or 0)
            # Both figures are subject to chance, the median of several less.
            chance = series.sd(at, mid[at]) * np.sqrt(1 + 1 / len(before))
            width[at] = max(width[at], _SURELY * chance)
    return Bands(mid, mid - width, mid + width)


def _places(when: Change, series: Series, at: int) -> list[int | None]:
    steps = range(1, when.periods + 1)
    if when.against == "previous":
        return [at - i if at >= i else None for i in steps]
    return [series.earlier(at, _LAG[when.against] * i) for i in steps]


def _by_season(when: Season, series: Series, holidays: Mapping[date, str]) -> Bands:
    # Where one side is watched all of what is improbable lies there.
    level = 1 - (1 if when.direction == "either" else 2) / when.once_in
    found = _by_week(series, level) if series.interval == "week" else _by_day(series, level, holidays)
    least = float(stats.norm.ppf((1 + level) / 2))
    chance = least * np.array([series.sd(at, mid) for at, mid in enumerate(found.mid)])
    return Bands(
        found.mid, np.minimum(found.low, found.mid - chance), np.maximum(found.high, found.mid + chance)
    )


def _by_day(series: Series, level: float, holidays: Mapping[date, str]) -> Bands:
    """Days from days; hours from the same hour of the days before."""
    mid, low, high = (np.full(len(series), np.nan) for _ in range(3))
    if not len(series):
        return Bands(mid, low, high)
    known, first = series.known, series.days[0]
    days = [first + timedelta(days=i) for i in range((series.days[-1] - first).days + 1)]
    most = 1.0 if series.noise == "share" else None
    for places in series.rows_of_hours():
        at = np.array([(series.days[i] - first).days for i in places])
        values = np.full(len(days), np.nan)
        values[at] = known[places]
        found = expected(days, values, 0, holidays=holidays, level=level, most=most)
        mid[places], low[places], high[places] = found.mid[at], found.low[at], found.high[at]
    return Bands(mid, low, high)


def _by_week(series: Series, level: float) -> Bands:
    """Weeks from the weeks before: their median, and how far they usually are from it."""
    mid, width = np.full(len(series), np.nan), np.full(len(series), np.nan)
    for at in range(len(series)):
        before = series.known[max(0, at - _WEEKS) : at]
        before = before[~np.isnan(before)]
        if len(before) >= _FEWEST_WEEKS:
            mid[at] = np.median(before)
            spread = 1.4826 * float(np.median(np.abs(before - mid[at])))
            width[at] = (
                spread * np.sqrt(1 + 1.57 / len(before)) * stats.t.ppf((1 + level) / 2, len(before) - 1)
            )
    return Bands(mid, mid - width, mid + width)
