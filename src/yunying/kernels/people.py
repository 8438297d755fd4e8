"""What is known of each person from their events alone."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Counts, Ints, Longs, Mask


@compiled
def activity_day(
    person: Ints, ms: Ints, day_ms: int, low: int, high: int, first: Longs, last: Longs, count: Counts
) -> None:
    """First and last moment (ms since the epoch) and number of events of each person; days come in any order."""
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    for i in range(start, stop):
        who = person[i]
        now = day_ms + ms[i]
        if count[who] == 0 or now < first[who]:
            first[who] = now
        if count[who] == 0 or now > last[who]:
            last[who] = now
        count[who] += 1


@compiled
def least_people(wanted: Mask, keys: Longs, sign: int, people: Longs, least: Longs) -> tuple[int, int]:
    """The wanted people with the least keys (times `sign`), of equal ones the first; into `people`, in any order.

    `(how many are wanted, how many of them are in `people`, which is at most its size)`.
    """
    total = held = 0
    for who in range(wanted.size):
        if not wanted[who]:
            continue
        total += 1
        key = sign * keys[who]
        if held < people.size:
            at, held = held, held + 1
            while at and least[(at - 1) // 2] <= key:
                people[at], least[at] = people[(at - 1) // 2], least[(at - 1) // 2]
                at = (at - 1) // 2
            people[at], least[at] = who, key
        elif held and key < least[0]:
            # The greatest goes, of equal ones the last that came: it stands at the top of a heap.
            at = 0
            while 2 * at + 1 < held:
                below = 2 * at + 1
                if below + 1 < held and _greater(least, people, below + 1, below):
                    below += 1
                if least[below] <= key:
                    break
                people[at], least[at] = people[below], least[below]
                at = below
            people[at], least[at] = who, key
    return total, held


@compiled(inline="always")
def _greater(least: Longs, people: Longs, one: int, other: int) -> bool:
    return bool(least[one] > least[other] or (least[one] == least[other] and people[one] > people[other]))
