"""Funnels whose steps may come in any order."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Events, Ints, Longs, RowGroups


@compiled
def any_order_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    unit: Ints,
    key: Ints,
    group: RowGroups,
    day_ms: int,
    first_row: int,
    steps: int,
    held: Ints,
    each_step: bool,
    window: int,
    earliest: int,
    entering: bool,
    low: int,
    high: int,
    unit_low: int,
    key_low: int,
    slots: Longs,
    slot_group: Ints,
    entry: Longs,
    entry_group: Ints,
    killed: Longs,
    killed_all: Longs,
    reached: Bits,
    took: Longs,
    stamp_of: Longs,
    group_of: Ints,
) -> None:
    """Move each unit of the people of [low, high) through steps in any order by one day.

    Rows, units, keys and stamps are as in `chains_day`; selectors after the steps are exclusions.

    How many different steps were done since a moment, each by an event of its own, is a matching of events to steps.
    The events of a largest matching, later ones preferred, are kept by key in `slots`, one a step, in three blocks of
    `steps`: when (ms, −1 free), its stamp, the steps it could be. A new event takes a free step, if need be by moving
    others; if there is none, the oldest of those it could stand in for goes. So at any time the events kept since
    a moment are as many as any choice of events since that moment could be (a transversal matroid's basis of the
    greatest weight). `entry` (2, keys): moment (−1 none) and stamp of the latest first event, with its group.
    `killed` by key and `killed_all` by unit: the stamp of the last exclusion.

    By unit, at the first time k + 1 steps are done: bit k of `reached`, the time since the first of them (of several
    choices that which began last), the stamp, and the group.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    by_unit = len(unit) > 0
    holding = key.shape[0] > 0
    grouped = len(group.lookup) > 0
    all_steps = (np.int64(1) << steps) - 1
    came_from = np.empty(steps, np.int64)
    queue = np.empty(steps, np.int64)
    rows, count = matching_rows(event, lut, gate, start, stop)
    for r in range(count):
        i = rows[r]
        bits = np.int64(lut[event[i]])
        if len(gate) > 0:
            bits &= np.int64(gate[i])
        who = person[i] - low
        if by_unit:
            if unit[i] < 0:
                continue
            who = unit[i] - unit_low
        now = day_ms + ms[i]
        stamp = first_row + i
        open_steps = bits & all_steps
        while open_steps:
            # With a property held by step, one event may belong to several keys.
            mask = open_steps
            at = np.int64(who)
            if holding:
                s = 0
                while not open_steps >> s & 1:
                    s += 1
                at = np.int64(key[held[s], i])
                mask = np.int64(0)
                for q in range(s, steps):
                    if open_steps >> q & 1 and key[held[q], i] == at:
                        mask |= np.int64(1) << q
            open_steps &= ~mask
            if at < 0:
                continue
            if holding:
                at -= key_low
            last = killed[at]
            if holding and killed_all[who] > last:
                last = killed_all[who]
            for s in range(steps):
                when = slots[at, s]
                if when >= 0 and (now - when > window or when < earliest or slots[at, steps + s] < last):
                    slots[at, s] = -1
            _insert(
                slots[at],
                slot_group[at],
                steps,
                now,
                stamp,
                mask,
                group.lookup[group.codes[i]] if grouped else 0,
                came_from,
                queue,
            )
            if entering:
                entry[0, at], entry[1, at] = now, stamp
                if grouped:
                    entry_group[at] = group.lookup[group.codes[i]]
            begun = entry[0, at]
            if begun < 0 or now - begun > window or begun < earliest or entry[1, at] < last:
                continue
            done = 0
            for s in range(steps):
                done += slots[at, s] >= 0
            for k in range(done):
                if reached[who] >> k & 1:
                    continue
                reached[who] |= np.uint32(1) << np.uint32(k)
                s = _recent(slots[at], steps, k)
                first, own = slots[at, s], slot_group[at, s]
                if slots[at, steps + s] > entry[1, at]:
                    first, own = begun, entry_group[at]
                took[who, k] = now - first
                if len(stamp_of) > 0:
                    stamp_of[who, k] = stamp
                if grouped:
                    group_of[who, k] = group.lookup[group.codes[i]] if each_step else own
        if bits > all_steps:
            if not holding:
                killed[who] = stamp
            else:
                for x in range(steps, len(held)):
                    if bits >> x & 1:
                        if key[held[x], i] >= 0:
                            killed[key[held[x], i] - key_low] = stamp
                        else:
                            killed_all[who] = stamp


@compiled
def _insert(
    slots: Longs,
    slot_group: Ints,
    steps: int,
    now: int,
    stamp: int,
    mask: np.int64,
    group: int,
    came_from: Longs,
    queue: Longs,
) -> None:
    """Keep an event: in a free step it can reach by moving others, or in place of the oldest that it could move."""
    seen = np.int64(0)
    head = tail = 0
    for s in range(steps):
        if mask >> s & 1:
            seen |= np.int64(1) << s
            came_from[s] = -1
            queue[tail] = s
            tail += 1
    target = -1
    while head < tail:
        s = queue[head]
        head += 1
        if slots[s] < 0:
            target = s
            break
        if target < 0 or slots[steps + s] < slots[steps + target]:
            target = s
        for q in range(steps):
            if slots[2 * steps + s] >> q & 1 and not seen >> q & 1:
                seen |= np.int64(1) << q
                came_from[q] = s
                queue[tail] = q
                tail += 1
    while came_from[target] >= 0:
        s = came_from[target]
        for block in range(3):
            slots[block * steps + target] = slots[block * steps + s]
        slot_group[target] = slot_group[s]
        target = s
    slots[target] = now
    slots[steps + target] = stamp
    slots[2 * steps + target] = mask
    slot_group[target] = group


@compiled
def _recent(slots: Longs, steps: int, k: int) -> int:
    """The step whose event has k later ones."""
    for s in range(steps):
        if slots[s] >= 0:
            later = 0
            for q in range(steps):
                later += slots[q] >= 0 and slots[steps + q] > slots[steps + s]
            if later == k:
                return s
    return -1
