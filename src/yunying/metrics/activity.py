"""When each person was first and last seen, and how many events they have: known of everybody, from events alone.

They are also person properties that questions can use: `$first_seen`, `$last_seen` (times) and `$events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.kernels import activity_day, tick_people
from yunying.metrics.extent import people_count
from yunying.store import Column, Day, HotView, Property, Values

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


@dataclass(frozen=True)
class _Settled:
    """What is known from days that have not changed for a while."""

    states: dict[int, str]
    moving: frozenset[int]
    """Days that have changed, which are left out, as are the two newest."""
    activity: Activity


_NEWEST = 2


def _fold(view: HotView) -> Activity:
    days = view.days()
    if view.last is not None:  # of an earlier day: nothing is to come
        return _add(view, days, None)
    states = {day.number: view.state_of(day.number) for day in days}
    settled: _Settled | None = view.carried.get("activity")
    changed = set() if settled is None else {n for n, s in settled.states.items() if states.get(n) != s}
    if settled is None or changed:
        moving = frozenset(changed) | (settled.moving if settled else set()) | set(list(states)[-_NEWEST:])
        still = [day for day in days if day.number not in moving]
        settled = _Settled({d.number: states[d.number] for d in still}, moving, _add(view, still, None))
        view.carried["activity"] = settled
    return _add(view, [day for day in days if day.number not in settled.states], settled.activity)


def _add(view: HotView, days: Sequence[Day], known: Activity | None) -> Activity:
    """What is known already, and from more days."""
    people = people_count(view)
    first, last, count = (np.zeros(people, np.int64) for _ in range(3))
    if known is not None:
        for array, before in zip((first, last, count), (known.first, known.last, known.count), strict=True):
            array[: len(before)] = before[:people]

    def walk(bounds: tuple[int, int]) -> None:
        for day in days:
            activity_day(day.person, day.ms, day.start_ms, *bounds, first, last, count)

    slices = 8
    bounds = [people * i // slices for i in range(slices + 1)]
    list(view.map(walk, pairwise(bounds)))
    return Activity(first, last, count)
