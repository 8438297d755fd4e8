"""Intervals small enough to be checked by eye, and against plain loops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.kinds.interval import interval_values, intervals
from tests.support.profiles import share
from tests.support.projects import built, plans
from tests.support.small import A_DAY, HOUR, MINUTE, small_project

from yunying.analyse import TimeBetween, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer

Ask = Callable[..., Answer]
DAYS = {"from": "2020-02-28", "to": "2020-02-28"}


def question(**parts: Any) -> Any:
    return parse_question(
        {"kind": "interval", "start": {"event": "a"}, "end": {"event": "b"}, "range": DAYS, **parts}
    )


@pytest.fixture
def interval(tmp_path: Path) -> Ask:
    def ask_interval(rows: list[Any], **parts: Any) -> Answer:
        data = small_project(tmp_path, rows, [("order", "event", "text")])
        return ask(data, question(**parts))

    return ask_interval


TWO_STARTS = [(0, "a", 0, None), (0, "a", 10 * MINUTE, None), (0, "b", 30 * MINUTE, None)]


@pytest.mark.parametrize(
    ("pairs", "lengths"), [("first", [1800.0]), ("last", [1200.0]), ("each", [1200.0, 1800.0])]
)
def test_several_starts_before_an_end(interval: Ask, pairs: str, lengths: list[float]) -> None:
    (row,) = interval(TWO_STARTS, pairs=pairs).rows
    assert (row["pairs"], row["people"]) == (len(lengths), 1)
    assert (row["min_seconds"], row["max_seconds"]) == (lengths[0], lengths[-1])
    assert row["mean_seconds"] == sum(lengths) / len(lengths)


def test_a_start_whose_window_ran_out_gives_way(interval: Ask) -> None:
    rows = [(0, "a", 0, None), (0, "a", 2 * HOUR, None), (0, "b", 150 * MINUTE, None)]
    (row,) = interval(rows, window={"value": 1, "unit": "hour"}).rows
    assert (row["pairs"], row["median_seconds"]) == (1, 30 * MINUTE)


def test_the_end_of_the_window_belongs_to_it(interval: Ask) -> None:
    rows = [(0, "a", 0, None), (0, "b", HOUR, None), (1, "a", 0, None), (1, "b", HOUR + 0.001, None)]
    assert interval(rows, window={"value": 1, "unit": "hour"}).rows[0]["people"] == 1


def test_between_neighbours_of_one_event(interval: Ask) -> None:
    rows = [(0, "a", at * MINUTE, None) for at in (0, 1, 3, 7)]
    answer = interval(rows, end={"event": "a"})
    assert (answer.rows[0]["pairs"], answer.rows[0]["mean_seconds"]) == (3, 7 * MINUTE / 3)
    assert [(b["from_seconds"], b["pairs"]) for b in answer.totals["bars"]] == [(60, 1), (120, 2)]


def test_the_same_order_on_both(interval: Ask) -> None:
    rows = [(0, "a", 0, "x"), (0, "a", 60, "y"), (0, "b", 120, "y"), (0, "b", 300, "x"), (0, "b", 400, None)]
    (row,) = interval(rows, same="order").rows
    assert (row["pairs"], row["min_seconds"], row["max_seconds"]) == (2, 60, 300)


def test_people_count_with_their_median(interval: Ask) -> None:
    rows: list[Any] = []
    for k, length in enumerate((10, 20, 60)):
        rows += [(0, "a", k * HOUR, None), (0, "b", k * HOUR + length, None)]
    rows += [(1, "a", 0, None), (1, "b", 100, None)]
    answer = interval(rows, by="people", edges=[0, 50])
    (row,) = answer.rows
    assert (row["pairs"], row["people"], row["mean_seconds"], row["median_seconds"]) == (4, 2, 60, 60)
    assert [(b["pairs"], b["people"]) for b in answer.totals["bars"]] == [(3, 1), (1, 1)]


def test_a_pair_is_in_the_bucket_of_its_start_also_where_it_ends_after_the_range(tmp_path: Path) -> None:
    data = small_project(
        tmp_path, [(0, "a", 23 * HOUR), (0, "b", 2 * A_DAY), (0, "a", A_DAY), (0, "b", 3 * A_DAY)]
    )
    asked = question(interval="day", pairs="each", window={"value": 2, "unit": "day"})
    answer = ask(data, asked)
    assert [(r["bucket"], r["pairs"], r["complete"]) for r in answer.rows] == [("2020-02-28", 1, True)]
    behind = people_behind(data, asked, answer.rows[0]["address"])
    assert behind.counts is not None
    assert (behind.people.tolist(), behind.counts.tolist()) == ([0], [1])


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"start": {"event": "c"}}, "unknown_event", "start.event"),
        ({"end": {"event": "c"}}, "unknown_event", "end.event"),
        ({"same": "nothing"}, "unknown_property", "same"),
        ({"edges": [1, 1]}, "edges_must_rise", "edges"),
        ({"edges": [2, 1]}, "edges_must_rise", "edges"),
    ],
)
def test_refused(interval: Ask, parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        interval(TWO_STARTS, **parts)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    "address", ["", "total=false", "bar=99", "bar=true", "bucket=2020-02-28", "total=true&bar=1", "x=1"]
)
def test_addresses_of_no_figure(tmp_path: Path, address: str) -> None:
    data = small_project(tmp_path, [(0, "a", 0), (0, "b", 60)])
    with pytest.raises(Refused) as caught:
        people_behind(data, question(), address)
    assert caught.value.code == "bad_address"


@share(0.2)
@given(draw=st.data())
def test_against_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans(kinds=("text", "number", "boolean")))
    raw = draw.draw(intervals(plan).filter(lambda raw: "from" in raw["range"]))
    own = [name for (name, scope), kind in plan.properties.items() if scope == "event" and kind == "text"]
    raw |= {"filters": [], "breakdown": None, "by": "pairs", "interval": None}
    raw |= {"same": raw["same"] if raw["same"] == "plan" and "plan" in own else None}
    raw |= {end: {"event": raw[end]["event"]} for end in ("start", "end")}
    asked = parse_question(raw)
    assert isinstance(asked, TimeBetween)
    expected = interval_values(plan, asked)
    with built(plan) as data:
        answer = ask(data, asked)
    (row,) = answer.rows
    assert (row["pairs"], row["people"]) == (len(expected), len({who for who, _ in expected}))
    if expected:
        lengths = sorted(took / 1000 for _, took in expected)
        assert (row["min_seconds"], row["max_seconds"]) == (lengths[0], lengths[-1])
        assert row["mean_seconds"] == pytest.approx(sum(lengths) / len(lengths))
