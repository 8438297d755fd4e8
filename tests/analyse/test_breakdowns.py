"""Answers taken apart by ranges, segments and combinations, small enough to be checked by eye."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.projects import Commit, Plan, add_commit, add_merges, moment, open_plan

from yunying.analyse import ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import parse_address
from yunying.store import Dataset

DAY = date(2020, 2, 28)


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    properties: Any = (("plan", "event", "text"), ("price", "event", "number"), ("city", "person", "text"))
    rows = (
        (0, "buy", moment(DAY, 1), "a", 1.0, "P"),
        (0, "buy", moment(DAY, 2), "a", 2.0, "P"),
        (1, "buy", moment(DAY, 3), "b", 3.0, "L"),
        (1, "buy", moment(DAY, 4), "a", 4.0, "L"),
        (2, "buy", moment(DAY, 5), "a", 100.0, None),
        (3, "buy", moment(DAY, 6), None, None, None),
    )
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
    add_commit(data, Commit(properties, rows))
    data.segments.keep("seg_a", np.array([0, 2, 77], np.int32))
    return data


def raw(breakdown: Any, **parts: Any) -> Any:
    days = {"from": str(DAY), "to": str(DAY)}
    return {"kind": "trend", "series": [{"event": "buy"}], "range": days, "breakdown": breakdown, **parts}


def found(data: Dataset, breakdown: Any) -> list[tuple[Any, int]]:
    question = parse_question(raw(breakdown))
    totals = ask(data, question).totals["series"]
    for total in totals:
        assert parse_address(total["address"])["breakdown"] == total["breakdown"]
        counts = people_behind(data, question, total["address"]).counts
        assert counts is not None
        assert counts.sum() == total["value"]
    return [(total["breakdown"], total["value"]) for total in totals]


def test_ranges_of_equal_frequency(data: Dataset) -> None:
    # Of 1, 2, 3, 4, 100 the values of ranks ⌈5/2⌉ and 5.
    assert found(data, {"property": "price", "bins": 2}) == [("[1, 3)", 2), ("[3, 100]", 3), (None, 1)]
    ranges = [("[1, 2)", 1), ("[2, 3)", 1), ("[3, 4)", 1), ("[4, 100]", 2), (None, 1)]
    assert found(data, {"property": "price", "bins": 50}) == ranges


def test_ranges_as_given(data: Dataset) -> None:
    expected = [("[1, 2.5)", 2), ("[2.5, 4]", 2), (None, 1), ("$other", 1)]
    assert found(data, {"property": "price", "edges": [0, 1, 2.5, 4]}) == expected


def test_one_value_is_one_range(data: Dataset) -> None:
    question = raw({"property": "price", "bins": 3})
    question["filters"] = [{"property": "price", "op": "=", "value": 3}]
    totals = ask(data, parse_question(question)).totals["series"]
    assert [(t["breakdown"], t["value"]) for t in totals] == [("[3, 3]", 1)]


def test_in_a_segment_and_not(data: Dataset) -> None:
    assert found(data, {"segment": "seg_a"}) == [(False, 3), (True, 3)]


def test_a_person_merged_later_is_still_a_member(data: Dataset) -> None:
    add_merges(data, [(0, 1)])
    assert found(data, {"segment": "seg_a"}) == [(True, 5), (False, 1)]
    add_merges(data, [(2, 3)])
    assert found(data, {"segment": "seg_a"}) == [(True, 6)]


def test_combinations(data: Dataset) -> None:
    by = [{"property": "plan", "top": 2}, {"property": "city"}]
    assert found(data, by) == [(["a", "P"], 2), (["a", "L"], 1), ("$other", 3)]
    by = [{"property": "plan"}, {"segment": "seg_a"}, {"property": "price", "edges": [0, 2, 5]}]
    assert found(data, by) == [
        (["a", False, "[2, 5]"], 1),
        (["a", True, "$other"], 1),
        (["a", True, "[0, 2)"], 1),
        (["a", True, "[2, 5]"], 1),
        (["b", False, "[2, 5]"], 1),
        ("$other", 1),
    ]
    assert found(data, [{"property": "plan", "top": 1}]) == [(["a"], 4), ("$other", 2)]


REFUSED: list[tuple[Any, str, str]] = [
    ({}, "bad_question", "breakdown"),
    ({"property": "plan", "segment": "seg_a"}, "bad_question", "breakdown"),
    ({"segment": "seg_a", "bins": 3}, "bad_question", "breakdown"),
    ({"property": "price", "bins": 3, "edges": [1, 2]}, "bad_question", "breakdown"),
    ({"property": "price", "edges": [1, 1]}, "bad_question", "breakdown"),
    ({"property": "price", "edges": [1]}, "bad_question", "breakdown.edges"),
    ({"property": "price", "edges": [1, float("nan")]}, "bad_question", "breakdown.edges.1"),
    ({"property": "price", "bins": 1}, "bad_question", "breakdown.bins"),
    ({"property": "price", "bins": 51}, "bad_question", "breakdown.bins"),
    ([], "bad_question", "breakdown"),
    ([{"property": "plan"}] * 4, "bad_question", "breakdown"),
    ([{"property": "plan"}, {"property": "plan", "x": 1}], "bad_question", "breakdown.1.x"),
    ([{"property": "plan"}, {"property": "plam"}], "unknown_property", "breakdown.1.property"),
    ({"property": "plan", "bins": 3}, "property_not_numeric", "breakdown.bins"),
    ({"property": "city", "edges": [1, 2]}, "property_not_numeric", "breakdown.edges"),
    ({"segment": "seg_b"}, "unknown_segment", "breakdown.segment"),
    ([{"property": "plan"}, {"segment": "../x"}], "unknown_segment", "breakdown.1.segment"),
]


@pytest.mark.parametrize(("breakdown", "code", "field"), REFUSED, ids=str)
def test_refusals(data: Dataset, breakdown: Any, code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(data, parse_question(raw(breakdown)))
    assert (caught.value.code, caught.value.field) == (code, field)


def test_near_segments_are_offered(data: Dataset) -> None:
    with pytest.raises(Refused, match="did you mean 'seg_a'"):
        ask(data, parse_question(raw({"segment": "seg_b"})))


@pytest.mark.parametrize("label", ['["a"]', '["a","P","x"]', '["a",1]', '"a"', "null", '[["a"],"P"]'])
def test_addresses_of_no_combination(data: Dataset, label: str) -> None:
    question = parse_question(raw([{"property": "plan"}, {"property": "city"}]))
    with pytest.raises(Refused) as caught:
        people_behind(data, question, f"series=0&breakdown={label}")
    assert caught.value.code == "bad_address"


def test_a_type_that_arrives_later_makes_other_groups_of_the_same_rows(tmp_path: Path) -> None:
    data = open_plan(Plan("UTC", "monday", date(2020, 2, 3), datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
    asked = parse_question(
        {
            "kind": "trend",
            "series": [{"event": "view"}],
            "interval": "month",
            "range": {"from": "2020-02-01", "to": "2020-02-29"},
            "breakdown": {"property": "member", "top": 1},
        }
    )
    rows = [(who, "view", moment(date(2020, 2, 3), 60 * who), who != 1) for who in range(3)]
    add_commit(data, Commit((("member", "event", "boolean"),), tuple(rows)))
    assert {r["breakdown"]: r["value"] for r in ask(data, asked).rows} == {True: 2, "$other": 1}
    later = (3, "view", moment(date(2020, 2, 4), 0), "no")
    add_commit(data, Commit((("member", "event", "text"),), (later,)))
    found = {r["breakdown"]: r["value"] for r in ask(data, asked).rows}
    assert found == {"true": 2, "$other": 2}
