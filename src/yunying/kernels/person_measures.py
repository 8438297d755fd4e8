"""What each person did: how many events, on how many days, when first and last, how much in sum."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Events, Floats, Ints, Longs


@compiled
def person_counts_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    bit: int,
    start_ms: int,
    low: int,
    high: int,
    events: Longs,
    days: Ints,
    first: Longs,
    last: Longs,
) -> None:
    """Count one day of the events of a selector.

    By `person − low`: number of `events`, of `days` with one, and the moments (ms since the epoch) of the `first`
    and the `last`, which mean something only where there are events.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    current = -1
    for i in range(start, stop):
        if not lut[event[i]] & bit:
            continue
        if gated and not gate[i] & bit:
            continue
        who = person[i] - low
        moment = start_ms + ms[i]
        if who != current:
            current = who
            days[who] += 1
            if events[who] == 0:
                first[who] = moment
        events[who] += 1
        last[who] = moment


@compiled
def person_sums_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    bit: int,
    value: Floats,
    low: int,
    high: int,
    total: Floats,
) -> None:
    """Add one day of a property (NaN where it is not set), over the events of a selector, by `person − low`."""
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    for i in range(start, stop):
        if not lut[event[i]] & bit:
            continue
        if gated and not gate[i] & bit:
            continue
        if not np.isnan(value[i]):
            total[person[i] - low] += value[i]
