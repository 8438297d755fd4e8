"""Contributions to a change add up, whatever the tree and the numbers."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunying.analyse import Parsed, parse_formula
from yunying.kpi.tree.contributions import Node, shapley
from yunying.kpi.tree.mix import mix_and_rate

VALUES = st.integers(-30, 30).map(float)


def by(operator: str, count: int) -> Parsed:
    """So many parts, one operator between them."""
    names = [f"p{i}" for i in range(count)]
    return parse_formula(operator.join(names), names, "formula")


@st.composite
def trees(draw: st.DrawFn, name: str = "n", depth: int = 3, zero: bool = True) -> Node:
    if depth == 0 or draw(st.booleans()):
        values = VALUES if zero else st.floats(0.01, 1e4)
        return Node(name, draw(values), draw(values))
    operator = draw(st.sampled_from(list("+-*/")))
    count = draw(st.integers(1, 3))
    parts = tuple(draw(trees(f"{name}.{i}", depth - 1, zero)) for i in range(count))
    return Node(name, parts=parts, formula=by(operator, count))


def every(node: Node) -> list[Node]:
    return [node, *(one for part in node.parts for one in every(part))]


@given(trees())
def test_parts_add_up_to_their_node_and_the_root_to_the_change(root: Node) -> None:
    found = shapley(root)
    before, now = root.values()
    assert set(found) == {node.name for node in every(root)}
    if math.isfinite(before) and math.isfinite(now):
        assert found[root.name] == now - before
    for node in every(root):
        parts = [found[part.name] for part in node.parts]
        if parts and all(map(math.isfinite, parts)):
            size = max(1.0, *map(abs, parts))
            assert math.fsum(parts) == pytest.approx(found[node.name], abs=1e-9 * size)


@given(trees(zero=False))
def test_a_tree_of_positive_values_adds_up_to_nine_places(root: Node) -> None:
    found = shapley(root)
    before, now = root.values()
    leaves = [found[node.name] for node in every(root) if node.formula is None]
    if all(map(math.isfinite, leaves)):
        scale = max(1.0, abs(before), abs(now), *map(abs, leaves))
        assert math.fsum(leaves) - (now - before) == pytest.approx(0, abs=1e-9 * scale)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4), st.sampled_from("+*"))
def test_the_order_of_parts_does_not_matter(pairs: list[tuple[float, float]], operator: str) -> None:
    leaves = [Node(str(i), a, b) for i, (a, b) in enumerate(pairs)]
    found = [
        shapley(Node("root", parts=order, formula=by(operator, len(pairs)))) for order in permutations(leaves)
    ]
    for one in found[1:]:
        for name, value in found[0].items():
            assert one[name] == pytest.approx(value, rel=1e-9, abs=1e-6)


def test_shapley_is_the_mean_over_all_orders() -> None:
    # People × activity × spend, the reference by going through every order one by one.
    before, now = (100.0, 0.5, 20.0), (120.0, 0.4, 25.0)
    expected = [0.0, 0.0, 0.0]
    for order in permutations(range(3)):
        state = list(before)
        for i in order:
            old = math.prod(state)
            state[i] = now[i]
            expected[i] += (math.prod(state) - old) / 6
    leaves = tuple(Node(str(i), a, b) for i, (a, b) in enumerate(zip(before, now, strict=True)))
    found = shapley(Node("root", parts=leaves, formula=by("*", 3)))
    assert [found[str(i)] for i in range(3)] == pytest.approx(expected)
    assert found["root"] == pytest.approx(200)


def test_a_part_that_divides_and_one_that_is_there_twice() -> None:
    # (a + a * b) / c, by every order.
    formula = parse_formula("(a + a * b) / c", list("abc"), "formula")
    before, now = (3.0, 2.0, 5.0), (4.0, -1.0, 2.0)
    expected = [0.0, 0.0, 0.0]
    for order in permutations(range(3)):
        state = list(before)
        for i in order:
            old = (state[0] + state[0] * state[1]) / state[2]
            state[i] = now[i]
            expected[i] += ((state[0] + state[0] * state[1]) / state[2] - old) / 6
    leaves = tuple(Node(name, a, b) for name, a, b in zip("abc", before, now, strict=True))
    found = shapley(Node("root", parts=leaves, formula=formula))
    assert [found[name] for name in "abc"] == pytest.approx(expected)


def test_deep_trees_of_sums_and_products_are_quick() -> None:
    def deep(name: str, levels: int) -> Node:
        if not levels:
            return Node(name, 2, 3)
        parts = tuple(deep(f"{name}{i}", levels - 1) for i in range(4))
        return Node(name, parts=parts, formula=by("+*"[levels % 2], 4))

    root = deep("n", 5)
    found = shapley(root)
    leaves = [found[node.name] for node in every(root) if node.formula is None]
    before, now = root.values()
    assert math.fsum(leaves) == pytest.approx(now - before, rel=1e-9)


def test_a_part_that_did_not_change_but_whose_own_parts_did() -> None:
    inner = Node("inner", parts=(Node("a", 1, 3), Node("b", 3, 1)), formula=by("+", 2))
    found = shapley(Node("root", parts=(inner, Node("c", 2, 2)), formula=by("*", 2)))
    assert found == {"root": 0, "inner": 0, "a": 4, "b": -4, "c": 0}


def test_dividing_by_zero_on_the_way_is_said_and_not_guessed() -> None:
    # Both periods have a value, but with one difference alone the denominator is zero.
    apart = Node("apart", parts=(Node("x", 5, 9), Node("y", 4, 5)), formula=by("-", 2))
    found = shapley(Node("root", parts=(Node("top", 1, 1), apart), formula=by("/", 2)))
    assert math.isfinite(found["apart"])
    assert math.isnan(found["y"])


COUNTS = st.integers(0, 10_000).map(float)


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), min_size=1, max_size=8))
def test_mix_and_rate_add_up(rows: list[tuple[float, float, float, float]]) -> None:
    top, bottom, top_now, bottom_now = (np.array(column) for column in zip(*rows, strict=True))
    if not bottom.sum() or not bottom_now.sum():
        return
    found = mix_and_rate(top, bottom, top_now, bottom_now)
    change = top_now.sum() / bottom_now.sum() - top.sum() / bottom.sum()
    assert math.fsum(found.effect) == pytest.approx(change, rel=1e-9, abs=1e-9)


def test_a_new_slice_is_mix_and_a_better_one_rate() -> None:
    one = mix_and_rate(*(np.array(v, float) for v in ([50, 0], [100, 0], [50, 10], [100, 100])))
    assert one.rate.tolist() == [0, 0]
    assert one.effect.sum() == pytest.approx(0.3 - 0.5)
    other = mix_and_rate(*(np.array(v, float) for v in ([50, 10], [100, 100], [80, 10], [100, 100])))
    assert other.mix.tolist() == [0, 0]
    assert other.rate.tolist() == pytest.approx([0.15, 0])
