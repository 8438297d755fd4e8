"""Who did what within a span of their own."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Counts, Events, Flags, Ints, Longs


@compiled
def drivers_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    items: Ints,
    day_ms: int,
    first_row: int,
    low: int,
    high: int,
    begin: Longs,
    end: Longs,
    deadline: Longs,
    converted: Flags,
    seen: Longs,
    counts: Counts,
) -> None:
    """Count, by item, the people of [low, high) who did it, one day further.

    `items`, shape (properties, rows): what each row is, −1 nothing. A row counts if its stamp (`first_row` and its
    place in the day) is after `begin[p]` (−1: the person does not count) and before `end[p]`, and it is not later than
    `deadline[p]` (ms). `seen[p]` are bits by item, in words of 63; `counts[converted[p], item]` people.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    rows, count = matching_rows(event, lut, gate, start, stop)
    for k in range(count):
        i = rows[k]
        who = person[i] - low
        stamp = first_row + i
        if begin[who] < 0 or stamp <= begin[who] or stamp >= end[who] or day_ms + ms[i] > deadline[who]:
            continue
        for d in range(items.shape[0]):
            item = items[d, i]
            if item < 0:
                continue
            word, bit = item // 63, np.int64(1) << (item % 63)
            if seen[who, word] & bit == 0:
                seen[who, word] |= bit
                counts[converted[who], item] += 1
