"""How a key result goes: what there is, what should be there by now, where it will end, and what colour that is.

All from values of days; nothing here knows where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from yunying.kpi.goals.definition import Counted, KeyResult, Pace
from yunying.kpi.goals.pace import milestones, pace_line
from yunying.kpi.metric import Good
from yunying.kpi.season import Expected, Total, expected

Floats = npt.NDArray[np.float64]
Status = Literal["green", "amber", "red", "unknown"]
_WORST: tuple[Status, ...] = ("red", "amber", "unknown", "green")
_BEFORE = 28
"""So many days before the period say where an average starts."""


@dataclass(frozen=True)
class Course:
    """What is known of a metric: `values` by day from `first` on, NaN where there is none, to the last day that is
    complete; `counted` is what it is over the period so far, and `reached` how many different people there were from
    the period's first day to each of its days."""

    first: date
    values: Floats
    counted: float | None = None
    reached: Floats | None = None

    @property
    def through(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.values) - 1)

    def of(self, first: date, last: date) -> Floats:
        """Values of days, NaN where nothing is known."""
        found = np.full(max((last - first).days + 1, 0), np.nan)
        for i in range(len(found)):
            at = (first - self.first).days + i
            if 0 <= at < len(self.values):
                found[i] = self.values[at]
        return found


@dataclass(frozen=True)
class Standing:
    """How a key result stands at the end of `through`.

    `progress` is the share of the way (0 to 1 and beyond), `score` the same within 0 and 1; `due` where it should be
    by now; `share` what the colour goes by. `actual` and `pace` are by day of the period, `low`, `mid` and `high`
    by day after `through`. `silent` is for how many days there was nothing.
    """

    through: date
    start: float | None
    now: float | None
    due: float | None
    progress: float | None
    score: float | None
    share: float | None
    status: Status
    pace_by: Pace
    projected: Total | None
    actual: Floats
    pace: Floats
    mid: Floats
    low: Floats
    high: Floats
    silent: int


def stand(
    wanted: KeyResult,
    counted: Counted,
    good: Good,
    period: tuple[date, date],
    course: Course,
    holidays: Mapping[date, str],
) -> Standing:
    """How a key result stands at the end of the last day of its course."""
    first, last = period
    through = min(course.through, last)
    start = wanted.start if wanted.start is not None else _start(counted, course, first)
    begun = through >= first
    days = course.of(first, through)
    actual = _actual(counted, days, course, begun)
    now = _now(counted, actual, course) if begun else None
    pace_by, weights = _weights(wanted, course, first, last, holidays)
    level = counted in ("level", "average")
    keeps = start is not None and level and _holds(start, wanted.target, good, counted)
    begin = wanted.target if start is None or keeps else start
    marks = milestones(wanted, counted, begin, first, last)
    pace = pace_line(begin, marks, first, weights)
    due = float(pace[len(days) - 1]) if begun and len(days) else None
    told = _ahead(counted, course, first, through, last, holidays) if through < last else None
    mid, low, high = _fan(counted, told, now, days, through, last)
    projected = Total(float(mid[-1]), float(low[-1]), float(high[-1])) if len(mid) else None
    way = _Way(start, wanted.target, good, counted)
    progress = None if now is None else way.progress(now, due)
    if through >= last:
        share = None if now is None else way.share(now, wanted.target)
    elif projected is not None and begun and wanted.status.by == "projection":
        share = way.share(projected.mid, wanted.target)
    else:
        share = None if now is None or due is None else way.share(now, due)
    return Standing(
        through, start, now, due, progress,
        None if progress is None else min(max(progress, 0.0), 1.0),
        share, _status(share, wanted), pace_by, projected, actual, pace, mid, low, high,
        _silent(course, counted),
    )  # fmt: skip


def score_of(scores: Sequence[tuple[float | None, float]]) -> float | None:
    """The weighted mean of scores that are known; None where none is."""
    known = [(score, weight) for score, weight in scores if score is not None]
    weight = sum(weight for _, weight in known)
    return sum(score * weight for score, weight in known) / weight if weight else None


def worst(statuses: Sequence[Status]) -> Status:
    """The worst of some; what is not known is worse than green."""
    return min(statuses, key=_WORST.index, default="unknown")


@dataclass(frozen=True)
class _Way:
    """From start to target. Where it is already as it should be it is to stay so: below a ceiling, above a floor."""

    start: float | None
    target: float
    good: Good
    counted: Counted

    def share(self, value: float, due: float) -> float:
        """Which share of the way to `due` is behind; 1 is just there."""
        if self.start is None or _holds(self.start, self.target, self.good, self.counted):
            above, below = (due, value) if self.good == "down" else (value, due)
            if below <= 0:
                return 1.0 if above >= below else 0.0
            return above / below
        if due == self.start:
            ahead = (value - self.start) * (1 if self.target >= self.start else -1)
            return 1.0 if ahead >= 0 else 0.0
        return (value - self.start) / (due - self.start)

    def progress(self, now: float, due: float | None) -> float:
        if self.start is None or _holds(self.start, self.target, self.good, self.counted):
            return self.share(now, self.target if due is None else due)
        return self.share(now, self.target)


