"""A stable order by one integer key, faster than comparing: counting sort, eleven bits at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yunying.kernels.compiled import compiled

Int64s = npt.NDArray[np.int64]

_DIGIT = 11
_BUCKETS = 1 << _DIGIT
_MASK = _BUCKETS - 1


@compiled
def stable_order(keys: Int64s, order: Int64s) -> Int64s:
    """`order` rearranged so that `keys[order]` ascends and equal keys keep their places in `order`.

    Keys must not be negative; `order` may name some rows only. Digits on which all keys agree cost nothing.
    """
    size = order.size
    if size == 0:
        return order
    every = keys[order[0]]
    some = keys[order[0]]
    for i in range(size):
        every &= keys[order[i]]
        some |= keys[order[i]]
    differing = every ^ some
    current = order.copy()
    other = np.empty_like(current)
    for shift in range(0, 63, _DIGIT):
        if (differing >> shift) & _MASK == 0:
            continue
        starts = np.zeros(_BUCKETS + 1, np.int64)
        for i in range(size):
            starts[((keys[current[i]] >> shift) & _MASK) + 1] += 1
        for b in range(_BUCKETS):
            starts[b + 1] += starts[b]
        for i in range(size):
            row = current[i]
            digit = (keys[row] >> shift) & _MASK
            other[starts[digit]] = row
            starts[digit] += 1
        current, other = other, current
    return current
