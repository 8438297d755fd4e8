"""Comparing with another range is asking the same question about it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.agree import same
from tests.support.kinds import PROOFS
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans
from tests.support.questions import compares

from yunying.analyse import Trend, ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import resolve_range
from yunying.store import Dataset

DAY = date(2020, 2, 28)
OTHERS = [proof for model, proof in PROOFS.items() if model is not Trend]


def equal(a: object, b: object) -> bool:
    """Equal in depth, numbers to 1e-9."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(equal(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    return same(a, b)


@share(0.4)
@given(draw=st.data())
def test_before_is_the_earlier_question(draw: st.DataObject) -> None:
    plan = draw.draw(plans(size=6))
    assume(plan.anchor.year != 1970)
    raw = draw.draw(st.sampled_from(OTHERS)).random(plan)
    question = draw.draw(raw) | {"compare": None}
    compare = draw.draw(compares(plan))
    with built(plan) as data:
        plain = ask(data, parse_question(question))
        both = ask(data, parse_question(question | {"compare": compare}))
        assert plain.before is None
        assert both.before is not None
        assert equal(both.rows, plain.rows)
        assert equal(both.totals, plain.totals)
        days = resolve_range(parse_question(question).range, data.calendar, data.clock())
        now = [days.first, days.last]
        then = [date.fromisoformat(both.before["question"]["range"][end]) for end in ("from", "to")]
        assert then[1] - then[0] == now[1] - now[0]
        if compare == "previous":
            assert (now[0] - then[1]).days == 1
        elif "days" in compare:
            assert (now[0] - then[0]).days == compare["days"]
        else:
            assert str(then[0]) == compare["from"]
        earlier = parse_question(question | {"range": {"from": str(then[0]), "to": str(then[1])}})
        assert parse_question(both.before["question"]) == earlier
        alone = ask(data, earlier)
        assert equal(both.before["rows"], alone.rows)
        assert equal(both.before["totals"], alone.totals)


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    rows = [
        (who, "buy", moment(DAY, day * 86_400)) for who, day in ((0, -30), (0, -1), (1, 0), (2, 0), (3, 5))
    ]
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
    add_commit(data, Commit((), tuple(rows)))
    return data


def raw(kind: str, **parts: Any) -> Any:
    days = {"from": str(DAY), "to": str(DAY)}
    refs = {"trend": "series", "funnel": "steps"}[kind]
    return {"kind": kind, refs: [{"event": "buy"}], "range": days, **parts}


CASES = [
    ("previous", [0]),
    ({"days": 1}, [0]),
    ({"days": 30}, [0]),
    ({"days": 2}, []),
    ({"from": "2020-03-04"}, [3]),
]


@pytest.mark.parametrize(("compare", "people"), CASES, ids=str)
def test_by_hand(data: Dataset, compare: Any, people: list[int]) -> None:
    funnel = ask(data, parse_question(raw("funnel", compare=compare))).before
    assert funnel is not None
    row = funnel["rows"][0]
    assert row["people"] == len(people)
    assert people_behind(data, parse_question(funnel["question"]), row["address"]).people.tolist() == people
    question = parse_question(raw("trend", compare=compare))
    answer = ask(data, question)
    assert answer.before is None
    row = answer.rows[0]
    assert (row["value"], row["previous"]) == (2, len(people))
    assert people_behind(data, question, row["previous_address"]).people.tolist() == people


REFUSED = [
    ("before", "bad_question", "compare"),
    (7, "bad_question", "compare"),
    ({}, "bad_question", "compare.from"),
    ({"days": 0}, "bad_question", "compare.days"),
    ({"days": 1, "from": "2020-01-01"}, "bad_question", "compare.from"),
    ({"from": "2020-02-30"}, "bad_question", "compare.from"),
    ({"days": 40_000}, "range_out_of_bounds", "compare"),
    ({"from": "1969-01-01"}, "range_out_of_bounds", "compare"),
    ({"from": "9999-12-31"}, "range_out_of_bounds", "compare"),
]


@pytest.mark.parametrize("kind", ["trend", "funnel"])
@pytest.mark.parametrize(("compare", "code", "field"), REFUSED, ids=str)
def test_refusals(data: Dataset, kind: str, compare: Any, code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(data, parse_question(raw(kind, compare=compare)))
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_range_that_nothing_came_before(data: Dataset) -> None:
    first = {"from": "1970-01-02", "to": "1970-01-03"}
    with pytest.raises(Refused) as caught:
        ask(data, parse_question(raw("funnel", compare="previous") | {"range": first}))
    assert (caught.value.code, caught.value.field) == ("range_out_of_bounds", "compare")
