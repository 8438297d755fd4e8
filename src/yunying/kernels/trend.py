"""How many events, and how many different people, in each bucket of time."""

import numba as nb
import numpy as np

from yunying.kernels.types import Bits, Counts, Events, Flags, Ints


@nb.njit(nogil=True, cache=True)
def trend_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    bit: int,
    bucket: int,
    low: int,
    high: int,
    seen: Ints,
    ever: Flags,
    events: Counts,
    people: Counts,
) -> None:
    """Count one day into `bucket`.

    `seen[p - low]` is the last bucket in which the person was counted (−1: none), `ever[p - low]` whether they
    were counted at all; `events` and `people` have one cell a bucket.
    """
    start = np.searchsorted(person, low)
    stop = np.searchsorted(person, high)
    gated = len(gate) > 0
    count = 0
    fresh = 0
    last = -1
    for i in range(start, stop):
        if not lut[event[i]] & bit:
            continue
        if gated and not gate[i] & bit:
            continue
        count += 1
        who = person[i]
        if who != last:
            last = who
            if seen[who - low] != bucket:
                seen[who - low] = bucket
                ever[who - low] = 1
                fresh += 1
    events[bucket] += count
    people[bucket] += fresh


@nb.njit(nogil=True, cache=True)
def trend_by_group_day(
    person: Ints,
    event: Events,
    slot: Ints,
    lut: Bits,
    gate: Bits,
    bit: int,
    group: Ints,
    first_bucket: int,
    low: int,
    high: int,
    seen: Ints,
    ever: Flags,
    events: Counts,
    people: Counts,
) -> None:
    """Count one day, row by row, into `first_bucket + slot[i]` and `group[i]`.

    `slot` is empty where the whole day is one bucket, `group` where there is one group. `seen` and `ever` have
    shape (people of the slice, groups), `events` and `people` (buckets, groups). Slots of a person never go
    back within a day.
    """
    start = np.searchsorted(person, low)
    stop = np.searchsorted(person, high)
    gated = len(gate) > 0
    slotted = len(slot) > 0
    grouped = len(group) > 0
    for i in range(start, stop):
        if not lut[event[i]] & bit:
            continue
        if gated and not gate[i] & bit:
            continue
        bucket = first_bucket + (slot[i] if slotted else 0)
        g = group[i] if grouped else 0
        who = person[i] - low
        events[bucket, g] += 1
        if seen[who, g] != bucket:
            seen[who, g] = bucket
            ever[who, g] = 1
            people[bucket, g] += 1
