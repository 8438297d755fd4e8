"""Lifecycle against plain loops and the trend, and small enough to be checked by eye."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.kinds.lifecycle import STATUSES, lifecycle_values, lifecycles
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import Lifecycle, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 3)  # a Monday
DAYS = 86_400


def bare(raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"filters": [], "breakdown": None, "activity": {"event": raw["activity"]["event"]}}


@share(0.2)
@given(draw=st.data())
def test_as_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    question = parse_question(bare(draw.draw(lifecycles(plan))))
    assert isinstance(question, Lifecycle)
    expected = lifecycle_values(plan, question)
    with built(plan) as data:
        rows = ask(data, question).rows
    for row in rows:
        assert {s: row[s] for s in STATUSES} == {s: len(expected[row["bucket"], s]) for s in STATUSES}, row


@share(0.1)
@given(draw=st.data())
def test_active_people_are_those_of_the_trend(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(lifecycles(plan)) | {"breakdown": None}
    with built(plan) as data:
        answer = ask(data, parse_question(raw))
        whole = answer.provenance.range
        assume(whole["from"] >= "1970-01-02")  # whole periods may begin before the first day to ask about
        trend = {
            "kind": "trend",
            "series": [{**raw["activity"], "measure": "people"}],
            **{k: raw[k] for k in ("interval", "marked", "filters")},
            "range": whole,
        }
        people = {r["bucket"]: r["value"] for r in ask(data, parse_question(trend)).rows}
    rows = answer.rows
    for row in rows:
        assert row["new"] + row["returning"] + row["resurrected"] == row["active"] == people[row["bucket"]]
    for before, row in pairwise(rows):
        assert row["dormant"] == before["active"] - row["returning"]


@share(0.1)
@given(draw=st.data())
def test_groups_add_up_to_the_whole(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(lifecycles(plan).filter(lambda raw: raw["breakdown"] is not None))
    with built(plan) as data:
        apart = ask(data, parse_question(raw)).rows
        whole = ask(data, parse_question(raw | {"breakdown": None})).rows
    for row in whole:
        own = [r for r in apart if r["bucket"] == row["bucket"]]
        assert all(sum(r[name] for r in own) == row[name] for name in (*STATUSES, "active"))


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """Weeks of 3, 10, 17 and 24 February: 0 is active in the first two and the last, 1 in the first and, by another
    plan, the second, 2 from the second on, 3 before all of them and in the third."""
    plan = Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ())
    opened = open_plan(plan, tmp_path)
    rows = [
        (0, 0, "a"), (0, 6, "b"), (0, 7, "a"), (0, 27, "a"), (1, 2, "a"), (1, 9, "b"), (2, 10, "a"), (2, 13, "b"),
        (2, 14, "a"), (2, 21, "a"), (3, -60, "b"), (3, 20, "b"),
    ]  # fmt: skip
    written = [(who, "use", moment(DAY, at * DAYS), value) for who, at, value in rows]
    written.append((9, "other", moment(DAY, 40 * DAYS), "a"))
    add_commit(opened, Commit((("plan", "event", "text"),), tuple(written)))
    return opened


def asked(data: Dataset, **parts: Any) -> Answer:
    return ask(data, parse_question(_raw(**parts)))


def _raw(**parts: Any) -> dict[str, Any]:
    days = {"from": "2020-02-05", "to": "2020-02-25"}
    return {"kind": "lifecycle", "activity": {"event": "use"}, "range": days, **parts}


def test_four_weeks(data: Dataset) -> None:
    answer = asked(data)
    found = [[r[s] for s in STATUSES] for r in answer.rows]
    assert found == [
        [2, 0, 0, 0],  # 0 and 1 begin
        [1, 2, 0, 0],  # 2 begins
        [0, 1, 1, 2],  # 2 stays, 3 is back, 0 and 1 are gone
        [0, 1, 1, 1],  # 2 stays, 0 is back, 3 is gone
    ]
    assert [r["quick_ratio"] for r in answer.rows] == [None, None, 0.5, 1.0]
    assert answer.totals["groups"] == [
        {"new": 3, "returning": 4, "resurrected": 2, "dormant": 3, "quick_ratio": 5 / 3}
    ]
    # The range is widened to whole weeks, and all of them are over.
    assert answer.provenance.range == {"from": "2020-02-03", "to": "2020-03-01"}
    assert all(r["complete"] for r in answer.rows)


def test_the_people_of_a_week(data: Dataset) -> None:
    question = parse_question(_raw())
    row = ask(data, question).rows[2]
    found = {
        name: people_behind(data, question, row[f"{name}address"]).people.tolist()
        for name in ("", "returning_", "resurrected_", "dormant_")
    }
    assert found == {"": [2, 3], "returning_": [2], "resurrected_": [3], "dormant_": [0, 1]}


def test_the_group_is_that_of_the_first_match_of_the_period(data: Dataset) -> None:
    rows = asked(data, breakdown={"property": "plan"}).rows
    found = {(r["bucket"][5:], r["breakdown"]): [r[s] for s in STATUSES] for r in rows}
    assert found["02-10", "a"] == [1, 1, 0, 0]
    assert found["02-10", "b"] == [0, 1, 0, 0]
    # Of the dormant, 0 was in the week before by plan a, 1 by plan b.
    assert found["02-17", "a"] == [0, 1, 0, 1]
    assert found["02-17", "b"] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"activity": {"event": "us"}}, "unknown_event", "activity.event"),
        ({"breakdown": {"property": "nothing"}}, "unknown_property", "breakdown.property"),
        ({"interval": "hour"}, "bad_question", "interval"),
        (
            {"interval": "day", "range": {"from": "2010-01-01", "to": "2019-12-31"}},
            "too_many_buckets",
            "interval",
        ),
    ],
)
def test_refusals(data: Dataset, parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        asked(data, **parts)
    assert (caught.value.code, caught.value.field) == (code, field), caught.value.message


@pytest.mark.parametrize(
    "address",
    ["", "bucket=2020-02-05", "bucket=2020-02-03&status=%22asleep%22", "bucket=2020-02-03&breakdown=1"],
)
def test_addresses_of_nothing(data: Dataset, address: str) -> None:
    with pytest.raises(Refused) as caught:
        people_behind(data, parse_question(_raw()), address)
    assert caught.value.code == "bad_address"
