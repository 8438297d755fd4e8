"""How far each person gets through ordered steps within a window."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import highest_bit, matching_rows
from yunying.kernels.types import Bits, Events, Ints, Levels, Longs, RowGroups


@compiled
def funnel_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    day_ms: int,
    steps: int,
    window: int,
    entering: bool,
    low: int,
    high: int,
    chain: Longs,
    chain_group: Ints,
    level: Levels,
    took: Longs,
    took_last: Longs,
    reached_group: Ints,
) -> None:
    """Move each person of [low, high) through the funnel by one day.

    A step counts when it comes after the step before it (in order of time, then arrival) and at most `window` ms
    after the first. Of all chains that reached step s, only the one that began last matters: it is the last to
    run out of time. Arrays have shape (people of the slice, steps):

    `chain[p, s]` and `chain_group[p, s]`: when that chain began (ms, −1 none) and its group; `chain[p, steps + s]`:
    when it reached s. Side by side, because one cache line then holds what a row needs. `level[p]`: the highest
    step reached so far. When step s is reached for the first time, `took[p, s]` is the time since the first
    step, `took_last[p, s]` since the one before, and `reached_group` the chain's group. First steps only count
    on days that are `entering`; only there `group` has an entry a row. It is empty where there is one group.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    grouped = len(group.lookup) > 0
    rows, count = matching_rows(event, lut, gate, start, stop)
    for k in range(count):
        i = rows[k]
        bits = lut[event[i]]
        if len(gate) > 0:
            bits &= gate[i]
        who = person[i] - low
        now = day_ms + ms[i]
        # Later steps first, so that one event cannot be two steps.
        for s in range(highest_bit(bits), -1, -1):
            if not bits >> s & 1 or s > level[who]:
                continue
            began = now
            before = now
            if s == 0:
                if not entering:
                    continue
                if grouped:
                    chain_group[who, 0] = group.lookup[group.codes[i]]
            else:
                began = chain[who, s - 1]
                if began < 0 or now - began > window:
                    continue
                before = chain[who, steps + s - 1]
                if grouped:
                    chain_group[who, s] = chain_group[who, s - 1]
            chain[who, s] = began
            chain[who, steps + s] = now
            if level[who] == s:
                level[who] = s + 1
                took[who, s] = now - began
                took_last[who, s] = now - before
                reached_group[who, s] = chain_group[who, s]
