"""How many events, and how many different people, in each bucket of time, in rolling windows, and so far."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Counts, Events, Flags, Ints, RowGroups


@compiled
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


@compiled
def trend_by_group_day(
    person: Ints,
    event: Events,
    slot: Ints,
    lut: Bits,
    gate: Bits,
    bit: int,
    group: RowGroups,
    first_bucket: int,
    low: int,
    high: int,
    seen: Ints,
    events: Counts,
    people: Counts,
) -> None:
    """Count one day, row by row, into `first_bucket + slot[i]` and the row's group.

    `slot` is empty where the whole day is one bucket, `group` where there is one group. `seen` has shape
    (people of the slice, groups): the last bucket in which the person was counted (−1: none); `events` and `people`
    have (buckets, groups). Slots of a person never go back within a day.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    slotted = len(slot) > 0
    grouped = len(group.lookup) > 0
    rows, count = matching_rows(event, lut & np.uint32(bit), gate, start, stop)
    for k in range(count):
        i = rows[k]
        bucket = first_bucket + (slot[i] if slotted else 0)
        g = group.lookup[group.codes[i]] if grouped else 0
        who = person[i] - low
        events[bucket, g] += 1
        people[bucket, g] += seen[who, g] != bucket
        seen[who, g] = bucket


@compiled
def rolling_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    bit: int,
    group: RowGroups,
    day: int,
    window: int,
    low: int,
    high: int,
    last: Ints,
    change: Counts,
    daily: Counts,
) -> None:
    """Count the people of day number `day` (from 0) into every window of `window` days that holds it.

    Whoever is active on a day is in the windows that end from then on until `window` days later; of these, the ones
    from the last time they were active are counted already. So `change[d, g]`, added up over days, is how many
    different people the window that ends on day d has. `last[p - low, g]` is the day a person was last active, long
    ago at first; `daily[d, g]` the people of each day. `group` is empty where there is one group.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    before = np.int32(-1)
    for i in range(start, stop):
        if not lut[event[i]] & bit:
            continue
        if gated and not gate[i] & bit:
            continue
        if not grouped and person[i] == before:
            continue
        before = person[i]
        g = group.lookup[group.codes[i]] if grouped else 0
        who = person[i] - low
        since = last[who, g]
        if since == day:
            continue
        last[who, g] = day
        change[max(day, since + window), g] += 1
        change[day + window, g] -= 1
        daily[day, g] += 1


@compiled
def newcomers_day(
    person: Ints,
    event: Events,
    slot: Ints,
    lut: Bits,
    gate: Bits,
    bit: int,
    group: RowGroups,
    first_bucket: int,
    low: int,
    high: int,
    ever: Flags,
    people: Counts,
) -> None:
    """Count each person once, in the bucket of their first event that counts: as `trend_by_group_day` otherwise."""
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    slotted = len(slot) > 0
    grouped = len(group.lookup) > 0
    for i in range(start, stop):
        if not lut[event[i]] & bit:
            continue
        if gated and not gate[i] & bit:
            continue
        g = group.lookup[group.codes[i]] if grouped else 0
        who = person[i] - low
        if not ever[who, g]:
            ever[who, g] = 1
            people[first_bucket + (slot[i] if slotted else 0), g] += 1


@compiled
def first_ever_day(
    person: Ints, event: Events, lut: Bits, gate: Bits, bits: int, low: int, high: int, seen: Bits, only: Bits
) -> None:
    """Leave of the selectors `bits` each person's first row alone: `only[i]` becomes the gate of row i.

    `seen[p - low]` are the selectors that have matched a person so far. Other selectors stay as they are.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    ever = np.uint32(bits)
    for i in range(start, stop):
        who = person[i] - low
        allowed = gate[i] if gated else np.uint32(0xFFFFFFFF)
        matches = lut[event[i]] & allowed & ever
        only[i] = (allowed & ~ever) | (matches & ~seen[who])
        seen[who] |= matches