def _holds(start: float, target: float, good: Good, counted: Counted) -> bool:
    """Whether it is to stay on the good side of its target: a budget that is not to be spent, a share to be kept."""
    if counted in ("total", "people"):
        return good == "down"
    return (good == "down" and target >= start) or (good == "up" and target <= start)


def _start(counted: Counted, course: Course, first: date) -> float | None:
    if counted in ("total", "people"):
        return 0.0
    before = course.of(first - timedelta(days=_BEFORE), first - timedelta(days=1))
    known = before[~np.isnan(before)]
    if not len(known):
        known = course.of(first, course.through)
        known = known[~np.isnan(known)][:1]
    if not len(known):
        return None
    return float(known[-1] if counted == "level" else known.mean())


def _actual(counted: Counted, days: Floats, course: Course, begun: bool) -> Floats:
    if not begun:
        return np.zeros(0)
    if counted == "level":
        return days
    if counted == "people" and course.reached is not None:
        return course.reached[: len(days)]
    sums = np.nancumsum(days)
    if counted == "average":
        known = np.cumsum(~np.isnan(days))
        return np.asarray(np.where(known > 0, sums / np.maximum(known, 1), np.nan))
    return sums


def _now(counted: Counted, actual: Floats, course: Course) -> float | None:
    if course.counted is not None:
        return course.counted
    known = actual[~np.isnan(actual)]
    return float(known[-1]) if len(known) else None


def _weights(
    wanted: KeyResult, course: Course, first: date, last: date, holidays: Mapping[date, str]
) -> tuple[Pace, Floats | None]:
    """What each day brings of the way, and by what that was told: evenly where there is too little history."""
    if wanted.pace == "last_year":
        # 52 weeks, so that weekdays stand beside weekdays.
        year = timedelta(days=364)
        found = course.of(first - year, last - year)
        if not np.isnan(found).any():
            return "last_year", found
    if wanted.pace == "forecast":
        days, values = _history(course, course.first, first - timedelta(days=1))
        told = expected(days, values, (last - first).days + 1, holidays=holidays)
        if told.enough:
            return "forecast", told.mid[len(days) :]
    return "linear", None


def _history(course: Course, first: date, last: date) -> tuple[list[date], Floats]:
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return days, course.of(first, last)


def _ahead(
    counted: Counted, course: Course, first: date, through: date, last: date, holidays: Mapping[date, str]
) -> Expected | None:
    """What the days that are left will bring; None where there is too little history."""
    left = (last - through).days
    if counted == "people":
        # Each day brings those who were not there before; only the period itself tells how many.
        if course.reached is None or through < first:
            return None
        days, _ = _history(course, first, through)
        values = np.diff(course.reached[: len(days)], prepend=0.0)
    else:
        days, values = _history(course, course.first, through)
    told = expected(days, values, left, holidays=holidays)
    return told if told.enough else None


def _fan(
    counted: Counted, told: Expected | None, now: float | None, days: Floats, through: date, last: date
) -> tuple[Floats, Floats, Floats]:
    """Where it will stand on each day that is left."""
    if told is None:
        nothing = np.zeros(0)
        return nothing, nothing, nothing
    left = (last - through).days
    if counted == "level":
        return told.mid[-left:], told.low[-left:], told.high[-left:]
    mid, low, high = told.running()
    so_far = now or 0.0
    if counted == "average":
        known = int((~np.isnan(days)).sum())
        count = known + np.arange(1, left + 1)
        mid, low, high = ((so_far * known + one) / count for one in (mid, low, high))
        return mid, low, high
    return so_far + mid, so_far + low, so_far + high


def _status(share: float | None, wanted: KeyResult) -> Status:
    if share is None:
        return "unknown"
    # What is there by a hair is there.
    if share >= wanted.status.green - 1e-9:
        return "green"
    return "amber" if share >= wanted.status.amber - 1e-9 else "red"


def _silent(course: Course, counted: Counted) -> int:
    """For how many days there was nothing; zero of what had nothing on most days before, too."""
    known = course.values[~np.isnan(course.values)]
    usual = counted != "level" and len(known) > 0 and float(np.median(known[-60:])) != 0
    quiet = np.isnan(course.values) | ((course.values == 0) & usual)
    sounds = np.flatnonzero(~quiet)
    return len(quiet) - 1 - int(sounds[-1]) if len(sounds) else len(quiet)
