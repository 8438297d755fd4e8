"""Who is active in which period, and since when."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Counts, Events, Ints, RowGroups

NEW, RETURNING, RESURRECTED = 0, 1, 2


@compiled
def lifecycle_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    period: int,
    low: int,
    high: int,
    last: Ints,
    last_group: Ints,
    active: Counts,
    stayed: Counts,
    watched: int,
    before: Ints,
    now: Ints,
    status: Ints,
) -> None:
    """Move people of [low, high) on by one day of period `period`.

    `last[p - low]` is the last period in which they were active (−1: never), `last_group` their group there: that
    of their first matching row of the period (`group` has a group a row, and is empty where there is only one).
    `active[period, group, status]` counts people by what they are in the period, `stayed[period, group]` those who
    return, by their group of the period before. Of the period `watched`, `status` becomes what a person is in it
    and `now` their group, and `before` their group in the period before it (−1: not active).
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        previous = last[who]
        if previous == period:
            continue
        is_now = RESURRECTED
        if previous < 0:
            is_now = NEW
        elif previous == period - 1:
            is_now = RETURNING
            stayed[period, last_group[who]] += 1
        g = group.lookup[group.codes[i]] if grouped else 0
        active[period, g, is_now] += 1
        last[who] = period
        last_group[who] = g
        if period == watched:
            now[who] = g
            status[who] = is_now
        elif period == watched - 1:
            before[who] = g
