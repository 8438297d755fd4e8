"""The moment at which something is true of people: the end of today, or of the earlier day a view is of."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunying.core import day_number, instant_of
from yunying.store import Dataset, HotView

_LAST = timedelta(microseconds=1)


def standing_day(data: Dataset, view: HotView) -> int:
    """Number of the day at whose end it is."""
    return day_number(data.calendar.today(data.clock())) if view.last is None else view.last


def standing_moment(data: Dataset, view: HotView) -> int:
    """The end of that day, in ms since the epoch."""
    return data.calendar.day_start(standing_day(data, view) + 1) // 1000


def now_of(data: Dataset, view: HotView) -> datetime:
    """What counts as now where days are counted back from it."""
    if view.last is None:
        return data.clock()
    return instant_of(data.calendar.day_start(view.last + 1)) - _LAST
