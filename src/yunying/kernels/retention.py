"""Who of those that began in one period came back in which later one."""

import numba as nb
import numpy as np

from yunying.kernels.types import Bits, Counts, Events, Flags, Ints

START = 1
RETURN = 2


@nb.njit(nogil=True, cache=True)
def retention_first_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    period: int,
    low: int,
    high: int,
    first: Ints,
    last: Ints,
    sizes: Counts,
    table: Counts,
    cohort: int,
    offset: int,
    hit: Flags,
) -> None:
    """One day of period `period` (negative: before the range), each person in the cohort of their first start.

    `first[p - low]`: −1 not begun, −2 begun before the range, else the cohort; `last[p - low]`: last period
    counted as a return. `sizes[c]` and `table[c, k]` count people. People of the cell (`cohort`, `offset`), or of
    the whole cohort where `offset` is −1, are marked in `hit`.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        if bits & START and first[who] == -1:
            if period < 0:
                first[who] = -2
            else:
                first[who] = period
                sizes[period] += 1
                if period == cohort and offset < 0:
                    hit[who] = 1
        if bits & RETURN and first[who] >= 0 and last[who] != period:
            last[who] = period
            began = first[who]
            table[began, period - began] += 1
            if began == cohort and period - began == offset:
                hit[who] = 1


@nb.njit(nogil=True, cache=True)
def retention_every_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    period: int,
    low: int,
    high: int,
    began: Flags,
    same: Ints,
    last: Ints,
    sizes: Counts,
    table: Counts,
    cohort: int,
    offset: int,
    hit: Flags,
) -> None:
    """As `retention_first_day`, but a person is in the cohort of every period in which they started.

    `began[p - low, c]` marks cohorts joined; `same` and `last` the last period counted as a return to itself and
    to earlier ones. Periods are never negative.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        if bits & START and not began[who, period]:
            began[who, period] = 1
            sizes[period] += 1
            if period == cohort and offset < 0:
                hit[who] = 1
        if not bits & RETURN:
            continue
        if began[who, period] and same[who] != period:
            same[who] = period
            table[period, 0] += 1
            if period == cohort and offset == 0:
                hit[who] = 1
        if last[who] != period:
            last[who] = period
            for c in range(period):
                if began[who, c]:
                    table[c, period - c] += 1
                    if c == cohort and period - c == offset:
                        hit[who] = 1
