"""How much each part of a metric tree contributed to a change, exactly.

A node is a function of its parts; two periods give every leaf two values. Contributions are Owen values (G. Owen,
"Values of games with a priori unions", 1977; nested to any depth by E. Winter, 1989): within a node Shapley's value
over its parts, where the parts of a part come or go together as seen from outside. So a node's contribution is the
sum of its parts', siblings may stand in any order, and everything adds up to the change of the root.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import factorial

import numpy as np
import numpy.typing as npt

from yunying.analyse import Parsed
from yunying.kpi.tree.formula import bends, slope

Floats = npt.NDArray[np.float64]
MOST_PARTS = 8
"""Of one node: Shapley's value looks at all 2^n sets of them."""
MOST_STATES = 2**20
"""Of a node below a division: as many values are looked at."""


@dataclass(frozen=True)
class Node:
    """A node and what it consists of. A leaf has a value in both periods and no parts."""

    name: str
    before: float = 0.0
    now: float = 0.0
    parts: tuple[Node, ...] = ()
    formula: Parsed | None = None

    def values(self) -> tuple[float, float]:
        """Its values in the earlier and the later period, by its parts."""
        if self.formula is None:
            return self.before, self.now
        pairs = [np.array(part.values()) for part in self.parts]
        before, now = self.formula.values(pairs).tolist()
        return before, now


def shapley(root: Node) -> dict[str, float]:
    """Each node's contribution by name, the root's being its whole change. NaN below a node that divides by zero
    somewhere between the two periods."""
    found: dict[str, float] = {}
    with np.errstate(all="ignore"):
        _share(root, 1.0, found)
    return found


Outer = float | Callable[[Floats], Floats]
"""What the root (on average over who else has come) is worth by a node's value; of a straight line its slope alone,
which is all that a change needs and keeps the cost of deep trees small."""


def _share(node: Node, outer: Outer, found: dict[str, float]) -> None:
    before, now = node.values()
    if isinstance(outer, float):
        found[node.name] = outer * (now - before)
    else:
        worth = outer(np.array([before, now]))
        found[node.name] = float(worth[1] - worth[0])
    if node.formula is None:
        return
    pairs = [part.values() for part in node.parts]
    for i, part in enumerate(node.parts):
        _share(part, _seen_from(node.formula, i, pairs, outer), found)


def _seen_from(formula: Parsed, i: int, pairs: Sequence[tuple[float, float]], outer: Outer) -> Outer:
    """What the root is worth by the value of part i, averaged over which of its siblings have come."""
    weights, come = _sets(len(pairs) - 1)
    siblings = [np.array(pair)[come[:, k - (k > i)]] if k != i else weights for k, pair in enumerate(pairs)]
    if isinstance(outer, float) and not bends(formula, i):
        return outer * float(weights @ slope(formula, siblings, i))

    def worth(values: Floats) -> Floats:
        of = [
            np.repeat(values, len(weights)) if k == i else np.tile(one, len(values))
            for k, one in enumerate(siblings)
        ]
        inner = formula.values(of)
        whole = outer * inner if isinstance(outer, float) else outer(inner)
        found: Floats = whole.reshape(len(values), len(weights)) @ weights
        return found

    return worth


def _sets(siblings: int) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Every set of siblings (1: has come), with how likely it is that just these come before one more."""
    come = np.array(list(product((0, 1), repeat=siblings)), np.intp).reshape(2**siblings, siblings)
    likely = [factorial(size) * factorial(siblings - size) / factorial(siblings + 1) for size in come.sum(1)]
    return np.array(likely), come
