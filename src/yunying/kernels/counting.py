"""On how many days people are active, and how often they do something."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Counts, Events, Ints, RowGroups


@compiled
def active_days_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    period: int,
    low: int,
    high: int,
    last: Ints,
    days: Ints,
    own_group: Ints,
    people: Counts,
) -> None:
    """Count one day of period `period` for people of [low, high).

    `last[p - low]` is the last period in which they were active (−1: never), `days` on how many of its days so far,
    `own_group` their group in it: that of their first matching row (`group` has a group a row, and is empty where
    there is only one). `people[period, group, days]` is kept as if each period ended here.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    counted = np.int32(-1)
    for i in range(start, stop):
        if person[i] == counted:
            continue
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        counted = person[i]
        who = counted - low
        if last[who] != period:
            last[who] = period
            days[who] = 0
            own_group[who] = group.lookup[group.codes[i]] if grouped else 0
        g = own_group[who]
        people[period, g, days[who]] -= days[who] > 0
        days[who] += 1
        people[period, g, days[who]] += 1


@compiled
def frequency_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    low: int,
    high: int,
    times: Ints,
) -> None:
    """Count one day's matching rows into `times[p - low, group]`; `group` is empty where there is one group."""
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    if len(group.lookup) > 0:
        for i in range(start, stop):
            bits = lut[event[i]]
            if gated:
                bits &= gate[i]
            times[person[i] - low, group.lookup[group.codes[i]]] += bits != 0
        return
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        times[person[i] - low, 0] += bits != 0


@compiled
def tally_times(times: Ints, people: Counts) -> None:
    """Add to `people[group, n]` how many people have each n of `times[p, group]`."""
    for who in range(times.shape[0]):
        for g in range(times.shape[1]):
            people[g, times[who, g]] += 1
