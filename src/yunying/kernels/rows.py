"""Which rows matter, found before anything is done with them."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Events, Ints


@compiled
def matching_rows(event: Events, lut: Bits, gate: Bits, start: int, stop: int) -> tuple[Ints, int]:
    """Rows of [start, stop) that satisfy any selector: `(indices, how many of them are valid)`.

    Written without branches: a processor cannot foresee which rows match, and a wrong guess at each match costs
    more than writing every index and moving on only past those that count.
    """
    rows = np.empty(stop - start + 1, np.int32)
    count = 0
    if len(gate) > 0:
        for i in range(start, stop):
            rows[count] = i
            count += (lut[event[i]] & gate[i]) != 0
    else:
        for i in range(start, stop):
            rows[count] = i
            count += lut[event[i]] != 0
    return rows, count


@compiled(inline="always")
def highest_bit(bits: int) -> int:
    """Index of the highest bit that is set (−1 of none)."""
    at = -1
    if bits >= 1 << 16:
        bits >>= 16
        at += 16
    while bits:
        bits >>= 1
        at += 1
    return at
