"""Funnels small enough to be checked by eye."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.projects import Commit, Plan, add_commit, moment, open_plan

from yunying.analyse import ask, parse_question
from yunying.metrics import Answer

DAY = date(2020, 2, 28)
MINUTE, HOUR = 60, 3600
Row = tuple[int, str, float, str | None]
Ask = Callable[..., Answer]


@pytest.fixture
def funnel(tmp_path: Path) -> Ask:
    def ask_funnel(*commits: list[Row], steps: str = "abc", **parts: Any) -> Answer:
        plan = Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ())
        data = open_plan(plan, tmp_path)
        for rows in commits:
            written = tuple((who, event, moment(DAY, at), value) for who, event, at, value in rows)
            add_commit(data, Commit((("plan", "event", "text"),), written))
        raw = {
            "kind": "funnel",
            "steps": [{"event": event} for event in steps],
            "window": {"value": 1, "unit": "hour"},
            "range": {"from": str(DAY), "to": str(DAY)},
        }
        return ask(data, parse_question(raw | parts))

    return ask_funnel


def people(answer: Answer) -> list[int]:
    return [row["people"] for row in answer.rows]


def test_the_window_counts_from_the_first_step_and_its_end_belongs_to_it(funnel: Ask) -> None:
    inside = [(0, "a", 0, None), (0, "b", 30 * MINUTE, None), (0, "c", HOUR, None)]
    outside = [(1, "a", 0, None), (1, "b", 30 * MINUTE, None), (1, "c", HOUR + 0.001, None)]
    assert people(funnel(inside + outside)) == [2, 2, 1]


def test_a_later_start_saves_a_chain_that_ran_out(funnel: Ask) -> None:
    rows = [
        (0, "a", 0, None),
        (0, "a", 50 * MINUTE, None),
        (0, "b", 55 * MINUTE, None),
        (0, "c", 100 * MINUTE, None),
    ]
    answer = funnel(rows)
    assert people(answer) == [1, 1, 1]
    assert [row["median_seconds"] for row in answer.rows] == [None, 5 * MINUTE, 50 * MINUTE]


def test_a_start_after_the_second_step_does_not_carry_it(funnel: Ask) -> None:
    rows = [
        (0, "a", 0, None),
        (0, "b", 10 * MINUTE, None),
        (0, "a", 50 * MINUTE, None),
        (0, "c", 70 * MINUTE, None),
    ]
    assert people(funnel(rows)) == [1, 1, 0]


def test_equal_times_stay_in_order_of_arrival(funnel: Ask) -> None:
    forth = [(0, "a", 0, None), (0, "b", 0, None)]
    assert people(funnel(forth, [(0, "c", 0, None)])) == [1, 1, 1]


def test_equal_times_that_arrived_the_other_way_round(funnel: Ask) -> None:
    assert people(funnel([(0, "b", 0, None)], [(0, "a", 0, None)], steps="ab")) == [1, 0]


def test_one_event_is_one_step(funnel: Ask) -> None:
    assert people(funnel([(0, "a", 0, None), (1, "a", 0, None), (1, "a", 0, None)], steps="aaa")) == [2, 1, 0]


def test_a_conversion_after_the_range_stays_in_the_group_of_its_first_step(funnel: Ask) -> None:
    late = 23 * HOUR + 50 * MINUTE
    rows: list[Row] = [(who, "a", late, "free") for who in (0, 1)]
    rows += [(2, "a", late, "paid"), (2, "b", 24 * HOUR, "free"), (2, "c", 24 * HOUR + 5 * MINUTE, None)]
    answer = funnel(rows, breakdown={"property": "plan"})
    found = {(row["breakdown"], row["step"]): row["people"] for row in answer.rows}
    assert [found["free", s] for s in (1, 2, 3)] == [2, 0, 0]
    assert [found["paid", s] for s in (1, 2, 3)] == [1, 1, 1]


def test_a_first_step_after_the_range_is_none(funnel: Ask) -> None:
    assert people(funnel([(0, "a", 24 * HOUR, None), (0, "b", 24 * HOUR, None)], steps="ab")) == [0, 0]
