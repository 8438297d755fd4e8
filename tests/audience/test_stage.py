"""Stages: against plain loops over each person's days; each person is in exactly one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.naive import timelines
from tests.support.profiles import share
from tests.support.projects import Plan, built, plans
from tests.support.small import A_DAY, DAY, small_project

from yunying.audience import STAGES, Stage, StageOf, read_body
from yunying.core import Refused, day_number, day_of
from yunying.store import Dataset, HotView


@st.composite
def stages(draw: st.DrawFn, plan: Plan) -> Stage:
    """Stages of any length."""
    new, returned = draw(st.integers(1, 10)), draw(st.integers(1, 10))
    dormant = max(new, returned) + draw(st.integers(0, 10))
    period = draw(st.integers(1, 30))
    return Stage.model_validate(
        {
            "activity": {"event": draw(st.sampled_from((None, *plan.events)))}
            if plan.events
            else {"event": None},
            "new_days": new,
            "returned_days": returned,
            "dormant_after": dormant,
            "lost_after": dormant + draw(st.integers(1, 20)),
            "period": period,
            "mature_days": draw(st.integers(1, min(period, 3))),
        }
    )


def stage_of(days: set[date], today: date, stage: Stage) -> str | None:
    """By the words of the definition; `days` are those on which a person was active."""
    days = {day for day in days if day <= today}
    if not days:
        return None
    if (today - max(days)).days >= stage.lost_after:
        return "lost"
    if (today - max(days)).days >= stage.dormant_after:
        return "dormant"
    if (today - min(days)).days < stage.new_days:
        return "new"
    for back in range(stage.returned_days):
        day = today - timedelta(days=back)
        before = {one for one in days if one < day}
        if day in days and before and (day - timedelta(days=1) - max(before)).days >= stage.dormant_after:
            return "returned"
    recent = {day for day in days if (today - day).days < stage.period}
    return "mature" if len(recent) >= stage.mature_days else "growing"


def found(data: Dataset, view: HotView, stage: Stage) -> list[str | None]:
    values = StageOf(stage, "1").values(data, view)
    assert values.labels.to_pylist() == list(STAGES)
    texts = values.texts(np.arange(len(values.codes))).to_pylist()
    return [None if text is None else text.removeprefix("$stage_") for text in texts]


@share(1)
@given(draw=st.data(), back=st.integers(0, 20))
def test_plain_loops_find_the_same(draw: st.DataObject, back: int) -> None:
    plan = draw.draw(plans(kinds=("number",)))
    stage = draw.draw(stages(plan))
    with built(plan) as data:
        newest = data.hot.view()
        today = data.calendar.today(data.clock())
        then = plan.anchor - timedelta(days=back)
        for view, day in ((newest, today), (newest.until(day_number(then)), then)):
            expected = {
                person: stage_of(
                    {e.day for e in events if stage.activity.event in (None, e.name)}, day, stage
                )
                for person, events in timelines(plan, marked=False).items()
            }
            stood = found(data, view, stage)
            assert {p: s for p, s in enumerate(stood) if s} == {p: s for p, s in expected.items() if s}


def test_a_life_goes_through_the_stages(tmp_path: Path) -> None:
    stage = read_body(
        Stage,
        {
            "new_days": 2,
            "dormant_after": 3,
            "lost_after": 6,
            "returned_days": 2,
            "period": 4,
            "mature_days": 3,
        },
    )
    active = (0, 1, 2, 3, 11, 12, 13, 21)
    data = small_project(tmp_path, [(0, "visit", day * A_DAY) for day in active])
    first = day_number(DAY)
    lived = [found(data, data.hot.view().until(first + n), stage)[0] for n in range(22)]
    assert [s[:3] if s else s for s in lived] == [
        "new", "new", "mat", "mat", "mat", "gro", "dor", "dor", "dor", "los", "los",
        "ret", "ret", "mat", "mat", "gro", "dor", "dor", "dor", "los", "los",
        "ret",
    ]  # fmt: skip
    assert day_of(first) == DAY


@pytest.mark.parametrize("wrong", [
    {"new_days": 20}, {"lost_after": 14}, {"returned_days": 15}, {"mature_days": 29}, {"period": 0},
])  # fmt: skip
def test_days_that_leave_a_stage_empty_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Refused):
        read_body(Stage, wrong)
