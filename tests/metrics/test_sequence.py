"""Several things done one after the other: by hand, and against plain loops."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.kinds import check
from tests.support.naive import Event, takes, timelines
from tests.support.profiles import share
from tests.support.projects import built, plans
from tests.support.questions import sequences
from tests.support.small import A_DAY, HOUR, small_project

from yunying.analyse import ask, parse_question
from yunying.analyse.reference import Reference
from yunying.core import Refused
from yunying.metrics import describe, resolve_range
from yunying.metrics.filters import During, Sequenced
from yunying.store import Dataset

RANGE = {"from": "2020-02-28", "to": "2020-03-10"}


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    return small_project(
        tmp_path,
        [
            (0, "cart", 0),
            (0, "cart", 10 * HOUR),
            (0, "buy", 11 * HOUR),
            (1, "buy", 0),
            (1, "cart", HOUR),
            (2, "cart", 0),
            (2, "buy", A_DAY + HOUR),
            (3, "cart", 5),
            (3, "buy", 5),
            (4, "buy", 5),
            (4, "cart", 5),
        ],
    )


def people(data: Dataset, *who: Any) -> list[int]:
    """Who fulfils filters at the end of the range."""
    data.people.resolve(pa.array([str(i) for i in range(5)], pa.string()))
    question = parse_question({"kind": "people", "range": RANGE, "who": list(who)})
    return [row["person_id"] for row in ask(data, question).rows]


def then(*steps: str, **more: Any) -> dict[str, Any]:
    return {"sequence": [{"event": step} for step in steps], **more}


def test_in_a_funnel_as_its_reference_says(data: Dataset) -> None:
    steps = [{"event": "cart", "filters": [then("cart", "buy", "buy")]}, {"event": "buy"}, {"event": "buy"}]
    question = {"kind": "funnel", "range": RANGE, "window": {"value": 9, "unit": "day"}, "steps": steps}
    with Reference(data) as reference:
        check(data, reference, parse_question(question))


def test_of_first_events_as_the_reference_says(data: Dataset) -> None:
    nested = {"did": {"event": "buy"}, "measure": "days_since_last", "op": ">", "value": 1}
    late = {"property": "$last_seen", "op": ">", "value": "2020-02-01"}
    series = [{"event": "buy", "measure": "people", "first_ever": True, "filters": [{"and": [nested, late]}]}]
    with Reference(data) as reference:
        check(data, reference, parse_question({"kind": "trend", "series": series, "range": RANGE}))


def test_one_after_the_other(data: Dataset) -> None:
    assert people(data, then("cart", "buy")) == [0, 2, 3]  # of one moment as they arrived
    assert people(data, then("buy", "cart")) == [1, 4]
    assert people(data, then("cart", "cart")) == [0]  # an event is one step
    assert people(data, {"not": then("cart", "buy")}) == [1, 4]


def test_within_a_time_from_whichever_beginning_suits(data: Dataset) -> None:
    assert people(data, then("cart", "buy", window={"value": 1, "unit": "hour"})) == [0, 3]
    assert people(data, then("cart", "cart", "buy", window={"value": 10, "unit": "hour"})) == []
    assert people(data, then("cart", "cart", "buy", window={"value": 11, "unit": "hour"})) == [0]


def test_in_some_days(data: Dataset) -> None:
    first = {"range": {"from": "2020-02-28", "to": "2020-02-28"}}
    assert people(data, then("cart", "buy", within=first)) == [0, 3]
    # The range ends with 10 March: 12 days before it all but the first hour of 28 February is gone.
    assert people(data, then("cart", "buy", within={"before": {"value": 287, "unit": "hour"}})) == [0]


def test_in_words_and_refused(data: Dataset) -> None:
    node = Sequenced.model_validate(then("cart", "buy", window={"value": 2, "unit": "hour"}))
    assert describe(node) == "did cart then buy within 2 hour(s), ever"
    with pytest.raises(Refused) as refused:
        people(data, then("cart", "bye"))
    assert (refused.value.code, refused.value.field) == ("unknown_event", "who.0.sequence.1.event")
    series = [
        {"event": "buy", "filters": [then("cart", "buy", within={"before": {"value": 1, "unit": "day"}})]}
    ]
    with pytest.raises(Refused) as refused:
        ask(data, parse_question({"kind": "trend", "series": series, "range": RANGE}))
    assert refused.value.code == "window_not_wanted"


@share(0.5)
@given(draw=st.data())
def test_as_plain_loops_find(draw: st.DataObject) -> None:
    plan = draw.draw(plans(size=7))
    raw = draw.draw(sequences(plan))
    node = Sequenced.model_validate(raw)
    question = parse_question(
        {
            "kind": "trend",
            "series": [{"event": None, "measure": "people", "filters": [raw]}],
            "range": {"from": "1970-01-02", "to": "2100-01-01"},
            "interval": "month",
        }
    )
    with built(plan) as data:
        limits = None
        if isinstance(node.within, During):
            limits = resolve_range(node.within.range, data.calendar, data.clock())
        expected = 0
        for events in timelines(plan, marked=False).values():
            some = [e for e in events if limits is None or limits.first <= e.day <= limits.last]
            if any(e.day.year > 1970 or e.day.day > 1 for e in events):
                expected += any(_fits(node, chosen) for chosen in combinations(some, len(node.sequence)))
        assert ask(data, question).totals["series"][0]["value"] == expected


def _fits(node: Sequenced, chosen: tuple[Event, ...]) -> bool:
    if node.window is not None and chosen[-1].at - chosen[0].at > node.window.milliseconds:
        return False
    return all(takes(step, event) for step, event in zip(node.sequence, chosen, strict=True))  # type: ignore[arg-type]
