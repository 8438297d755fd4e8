"""Who did several things one after the other."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Events, Ints, Longs

NOT_BEGUN = np.iinfo(np.int64).min
"""The start of a sequence that nobody has begun."""


@compiled
def sequence_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    start_ms: int,
    steps: int,
    window: int,
    low: int,
    high: int,
    begun: Longs,
) -> None:
    """Carry everybody's sequences one day further; step k is bit `1 << k`.

    `begun[p − low, k]` is when (ms since the epoch) the sequence that got k + 1 steps far began, of several the one
    that began last: it is within the window wherever any of them is. `NOT_BEGUN` where there is none.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    rows, count = matching_rows(event, lut, gate, start, stop)
    gated = len(gate) > 0
    for at in range(count):
        i = rows[at]
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        who = person[i] - low
        now = start_ms + ms[i]
        # From the last step: an event is one step only, and continues what was there before it.
        for k in range(steps - 1, 0, -1):
            if bits >> k & 1:
                began = begun[who, k - 1]
                if began != NOT_BEGUN and now - began <= window:
                    begun[who, k] = began
        if bits & 1:
            begun[who, 0] = now
