"""What goes over the wire about goals."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from yunying.audience import Names
from yunying.kpi import MetricKey
from yunying.kpi.goals import Goal, Pace, Status
from yunying.web.metric_schemas import Applied
from yunying.web.schemas import Request, View
from yunying.workspace import Confidence

Level = Literal["company", "team", "person"]


class GoalsToApply(Request):
    """Goals by key: those that are not known are defined, the others changed; all of them or none."""

    goals: Annotated[dict[MetricKey, Goal], Field(min_length=1, max_length=500)]


class AppliedGoals(View):
    """What became of each."""

    goals: list[Applied]


class Projected(View):
    """Where it will end: as likely above `mid` as below, and nine in ten times from `low` to `high`."""

    mid: float
    low: float
    high: float


class KeyResultFigures(View):
    """How a key result stands. `due` is where it should be by now, `progress` the share of its way that is behind,
    `share` what its status goes by."""

    key: str
    metric: str
    owner: str | None
    weight: float
    target: float
    start: float | None
    now: float | None
    due: float | None
    progress: float | None
    share: float | None
    status: Status
    pace_by: Pace


class KeyResultStanding(KeyResultFigures):
    """With where it will end; `name` is null where its metric is gone."""

    name: Names | None
    unit: str
    currency: str | None
    projected: Projected | None


class Course(View):
    """By day: what was and where it should be from the first day of the period on, and what is expected of the days
    that are left."""

    actual: list[float | None]
    pace: list[float | None]
    mid: list[float | None]
    low: list[float | None]
    high: list[float | None]


class GoalDoor(View):
    """What opens the people behind a figure."""

    question: dict[str, Any]
    address: str | None


class KeyResultCourse(KeyResultStanding):
    """With its course, and what opens the people behind it."""

    course: Course
    doors: list[GoalDoor]


class Waiting(View):
    """What a goal waits for."""

    what: Literal["begin", "key_results", "metric", "data", "history", "check_in", "child"]
    key_result: str | None = None
    goal: str | None = None
    days: int | None = None


class GoalStanding(View):
    """A goal and how it stands at the end of the day `through`; `elapsed` is the share of its period that is over."""

    id: str
    key: str
    goal: Goal
    version: int
    created_by: str | None
    updated_at: dt.datetime
    through: dt.date
    score: float | None
    status: Status
    elapsed: float
    waiting: list[Waiting]
    key_results: list[KeyResultStanding]


class AllGoals(View):
    """A project's goals."""

    goals: list[GoalStanding]


class ChildGoal(View):
    """A goal that serves another."""

    key: str
    name: Names
    status: Status
    score: float | None


class CheckIn(View):
    """What somebody said; `value` is what the key result was then."""

    id: str
    key_result: str | None
    comment: str
    confidence: Confidence | None
    value: float | None
    at: dt.datetime
    by: str | None


class GoalVersion(View):
    """When a goal was changed, and by whom."""

    version: int
    at: dt.datetime
    by: str | None


class OneGoal(GoalStanding):
    """A goal day by day, with what was said of it, the newest first."""

    key_results: list[KeyResultCourse]  # type: ignore[assignment]
    children: list[ChildGoal]
    check_ins: list[CheckIn]
    versions: list[GoalVersion]


class NewCheckIn(Request):
    """How it goes."""

    comment: Annotated[str, Field(min_length=1, max_length=4000)]
    key_result: MetricKey | None = None
    confidence: Confidence | None = None


class ReviewedResult(KeyResultFigures):
    """A key result before and at the end of the days reviewed."""

    before: float | None
    change: float | None
    projected: float | None
    status_then: Status


class ReviewedGoal(View):
    """What became of a goal; `then` is at the end of the day before."""

    key: str
    name: Names
    owner: str | None
    level: Level
    parent: str | None
    status_then: Status
    status: Status
    score_then: float | None
    score: float | None
    key_results: list[ReviewedResult]
    check_ins: list[CheckIn]


class Review(View):
    """What became of goals within some days, as far as data goes (`through`)."""

    from_: dt.date = Field(alias="from")
    to: dt.date
    through: dt.date
    goals: list[ReviewedGoal]
