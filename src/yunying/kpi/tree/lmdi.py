"""Contributions to a change by the logarithmic mean Divisia index (B. W. Ang, 2004, "additive LMDI-I").

Of a product each factor's contribution is the logarithmic mean of the product times the logarithm of the factor's
ratio; of a sum each part's own change, weighed likewise. Nested, it stays exact. It needs values greater than zero,
and formulas that are a product and quotient, or a sum and difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log
from typing import Literal

from yunying.kpi.tree.contributions import Node
from yunying.kpi.tree.formula import addends, signs, without_remainder

Obstacle = Literal["not_positive", "mixed_formula"]


@dataclass(frozen=True)
class Hindered:
    """Why it cannot be told, and of which node."""

    why: Obstacle
    node: str


def lmdi(root: Node) -> dict[str, float] | Hindered:
    """Each node's contribution by name. The last part of a node with a formula is its remainder: in a product it
    takes part as the factor by which the node differs from what its parts give."""
    found: dict[str, float] = {}
    before, now = root.values()
    if not _positive((before, now)):
        return Hindered("not_positive", root.name)
    return _share(root, _mean(before, now), found) or found


def _share(node: Node, weight: float, found: dict[str, float]) -> Hindered | None:
    """`weight` times the logarithm of a node's ratio is what it moves the root by."""
    before, now = node.values()
    found[node.name] = weight * log(now / before)
    if node.formula is None:
        return None
    *parts, remainder = node.parts
    pairs = [part.values() for part in parts]
    for part, pair in zip(parts, pairs, strict=True):
        if not _positive(pair):
            return Hindered("not_positive", part.name)
    told = without_remainder(node.formula)
    factors, added = signs(told), addends(told)
    if added is not None:
        mean = _mean(before, now)
        weights = [weight * added[i] * _mean(*pair) / mean for i, pair in enumerate(pairs)]
        found[remainder.name] = weight * (remainder.now - remainder.before) / mean
    elif factors is not None:
        by_parts = before - remainder.before, now - remainder.now
        if not _positive(by_parts):
            return Hindered("not_positive", node.name)
        weights = [weight * factors[i] for i in range(len(parts))]
        found[remainder.name] = weight * log((now / by_parts[1]) / (before / by_parts[0]))
    else:
        return Hindered("mixed_formula", node.name)
    for part, one in zip(parts, weights, strict=True):
        hindered = _share(part, one, found)
        if hindered is not None:
            return hindered
    return None


def _mean(a: float, b: float) -> float:
    """Logarithmic."""
    # Of two that are nearly the same the quotient loses all its digits, and their mean is as good.
    return (a + b) / 2 if abs(b - a) <= 1e-6 * a else (b - a) / log(b / a)


def _positive(values: tuple[float, float]) -> bool:
    return all(isfinite(value) and value > 0 for value in values)
