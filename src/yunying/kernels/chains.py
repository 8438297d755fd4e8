"""Funnels with options: strict order, optional steps, exclusions, units and held properties."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Events, Flags, Ints, Longs, RowGroups

FIRST_TOUCH, LAST_TOUCH, EACH_STEP = -1, -2, -3
"""Which step's group a chain has: a step's place (≥ 0), or one of these."""


@compiled
def chains_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    unit: Ints,
    key: Ints,
    group: RowGroups,
    is_set: Flags,
    day_ms: int,
    first_row: int,
    before: Ints,
    held: Ints,
    spans: Ints,
    strict: bool,
    attribute: int,
    mark: int,
    window: int,
    earliest: int,
    entering: bool,
    low: int,
    high: int,
    unit_low: int,
    key_low: int,
    chain: Longs,
    chain_group: Ints,
    killed: Longs,
    killed_all: Longs,
    latest: Longs,
    reached: Bits,
    took: Longs,
    took_last: Longs,
    since_mark: Longs,
    stamp_of: Longs,
    group_of: Ints,
) -> None:
    """Move each unit of the people of [low, high) through the funnel by one day.

    Rows: `unit` (−1 none; empty where units are people) and `key`, shape (held properties, rows): the unit together
    with the held value (−1 not set; no rows where nothing is held). Units and keys are numbered in order of people;
    `unit_low` and `key_low` are those of `low`. `first_row` counts the rows of earlier days, so that a row has a
    number (its stamp) that grows with time. `group` has an entry a row or is empty; `is_set` likewise: whether the
    property has a value.

    Selectors: steps first, then exclusions, then, if `strict`, everything. `before[s]` is the required step before
    s; `held[b]` the row of `key` for selector b; exclusion x breaks from step `spans[x, 0]` to `spans[x, 1]`.

    Chains, by key, in five blocks of `steps`: when the one at step s began (ms, −1 none), when it did its last
    required step, when it did step `mark`, and the stamps of its first and its latest event. Of all chains at a step
    only the one that came there last matters: it also began last. It is dead if its window is over (`window` ms;
    not begun before `earliest`), if an exclusion came since (`killed` by key, `killed_all` by unit), or if `strict`
    and anything came since (`latest`).

    By unit, at the first time a step is reached: the bit of `reached`, time since the first step, since the last
    required one, and since step `mark`, the stamp (where `stamp_of` has rows), and the chain's group.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    steps = len(before)
    exclusions = len(spans)
    by_unit = len(unit) > 0
    holding = key.shape[0] > 0
    grouped = len(group.lookup) > 0
    rows, count = matching_rows(event, lut, gate, start, stop)
    for k in range(count):
        i = rows[k]
        bits = lut[event[i]]
        if len(gate) > 0:
            bits &= gate[i]
        who = person[i] - low
        if by_unit:
            if unit[i] < 0:
                continue
            who = unit[i] - unit_low
        now = day_ms + ms[i]
        stamp = first_row + i
        # Later steps first, so that one event cannot be two steps.
        for s in range(steps - 1, -1, -1):
            if not bits >> s & 1:
                continue
            at = who
            if holding:
                at = key[held[s], i] - key_low
                if key[held[s], i] < 0:
                    continue
            best = -1
            for q in range(s - 1, before[s] - 1 if s else 0, -1):
                began = chain[at, q]
                came = chain[at, 4 * steps + q]
                alive = began >= earliest and began >= 0 and now - began <= window
                if strict and came < latest[who]:
                    alive = False
                for x in range(exclusions):
                    if spans[x, 0] <= q < spans[x, 1]:
                        last = killed[at, x]
                        if holding and killed_all[who, x] > last:
                            last = killed_all[who, x]
                        # Its first step may be such an event itself.
                        alive &= came > last or (came == last and q == spans[x, 0])
                if alive:
                    if best >= 0:
                        first, other = chain[at, 3 * steps + q], chain[at, 3 * steps + best]
                        if first < other or (first == other and came <= chain[at, 4 * steps + best]):
                            continue
                    best = q
            if s == 0:
                if not entering:
                    continue
                chain[at, 0] = now
                chain[at, 3 * steps] = stamp
                since = now
                marked = now
                own = -1
            else:
                if best < 0:
                    continue
                chain[at, s] = chain[at, best]
                chain[at, 3 * steps + s] = chain[at, 3 * steps + best]
                since = chain[at, steps + best]
                marked = now if s == mark else chain[at, 2 * steps + best]
                own = chain_group[at, best] if grouped else -1
            # After an optional step time still counts from the required one before it.
            required = s == 0 or s == steps - 1 or before[s + 1] == s
            chain[at, steps + s] = now if required else since
            chain[at, 2 * steps + s] = marked
            chain[at, 4 * steps + s] = stamp
            if grouped:
                own_step = attribute in (s, EACH_STEP)
                touch = is_set[i] and (attribute == LAST_TOUCH or (attribute == FIRST_TOUCH and own < 0))
                if own_step or touch:
                    own = group.lookup[group.codes[i]]
                chain_group[at, s] = own
            if not reached[who] >> s & 1:
                reached[who] |= np.uint32(1) << np.uint32(s)
                took[who, s] = now - chain[at, s]
                took_last[who, s] = now - since
                since_mark[who, s] = now - marked
                if len(stamp_of) > 0:
                    stamp_of[who, s] = stamp
                if grouped:
                    group_of[who, s] = own
        for x in range(exclusions):
            if bits >> (steps + x) & 1:
                if not holding:
                    killed[who, x] = stamp
                elif key[held[steps + x], i] >= 0:
                    killed[key[held[steps + x], i] - key_low, x] = stamp
                else:
                    killed_all[who, x] = stamp
        if strict:
            latest[who] = stamp
