"""Distributions small enough to be checked by eye, and against plain loops."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.kinds.distribution import distribution_values, distributions
from tests.support.profiles import share
from tests.support.projects import built, plans
from tests.support.small import small_project

from yunying.analyse import Distribution, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer

Ask = Callable[..., Answer]
ROWS = [
    (0, "buy", 0, 5.0, "red", 1),
    (0, "buy", 1, 15.0, "blue", 2),
    (1, "buy", 2, 12.0, "red", 3),
    (2, "buy", 3, None, None, 4),
]
PROPERTIES = [("price", "event", "number"), ("colour", "event", "text"), ("due", "event", "time")]


def question(**parts: Any) -> Any:
    days = {"from": "2020-02-28", "to": "2020-02-28"}
    return parse_question(
        {"kind": "distribution", "event": {"event": "buy"}, "property": "price", "range": days, **parts}
    )


@pytest.fixture
def distribution(tmp_path: Path) -> Ask:
    data = small_project(tmp_path, ROWS, PROPERTIES)  # type: ignore[arg-type]
    return lambda **parts: ask(data, question(**parts))


def test_given_edges(distribution: Ask) -> None:
    answer = distribution(edges=[0, 10, 15])
    assert [(r["from"], r["to"], r["count"]) for r in answer.rows] == [(0, 10, 1), (10, 15, 1), (15, None, 1)]
    (total,) = answer.totals["rows"]
    assert (total["count"], total["people"], total["unset"], total["sum"]) == (3, 2, 1, 32)
    assert (total["min"], total["median"], total["max"], total["mean"]) == (5, 12, 15, 32 / 3)


def test_round_bars(distribution: Ask) -> None:
    assert [(r["from"], r["to"], r["count"]) for r in distribution(bars=3).rows] == [
        (5, 10, 1),
        (10, 15, 1),
        (15, 20, 1),
    ]
    # Whole numbers are not cut finer than into ones.
    assert {r["to"] - r["from"] for r in distribution(bars=200).rows} == {1}


def test_people_with_one_value_each(distribution: Ask) -> None:
    answer = distribution(by="people", person_value="sum", edges=[0, 13])
    assert [(r["count"], r["people"], r["share"]) for r in answer.rows] == [(1, 1, 0.5), (1, 1, 0.5)]
    assert answer.totals["rows"][0]["unset"] == 1
    assert answer.totals["rows"][0]["max"] == 20


def test_texts(distribution: Ask) -> None:
    answer = distribution(property="colour", top=1)
    assert [(r["value"], r["count"], r["people"]) for r in answer.rows] == [("red", 2, 2), ("$other", 1, 1)]
    by_people = distribution(property="colour", by="people")
    assert [(r["value"], r["count"]) for r in by_people.rows] == [("blue", 1), ("red", 1)]


def test_nothing_at_all(distribution: Ask) -> None:
    answer = distribution(range={"from": "2020-01-01", "to": "2020-01-02"})
    assert answer.rows == []
    assert (answer.totals["rows"][0]["count"], answer.totals["rows"][0]["median"]) == (0, None)


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"property": "due"}, "distribution_of_time", "property"),
        ({"property": "nothing"}, "unknown_property", "property"),
        ({"person_value": "sum"}, "person_value_not_wanted", "person_value"),
        (
            {"property": "colour", "by": "people", "person_value": "sum"},
            "property_not_numeric",
            "person_value",
        ),
        ({"property": "colour", "edges": [1]}, "edges_not_wanted", "edges"),
        ({"edges": [2, 1]}, "edges_must_rise", "edges"),
    ],
)
def test_refused(distribution: Ask, parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        distribution(**parts)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize("address", ["", "bar=99", "value=%22red%22", "total=1", "bar=0&total=true"])
def test_addresses_of_no_figure(tmp_path: Path, address: str) -> None:
    data = small_project(tmp_path, ROWS, PROPERTIES)  # type: ignore[arg-type]
    with pytest.raises(Refused) as caught:
        people_behind(data, question(), address)
    assert caught.value.code == "bad_address"


@share(0.2)
@given(draw=st.data())
def test_against_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(
        distributions(plan).filter(
            lambda raw: "from" in raw["range"] and (raw["property"], "event") in plan.properties
        )
    )
    raw |= {
        "filters": [],
        "breakdown": None,
        "event": {"event": raw["event"]["event"]},
        "top": 200,
        "scope": "event",
    }
    if plan.properties[raw["property"], "event"] == "text" and raw["property"] != "plan":
        return  # of several types: its values are texts that plain loops would have to write
    asked = parse_question(raw)
    assert isinstance(asked, Distribution)
    expected, unset = distribution_values(plan, asked)
    with built(plan) as data:
        answer = ask(data, asked)
    (total,) = answer.totals["rows"]
    assert (total["count"], total["unset"]) == (len(expected), unset)
    if "value" in (c["name"] for c in answer.columns):
        found = {r["value"]: r["count"] for r in answer.rows if r["value"] != "$other"}
        assert found == {v: expected.count(v) for v in expected if v != "$other"}
    elif expected:
        assert total["mean"] == pytest.approx(statistics.fmean(expected))
        assert total["median"] == pytest.approx(statistics.median(expected))
        assert (total["min"], total["max"]) == pytest.approx((expected[0], expected[-1]))
