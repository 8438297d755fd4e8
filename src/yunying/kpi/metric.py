"""What a metric is: defined once, by a key that formulas, trees, goals and boards call it by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from yunying.analyse import EventRef, FunnelShape
from yunying.audience import Names
from yunying.metrics import Filters, Strict, Text, Window

MetricKey: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Unit = Literal["number", "people", "times", "money", "share", "seconds", "days", "score"]
Good = Literal["up", "down", "neither"]
Over = Literal["total", "daily_average", "last"]


class CountOf(EventRef):
    """How many events there were."""

    type: Literal["count"]


class PeopleOf(EventRef):
    """How many different people did something."""

    type: Literal["people"]
    first_ever: bool = Field(False, description="Only those who did it for the first time ever.")


class Sum(EventRef):
    """The sum of a numeric property."""

    type: Literal["sum"]
    property: Text


class Average(EventRef):
    """The mean of a numeric property over the events on which it is set."""

    type: Literal["average"]
    property: Text


class Percentile(EventRef):
    """A percentile of a numeric property; it interpolates between neighbours."""

    type: Literal["percentile"]
    property: Text
    at: Literal[50, 90, 95, 99] = 50


class Ratio(Strict):
    """One metric divided by another."""

    type: Literal["ratio"]
    of: MetricKey
    by: MetricKey


class Conversion(FunnelShape):
    """The share of those who entered a funnel that reached its last step; by the day they entered."""

    type: Literal["conversion"]


class Kept(Strict):
    """Retention at N: the share of those who began on a day that came back on the N-th day after it."""

    type: Literal["retention"]
    start: EventRef
    return_: EventRef = Field(alias="return")
    at: int = Field(ge=0, le=400, description="How many days later; 0 is the same day.")
    cohort: Literal["first", "every"] = Field("first", description="Their first start ever, or each day's.")
    until: int | None = Field(
        None, ge=0, le=400, description="On any of the days from `at` to this one: 7 to 13 is the next week."
    )
    or_later: bool = Field(False, description="On that day or any later one up to the newest.")

    @property
    def last(self) -> int:
        """The last of the days on which they may come back."""
        return self.at if self.until is None else self.until

    @model_validator(mode="after")
    def _until_is_later(self) -> Kept:
        if self.until is not None and (self.until < self.at or self.or_later):
            raise ValueError("`until` is not before `at`, and does not go with `or_later`")
        return self


class Sticky(EventRef):
    """The people of a day among those of the days that end with it (DAU/MAU)."""

    type: Literal["stickiness"]
    days: int = Field(30, ge=2, le=366)


class Cumulative(Strict):
    """A count, number of people or sum from the first day of the range on; people once."""

    type: Literal["cumulative"]
    of: MetricKey


class Rolling(Strict):
    """A metric over the days that end with a day (people of 7 days: WAU, of 30: MAU)."""

    type: Literal["rolling"]
    of: MetricKey
    days: int = Field(ge=2, le=366)


class FormulaOf(Strict):
    """Other metrics put together by `+ - * /`, numbers and parentheses."""

    type: Literal["formula"]
    formula: Annotated[Text, Field(min_length=1, max_length=500)]


class Measured(Strict):
    """A measured fact: a figure of a day that no person's event carries (cost, budget, stock)."""

    type: Literal["fact"]
    fact: MetricKey
    where: dict[Text, list[Text]] = Field(
        default_factory=dict,
        max_length=20,
        description="Only facts whose dimensions have one of these values.",
    )
    sum_over_days: bool = Field(
        True, description="Off for what is a level (stock): then its last day counts."
    )


class Distinct(EventRef):
    """How many different values of a property there are, those of each person by themselves: orders by their number."""

    type: Literal["distinct"]
    property: Text


class SessionsOf(EventRef):
    """Of sessions with such an event: how many, how many a person, how long on average, or the share that bounced."""

    type: Literal["sessions"]
    figure: Literal["sessions", "per_person", "mean_seconds", "bounce_rate"] = "sessions"


