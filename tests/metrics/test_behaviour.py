"""What people did, as a filter: by hand, and against plain loops."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.naive import Event, takes, timelines
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, add_merges, built, moment, open_plan, plans
from tests.support.questions import behaviours

from yunying.analyse import EventRef, ask, parse_question
from yunying.core import Refused
from yunying.metrics import Before, Behaviour, During, describe
from yunying.metrics.ranges import resolve_range
from yunying.store import Dataset

DAY = date(2020, 2, 28)
HOUR = 3600
RANGE = {"from": str(DAY), "to": "2020-03-10"}


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    rows = (
        (0, "view", moment(DAY, 0), None),
        (0, "buy", moment(DAY, 1 * HOUR), 10.0),
        (0, "buy", moment(DAY, 2 * HOUR), 0.1),
        (0, "buy", moment(DAY, 2 * HOUR, 999), 0.2),  # the same millisecond
        (0, "view", moment(DAY, 2 * HOUR, 999), None),
        (0, "view", moment(DAY, 2 * HOUR + 0.001), None),
        (0, "view", moment(DAY, 26 * HOUR), None),
        (0, "view", moment(DAY, 26 * HOUR + 0.001), None),
        (1, "view", moment(DAY, 3 * HOUR), None),
        (2, "buy", moment(DAY, 23.5 * HOUR), 5.0),
        (2, "buy", moment(DAY, 24.5 * HOUR), None),
        (2, "view", moment(DAY, 25 * HOUR), None),
    )
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2020, 3, 1, tzinfo=UTC), ()), tmp_path)
    add_commit(data, Commit((("price", "event", "number"),), rows))
    data.segments.keep("seg", np.array([1, 2], np.int32))
    return data


def views(data: Dataset, *filters: Any) -> int:
    """How many views pass."""
    series = [{"event": "view", "filters": list(filters)}]
    question = parse_question({"kind": "trend", "series": series, "range": RANGE})
    total: int = ask(data, question).totals["series"][0]["value"]
    return total


def before(value: int, unit: str) -> Any:
    return {"within": {"before": {"value": value, "unit": unit}}}


BUY: Any = {"did": {"event": "buy"}}


def test_ever(data: Dataset) -> None:
    assert views(data, BUY) == 6
    assert views(data, BUY | {"value": 3}) == 5
    assert views(data, BUY | {"op": "=", "value": 0}) == 1
    assert views(data, BUY | {"op": "between", "value": [1, 2]}) == 1
    assert views(data, BUY | {"measure": "days", "value": 2}) == 1
    assert views(data, {"not": BUY}) == 1


def test_sums(data: Dataset) -> None:
    assert views(data, BUY | {"measure": "sum", "property": "price", "op": ">", "value": 10}) == 5
    assert views(data, BUY | {"measure": "sum", "property": "price", "op": "=", "value": 5}) == 1
    assert views(data, BUY | {"measure": "sum", "property": "price", "op": "=", "value": 0}) == 1
    # What the window holds is summed as if there were nothing else.
    last = before(1, "second")
    assert (
        views(data, BUY | {"measure": "sum", "property": "price", "op": "=", "value": 0.1 + 0.2} | last) == 1
    )


def test_days_since(data: Dataset) -> None:  # today is 2020-03-01
    assert views(data, BUY | {"measure": "days_since_last", "op": "=", "value": 2}) == 5
    assert views(data, BUY | {"measure": "days_since_first", "op": "between", "value": [1, 2]}) == 6
    assert views(data, BUY | {"measure": "days_since_last", "op": "<", "value": 2}) == 1
    assert views(data, BUY | {"measure": "days_since_last", "op": "!=", "value": 100}) == 6


def test_in_a_range(data: Dataset) -> None:
    assert views(data, BUY | {"within": {"range": {"from": str(DAY), "to": str(DAY)}}, "value": 2}) == 5
    assert views(data, BUY | {"within": {"range": {"from": "2020-02-29", "to": "2020-02-29"}}}) == 1
    assert views(data, BUY | {"within": {"range": {"last": 2, "unit": "day"}}}) == 1


def test_before_each_event(data: Dataset) -> None:
    # Strictly earlier: the first view of 02:00 has two purchases in its own millisecond.
    assert views(data, BUY | before(1, "hour")) == 3
    assert views(data, BUY | before(1, "hour") | {"value": 2}) == 1
    # A day after 02:00 is in the window; a millisecond later is not.
    assert views(data, BUY | before(1, "day") | {"value": 2}) == 3
    assert views(data, BUY | before(1, "day") | {"measure": "days", "value": 2}) == 1
    assert views(data, BUY | before(40, "minute") | {"measure": "days", "op": "=", "value": 1}) == 2
    assert views(data, BUY | before(1, "week") | {"op": "=", "value": 0}) == 2


def test_filters_of_its_own_and_behaviour_within_behaviour(data: Dataset) -> None:
    dear = {"did": {"event": "buy", "filters": [{"property": "price", "op": ">", "value": 1}]}}
    assert views(data, dear | {"op": "=", "value": 1}) == 6
    # Those who bought after a view that came within two hours before.
    after = {"did": {"event": "buy", "filters": [{"did": {"event": "view"}, **before(1, "hour")}]}}
    assert views(data, after) == 5
    assert views(data, {"did": {"event": "buy", "or": [{"event": "view"}]}, "value": 8}) == 5


def test_segments_and_merges(data: Dataset) -> None:
    assert views(data, {"segment": "seg"}) == 2
    assert views(data, {"not": {"segment": "seg"}}) == 5
    assert views(data, {"or": [{"segment": "seg"}, BUY]}) == 7
    add_merges(data, [(1, 0)])
    assert views(data, {"segment": "seg"}) == 7
    assert views(data, BUY | {"op": "=", "value": 0}) == 0


@share(0.3)
@given(draw=st.data())
def test_as_plain_loops_count(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(behaviours(plan, st.nothing()))
    node = Behaviour.model_validate(raw)
    days = {"from": "1970-01-02", "to": "2100-01-01"}
    question = parse_question(
        {
            "kind": "trend", "series": [{"event": None, "filters": [raw]}], "range": days, "interval": "month",
            "filters": [],
        }
    )  # fmt: skip
    with built(plan) as data:
        within = node.within.range if isinstance(node.within, During) else None
        limits = resolve_range(within, data.calendar, data.clock()) if within else None
        expected = 0
        for events in timelines(plan, marked=False).values():
            for event in events:
                if event.day < date(1970, 1, 2):
                    continue
                acts = [e for e in events if takes(EventRef(**node.did.model_dump()), e)]
                if limits:
                    acts = [e for e in acts if limits.first <= e.day <= limits.last]
                if isinstance(node.within, Before):
                    acts = [e for e in acts if 0 < event.at - e.at <= node.within.before.milliseconds]
                expected += _passes(node, acts, data.calendar.today(data.clock()))
        assert ask(data, question).totals["series"][0]["value"] == expected


def _passes(node: Behaviour, acts: list[Event], today: date) -> bool:
    amount: float = len(acts)
    if node.measure in ("days_since_first", "days_since_last"):
        if not acts:
            return False
        amount = (today - (acts[0] if node.measure == "days_since_first" else acts[-1]).day).days
    if node.measure == "days":
        amount = len({e.day for e in acts})
    elif node.measure == "sum":
        values = [e.values.get(node.property or "") for e in acts]
        amount = sum(v for v in values if v is not None and v == v)  # noqa: PLR0124  NaN is not a value
    value = node.value
    if isinstance(value, list):
        return value[0] <= amount <= value[1]
    return {
        "=": amount == value,
        "!=": amount != value,
        "<": amount < value,
        "<=": amount <= value,
        ">": amount > value,
        ">=": amount >= value,
    }[node.op]


def test_in_words() -> None:
    def words(**parts: Any) -> str:
        return describe(Behaviour.model_validate({"did": {"event": "buy"}, **parts}))

    assert words(value=2, **before(7, "day")) == "did buy, events >= 2, in the 7 day(s) before"
    assert words(op="between", value=[0.5, 2]) == "did buy, events between 0.5, 2, ever"
    where = {"event": None, "filters": [{"segment": "seg_1"}], "or": [{"event": "b"}]}
    found = words(did=where, measure="sum", property="x", within={"range": {"last": 3, "unit": "week"}})
    assert found == "did any event where in segment seg_1 or b, sum of x >= 1, in the last 3 week(s)"


REFUSED: list[tuple[Any, str, str]] = [
    ({"did": {"event": "bye"}}, "unknown_event", "did.event"),
    ({"did": {"event": "buy", "or": [{"event": "bye"}]}}, "unknown_event", "did.or.0.event"),
    (
        {"did": {"event": "buy", "filters": [{"did": {"event": "x"}}]}},
        "unknown_event",
        "did.filters.0.did.event",
    ),
    ({"did": {"event": "buy", "filters": [{"segment": "x"}]}}, "unknown_segment", "did.filters.0.segment"),
    ({"did": {}}, "bad_question", "did.event"),
    ({"did": {"event": "buy", "name": "x"}}, "bad_question", "did.name"),
    ({"did": {"event": "buy", "or": [{}]}}, "bad_question", "did.or.0.event"),
    (BUY | {"value": "2"}, "bad_question", "value"),
    (BUY | {"value": True}, "bad_question", "value"),
    (BUY | {"value": float("inf")}, "bad_question", "value"),
    (BUY | {"op": "in"}, "bad_question", "op"),
    (BUY | {"value": [1, 2]}, "one_wanted", "value"),
    (BUY | {"op": "between", "value": 1}, "two_wanted", "value"),
    (BUY | {"op": "between", "value": [1]}, "two_wanted", "value"),
    (BUY | {"measure": "sum"}, "property_wanted", "property"),
    (BUY | {"property": "price"}, "property_not_wanted", "property"),
    (BUY | {"measure": "sum", "property": "prize"}, "unknown_property", "property"),
    (BUY | {"measure": "sum", "property": "$session_id"}, "property_not_numeric", "property"),
    (BUY | {"within": {}}, "bad_question", "within.range"),
    (BUY | {"within": {"before": {"value": 0, "unit": "day"}}}, "bad_question", "within.before.value"),
    (BUY | {"within": {"range": {"from": "2020-01-01"}}}, "bad_question", "within.range.to"),
    (
        BUY | {"within": {"range": {"from": "2020-02-01", "to": "2020-01-01"}}},
        "range_ends_before_start",
        "within.range.to",
    ),
    ({"segment": "sag"}, "unknown_segment", "segment"),
    ({"segment": 1}, "bad_question", "segment"),
    ({"segment": "seg", "property": "price"}, "bad_question", "property"),
]


@pytest.mark.parametrize(("raw", "code", "field"), REFUSED, ids=str)
def test_refusals(data: Dataset, raw: Any, code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        views(data, raw)
    assert (caught.value.code, caught.value.field) == (code, f"series.0.filters.0.{field}")


def test_depth(data: Dataset) -> None:
    def nested(depth: int) -> Any:
        inner: Any = BUY
        for _ in range(depth):
            inner = {"did": {"event": "view", "filters": [inner]}}
        return inner

    views(data, nested(8))
    with pytest.raises(Refused) as caught:
        views(data, nested(9))
    assert caught.value.code == "filter_too_deep"
    with pytest.raises(Refused) as caught:
        views(data, nested(2000))
    assert caught.value.code == "filter_too_deep"
