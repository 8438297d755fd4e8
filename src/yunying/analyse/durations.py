"""Times taken, as bars and quantiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000
SCALE = (
    0, 1, 10, 100, 200, 500,
    *(n * _SECOND for n in (1, 2, 5, 10, 20, 30)),
    *(n * _MINUTE for n in (1, 2, 5, 10, 20, 30)),
    *(n * _HOUR for n in (1, 2, 4, 8, 12)),
    *(n * _DAY for n in (1, 2, 4, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650, 36_500, 365_000, 3_650_000)),
)  # fmt: skip
"""Where bars may begin (ms) if times are of several orders of magnitude."""
WIDTHS = (
    1, 2, 5, 10, 20, 50, 100, 200, 500,
    *(n * _SECOND for n in (1, 2, 5, 10, 20, 30)),
    *(n * _MINUTE for n in (1, 2, 5, 10, 20, 30)),
    *(n * _HOUR for n in (1, 2, 4, 8, 12)),
    *(n * _DAY for n in (1, 2, 7, 14, 30, 90, 180, 365, 1825, 3650, 36_500, 365_000)),
)  # fmt: skip
"""How wide bars may be (ms) if times are alike."""
FEWEST, MOST = 5, 12
QUANTILES = (10, 25, 50, 75, 90)


def bar_edges(shortest: int, longest: int) -> Sequence[int]:
    """Edges of bars (ms) that hold all times from `shortest` to `longest`; a time on an edge is in the bar after it.

    Edges are round: those of a scale that grows, or where that would give fewer than five bars, equally wide ones, at
    most twelve.
    """
    first = max(i for i, edge in enumerate(SCALE) if edge <= shortest)
    after = min(i for i, edge in enumerate(SCALE) if edge > longest)
    if after - first >= FEWEST:
        return SCALE[first : after + 1]
    for width in WIDTHS:
        low = shortest // width
        high = longest // width + 1
        if high - low <= MOST:
            break
    return range(low * width, (high + 1) * width, width)[: high - low + 1]


def quantiles(milliseconds: npt.NDArray[np.int64]) -> dict[str, float | None]:
    """Quantiles in seconds, in proportion between neighbours; None of nothing."""
    if not len(milliseconds):
        return {f"p{q}": None for q in QUANTILES}
    found = np.percentile(milliseconds, QUANTILES) / 1000
    return {f"p{q}": float(value) for q, value in zip(QUANTILES, found, strict=True)}
