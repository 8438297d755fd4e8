"""Retention against plain loops, and small enough to be checked by eye."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analyse.test_by_hand import bare, ranged
from tests.support.agree import same
from tests.support.kinds.retention import Cell, retention_values, retentions
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import Retention, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 3)  # a Monday
HOUR = 3600
Row = tuple[int, str, float, str | None, float | None]
Ask = Callable[..., Answer]


@share(0.2)
@given(draw=st.data())
def test_as_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = bare(draw.draw(retentions(plan).filter(ranged)))
    for end in ("start", "return"):
        raw[end] = {"event": raw[end]["event"]}
    question = parse_question(raw)
    assert isinstance(question, Retention)
    with built(plan) as data:
        rows = ask(data, question).rows
    slots = sorted({(r["offset"], r.get("offset_to", r["offset"])) for r in rows})
    expected = retention_values(plan, question, slots)
    for row in rows:
        cell = expected.get((row["cohort"], row["offset"]), Cell())
        assert (row["size"], row["people"]) == (len(cell.size), len(cell.people)), row
        assert "value" not in row or same(row["value"], float(cell.value)), row


@share(0.1)
@given(draw=st.data())
def test_later_returns_only_add(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(retentions(plan)) | {"brackets": None, "periods": None, "breakdown": None}
    with built(plan) as data:
        on, after = (
            ask(data, parse_question(raw | {"return_mode": mode})).rows for mode in ("on", "on_or_after")
        )
    assert [r["size"] for r in on] == [r["size"] for r in after]
    assert all(a["people"] <= b["people"] for a, b in zip(on, after, strict=True))
    by_cohort: dict[str, list[int]] = {}
    for row in after:
        by_cohort.setdefault(row["cohort"], []).append(row["people"])
    assert all(people == sorted(people, reverse=True) for people in by_cohort.values())


@share(0.1)
@given(draw=st.data())
def test_groups_add_up_to_the_whole(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(retentions(plan).filter(lambda raw: raw.get("breakdown")))
    with built(plan) as data:
        apart = ask(data, parse_question(raw)).rows
        whole = ask(data, parse_question(raw | {"breakdown": None})).rows
    for row in whole:
        own = [r for r in apart if (r["cohort"], r["offset"]) == (row["cohort"], row["offset"])]
        for name in ("size", "people", "value"):
            assert name not in row or same(float(sum(r[name] for r in own)), float(row[name]))


@share(0.1)
@given(draw=st.data())
def test_who_starts_has_returned_if_the_start_is_a_return(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(retentions(plan)) | {"brackets": None}
    with built(plan) as data:
        rows = ask(data, parse_question(raw | {"return": raw["start"]})).rows
    assert all(r["people"] == r["size"] for r in rows if r["offset"] == 0)


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """0 registers on Monday by ad, pays the same day, at the turn of day 1 and on day 8; 1 registers on Monday by
    search late at night and pays 2 hours later, which is Tuesday; 2 registers on Tuesday by ad and never pays."""
    plan = Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ())
    opened = open_plan(plan, tmp_path)
    rows: list[Row] = [
        (0, "register", 10 * HOUR, "ad", None),
        (0, "pay", 12 * HOUR, None, 5.0),
        (0, "pay", 24 * HOUR, None, 7.5),
        (0, "pay", (8 * 24 + 9) * HOUR, None, 100.0),
        (1, "register", 23 * HOUR, "search", None),
        (1, "pay", 25 * HOUR, None, None),
        (2, "register", 30 * HOUR, "ad", None),
        (0, "register", 31 * HOUR, "search", None),
        (3, "other", 20 * 24 * HOUR, None, None),
    ]
    written = tuple((who, event, moment(DAY, at), *values) for who, event, at, *values in rows)
    add_commit(opened, Commit((("channel", "event", "text"), ("amount", "event", "number")), written))
    return opened


def asked(data: Dataset, **parts: Any) -> Answer:
    return ask(data, parse_question(_raw(**parts)))


def _raw(**parts: Any) -> dict[str, Any]:
    return {
        "kind": "retention",
        "start": {"event": "register"},
        "return": {"event": "pay"},
        "range": {"from": "2020-02-03", "to": "2020-02-12"},
        **parts,
    }


def cells(answer: Answer, name: str = "people") -> dict[tuple[Any, ...], Any]:
    """Cells that are not nothing, by day of the month of their cohort, group and offset."""
    return {
        (int(r["cohort"][8:]), *([r["breakdown"]] if "breakdown" in r else []), r["offset"]): r[name]
        for r in answer.rows
        if r[name]
    }


def test_by_the_calendar(data: Dataset) -> None:
    answer = asked(data)
    assert cells(answer, "size") == {(3, k): 2 for k in range(10)} | {(4, k): 1 for k in range(9)}
    assert cells(answer) == {(3, 0): 1, (3, 1): 2, (3, 8): 1}
    assert answer.totals["people"] == 3
    mean = answer.totals["average"][1]
    # Cohorts of Monday (2 of 2) and Tuesday (0 of 1); the other days have nobody.
    assert (mean["people"], mean["of"], mean["rate"], mean["mean_rate"]) == (2, 3, 2 / 3, 0.5)


def test_by_the_clock(data: Dataset) -> None:
    # 0 pays 2, 14 and 191 hours after registering; 1 pays 2 hours after.
    assert cells(asked(data, clock="rolling")) == {(3, 0): 2, (3, 7): 1}


def test_every_start(data: Dataset) -> None:
    answer = asked(data, cohort="every")
    assert cells(answer) == {(3, 0): 1, (3, 1): 2, (3, 8): 1, (4, 7): 1}
    assert answer.totals["people"] is None
    rolling = asked(data, cohort="every", clock="rolling")
    # From the second registration, 31 hours in, it is 170 hours until the last payment.
    assert cells(rolling) == {(3, 0): 2, (3, 7): 1, (4, 7): 1}


def test_unbounded(data: Dataset) -> None:
    answer = asked(data, return_mode="on_or_after", periods=3)
    assert cells(answer) == {(3, 0): 2, (3, 1): 2, (3, 2): 1, (3, 3): 1}


def test_brackets(data: Dataset) -> None:
    answer = asked(data, brackets=[[1, 2], [3, 8], [9, 9]])
    assert cells(answer) == {(3, 1): 2, (3, 3): 1}
    assert [(r["offset"], r["offset_to"], r["complete"]) for r in answer.rows[:3]] == [
        (1, 2, True),
        (3, 8, True),
        (9, 9, True),
    ]
    # The bracket of Tuesday's cohort that would end on the 13th is not.
    assert [(r["offset"], r["complete"]) for r in answer.rows if r["cohort"] == "2020-02-05"] == [
        (1, True),
        (3, False),
    ]


def test_what_returns_are_worth(data: Dataset) -> None:
    answer = asked(data, value={"property": "amount"}, periods=1)
    assert cells(answer, "value") == {(3, 0): 5.0, (3, 1): 7.5}
    assert cells(answer, "value_per_person") == {(3, 0): 2.5, (3, 1): 3.75}
    later = asked(data, value={"property": "amount"}, periods=1, return_mode="on_or_after")
    assert cells(later, "value") == {(3, 0): 112.5, (3, 1): 107.5}
    every = asked(data, value={"property": "amount"}, cohort="every", brackets=[[0, 6], [7, 8]])
    assert cells(every, "value") == {(3, 0): 12.5, (3, 7): 100.0, (4, 7): 100.0}


def test_by_channel_of_the_start(data: Dataset) -> None:
    answer = asked(data, breakdown={"property": "channel"}, periods=1)
    assert cells(answer, "size") == {
        (3, "ad", 0): 1, (3, "ad", 1): 1, (4, "ad", 0): 1, (4, "ad", 1): 1, (3, "search", 0): 1, (3, "search", 1): 1,
    }  # fmt: skip
    assert cells(answer) == {(3, "ad", 0): 1, (3, "ad", 1): 1, (3, "search", 1): 1}
    every = asked(data, breakdown={"property": "channel"}, cohort="every", periods=1)
    assert cells(every, "size")[4, "search", 0] == 1


def test_who_did_not_come_back(data: Dataset) -> None:
    question = parse_question(_raw())
    rows = {(r["cohort"], r["offset"]): r for r in ask(data, question).rows}
    row = rows["2020-02-03", 8]
    assert (row["people"], row["lost"]) == (1, 1)
    assert people_behind(data, question, row["address"]).people.tolist() == [0]
    assert people_behind(data, question, row["lost_address"]).people.tolist() == [1]
    # What is not over has lost nobody yet.
    unfinished = parse_question(_raw(range={"from": "2020-02-03", "to": "2020-02-23"}))
    last = next(r for r in ask(data, unfinished).rows if (r["cohort"], r["offset"]) == ("2020-02-03", 20))
    assert (last["complete"], last["lost"], last["lost_address"]) == (False, None, None)


def test_a_range_may_begin_inside_a_week(data: Dataset) -> None:
    answer = asked(data, interval="week", range={"from": "2020-02-05", "to": "2020-02-23"})
    assert [(r["cohort"], r["offset"], r["complete"]) for r in answer.rows] == [
        ("2020-02-03", 0, False),
        ("2020-02-03", 1, False),
        ("2020-02-03", 2, False),
        ("2020-02-10", 0, True),
        ("2020-02-10", 1, False),
        ("2020-02-17", 0, False),
    ]


def test_everybody_in_cohorts(data: Dataset) -> None:
    question = parse_question(_raw())
    address = ask(data, question).totals["address"]
    assert people_behind(data, question, address).people.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"brackets": [[3, 1]]}, "brackets_out_of_order", "brackets.0"),
        ({"brackets": [[1, 3], [3, 4]]}, "brackets_out_of_order", "brackets.1"),
        ({"brackets": [[0, 1]], "periods": 3}, "periods_and_brackets", "periods"),
        ({"brackets": [[0, 1]], "return_mode": "on_or_after"}, "brackets_unbounded", "return_mode"),
        ({"value": {"property": "channel"}}, "property_not_numeric", "value.property"),
        ({"value": {"property": "amuont"}}, "unknown_property", "value.property"),
        ({"breakdown": {"property": "nothing"}}, "unknown_property", "breakdown.property"),
        ({"range": {"from": "2010-01-01", "to": "2019-12-31"}}, "too_many_buckets", "interval"),
        ({"brackets": []}, "bad_question", "brackets"),
        ({"brackets": [[1]]}, "bad_question", "brackets.0"),
        ({"brackets": [[-1, 0]]}, "bad_question", "brackets.0.0"),
        ({"clock": "sidereal"}, "bad_question", "clock"),
        ({"return_mode": "never"}, "bad_question", "return_mode"),
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
        "all=false",
        "all=true&offset=0",
        "cohort=2020-02-03&offset=-1",
        "cohort=2020-02-03&offset=10",
        "cohort=2020-02-03&offset=true",
        "cohort=2020-02-03&lost=true",
        "cohort=2020-02-03&offset=0&lost=false",
        "cohort=2020-02-03&offset=0&breakdown=1",
        "cohort=2020-02-13",
    ],
)
def test_addresses_of_nothing(data: Dataset, address: str) -> None:
    with pytest.raises(Refused) as caught:
        people_behind(data, parse_question(_raw()), address)
    assert caught.value.code == "bad_address"
