"""What people do, and when."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Events, Ints, Words

_MOST = 65_535


@compiled
def habits_day(
    person: Ints, ms: Ints, event: Events, column: Ints, hours: Ints, weekday: int, low: int, high: int,
    did: Words, by_hour: np.ndarray, by_weekday: np.ndarray, days: Ints,
) -> None:  # fmt: skip
    """What each person of a slice did on a day: a bit of `did` for each event with a `column` (−1: none), events by
    hour and by weekday (counted up to 65,535), days.

    `hours` is the hour of each quarter of an hour of the day. Rows of the arrays begin with person `low`.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    before = -1
    for i in range(start, stop):
        who = person[i] - low
        if who != before:
            days[who] += 1
            before = who
        at = column[event[i]]
        if at >= 0:
            did[who, at >> 6] |= np.uint64(1) << np.uint64(at & 63)
        hour = hours[ms[i] // 900_000]
        if by_hour[who, hour] < _MOST:
            by_hour[who, hour] += 1
        if by_weekday[who, weekday] < _MOST:
            by_weekday[who, weekday] += 1
