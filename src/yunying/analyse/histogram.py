"""Bars of a histogram: where they begin, and which a number is in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.core import Refused


def checked_edges(edges: Sequence[float] | None, default: Sequence[float]) -> tuple[float, ...]:
    """The edges asked for, or the default; refuses ones that do not rise."""
    if edges is None:
        return tuple(float(e) for e in default)
    if any(not math.isfinite(e) for e in edges) or any(b <= a for a, b in pairwise(edges)):
        raise Refused(
            "edges_must_rise",
            "The edges of bars are numbers, each greater than the one before.",
            field="edges",
        )
    return tuple(float(e) for e in edges)


def bar_of(numbers: npt.NDArray[Any], edges: Sequence[float]) -> npt.NDArray[np.int64]:
    """The bar of each number: 0 below the first edge, i from edge i − 1 on."""
    return np.searchsorted(np.asarray(edges), numbers, side="right")


def round_edges(numbers: npt.NDArray[Any], bars: int) -> tuple[float, ...]:
    """Edges of at most `bars` bars of one round width that hold all but about a hundredth at either end.

    The width is 1, 2 or 5 times a power of ten, at least 1 where all numbers are whole, and no less than a
    billionth of the numbers themselves. No edge where there are no numbers, one where there is one number only.
    """
    if not len(numbers):
        return ()
    beyond = (len(numbers) - 1) // 100
    parted = np.partition(numbers, (beyond, len(numbers) - 1 - beyond))
    low, high = float(parted[beyond]), float(parted[len(numbers) - 1 - beyond])
    if low == high:
        return (low,)
    least = max(abs(low), abs(high)) * 1e-9
    if bool((numbers == np.floor(numbers)).all()):
        least = max(least, 1.0)
    for width in WIDTHS:
        if width >= least and math.floor(high / width) - math.floor(low / width) < bars:
            first, last = math.floor(low / width), math.floor(high / width)
            return tuple(i * width for i in range(first, last + 2))
    raise AssertionError("a width is wide enough for every number")  # pragma: no cover


WIDTHS = tuple(float(f"{digit}e{power}") for power in range(-300, 300) for digit in (1, 2, 5))
"""Round widths, rising."""
