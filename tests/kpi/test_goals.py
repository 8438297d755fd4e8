"""Goals: pace, projection, score and colour of key results, from exact examples and from properties."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunying.core import Refused
from yunying.kpi import Metric
from yunying.kpi.goals import (
    Counted,
    Course,
    Goal,
    KeyResult,
    Standing,
    check_stages,
    counted_as,
    milestones,
    pace_line,
    read_goals,
    score_of,
    stand,
    worst,
    write_goals,
)

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 10)


def result(**said: Any) -> KeyResult:
    return KeyResult.model_validate({"metric": "gmv", **said})


def after(
    values: list[float], wanted: KeyResult, counted: Counted, good: Any = "up", before: int = 0
) -> Standing:
    """How it stands after some days; the first `before` of them are before the period."""
    course = Course(FIRST - timedelta(days=before), np.array(values, float))
    return stand(wanted, counted, good, (FIRST, LAST), course, {})


def test_a_total_halfway() -> None:
    found = after([10, 10, 10, 10, 10], result(target=100), "total")
    assert (found.now, found.due, found.progress, found.share) == (50, 50, 0.5, 1)
    assert found.status == "green"
    assert list(found.pace) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert list(found.actual) == [10, 20, 30, 40, 50]
    assert found.projected is None  # five days tell nothing of those to come


def test_a_total_that_is_behind_is_amber_and_then_red() -> None:
    assert after([9, 9, 9, 9, 9], result(target=100), "total").status == "amber"
    assert after([8, 8, 8, 8, 8], result(target=100), "total").status == "red"
    assert after([8] * 5, result(target=100, status={"amber": 0.8}), "total").status == "amber"


def test_a_total_ends_where_its_days_lead() -> None:
    found = after([10] * 35, result(target=100), "total", before=30)
    assert found.projected is not None
    assert found.projected.mid == pytest.approx(100, rel=0.01)
    assert found.projected.low <= found.projected.mid <= found.projected.high
    assert len(found.mid) == 5


def test_a_level_goes_from_where_it_was_before() -> None:
    found = after([20, 20, 20, 22, 24], result(target=40), "level", before=2)
    assert (found.start, found.now, found.due) == (20, 24, 26)
    assert found.progress == pytest.approx(0.2)


def test_down_is_good_where_it_is_said_so() -> None:
    found = after([10, 10, 9, 8.5], result(target=5), "level", good="down", before=2)
    assert found.progress == pytest.approx(0.3)
    assert found.status == "green"


def test_a_budget_is_not_to_be_spent_sooner() -> None:
    frugal = after([8] * 5, result(target=100), "total", good="down")
    assert (frugal.status, frugal.score) == ("green", 1)
    wasteful = after([20] * 5, result(target=100), "total", good="down")
    assert wasteful.status == "red"
    assert wasteful.score == 0.5


def test_a_floor_is_to_be_kept() -> None:
    assert after([0.5] * 7, result(start=0.5, target=0.4), "average").status == "green"
    assert after([0.3] * 7, result(start=0.5, target=0.4), "average").status == "red"


def test_different_people_of_the_period_are_counted_once() -> None:
    course = Course(FIRST, np.array([5.0, 5, 5]), 7.0, np.array([5.0, 6, 7]))
    found = stand(result(target=20), "people", "up", (FIRST, LAST), course, {})
    assert found.now == 7
    assert list(found.actual) == [5, 6, 7]


def test_last_year_gives_the_pace_its_shape_by_weekdays_that_stand_beside_each_other() -> None:
    first = FIRST - timedelta(days=364)
    values = np.zeros(364 + 1)
    values[:10] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 11]
    found = stand(
        result(target=200, pace="last_year"), "total", "up", (FIRST, LAST), Course(first, values), {}
    )
    assert found.pace_by == "last_year"
    assert list(found.pace[:3]) == pytest.approx([10, 20, 30])
    assert list(found.pace[-2:]) == pytest.approx([90, 200])
    short = Course(FIRST - timedelta(days=100), values[:101])
    told = stand(result(target=200, pace="last_year"), "total", "up", (FIRST, LAST), short, {})
    assert told.pace_by == "linear"


def test_before_it_begins_and_after_it_ended() -> None:
    early = after([10] * 20, result(target=100), "total", before=21)
    assert (early.now, early.due, early.status) == (None, None, "unknown")
    late = after([10.5] * 12, result(target=100), "total")
    assert late.through == LAST
    assert late.now == pytest.approx(105)
    assert late.status == "green"
    assert late.projected is None


def test_days_of_silence_are_counted() -> None:
    assert after([10, 10, 10, 0, 0], result(target=100), "total").silent == 2
    assert after([10, 10, float("nan")], result(target=100), "total").silent == 1
    assert after([0, 0, 1, 0, 0], result(target=100), "total").silent == 0


def test_stages_add_up_or_lead_there() -> None:
    ends = [date(2026, 10, 5), LAST]
    staged = result(target=100, stages=[{"until": ends[0], "target": 30}, {"until": ends[1], "target": 70}])
    check_stages(staged, "total", "here")
    assert milestones(staged, "total", 0, FIRST, LAST) == [(ends[0], 30), (ends[1], 100)]
    with pytest.raises(Refused, match="add up to 100"):
        check_stages(staged.model_copy(update={"target": 120}), "total", "here")
    with pytest.raises(Refused, match="end at its target"):
        check_stages(staged, "level", "here")
    with pytest.raises(Refused, match="no total"):
        check_stages(result(target=1, pace="last_year"), "average", "here")


def test_how_metrics_count() -> None:
    metrics = {
        key: Metric.model_validate({"name": {"zh": key, "en": key}, "is": shape})
        for key, shape in {
            "gmv": {"type": "sum", "event": "pay", "property": "amount"},
            "refunds": {"type": "count", "event": "refund"},
            "payers": {"type": "people", "event": "pay"},
            "new": {"type": "people", "event": "pay", "first_ever": True},
            "net": {"type": "formula", "formula": "gmv - refunds"},
            "each": {"type": "formula", "formula": "gmv / payers"},
            "rate": {"type": "ratio", "of": "gmv", "by": "payers"},
            "wau": {"type": "rolling", "of": "payers", "days": 7},
            "stock": {"type": "fact", "fact": "stock", "sum_over_days": False},
        }.items()
    }
    assert {key: counted_as(metric, metrics) for key, metric in metrics.items()} == {
        "gmv": "total",
        "refunds": "total",
        "payers": "people",
        "new": "total",
        "net": "total",
        "each": "average",
        "rate": "average",
        "wau": "level",
        "stock": "level",
    }


def test_goals_come_back_from_a_file_as_they_were() -> None:
    goals = {
        "q4": Goal.model_validate(
            {
                "name": {"zh": "增长", "en": "Growth"},
                "from": "2026-10-01",
                "to": "2026-12-31",
                "key_results": [
                    {"metric": "gmv", "target": 10, "stages": [{"until": "2026-12-31", "target": 10}]}
                ],
            }
        )
    }
    assert read_goals(write_goals(goals)) == goals
    with pytest.raises(Refused, match="A file of goals"):
        read_goals("metrics: {}")
    with pytest.raises(Refused, match="ends before it begins"):
        read_goals("goals: {a: {name: {zh: a, en: a}, from: 2026-02-01, to: 2026-01-01}}")


@given(
    st.floats(-1e6, 1e6),
    st.lists(st.tuples(st.integers(1, 40), st.floats(-1e6, 1e6)), min_size=1, max_size=6),
    st.lists(st.floats(0, 1e6), min_size=240, max_size=240),
)
def test_a_pace_is_at_each_mark_on_its_day(
    start: float, steps: list[tuple[int, float]], weights: list[float]
) -> None:
    ends = list(itertools.accumulate(days for days, _ in steps))
    marks = [(FIRST + timedelta(days=end - 1), mark) for end, (_, mark) in zip(ends, steps, strict=True)]
    line = pace_line(start, marks, FIRST, np.array(weights[: ends[-1]]))
    assert [line[end - 1] for end in ends] == [mark for _, mark in steps]
    begin = start
    for (low, high), (_, mark) in zip(itertools.pairwise([0, *ends]), steps, strict=True):
        between = line[low:high]
        assert (between >= min(begin, mark) - 1e-3).all()
        assert (between <= max(begin, mark) + 1e-3).all()
        begin = mark


@given(st.floats(1, 1e6), st.integers(1, 400))
def test_a_linear_pace_brings_the_same_each_day_and_all_of_it_in_the_end(target: float, days: int) -> None:
    line = pace_line(0, [(FIRST + timedelta(days=days - 1), target)], FIRST)
    assert np.diff(line, prepend=0) == pytest.approx(np.full(days, target / days))
    assert line[-1] == target


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.floats(0, 1)), st.floats(0.1, 100)), max_size=8), st.randoms()
)
def test_a_score_is_a_mean_whatever_the_order(parts: list[tuple[float | None, float]], random: Any) -> None:
    mixed = list(parts)
    random.shuffle(mixed)
    score = score_of(parts)
    known = [one for one, _ in parts if one is not None]
    if not known:
        assert score is None
        return
    assert score == pytest.approx(score_of(mixed))
    assert score is not None
    assert min(known) - 1e-9 <= score <= max(known) + 1e-9
    assert score == pytest.approx(score_of([(one, weight * 3) for one, weight in parts]))


def test_the_worst_status_is_told() -> None:
    assert worst(["green", "amber", "red"]) == "red"
    assert worst(["green", "unknown"]) == "unknown"
    assert worst([]) == "unknown"
