"""Metric trees: what is one, and that what its nodes moved adds up on the data, remainders included."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunying.core import Calendar, Refused
from yunying.kpi import Desk, FactTable, Metric, Recorded, Tree, TreeRead, read_tree, read_trees, write_trees
from yunying.kpi.tree.definition import Branch
from yunying.kpi.tree.templates import TREE_TEMPLATES
from yunying.metrics import Days

KEYS = ["a", "b", "c", "d", "e"]
NAME = {"zh": "某", "en": "Some"}
METRICS = {
    key: Metric.model_validate({"name": NAME, "is": {"type": "fact", "fact": key}}) for key in [*KEYS, "root"]
}
BEFORE, NOW = Days(date(2026, 3, 1), date(2026, 3, 2)), Days(date(2026, 3, 3), date(2026, 3, 4))


def refuse(question: Any) -> Any:
    raise Refused("no_events", "There are no events here.")


def desk(values: dict[str, tuple[float, float]]) -> Desk:
    def table(fact: str) -> FactTable:
        before, now = values[fact]
        return FactTable(
            Recorded(first + timedelta(days=i), {}, value / 2)
            for first, value in ((BEFORE.first, before), (NOW.first, now))
            for i in range(2)
        )

    now = datetime(2026, 4, 1, tzinfo=UTC)
    return Desk(refuse, Calendar("UTC", "monday"), now, int(now.timestamp() * 1e6), table)


def tree(root: dict[str, Any]) -> Branch:
    return Tree.model_validate({"name": NAME, "root": root}).root


def leaf(*keys: str) -> list[dict[str, Any]]:
    return [{"metric": key} for key in keys]


def read(root: Branch, values: dict[str, tuple[float, float]], **options: Any) -> TreeRead:
    return read_tree(desk(values), root, METRICS, BEFORE, NOW, **options)


SHAPES = [
    {"metric": "root", "formula": "a + b - c", "parts": leaf("a", "b", "c")},
    {
        "metric": "root",
        "formula": "a * b",
        "parts": [*leaf("a"), {"metric": "b", "formula": "c / d", "parts": leaf("c", "d")}],
    },
    {
        "metric": "root",
        "formula": "a / b",
        "parts": [*leaf("a"), {"metric": "b", "formula": "c * d - e", "parts": leaf("c", "d", "e")}],
    },
]
VALUE = st.one_of(st.just(0.0), st.integers(-40, 40).map(float), st.floats(-1e4, 1e4, allow_subnormal=False))
VALUES = st.fixed_dictionaries({key: st.tuples(VALUE, VALUE) for key in [*KEYS, "root"]})


@settings(max_examples=150)
@given(st.sampled_from(SHAPES), VALUES)
def test_parts_and_remainders_add_up_to_the_change(
    shape: dict[str, Any], values: dict[str, tuple[float, float]]
) -> None:
    found = read(tree(shape), values)
    by_path = {node.path: node for node in found.nodes}
    root = found.nodes[0]
    assert root.now.value is not None
    assert root.before.value is not None
    change = root.now.value - root.before.value
    for node in found.nodes:
        told = [by_path[part].contribution for part in node.parts]
        if node.remainder is None:
            assert told == [None] * len(told)
            continue
        known = [one for one in told if one is not None]
        assert len(known) == len(told)
        scale = max(1.0, *map(abs, known), abs(node.remainder))
        if node is root:
            assert math.fsum([*known, node.remainder]) - change == pytest.approx(0, abs=1e-9 * scale)
        assert math.fsum([*known, node.remainder]) == pytest.approx(node.contribution, abs=1e-9 * scale)


@given(VALUES)
def test_the_order_of_parts_does_not_matter(values: dict[str, tuple[float, float]]) -> None:
    shape = SHAPES[2]
    turned = shape | {
        "parts": [
            {"metric": "b", "formula": "c * d - e", "parts": leaf("e", "c", "d")},
            *leaf("a"),
        ]
    }
    one, other = (
        {node.path: node.contribution for node in read(tree(of), values).nodes} for of in (shape, turned)
    )
    for path, value in one.items():
        expected = other[path]
        assert (value is None) == (expected is None)
        if value is not None and expected is not None:
            assert value == pytest.approx(expected, rel=1e-6, abs=1e-6 * max(map(abs, values["root"])) + 1e-6)


def test_what_parts_do_not_give_is_said_and_counted() -> None:
    values = {"root": (100.0, 130.0), "a": (40.0, 60.0), "b": (50.0, 40.0), "c": (0.0, 0.0)}
    found = read(tree(SHAPES[0]), values)
    root = found.nodes[0]
    assert (root.before.by_parts, root.before.remainder) == (90, 10)
    assert (root.now.by_parts, root.now.remainder) == (100, 30)
    assert {node.path: node.contribution for node in found.nodes} == {
        "root": 30, "root.a": 20, "root.b": -10, "root.c": 0,
    }  # fmt: skip
    assert root.remainder == 20


def test_a_node_whose_parts_give_no_value_stands_by_itself() -> None:
    values = {"root": (10.0, 30.0), "a": (5.0, 5.0), "b": (2.0, 6.0), "c": (2.0, 6.0), "d": (0.0, 1.0)}
    found = {node.path: node for node in read(tree(SHAPES[1]), values).nodes}
    assert found["root.b"].before.by_parts is None
    assert found["root.b"].contribution == 20
    assert found["root.b.c"].contribution is None
    assert found["root.b"].remainder is None


def test_a_metric_that_cannot_be_asked_leaves_the_others() -> None:
    events = Metric.model_validate({"name": NAME, "is": {"type": "count", "event": "x"}})
    root = tree({"metric": "root", "formula": "a + b", "parts": leaf("a", "b")})
    values = {"root": (1.0, 2.0), "a": (1.0, 1.0), "b": (0.0, 0.0)}
    found = read_tree(desk(values), root, METRICS | {"b": events}, BEFORE, NOW)
    last = found.nodes[-1]
    assert last.problem is not None
    assert last.problem.code == "no_events"
    assert found.nodes[1].now.value == 1
    assert found.nodes[0].contribution == 1
    gone = read_tree(desk(values), root, {"root": METRICS["root"], "a": METRICS["a"]}, BEFORE, NOW)
    assert gone.nodes[-1].problem is not None
    assert gone.nodes[-1].problem.code == "unknown_metric"


def test_lmdi_and_a_node_alone() -> None:
    values = {"root": (6.0, 24.0), "a": (3.0, 4.0), "b": (2.0, 6.0), "c": (4.0, 6.0), "d": (2.0, 1.0)}
    found = read(tree(SHAPES[1]), values, method="lmdi")
    told = {node.path: node.contribution for node in found.nodes}
    assert told["root.a"] == pytest.approx(18 / math.log(4) * math.log(4 / 3))
    assert told["root.b.c"] + told["root.b.d"] == pytest.approx(told["root.b"])  # type: ignore[operator]
    hindered = read(tree(SHAPES[1]), values | {"a": (0.0, 4.0)}, method="lmdi")
    assert hindered.hindered is not None
    assert hindered.hindered.node == "root.a"
    assert all(node.contribution is None for node in hindered.nodes)
    alone = read(tree(SHAPES[1]).parts[1], values, above="root")
    assert [node.path for node in alone.nodes] == ["root.b", "root.b.c", "root.b.d"]
    assert alone.nodes[0].contribution == 4


def test_periods_that_overlap_are_refused() -> None:
    with pytest.raises(Refused, match="do not overlap"):
        read_tree(desk({}), tree(SHAPES[0]), METRICS, NOW, BEFORE)


@pytest.mark.parametrize(
    ("root", "says"),
    [
        ({"metric": "a", "formula": "b"}, "no parts"),
        ({"metric": "a", "parts": leaf("b")}, "which formula"),
        ({"metric": "a", "formula": "b", "parts": leaf("b", "c")}, "leaves out its part c"),
        ({"metric": "a", "formula": "b + x", "parts": leaf("b")}, "x"),
        ({"metric": "a", "formula": "b + b", "parts": leaf("b", "b")}, "twice"),
        ({"metric": "a", "formula": "a", "parts": leaf("a")}, "part of itself"),
        (
            {
                "metric": "a",
                "formula": "b",
                "parts": [{"metric": "b", "formula": "a", "parts": leaf("a")}],
            },
            "part of itself",
        ),
        ({"metric": "a", "formula": "+".join("bcdefghij"), "parts": leaf(*"bcdefghij")}, "at most 8"),
    ],
)
def test_what_is_no_tree_is_refused(root: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Tree.model_validate({"name": NAME, "root": root})


def test_trees_are_as_large_as_a_change_can_be_taken_apart() -> None:
    def deep(level: int, operator: str) -> dict[str, Any]:
        keys = [f"m{level}_{i}" for i in range(8)]
        node: dict[str, Any] = {"metric": f"n{level}", "formula": operator.join([*keys[1:], f"n{level + 1}"])}
        node["parts"] = [*leaf(*keys[1:]), deep(level + 1, operator)] if level < 5 else leaf(*keys)
        if level == 5:
            node["formula"] = operator.join(keys)
        return node

    assert Tree.model_validate({"name": NAME, "root": deep(1, "*")})
    with pytest.raises(ValueError, match="below a division"):
        Tree.model_validate({"name": NAME, "root": deep(1, "/")})


def test_trees_are_kept_in_files() -> None:
    trees = {one.key: one.tree for one in TREE_TEMPLATES}
    assert read_trees(write_trees(trees)) == trees
    with pytest.raises(Refused) as refused:
        read_trees("trees: {a: {name: {zh: 一, en: a}, root: {metric: a, formula: b}}}")
    assert refused.value.field == "trees.a.root"


def test_templates_stand_over_a_projects_own_metrics() -> None:
    for template in TREE_TEMPLATES:
        needs = template.needs()
        assert set(needs) <= set(template.names)
        chosen = {key: f"my_{key}" for key in needs}
        metrics = dict.fromkeys(chosen.values(), METRICS["a"])
        placed, brought = template.over(metrics, chosen)
        assert placed.root.metric.startswith("my_")
        assert set(brought) == set(template.brings)
        with pytest.raises(Refused, match="choose which one"):
            template.over({}, {})
