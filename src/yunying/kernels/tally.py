"""How many rows have each value."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Counts, Events, Flags, Ints


@compiled
def tally_codes(event: Events, lut: Bits, gate: Bits, bits: int, codes: Ints, counts: Counts) -> None:
    """Count the rows of a day that satisfy any selector of `bits`, by code: `counts[:, code].sum()` of them.

    Code −1 takes the last place. `counts` has four rows, which take turns: neighbours often have the same code, and
    would else wait for each other.
    """
    wanted = np.empty(len(lut), np.uint32)
    for name in range(len(lut)):
        wanted[name] = lut[name] & np.uint32(bits)
    last = counts.shape[1] - 1
    if len(gate) > 0:
        for i in range(len(event)):
            code = codes[i] if codes[i] >= 0 else last
            counts[i & 3, code] += (wanted[event[i]] & gate[i]) != 0
    else:
        for i in range(len(event)):
            code = codes[i] if codes[i] >= 0 else last
            counts[i & 3, code] += wanted[event[i]] != 0


@compiled
def tick_people(person: Ints, ever: Flags) -> None:
    """Set the flag of everybody in a list."""
    for who in person:
        ever[who] = 1


@compiled
def count_names(event: Events, counts: Counts) -> None:
    """Count the rows of a day by event."""
    for name in event:
        counts[name] += 1


@compiled
def tally_names(event: Events, codes: Ints, counts: Counts) -> None:
    """Count the rows of a day by event and code: `counts[name, code]`. Code −1 takes the last place."""
    last = counts.shape[1] - 1
    for i in range(len(event)):
        counts[event[i], codes[i] if codes[i] >= 0 else last] += 1