class Moving(EventRef):
    """Who came, left or came back, of the newest week (or month) that has ended.

    `churned` were active in the period before and not in it, `resurrected` not in the period before but earlier.
    `churn_rate` is the share of those of the period before that churned, `resurrection_rate` that of the active who
    are resurrected.
    """

    type: Literal["lifecycle"]
    figure: Literal["new", "returning", "resurrected", "churned", "churn_rate", "resurrection_rate"]
    every: Literal["day", "week", "month"] = "week"


class AmountOf(EventRef):
    """Events that bear an amount."""

    property: Text


class Worth(Strict):
    """LTV: what those won on a day have paid, less refunds, within so many times 24 hours; a person."""

    type: Literal["ltv"]
    acquired: EventRef
    revenue: AmountOf
    refunds: AmountOf | None = None
    days: int = Field(ge=2, le=400)


class Payback(Strict):
    """After how many days those won have paid what winning them cost; none where they have not `within` so many."""

    type: Literal["payback"]
    acquired: EventRef
    revenue: AmountOf
    refunds: AmountOf | None = None
    cost: MetricKey = Field(description="The measured fact that says what was spent on each day.")
    within: int = Field(365, ge=2, le=400)


class TimeTo(Strict):
    """How long it takes people from one event to the next, in seconds; by when it began."""

    type: Literal["time_between"]
    start: EventRef
    end: EventRef
    figure: Literal["median", "mean", "p90"] = "median"
    window: Window = Field(default_factory=lambda: Window(value=30, unit="day"))


Shape: TypeAlias = Annotated[
    CountOf
    | PeopleOf
    | Sum
    | Average
    | Percentile
    | Ratio
    | Conversion
    | Kept
    | Sticky
    | Cumulative
    | Rolling
    | FormulaOf
    | Measured
    | Distinct
    | SessionsOf
    | Moving
    | Worth
    | Payback
    | TimeTo,
    Field(discriminator="type"),
]
_OWN_OVER: dict[str, Over] = {"rolling": "last", "cumulative": "last", "lifecycle": "last"}


class Metric(Strict):
    """A metric's definition. Its key is kept beside it."""

    name: Names
    description: Names | None = None
    unit: Unit = "number"
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] | None = Field(
        None, description="Of money, by ISO 4217."
    )
    good: Good = Field("up", description="Which direction is good.")
    owner: Text | None = Field(None, max_length=200, description="Who answers for it.")
    tags: list[Annotated[Text, Field(min_length=1, max_length=60)]] = Field(
        default_factory=list, max_length=20
    )
    over: Over | None = Field(
        None,
        description=(
            "What it is of more than a day: `total` of all of it (people once), `daily_average` or its `last` day. By "
            "default the total, of rolling and cumulative ones and levels the last day."
        ),
    )
    dimensions: list[Text] = Field(
        default_factory=list, max_length=12, description="Properties by which its changes are explained."
    )
    filters: Filters
    effective: date | None = Field(None, description="Since when this version holds.")
    note: Text = Field(
        "", max_length=2000, description="Why it was changed, and what that means for older figures."
    )
    is_: Shape = Field(alias="is", description="What is measured.")

    @model_validator(mode="after")
    def _money_has_a_currency(self) -> Metric:
        if self.currency is not None and self.unit != "money":
            raise ValueError("a currency goes with the unit `money`")
        return self

    @property
    def summed(self) -> Over:
        """What it is of more than a day."""
        if self.over is not None:
            return self.over
        level = isinstance(self.is_, Measured) and not self.is_.sum_over_days
        return "last" if level else _OWN_OVER.get(self.is_.type, "total")


Metrics: TypeAlias = Mapping[str, Metric]
"""Metrics by key."""


def named_by(metric: Metric) -> Iterator[str]:
    """Keys of the metrics that one is made from, each once, as they are written."""
    shape = metric.is_
    match shape:
        case Ratio():
            yield from dict.fromkeys((shape.of, shape.by))
        case Cumulative() | Rolling():
            yield shape.of
        case FormulaOf():
            yield from dict.fromkeys(_KEY.findall(shape.formula))


_KEY = re.compile(r"[a-z][a-z0-9_]*")
