"""Two by two: how much having done something goes with a result."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

_Z = 1.959963984540054
"""95 % of a normal distribution lie within so many standard deviations."""
_FEW = 5
"""Below this expected count the χ² distribution is no good approximation."""


def associate(with_it: tuple[int, int], without: tuple[int, int]) -> dict[str, Any]:
    """What a table of (converted, others) with and without something says: odds ratio, its interval, p and its test.

    The odds ratio's 95 % interval is by the logarithm; where a cell is 0, a half is added to each (Haldane and
    Anscombe). p is two-sided: by Fisher's exact test where an expected count is below 5, else by Pearson's χ² without
    correction for continuity. All are None where everybody or nobody converted, did it.
    """
    (a, c), (b, d) = with_it, without
    margins = (a + c, b + d, a + b, c + d)
    if not all(margins):
        return {"odds_ratio": None, "odds_low": None, "odds_high": None, "p": None, "test": None}
    total = a + b + c + d
    half = 0.0 if a and b and c and d else 0.5
    cells = [n + half for n in (a, b, c, d)]
    log_odds = math.log(cells[0]) + math.log(cells[3]) - math.log(cells[1]) - math.log(cells[2])
    spread = _Z * math.sqrt(sum(1 / n for n in cells))
    exact = min(margins[0], margins[1]) * min(margins[2], margins[3]) < _FEW * total
    return {
        "odds_ratio": math.exp(log_odds),
        "odds_low": math.exp(log_odds - spread),
        "odds_high": math.exp(log_odds + spread),
        "p": _fisher(a, b, c, d)
        if exact
        else math.erfc(abs(a * d - b * c) * math.sqrt(total / 2 / math.prod(margins))),
        "test": "fisher" if exact else "chi2",
    }


def _fisher(a: int, b: int, c: int, d: int) -> float:
    """The share of all tables with the same margins that are no likelier than this one."""
    row, column, total = a + b, a + c, a + b + c + d
    low, high = max(0, row + column - total), min(row, column)
    k = np.arange(low, high, dtype=np.float64)
    steps = np.log(row - k) + np.log(column - k) - np.log(k + 1) - np.log(total - row - column + k + 1)
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    shares = np.exp(logs - logs.max())
    # Tables that are exactly as likely must not be lost to rounding.
    return float(min(1.0, shares[shares <= shares[a - low] * (1 + 1e-7)].sum() / shares.sum()))


def false_discovery(p_values: Sequence[float | None]) -> list[float | None]:
    """Each p as q, by Benjamini and Hochberg: the share of false ones to expect among all that are as small."""
    known = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    found: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank in range(len(known), 0, -1):
        p, i = known[rank - 1]
        least = min(least, p * len(known) / rank)
        found[i] = least
    return found
