"""Every option of a funnel, on stories small enough to be checked by eye, and how options compare."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.kinds.funnel import funnels
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans
from tests.support.questions import Raw, refs

from yunying.analyse import ask, parse_question, people_behind
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 28)
MINUTE, HOUR = 60, 3600
Row = tuple[int, str, float, str | None]
Ask = Callable[..., Answer]


@pytest.fixture
def funnel(tmp_path: Path) -> Ask:
    def ask_funnel(rows: list[Row], steps: Any = "abc", **parts: Any) -> Answer:
        data = open_plan(Plan("Asia/Shanghai", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
        written = tuple((who, event, moment(DAY, at), value) for who, event, at, value in rows)
        if written:  # else of those before
            add_commit(data, Commit((("order", "event", "text"),), written))
        named = [{"event": step} if isinstance(step, str) else step for step in steps]
        raw = {
            "kind": "funnel",
            "steps": named,
            "window": {"value": 1, "unit": "hour"},
            "range": {"from": str(DAY), "to": str(DAY)},
        }
        return ask(data, parse_question(raw | parts))

    return ask_funnel


def people(answer: Answer) -> list[int]:
    return [row["people"] for row in answer.rows]


def story(events: str, who: int = 0, value: str | None = None) -> list[Row]:
    """One event a minute."""
    return [(who, event, i * MINUTE, value) for i, event in enumerate(events)]


@pytest.mark.parametrize(
    ("events", "ordered", "strict", "any_order"),
    [
        ("abc", [1, 1, 1], [1, 1, 1], [1, 1, 1]),
        ("axbc", [1, 1, 1], [1, 0, 0], [1, 1, 1]),
        ("abxc", [1, 1, 1], [1, 1, 0], [1, 1, 1]),
        ("aabc", [1, 1, 1], [1, 1, 1], [1, 1, 1]),
        ("abbc", [1, 1, 1], [1, 1, 0], [1, 1, 1]),
        ("axabc", [1, 1, 1], [1, 1, 1], [1, 1, 1]),  # where windowFunnel would stop at x for good
        ("cba", [1, 0, 0], [1, 0, 0], [1, 1, 1]),
        ("cc", [0, 0, 0], [0, 0, 0], [1, 0, 0]),
    ],
)
def test_order(funnel: Ask, events: str, ordered: list[int], strict: list[int], any_order: list[int]) -> None:
    rows = [
        *story(events),
        (9, "a", -HOUR * 24 * 9, None),
        (9, "b", -HOUR * 24 * 9, None),
        (9, "c", -HOUR * 24 * 9, None),
    ]
    assert people(funnel(rows)) == ordered
    assert people(funnel([], order="strict")) == strict
    assert people(funnel([], order="any")) == any_order


def test_in_any_order_each_step_takes_an_event_of_its_own(funnel: Ask) -> None:
    # Either step takes a, one alone takes b: only both events together do both.
    either = {"event": "a", "or": [{"event": "b", "filters": []}]}
    assert people(
        funnel([*story("aa"), *story("ab", 1), *story("bb", 2)], steps=[either, "b"], order="any")
    ) == [3, 2]


def test_natural_days_end_at_midnight_of_the_zone(funnel: Ask) -> None:
    late = 15 * HOUR + 59 * MINUTE  # 23:59 in Shanghai
    rows = [(0, "a", 0, None), (0, "b", late, None), (1, "a", late, None), (1, "b", late + 2 * MINUTE, None)]
    assert people(funnel(rows, steps="ab", window={"value": 1, "unit": "calendar_day"})) == [2, 1]
    assert people(funnel([], steps="ab", window={"value": 2, "unit": "calendar_day"})) == [2, 2]


def test_exclusions_break_between_their_steps_only(funnel: Ask) -> None:
    rows = [*story("axbc"), *story("abxc", 1), *story("abcx", 2), *story("xabc", 3), *story("axabc", 4)]
    assert people(funnel(rows, exclude=[{"event": "x"}])) == [5, 4, 3]
    assert people(funnel([], exclude=[{"event": "x", "from": 1, "to": 2}])) == [5, 4, 4]
    assert people(funnel([], exclude=[{"event": "x", "from": 2, "to": 3}])) == [5, 5, 4]
    # The second b is as good as the first, unless no other may come on either side: strict deduplication.
    after = {"event": "b", "from": 2, "to": 3}
    assert people(funnel(story("abbc", 5), exclude=[after])) == [6, 6, 6]
    assert people(funnel([], exclude=[after, {"event": "b", "from": 1, "to": 2}])) == [6, 6, 5]


def test_optional_steps_are_counted_and_not_required(funnel: Ask) -> None:
    rows = [*story("abc"), *story("ac", 1), *story("ab", 2), *story("a", 3)]
    answer = funnel(rows, steps=["a", {"event": "b", "optional": True}, "c"])
    assert people(answer) == [4, 2, 2]
    assert [row["from_previous"] for row in answer.rows] == [1, 0.5, 0.5]
    assert answer.rows[2]["median_seconds_from_previous"] == 1.5 * MINUTE


def test_hold_and_units(funnel: Ask) -> None:
    rows: list[Row] = [(0, "a", 0, "1"), (0, "a", 1, "2"), (0, "b", 2, "2"), (0, "c", 3, "1")]
    rows += [(1, "a", 0, "1"), (1, "b", 1, "1"), (1, "c", 2, "1"), (1, "a", 3, None)]
    assert people(funnel(rows)) == [2, 2, 2]
    assert people(funnel([], hold="order")) == [2, 2, 1]
    answer = funnel([], per={"property": "order"})
    assert [(row["people"], row["units"]) for row in answer.rows] == [(2, 3), (2, 2), (1, 1)]
    assert answer.totals["rows"][0]["rate"] == 1 / 3


def test_an_exclusion_knows_what_is_held(funnel: Ask) -> None:
    rows: list[Row] = []
    for who, value in enumerate(("1", "2", None)):
        rows += [(who, "a", 0, "1"), (who, "x", 1, value), (who, "b", 2, "1")]
    assert people(funnel(rows, steps="ab", hold="order", exclude=[{"event": "x"}])) == [3, 1]


def test_sessions_are_counted_each(funnel: Ask) -> None:
    rows = [
        (0, "a", 0, None),
        (0, "b", 60, None),
        (0, "a", 3 * HOUR, None),
        (0, "a", 6 * HOUR, None),
        (0, "b", 9 * HOUR, None),
    ]
    answer = funnel(rows, steps="ab", per="session", window={"value": 1, "unit": "day"})
    assert [(row["people"], row["units"]) for row in answer.rows] == [(1, 3), (1, 1)]


def test_whose_value_counts(funnel: Ask) -> None:
    rows: list[Row] = [
        (0, "a", 0, None),
        (0, "b", 1, "x"),
        (0, "c", 2, "y"),
        (1, "a", 0, "x"),
        (1, "b", 1, None),
    ]

    def groups(attribute: str, step: int = 1) -> dict[str | None, list[int]]:
        answer = funnel(
            [] if asked else rows,
            breakdown={"property": "order"},
            attribute=attribute,
            attribute_step=step,
        )
        asked.append(attribute)
        found: dict[str | None, list[int]] = {}
        for row in answer.rows:
            found.setdefault(row["breakdown"], []).append(row["people"])
        return found

    asked: list[str] = []
    assert groups("step") == {"x": [1, 1, 0], None: [1, 1, 1]}
    assert groups("step", 2) == {"x": [1, 1, 1], None: [1, 1, 0]}
    assert groups("first_touch") == {"x": [2, 2, 1]}
    assert groups("last_touch") == {"x": [1, 1, 0], "y": [1, 1, 1]}
    assert groups("each_step") == {"x": [1, 1, 0], "y": [0, 0, 1], None: [1, 1, 0]}


def test_times_and_trend(funnel: Ask) -> None:
    rows = [(who, "a", 0, None) for who in range(6)] + [(who, "b", 10 * (who + 1), None) for who in range(5)]
    answer = funnel(rows, steps="ab", times={}, interval="day", range={"from": "2020-02-27", "to": str(DAY)})
    bars = [(bar["from_seconds"], bar["to_seconds"], bar["people"]) for bar in answer.totals["times"]]
    assert bars == [(10 + 5 * i, 15 + 5 * i, (i + 1) % 2) for i in range(9)]
    assert answer.totals["quantiles"][0] | {"address": ""} == {
        "people": 5, "p10": 14, "p25": 20, "p50": 30, "p75": 40, "p90": 46, "address": "",
    }  # fmt: skip
    shown = [(row["bucket"], row["entered"], row["converted"], row["rate"]) for row in answer.totals["trend"]]
    assert shown == [("2020-02-27", 0, 0, None), ("2020-02-28", 6, 5, 5 / 6)]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"exclude": [{"event": "a", "from": 3, "to": 2}]}, "exclude.0.to"),
    ({"exclude": [{"event": "a", "to": 4}]}, "exclude.0.to"),
    ({"exclude": [{"event": "nowhere"}]}, "exclude.0.event"),
    ({"steps": [{"event": "a", "optional": True}, {"event": "b"}]}, "steps.0.optional"),
    ({"steps": [{"event": "a"}, {"event": "b", "optional": True}]}, "steps.1.optional"),
    ({"hold": ["order"]}, "hold"),
    ({"hold": "nothing"}, "hold"),
    ({"hold": "$events"}, "hold"),
    ({"per": {"property": "nothing"}}, "per.property"),
    ({"attribute_step": 4}, "attribute_step"),
    ({"times": {"from": 3}}, "times.to"),
    ({"times": {"to": 9}}, "times.to"),
    ({"order": "any", "exclude": [{"event": "a", "from": 2}]}, "exclude.0.from"),
    ({"order": "any", "times": {"from": 2}}, "times.from"),
    ({"order": "any", "attribute": "last_touch"}, "attribute"),
    ({"order": "random"}, "order"),
]


@pytest.mark.parametrize(("parts", "field"), REFUSED)
def test_what_cannot_be_meant_is_refused(funnel: Ask, parts: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        funnel(story("abc"), **parts)
    assert refused.value.field == field


def reached(data: Dataset, raw: Raw) -> list[set[int]]:
    question = parse_question(raw | {"breakdown": None})
    return [
        set(people_behind(data, question, row["address"]).people.tolist()) for row in ask(data, question).rows
    ]


@share(0.15)
@given(draw=st.data())
def test_a_looser_order_never_loses_people(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(funnels(plan).filter(lambda raw: raw.get("order") == "any"))
    loose = {k: v for k, v in raw.items() if k not in ("times", "interval")}
    with built(plan) as data:
        strict, ordered, any_order = (
            reached(data, loose | {"order": order}) for order in ("strict", "ordered", "any")
        )
    for a, b, c in zip(strict, ordered, any_order, strict=True):
        assert a <= b <= c


@share(0.15)
@given(draw=st.data())
def test_an_exclusion_never_gains_people(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(funnels(plan))
    assume(len(raw["steps"]) > 1)
    more = raw | {"exclude": [*raw.get("exclude", []), draw.draw(refs(plan))]}
    with built(plan) as data:
        assert all(few <= many for few, many in zip(reached(data, more), reached(data, raw), strict=True))
