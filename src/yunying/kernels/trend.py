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
    daily: bool,
    low: int,
    high: int,
    seen: Ints,
    ever: Flags,
    events: Counts,
    people: Counts,
) -> None:
    """Count one day into `bucket`.

    `ever[p - low]` becomes 1 for people counted at all. `seen[p - low]` is the last bucket in which the person
    was counted (−1: none); it is not needed where each day is a bucket of its own (`daily`). `events` and
    `people` have one cell a bucket.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    passes = np.empty(len(lut), np.uint8)
    for code in range(len(lut)):
        passes[code] = 1 if lut[code] & bit else 0
    gated = len(gate) > 0
    count = 0
    fresh = 0
    last = np.int32(-1)
    # Written without branches on the data: which rows count is hard to foresee.
    for i in range(start, stop):
        counts = passes[event[i]]
        if gated:
            counts &= np.uint8(gate[i] & bit != 0)
        who = person[i]
        new = counts & np.uint8(who != last)
        last = who if counts else last
        count += counts
        ever[who - low] |= counts
        if daily:
            fresh += new
        elif new and seen[who - low] != bucket:
            seen[who - low] = bucket
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
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
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
