"""What people are used to: which events they have done, at which hour and on which weekday they mostly are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from yunying.core import Calendar, day_of, instant_of
from yunying.kernels import count_names, habits_day
from yunying.metrics.extent import people_count
from yunying.store import Dataset, HotView

MOST_EVENTS = 256
_QUARTER = 900_000_000
"""Of an hour, in µs."""


@dataclass(frozen=True)
class Habits:
    """By person id: on how many days they were there, and the hour (0 to 23) and the weekday (0 is Monday) of most of
    their events, in the project's zone; of equally many the earliest, −1 for people without events.

    `events` are the most frequent ones, and bit `i` of `did` says who has done the one at place `i`.
    """

    events: tuple[str, ...]
    did: npt.NDArray[np.uint64]
    hour: npt.NDArray[np.int32]
    weekday: npt.NDArray[np.int32]
    days: npt.NDArray[np.int32]

    def who_did(self, place: int) -> npt.NDArray[np.bool_]:
        """By person id, whether they have done the event at a place."""
        bit = np.uint64(1) << np.uint64(place & 63)
        return np.asarray((self.did[:, place >> 6] & bit) != 0)


def habits(data: Dataset, view: HotView) -> Habits:
    """Everybody's, from all events of the view."""
    return view.kept("habits", lambda: _fold(data, view))


def _fold(data: Dataset, view: HotView) -> Habits:
    days, people = view.days(), people_count(view)
    events = _frequent(view)
    place = {name: i for i, name in enumerate(events)}
    columns = [np.array([place.get(name, -1) for name in day.names], np.int32) for day in days]
    hours = [hours_of(data.calendar, day.number) for day in days]
    words = max(1, -(-len(events) // 64))

    def work(low: int, high: int) -> Habits:
        size = high - low
        did = np.zeros((size, words), np.uint64)
        by_hour, by_weekday = np.zeros((size, 24), np.uint16), np.zeros((size, 7), np.uint16)
        there = np.zeros(size, np.int32)
        for day, column, own in zip(days, columns, hours, strict=True):
            weekday = day_of(day.number).weekday()
            habits_day(
                *(day.person, day.ms, day.event, column, own, weekday, low, high),
                *(did, by_hour, by_weekday, there),
            )
        hour, weekday_of = (
            np.where(there > 0, found.argmax(axis=1), -1).astype(np.int32) for found in (by_hour, by_weekday)
        )
        return Habits(events, did, hour, weekday_of, there)

    # Two bytes for each hour and weekday, and what is made of them.
    parts = data.each_slice(work, people, width=12 + words)
    if not parts:
        return work(0, 0)
    return Habits(
        events,
        np.concatenate([part.did for part in parts]),
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("hour", "weekday", "days")),
    )


def _frequent(view: HotView) -> tuple[str, ...]:
    """Names of the events there are most of, in order of the alphabet."""
    counts: dict[str, int] = {}
    for day in view.days():
        own = np.zeros(len(day.names), np.int64)
        count_names(day.event, own)
        for name, count in zip(day.names, own.tolist(), strict=True):
            if count:
                counts[name] = counts.get(name, 0) + count
    most = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_EVENTS]
    return tuple(sorted(most))


def hours_of(calendar: Calendar, number: int) -> npt.NDArray[np.int32]:
    """The local hour of each quarter of an hour since a day's first instant; a day may have 23, 24 or 25 hours."""
    start, end = calendar.day_start(number), calendar.day_start(number + 1)
    quarters = -(-(end - start) // _QUARTER)
    first = instant_of(start).astimezone(calendar.zone)
    last = instant_of(end - 1).astimezone(calendar.zone)
    if quarters == 96 and first.utcoffset() == last.utcoffset() and not first.hour and not first.minute:
        return np.arange(96, dtype=np.int32) // 4
    return np.array(
        [
            (instant_of(start) + timedelta(microseconds=_QUARTER * i)).astimezone(calendar.zone).hour
            for i in range(quarters)
        ],
        np.int32,
    )
