"""Give each distinct 128-bit key the next dense number, in order of first appearance.

The table is open addressing over three flat arrays that the caller owns and grows: `slots` (a power of two,
-1 where free) holds numbers, `known_low`/`known_high` the key of each number.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yunying.kernels.compiled import compiled

UInt64s = npt.NDArray[np.uint64]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


@compiled
def intern(
    low: UInt64s,
    high: UInt64s,
    slots: Int32s,
    known_low: UInt64s,
    known_high: UInt64s,
    count: int,
    numbers: Int32s,
    first_rows: Int64s,
) -> int:
    """Number of each key into `numbers`; returns the new count.

    Keys not seen before get `count`, `count + 1`, …; the row where each first appeared goes to `first_rows`.
    There must be room for every key to be new.
    """
    mask = np.uint64(slots.size - 1)
    fresh = 0
    for i in range(low.size):
        at = low[i] & mask
        while True:
            number = slots[at]
            if number < 0:
                number = count + fresh
                slots[at] = number
                known_low[number] = low[i]
                known_high[number] = high[i]
                first_rows[fresh] = i
                fresh += 1
                break
            if known_low[number] == low[i] and known_high[number] == high[i]:
                break
            at = (at + np.uint64(1)) & mask
        numbers[i] = number
    return count + fresh


@compiled
def look_up(
    low: UInt64s, high: UInt64s, slots: Int32s, known_low: UInt64s, known_high: UInt64s, numbers: Int32s
) -> None:
    """Number of each key into `numbers`, -1 where it is not known."""
    mask = np.uint64(slots.size - 1)
    for i in range(low.size):
        at = low[i] & mask
        number = slots[at]
        while number >= 0 and not (known_low[number] == low[i] and known_high[number] == high[i]):
            at = (at + np.uint64(1)) & mask
            number = slots[at]
        numbers[i] = number


@compiled
def rebuild(slots: Int32s, known_low: UInt64s, count: int) -> None:
    """Fill an empty (-1) table with the first `count` keys."""
    mask = np.uint64(slots.size - 1)
    for number in range(count):
        at = known_low[number] & mask
        while slots[at] >= 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = number
