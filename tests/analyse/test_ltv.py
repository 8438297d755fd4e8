"""LTV small enough to be checked by eye, and against plain loops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.kinds.ltv import ltv_values, ltvs
from tests.support.profiles import share
from tests.support.projects import built, plans
from tests.support.small import A_DAY, HOUR, small_project

from yunying.analyse import Ltv, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer

Ask = Callable[..., Answer]
ROWS = [
    (0, "pay", -HOUR, 99.0, "ads"),  # before they came: does not count
    (0, "come", 0, None, "ads"),
    (0, "pay", HOUR, 10.0, None),
    (0, "pay", 26 * HOUR, 5.0, None),
    (0, "refund", 27 * HOUR, 3.0, None),
    (1, "come", 12 * HOUR, None, "mail"),
    (1, "pay", 30 * HOUR, 20.0, None),
    (2, "come", 30 * HOUR, None, "ads"),
    (3, "seen", 10 * A_DAY, None, None),
]


def question(**parts: Any) -> Any:
    raw = {
        "kind": "ltv",
        "acquired": {"event": "come"},
        "revenue": {"event": "pay", "property": "amount"},
        "refunds": {"event": "refund", "property": "amount"},
        "cohort": "day",
        "age": "day",
        "ages": 2,
        "range": {"from": "2020-02-28", "to": "2020-02-29"},
    }
    return parse_question(raw | parts)


@pytest.fixture
def ltv(tmp_path: Path) -> Ask:
    data = small_project(tmp_path, ROWS, [("amount", "event", "number"), ("channel", "event", "text")])
    return lambda **parts: ask(data, question(**parts))


def cells(answer: Answer) -> list[tuple[Any, ...]]:
    return [
        (r["cohort"][-2:], r["age"], r["people"], r["gross"], r["value"], r["payers"]) for r in answer.rows
    ]


def test_rolling(ltv: Ask) -> None:
    answer = ltv()
    assert cells(answer) == [
        ("28", 0, 2, 30.0, 30.0, 2),  # the second pays 18 hours after they came
        ("28", 1, 2, 35.0, 32.0, 2),
        ("28", 2, 2, 35.0, 32.0, 2),
        ("29", 0, 1, 0.0, 0.0, 0),
        ("29", 1, 1, 0.0, 0.0, 0),
        ("29", 2, 1, 0.0, 0.0, 0),
    ]
    assert all(r["complete"] for r in answer.rows)
    assert [(t["people"], t["value"], t["per_person"]) for t in answer.totals["ages"]] == [
        (3, 30.0, 10.0),
        (3, 32.0, 32 / 3),
        (3, 32.0, 32 / 3),
    ]


def test_calendar(ltv: Ask) -> None:
    assert cells(ltv(counting="calendar"))[:2] == [("28", 0, 2, 10.0, 10.0, 1), ("28", 1, 2, 35.0, 32.0, 2)]


def test_by_channel_with_costs(ltv: Ask) -> None:
    costs = [{"group": "ads", "total": 31}, {"per_person": 5}]
    answer = ltv(breakdown={"property": "channel"}, cost=costs, counting="calendar")
    found = {(p["breakdown"], p["cohort"][-2:]): p for p in answer.totals["payback"]}
    assert (found["ads", "28"]["cost"], found["ads", "28"]["payback_age"]) == (31, None)
    assert (found["mail", "28"]["cost_per_person"], found["mail", "28"]["payback_age"]) == (5, 1)
    assert found["mail", "29"]["payback_age"] is None


def test_ages_that_are_not_over(tmp_path: Path) -> None:
    data = small_project(
        tmp_path, [(0, "come", 0, 1.0), (0, "seen", 50 * HOUR, None)], [("amount", "event", "number")]
    )
    answer = ask(data, question(revenue={"event": "come", "property": "amount"}, refunds=None, ages=9))
    # Of the 28th, age 1 ends for the last who can have come on March 2nd at midnight; data ends that day at 2.
    assert [(r["cohort"][-2:], r["age"], r["complete"]) for r in answer.rows] == [
        ("28", 0, True),
        ("28", 1, False),
        ("28", 2, False),
        ("29", 0, False),
        ("29", 1, False),
    ]
    assert [(t["age"], t["cohorts"], t["complete"]) for t in answer.totals["ages"]] == [
        (0, 1, True),
        (1, 2, False),
        (2, 1, False),
    ]


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"acquired": {"event": "x"}}, "unknown_event", "acquired.event"),
        ({"revenue": {"event": "pay", "property": "channel"}}, "property_not_numeric", "revenue.property"),
        ({"refunds": {"event": "pay", "property": "x"}}, "unknown_property", "refunds.property"),
        ({"cost": [{"per_person": 1, "total": 2}]}, "one_cost_wanted", "cost.0"),
        ({"cost": [{"cohort": "2020-02-28"}]}, "one_cost_wanted", "cost.0"),
        ({"cost": [{"group": "ads", "total": 2}]}, "group_not_wanted", "cost.0.group"),
    ],
)
def test_refused(ltv: Ask, parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        ltv(**parts)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "age=0",
        "total=true",
        "cohort=2020-02-28&age=0",
        "cohort=2020-02-28&age=7&payers=true",
        "cohort=2020-02-27",
        "cohort=2020-02-28&total=true",
        "total=true&age=-1",
    ],
)
def test_addresses_of_no_figure(tmp_path: Path, address: str) -> None:
    data = small_project(tmp_path, ROWS, [("amount", "event", "number"), ("channel", "event", "text")])
    with pytest.raises(Refused) as caught:
        people_behind(data, question(), address)
    assert caught.value.code == "bad_address"


@share(0.2)
@given(draw=st.data())
def test_against_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans().filter(lambda plan: ("price", "event") in plan.properties))
    raw = draw.draw(ltvs(plan).filter(lambda raw: "from" in raw["range"]))
    raw |= {"filters": [], "breakdown": None, "cost": None, "acquired": {"event": raw["acquired"]["event"]}}
    raw["revenue"] = {"event": raw["revenue"]["event"], "property": "price"}
    if raw["refunds"]:
        raw["refunds"] = {"event": raw["refunds"]["event"], "property": "price"}
    asked = parse_question(raw)
    assert isinstance(asked, Ltv)
    expected = ltv_values(plan, asked)
    with built(plan) as data:
        answer = ask(data, asked)
    for row in answer.rows:
        people, value, payers = expected.get((row["cohort"], row["age"]), (0, 0.0, 0))
        assert (row["people"], row["payers"]) == (people, payers)
        assert row["value"] == pytest.approx(value, rel=1e-9, abs=1e-6)


@share(0.1)
@given(draw=st.data())
def test_the_last_age_has_all_revenue_of_the_cohorts(draw: st.DataObject) -> None:
    plan = draw.draw(plans().filter(lambda plan: ("price", "event") in plan.properties))
    known = plan.now - datetime(1970, 1, 1, tzinfo=UTC)
    assume(all(timedelta(microseconds=row[2]) < known for row in plan.rows(marked=True)))
    days = {
        "from": str(max(plan.anchor - timedelta(days=45), date(1970, 1, 2))),
        "to": str(plan.anchor + timedelta(days=45)),
    }
    every = {"event": None}
    revenue = every | {"property": "price"}
    asked = {"kind": "ltv", "acquired": every, "revenue": revenue, "age": "day", "range": days}
    series = [every | {"measure": "sum", "property": "price"}]
    with built(plan) as data:
        rows = ask(data, parse_question(asked)).rows
        total = ask(data, parse_question({"kind": "trend", "series": series, "range": days})).totals
    last = {r["cohort"]: r["value"] for r in rows}
    assert sum(last.values()) == pytest.approx(total["series"][0]["value"], rel=1e-9, abs=1e-6)
