"""What is known of each person from their events alone."""

import numba as nb
import numpy as np

from yunying.kernels.types import Bits, Counts, Events, Ints, Longs


@nb.njit(nogil=True, cache=True)
def activity_day(
    person: Ints, ms: Ints, day_ms: int, low: int, high: int, first: Longs, last: Longs, count: Counts
) -> None:
    """First and last moment (ms since the epoch; `first` −1 where none) and number of events of each person."""
    start = np.searchsorted(person, low)
    stop = np.searchsorted(person, high)
    for i in range(start, stop):
        who = person[i]
        now = day_ms + ms[i]
        if count[who] == 0:
            first[who] = now
        last[who] = now
        count[who] += 1


@nb.njit(nogil=True, cache=True)
def count_people_day(
    person: Ints, event: Events, lut: Bits, gate: Bits, bit: int, low: int, high: int, count: Counts
) -> None:
    """Add each person's number of matching events of the day to `count[p]`."""
    start = np.searchsorted(person, low)
    stop = np.searchsorted(person, high)
    gated = len(gate) > 0
    for i in range(start, stop):
        if lut[event[i]] & bit and (not gated or gate[i] & bit):
            count[person[i]] += 1
