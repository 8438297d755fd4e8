"""When each person was first and last seen, and how many events they have: known of everybody, from events alone.

They are also person properties that questions can use: `$first_seen`, `$last_seen` (times) and `$events`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.kernels import activity_day, tick_people
from yunying.metrics.extent import people_count
from yunying.store import Column, HotView, Property, Values

FIRST_SEEN = Property("$first_seen", "person", (Column("$first_seen", "person", "time", ""),))
LAST_SEEN = Property("$last_seen", "person", (Column("$last_seen", "person", "time", ""),))
EVENTS = Property("$events", "person", (Column("$events", "person", "number", ""),))
BUILT_IN = (FIRST_SEEN, LAST_SEEN, EVENTS)


@dataclass(frozen=True)
class Activity:
    """By person id: first and last moment (ms since the epoch, 0 where none) and number of events."""

    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]

    def values(self, prop: Property) -> Values:
        """One of the built-in properties; not set for people without events."""
        numbers = {"$first_seen": self.first * 1000, "$last_seen": self.last * 1000}.get(
            prop.name, self.count
        )
        known = np.where(self.count > 0, numbers.astype(np.float64), np.nan)
        return Values(prop.type, np.zeros(0, np.int32), pa.array([], pa.string()), known)


def activity(view: HotView) -> Activity:
    """Everybody's activity."""
    found: Activity = view.memo("activity", lambda: _fold(view))
    return found


def seen_by(view: HotView, last: int) -> npt.NDArray[np.bool_]:
    """By person id, whether they have an event up to the end of a day. Far quicker than `activity`."""

    def make() -> npt.NDArray[np.bool_]:
        ever = np.zeros(people_count(view), np.uint8)
        # Days side by side may tick the same person: all of them write the same.
        list(view.map(lambda day: tick_people(day.person, ever), view.days(None, last)))
        return ever.view(np.bool_)

    return view.kept(f"seen by {last}", make)


def _fold(view: HotView) -> Activity:
    people = people_count(view)
    first, last, count = (np.zeros(people, np.int64) for _ in range(3))
    days = view.days()

    def walk(bounds: tuple[int, int]) -> None:
        for day in days:
            activity_day(day.person, day.ms, day.start_ms, *bounds, first, last, count)

    slices = 8
    bounds = [people * i // slices for i in range(slices + 1)]
    list(view.map(walk, pairwise(bounds)))
    return Activity(first, last, count)
