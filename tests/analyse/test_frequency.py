"""Frequency against plain loops and the trend, and small enough to be checked by eye."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.analyse.test_lifecycle import bare
from tests.support.kinds.frequency import frequencies, frequency_values
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import Frequency, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 3)  # a Monday
DAYS = 86_400


@share(0.2)
@given(draw=st.data())
def test_as_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = bare(draw.draw(frequencies(plan).filter(lambda raw: "from" in raw["range"])))
    question = parse_question(raw)
    assert isinstance(question, Frequency)
    expected = frequency_values(plan, question)
    with built(plan) as data:
        answer = ask(data, question)
    for row in answer.rows:
        times = expected[row.get("bucket")].values()
        assert row["people"] == sum(row["from"] <= n <= (row["to"] or n) for n in times), row
    for total in answer.totals["groups"]:
        often = sorted(expected[total.get("bucket")].values())
        assert (total["people"], total["events"], total["max"]) == (
            len(often),
            sum(often),
            max(often, default=None),
        )
        assert total["median"] == (statistics.median(often) if often else None)


@share(0.1)
@given(draw=st.data())
def test_people_and_events_are_those_of_the_trend(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(frequencies(plan).filter(lambda raw: raw["interval"] is not None)) | {"breakdown": None}
    with built(plan) as data:
        answer = ask(data, parse_question(raw))
        measures = "people", "events"
        assume(
            answer.provenance.range["from"] >= "1970-01-02"
        )  # whole periods may begin before what can be asked
        trend = {
            "kind": "trend",
            "series": [{**raw["activity"], "measure": measure} for measure in measures],
            **{k: raw[k] for k in ("interval", "marked", "filters")},
            "range": answer.provenance.range,
        }
        rows = ask(data, parse_question(trend)).rows
    found = {(r["bucket"], measures[i * 2 // len(rows)]): r["value"] for i, r in enumerate(rows)}
    assert all(t[m] == found[t["bucket"], m] for t in answer.totals["groups"] for m in measures)


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """In the week of 3 February 0 does it once, 1 three times, 2 seven times (one of them by plan b), and 3 thirty
    times in the next."""
    plan = Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ())
    opened = open_plan(plan, tmp_path)
    often = [(0, 1, 0), (1, 3, 0), (2, 7, 0), (3, 30, 7)]
    written = [
        (who, "use", moment(DAY, day * DAYS + n), "b" if n == 6 else "a")
        for who, times, day in often
        for n in range(times)
    ]
    written.append((9, "other", moment(DAY, 10 * DAYS), "a"))
    add_commit(opened, Commit((("plan", "event", "text"),), tuple(written)))
    return opened


def asked(data: Dataset, **parts: Any) -> Answer:
    return ask(data, parse_question(_raw(**parts)))


def _raw(**parts: Any) -> dict[str, Any]:
    days = {"from": "2020-02-03", "to": "2020-02-12"}
    return {"kind": "frequency", "activity": {"event": "use"}, "range": days, **parts}


def counts(answer: Answer) -> Counter[Any]:
    return Counter({(r["from"], r["to"]): r["people"] for r in answer.rows if r["people"]})


def test_in_the_whole_range(data: Dataset) -> None:
    answer = asked(data)
    assert counts(answer) == {(1, 1): 1, (3, 3): 1, (7, 7): 1, (21, 50): 1}
    assert [(r["from"], r["to"]) for r in answer.rows[9:]] == [
        (10, 10),
        (11, 20),
        (21, 50),
        (51, 100),
        (101, None),
    ]
    (total,) = answer.totals["groups"]
    assert (total["people"], total["events"], total["mean"], total["max"]) == (4, 41, 10.25, 30)
    # Of 1, 3, 7, 30: between neighbours in proportion.
    assert (total["p25"], total["median"], total["p75"]) == (2.5, 5.0, 12.75)
    assert total["p90"] == pytest.approx(7 + 0.7 * 23)


def test_own_brackets(data: Dataset) -> None:
    answer = asked(data, exact=2, brackets=[6, 7])
    assert [(r["from"], r["to"], r["people"]) for r in answer.rows] == [
        (1, 1, 1), (2, 2, 0), (3, 6, 1), (7, 7, 1), (8, None, 1),
    ]  # fmt: skip
    assert [(r["from"], r["to"]) for r in asked(data, exact=1, brackets=[]).rows] == [(1, 1), (2, None)]


def test_week_by_week(data: Dataset) -> None:
    answer = asked(data, interval="week")
    totals = answer.totals["groups"]
    found = [(t["bucket"], t["people"], t["median"], t["complete"]) for t in totals]
    assert found == [("2020-02-03", 3, 3.0, True), ("2020-02-10", 1, 30.0, False)]


def test_people_and_how_often(data: Dataset) -> None:
    question = parse_question(_raw(exact=2, brackets=[6]))
    answer = ask(data, question)
    found = people_behind(data, question, answer.rows[-1]["address"])
    assert found.counts is not None
    assert (found.people.tolist(), found.counts.tolist()) == ([2, 3], [7, 30])
    everybody = people_behind(data, question, answer.totals["groups"][0]["address"])
    assert everybody.people.tolist() == [0, 1, 2, 3]


def test_groups_count_by_themselves(data: Dataset) -> None:
    rows = asked(data, breakdown={"property": "plan"}, exact=7, brackets=[]).rows
    found = {(r["breakdown"], r["from"]): r["people"] for r in rows if r["people"]}
    assert found == {("a", 1): 1, ("a", 3): 1, ("a", 6): 1, ("a", 8): 1, ("b", 1): 2}


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"exact": 5, "brackets": [5]}, "brackets_out_of_order", "brackets.0"),
        ({"exact": 5, "brackets": [9, 8]}, "brackets_out_of_order", "brackets.1"),
        ({"exact": 0}, "bad_question", "exact"),
        ({"activity": {"event": "us"}}, "unknown_event", "activity.event"),
        ({"breakdown": {"property": "nothing"}}, "unknown_property", "breakdown.property"),
    ],
)
def test_refusals(data: Dataset, parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        asked(data, **parts)
    assert (caught.value.code, caught.value.field) == (code, field), caught.value.message


@pytest.mark.parametrize(
    "address", ["", "from=12", "all=false", "from=1&all=true", "bucket=2020-02-03&from=1"]
)
def test_addresses_of_nothing(data: Dataset, address: str) -> None:
    with pytest.raises(Refused) as caught:
        people_behind(data, parse_question(_raw()), address)
    assert caught.value.code == "bad_address"
