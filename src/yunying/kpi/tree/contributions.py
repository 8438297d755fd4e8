"""How much each part of a metric tree contributed to a change, exactly.

A node is a function of its parts; two periods give every leaf two values. Contributions are Owen values (G. Owen,
"Values of games with a priori unions", 1977; nested to any depth by E. Winter, 1989): within a node Shapley's value
over its parts, where the parts of a part come or go together as seen from outside. So a node's contribution is the
sum of its parts', siblings may stand in any order, and everything adds up to the change of the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import factorial, log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Fold = Callable[[Sequence[Floats]], Floats]
"""From the values of parts to the node's, element by element; NaN where it has none."""
MOST_PARTS = 12
"""Of one node: Shapley's value looks at all 2^n sets of them."""


@dataclass(frozen=True)
class Node:
    """A node and what it consists of. A leaf has a value in both periods and no parts."""

    name: str
    before: float = 0.0
    now: float = 0.0
    parts: tuple[Node, ...] = ()
    fold: Fold | None = None

    def values(self) -> tuple[float, float]:
        """Its values in the earlier and the later period, by its parts."""
        if self.fold is None:
            return self.before, self.now
        pairs = [np.array(part.values()) for part in self.parts]
        before, now = self.fold(pairs).tolist()
        return before, now


def shapley(root: Node) -> dict[str, float]:
    """Each node's contribution by name, the root's being its whole change. NaN below a node that divides by zero
    somewhere between the two periods."""
    found: dict[str, float] = {}
    with np.errstate(all="ignore"):
        _share(root, lambda values: values, found)
    return found


def _share(node: Node, outer: Callable[[Floats], Floats], found: dict[str, float]) -> None:
    """`outer` says what the root (on average over who else has come) is worth, given the node's value."""
    before, now = node.values()
    worth = outer(np.array([before, now]))
    found[node.name] = float(worth[1] - worth[0])
    if node.fold is None:
        return
    pairs = [part.values() for part in node.parts]
    for i, part in enumerate(node.parts):
        _share(part, _seen_from(node.fold, i, pairs, outer), found)


def _seen_from(
    fold: Fold, i: int, pairs: Sequence[tuple[float, float]], outer: Callable[[Floats], Floats]
) -> Callable[[Floats], Floats]:
    """What the root is worth by the value of part i, averaged over which of its siblings have come."""
    sets = list(_sets(len(pairs) - 1))

    def worth(values: Floats) -> Floats:
        total = np.zeros(len(values))
        for weight, come in sets:
            others = iter(come)
            of = [
                values if k == i else np.full(len(values), pair[next(others)]) for k, pair in enumerate(pairs)
            ]
            total += weight * outer(fold(of))
        return total

    return worth


def _sets(siblings: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every set of siblings (1: has come), with how likely it is that just these come before one more."""
    for come in product((0, 1), repeat=siblings):
        size = sum(come)
        yield factorial(size) * factorial(siblings - size) / factorial(siblings + 1), come


def lmdi(
    before: Mapping[str, float], now: Mapping[str, float], signs: Mapping[str, int]
) -> dict[str, float] | None:
    """Contributions to the change of a product (`signs` 1) and quotient (−1) by the logarithmic mean Divisia index
    (B. W. Ang, 2004, "additive LMDI-I"); None where a value is not positive, of which there is no logarithm."""
    if any(v <= 0 for values in (before, now) for v in values.values()):
        return None
    a = float(np.prod([before[k] ** s for k, s in signs.items()]))
    b = float(np.prod([now[k] ** s for k, s in signs.items()]))
    mean = a if a == b else (b - a) / (log(b) - log(a))
    return {k: s * mean * log(now[k] / before[k]) for k, s in signs.items()}
