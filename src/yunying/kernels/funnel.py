"""How far each person gets through ordered steps within a window."""

import numba as nb
import numpy as np

from yunying.kernels.types import Bits, Events, Ints, Levels, Longs


@nb.njit(nogil=True, cache=True)
def funnel_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: Ints,
    day_ms: int,
    steps: int,
    window: int,
    entering: bool,
    low: int,
    high: int,
    began: Longs,
    at: Longs,
    began_group: Ints,
    level: Levels,
    took: Longs,
    took_last: Longs,
    reached_group: Ints,
) -> None:
    """Move each person of [low, high) through the funnel by one day.

    A step counts when it comes after the step before it (in order of time, then arrival) and at most `window` ms
    after the first. Of all chains that reached step s, only the one that began last matters: it is the last to
    run out of time. Arrays have shape (people of the slice, steps):

    `began[p, s]`, `began_group[p, s]`: beginning (ms, −1 none) and group of that chain; `at[p, s]`: when it
    reached s. `level[p]`: the highest step reached so far. When step s is reached for the first time,
    `took[p, s]` is the time since the first step, `took_last[p, s]` since the one before, and `reached_group`
    the chain's group. First steps only count on days that are `entering`.
    """
    start = np.searchsorted(person, low)
    stop = np.searchsorted(person, high)
    gated = len(gate) > 0
    grouped = len(group) > 0
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        now = day_ms + ms[i]
        # Later steps first, so that one event cannot be two steps.
        for s in range(min(steps - 1, level[who]), -1, -1):
            if not bits >> s & 1:
                continue
            if s == 0:
                if not entering:
                    continue
                began[who, 0] = now
                began_group[who, 0] = group[i] if grouped else 0
            else:
                if began[who, s - 1] < 0 or now - began[who, s - 1] > window:
                    continue
                began[who, s] = began[who, s - 1]
                began_group[who, s] = began_group[who, s - 1]
            at[who, s] = now
            if level[who] == s:
                level[who] = s + 1
                took[who, s] = now - began[who, s]
                took_last[who, s] = now - at[who, s - 1] if s else 0
                reached_group[who, s] = began_group[who, s]
