"""What a goal is: an objective with key results, each a metric that is to go from where it starts to a target."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from yunying.audience import Names
from yunying.core import Refused
from yunying.kpi.metric import FormulaOf, Measured, Metric, MetricKey, Metrics, PeopleOf, named_by
from yunying.metrics import Filters, Strict, Text

Pace = Literal["linear", "last_year", "forecast"]
Level = Literal["company", "team", "person"]
Counted = Literal["total", "people", "level", "average"]
"""How a metric counts towards a target: days add up, different people of the whole period, its last day, its mean."""
Figure = Annotated[float, Field(allow_inf_nan=False)]


class Stage(Strict):
    """What is to be reached on the way: of a total the amount of the stage itself, else where it stands then."""

    until: date
    target: Figure


class StatusRule(Strict):
    """From which share of the way on a key result is green, and from which amber; below it is red."""

    by: Literal["projection", "pace"] = Field(
        default="projection",
        description="Where it will end as far as that can be told, or where it should be by now.",
    )
    green: float = Field(default=1.0, ge=0, le=2)
    amber: float = Field(default=0.9, ge=0, le=2)

    @model_validator(mode="after")
    def _in_order(self) -> StatusRule:
        if self.amber > self.green:
            raise ValueError("amber begins below green")
        return self


class KeyResult(Strict):
    """A metric that is to reach a target within the goal's period."""

    metric: MetricKey
    key: MetricKey | None = Field(None, description="By which check-ins know it; by default the metric's.")
    filters: Filters
    start: Figure | None = Field(
        None, description="Where it starts; by default zero of a total, else what it was before the period."
    )
    target: Figure
    owner: Text | None = Field(None, max_length=200)
    weight: float = Field(1.0, gt=0, le=1000)
    pace: Pace = Field("linear", description="How a total is spread over the period's days.")
    stages: list[Stage] = Field(default_factory=list, max_length=60)
    status: StatusRule = StatusRule()

    @property
    def name(self) -> str:
        """The key it goes by within its goal."""
        return self.key or self.metric


class Goal(Strict):
    """An objective. Its key is kept beside it."""

    name: Names
    description: Text = Field("", max_length=4000)
    owner: Text | None = Field(None, max_length=200)
    level: Level = "team"
    parent: MetricKey | None = Field(None, description="Key of the goal that it serves.")
    from_: date = Field(alias="from")
    to: date
    key_results: list[KeyResult] = Field(
        default_factory=list, max_length=20, description="None of a goal that is what the goals below it are."
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Goal:
        if self.to < self.from_:
            raise ValueError("the period ends before it begins")
        if (self.to - self.from_).days > 1100:
            raise ValueError("the period is longer than three years")
        keys = [one.name for one in self.key_results]
        if len(set(keys)) < len(keys):
            raise ValueError("two key results have the same key; give one of them a `key` of its own")
        for one in self.key_results:
            ends = [stage.until for stage in one.stages]
            if ends and (ends != sorted(set(ends)) or ends[0] < self.from_ or ends[-1] != self.to):
                raise ValueError("stages follow each other within the period, and the last ends with it")
        return self


def counted_as(metric: Metric, metrics: Metrics) -> Counted:
    """How a metric counts."""
    if metric.summed == "last":
        return "level"
    if metric.summed == "daily_average":
        return "average"
    if isinstance(metric.is_, PeopleOf) and not metric.is_.first_ever:
        return "people"
    return "total" if _adds_up(metric, metrics) else "average"


def _adds_up(metric: Metric, metrics: Metrics) -> bool:
    shape = metric.is_
    if isinstance(shape, FormulaOf):
        parts = [metrics[key] for key in named_by(metric) if key in metrics]
        return not set("*/") & set(shape.formula) and all(_adds_up(part, metrics) for part in parts)
    if isinstance(shape, PeopleOf):
        return shape.first_ever
    return shape.type in ("count", "sum") or (isinstance(shape, Measured) and shape.sum_over_days)


def check_stages(wanted: KeyResult, counted: Counted, field: str) -> None:
    """Refuse stages that do not add up to the target (of totals), or do not lead to it (of the others), and a pace
    that only totals have."""
    summed = counted in ("total", "people")
    if wanted.pace != "linear" and not summed:
        raise Refused(
            "pace_of_totals_only",
            f"{wanted.metric!r} is no total, so it has no daily share of its target; leave `pace` linear.",
            field=f"{field}.pace",
            value=wanted.pace,
        )
    if not wanted.stages:
        return
    targets = [stage.target for stage in wanted.stages]
    if summed:
        start = wanted.start or 0
        if not math.isclose(start + sum(targets), wanted.target, rel_tol=1e-9, abs_tol=1e-9):
            raise Refused(
                "stages_do_not_add_up",
                f"The stages add up to {start + sum(targets):g}, but the target is {wanted.target:g}.",
                field=f"{field}.stages",
                sum=start + sum(targets),
                target=wanted.target,
            )
        return
    steps = [*([] if wanted.start is None else [wanted.start]), *targets]
    if targets[-1] != wanted.target or (steps != sorted(steps) and steps != sorted(steps, reverse=True)):
        raise Refused(
            "stages_do_not_lead_there",
            f"The stages of {wanted.metric!r} go up (or down) without turning, and end at its target.",
            field=f"{field}.stages",
            target=wanted.target,
        )
