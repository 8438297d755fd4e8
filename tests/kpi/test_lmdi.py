"""The logarithmic mean Divisia index: exact where it can tell, and says why where it cannot."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunying.analyse import parse_formula
from yunying.kpi.tree.contributions import Node
from yunying.kpi.tree.formula import with_remainder
from yunying.kpi.tree.lmdi import Hindered, lmdi

POSITIVE = st.floats(0.01, 1e4)


def node(name: str, formula: str, *parts: Node, rest: tuple[float, float] = (0.0, 0.0)) -> Node:
    parsed = parse_formula(formula, [part.name for part in parts], "formula")
    return Node(name, parts=(*parts, Node(f"{name}.rest", *rest)), formula=with_remainder(parsed))


def leaves(root: Node) -> list[Node]:
    return [leaf for part in root.parts for leaf in leaves(part)] if root.parts else [root]


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=4, max_size=4), st.tuples(POSITIVE, POSITIVE))
def test_products_quotients_and_sums_add_up_with_their_remainders(
    pairs: list[tuple[float, float]], rest: tuple[float, float]
) -> None:
    a, b, c, d = (Node(name, *pair) for name, pair in zip("abcd", pairs, strict=True))
    inner = node("inner", "c + d", c, d, rest=rest)
    root = node("root", "2 * a / b * inner", a, b, inner, rest=rest)
    found = lmdi(root)
    assert isinstance(found, dict)
    before, now = root.values()
    told = [found[leaf.name] for leaf in leaves(root)]
    scale = max(1.0, before, now, *map(abs, told))
    assert math.fsum(told) - (now - before) == pytest.approx(0, abs=1e-9 * scale)
    assert found["c"] + found["d"] + found["inner.rest"] == pytest.approx(
        found["inner"], abs=1e-9 * scale, rel=1e-6
    )


def test_a_product_by_hand() -> None:
    found = lmdi(node("root", "a * b", Node("a", 2, 4), Node("b", 3, 3)))
    assert found == {"root": pytest.approx(6), "a": pytest.approx(6), "b": 0, "root.rest": 0}


@pytest.mark.parametrize(
    ("root", "why"),
    [
        (node("r", "a * b", Node("a", 0, 4), Node("b", 3, 3)), ("not_positive", "r")),
        (node("r", "a + b", Node("a", -1, 4), Node("b", 3, 3)), ("not_positive", "a")),
        (node("r", "a * b + a", Node("a", 1, 4), Node("b", 3, 3)), ("mixed_formula", "r")),
        (node("r", "a * b", Node("a", 1, 4), Node("b", 3, 3), rest=(9, -12.5)), ("not_positive", "r")),
    ],
)
def test_what_it_cannot_tell_is_said(root: Node, why: tuple[str, str]) -> None:
    found = lmdi(root)
    assert isinstance(found, Hindered)
    assert (found.why, found.node) == why
