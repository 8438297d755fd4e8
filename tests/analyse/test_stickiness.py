"""Stickiness against plain loops and the trend, and small enough to be checked by eye."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.analyse.test_lifecycle import bare
from tests.support.kinds.stickiness import stickiness_values, stickinesses
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import Stickiness, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 3)  # a Monday
DAYS = 86_400


@share(0.2)
@given(draw=st.data())
def test_as_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    question = parse_question(bare(draw.draw(stickinesses(plan))))
    assert isinstance(question, Stickiness)
    expected = stickiness_values(plan, question)
    with built(plan) as data:
        rows = ask(data, question).rows
    for row in rows:
        assert row["people"] == len(expected[row["bucket"], row["days"]]), row


@share(0.1)
@given(draw=st.data())
def test_active_people_are_those_of_the_trend(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(stickinesses(plan)) | {"breakdown": None}
    with built(plan) as data:
        answer = ask(data, parse_question(raw))
        assume(
            answer.provenance.range["from"] >= "1970-01-02"
        )  # whole periods may begin before what can be asked
        trend = {
            "kind": "trend",
            "series": [{**raw["activity"], "measure": "people"}],
            **{k: raw[k] for k in ("interval", "marked", "filters")},
            "range": answer.provenance.range,
        }
        people = {r["bucket"]: r["value"] for r in ask(data, parse_question(trend)).rows}
        daily = ask(data, parse_question(trend | {"interval": "day"})).rows
    for total in answer.totals["periods"]:
        own = [r for r in answer.rows if r["bucket"] == total["bucket"]]
        assert total["active"] == sum(r["people"] for r in own) == people[total["bucket"]]
        assert own[0]["at_least"] == total["active"]
        last = max(r["days"] for r in own)
        first = date.fromisoformat(total["bucket"]).toordinal()
        inside = [r for r in daily if 0 <= date.fromisoformat(r["bucket"]).toordinal() - first < last]
        # Days of people are people of days.
        assert sum(r["days"] * r["people"] for r in own) == sum(r["value"] for r in inside)


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """Week of 3 February: 0 on three days, 1 on one (twice), 2 on all seven. Week of the 10th: 0 on one. On the 20th
    something else ends what is known."""
    plan = Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ())
    opened = open_plan(plan, tmp_path)
    times = [(0, 0.0), (0, 2.5), (0, 6.99), (1, 3.1), (1, 3.2), *((2, float(d)) for d in range(7)), (0, 7.0)]
    written = [(who, "use", moment(DAY, at * DAYS), "b" if at > 2 else "a") for who, at in times]
    written.append((9, "other", moment(DAY, 17 * DAYS), "a"))
    add_commit(opened, Commit((("plan", "event", "text"),), tuple(written)))
    return opened


def asked(data: Dataset, **parts: Any) -> Answer:
    return ask(data, parse_question(_raw(**parts)))


def _raw(**parts: Any) -> dict[str, Any]:
    days = {"from": "2020-02-09", "to": "2020-02-20"}
    return {"kind": "stickiness", "activity": {"event": "use"}, "range": days, **parts}


def test_three_weeks(data: Dataset) -> None:
    answer = asked(data)
    found = {(r["bucket"][5:], r["days"]): (r["people"], r["at_least"]) for r in answer.rows}
    assert [found["02-03", k] for k in range(1, 8)] == [
        (1, 3),
        (0, 2),
        (1, 2),
        (0, 1),
        (0, 1),
        (0, 1),
        (1, 1),
    ]
    assert [found["02-10", k] for k in range(1, 8)] == [(1, 1)] + [(0, 0)] * 6
    first, second, third = answer.totals["periods"]
    assert (first["active"], first["average_days"]) == (3, 11 / 3)
    assert first["stickiness"] == pytest.approx(11 / 21)
    assert (second["active"], second["average_days"], second["complete"]) == (1, 1.0, True)
    assert (third["active"], third["average_days"], third["complete"]) == (0, None, False)
    mean = answer.totals["average"]
    # A third of the first week, all of the second.
    assert mean[0]["share"] == pytest.approx((1 / 3 + 1) / 2)
    assert mean[6]["at_least_share"] == pytest.approx((1 / 3 + 0) / 2)


def test_a_month_has_its_own_number_of_days(data: Dataset) -> None:
    rows = asked(data, interval="month").rows
    assert [r["days"] for r in rows] == list(range(1, 30))
    assert {r["days"]: r["people"] for r in rows if r["people"]} == {1: 1, 4: 1, 7: 1}


def test_people(data: Dataset) -> None:
    question = parse_question(_raw())
    rows = ask(data, question).rows
    assert people_behind(data, question, rows[2]["address"]).people.tolist() == [0]
    assert people_behind(data, question, rows[2]["at_least_address"]).people.tolist() == [0, 2]


def test_the_group_is_that_of_the_first_match_of_the_period(data: Dataset) -> None:
    rows = asked(data, breakdown={"property": "plan"}).rows
    found = {
        (r["breakdown"], r["days"]): r["people"] for r in rows if r["bucket"] == "2020-02-03" and r["people"]
    }
    assert found == {("a", 3): 1, ("a", 7): 1, ("b", 1): 1}


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"activity": {"event": "us"}}, "unknown_event", "activity.event"),
        ({"interval": "day"}, "bad_question", "interval"),
        ({"breakdown": {"property": "nothing"}}, "unknown_property", "breakdown.property"),
    ],
)
def test_refusals(data: Dataset, parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        asked(data, **parts)
    assert (caught.value.code, caught.value.field) == (code, field), caught.value.message


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bucket=2020-02-05",
        "bucket=2020-02-03&days=8",
        "bucket=2020-02-03&days=0",
        "bucket=2020-02-03&days=1&at_least=1",
        "bucket=2020-02-03&breakdown=1",
    ],
)
def test_addresses_of_nothing(data: Dataset, address: str) -> None:
    with pytest.raises(Refused) as caught:
        people_behind(data, parse_question(_raw()), address)
    assert caught.value.code == "bad_address"
