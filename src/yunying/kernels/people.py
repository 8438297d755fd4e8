"""What is known of each person from their events alone."""

import numba as nb
import numpy as np

from yunying.kernels.types import Counts, Ints, Longs


@nb.njit(nogil=True, cache=True)
def activity_day(
    person: Ints, ms: Ints, day_ms: int, low: int, high: int, first: Longs, last: Longs, count: Counts
) -> None:
    """First and last moment (ms since the epoch; `first` −1 where none) and number of events of each person."""
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    for i in range(start, stop):
        who = person[i]
        now = day_ms + ms[i]
        if count[who] == 0:
            first[who] = now
        last[who] = now
        count[who] += 1
