"""Trend: how figures develop over time."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.core import Interval
from yunying.metrics import MAX_SELECTORS, Compare, Strict, Text

Measure = Literal[
    "events",
    "people",
    "events_per_person",
    "rolling_people",
    "stickiness",
    "sum",
    "avg",
    "min",
    "max",
    "median",
    "p90",
    "p95",
    "p99",
]
PerPerson = Literal["avg", "min", "max", "median", "p90", "p95", "p99"]


class Series(EventRef):
    """One line of a trend."""

    measure: Measure = Field(
        "events",
        description=(
            "`events`, `people` (different people), `events_per_person`; `rolling_people`: different people of the "
            "`days` days that end with the bucket's last (7: WAU, 30: MAU); `stickiness`: people of a day among those "
            "of the `days` days that end with it (DAU/MAU), in longer buckets the sum over its days of the ones by "
            "the sum of the others; or of a numeric property `sum`, `avg`, `min`, `max`, `median`, `p90`, `p95`, "
            "`p99` (percentiles interpolate between neighbours)."
        ),
    )
    property: Text | None = Field(None, description="The numeric event property, for measures that need one.")
    days: int | None = Field(
        None,
        ge=1,
        le=366,
        description="Of `rolling_people` and `stickiness`: days of the window; 7 and 30 by default.",
    )
    per_person: PerPerson | None = Field(
        None,
        description="Of `events` and `sum`: not their total, but this over the people who have any.",
    )
    first_ever: bool = Field(
        False, description="Count only each person's first event ever that passes all filters of the series."
    )
    cumulative: bool = Field(
        False,
        description="Of `events`, `people` and `sum`: from the range's first day up to the bucket; people once.",
    )
    hidden: bool = Field(False, description="Only for formulas: has no rows of its own.")


class Formula(Strict):
    """A line computed from others."""

    formula: Text = Field(
        min_length=1,
        max_length=500,
        description=(
            "Numbers, `+ - * /`, parentheses, and series by their letter in order (`A`, `B`, … `Z`, `AA`, …): `A / B`. "
            "Where it divides by zero or a part has no value there is none."
        ),
    )
    name: Text | None = Field(None, max_length=200, description="What to call it in the answer.")

    @property
    def label(self) -> str:
        """What it is called in the answer."""
        return self.name or self.formula


class Trend(Apart):
    """How figures develop over time."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "trend",
                    "series": [{"event": "purchase", "measure": "people"}],
                    "interval": "day",
                    "range": {"from": "2011-01-01", "to": "2011-03-31"},
                    "filters": [{"property": "Country", "op": "in", "value": ["France", "Germany"]}],
                    "breakdown": {"property": "Country", "top": 5},
                },
                {
                    "kind": "trend",
                    "series": [
                        {"event": "pay_order", "measure": "sum", "property": "amount", "name": "GMV"},
                        {"event": None, "measure": "people", "name": "DAU"},
                    ],
                    "range": {"last": 30, "unit": "day"},
                    "compare": "previous",
                },
                {
                    "kind": "trend",
                    "series": [
                        {"event": "pay_order", "measure": "people", "hidden": True},
                        {"event": None, "measure": "people", "hidden": True},
                        {"event": None, "measure": "rolling_people", "days": 7, "name": "WAU"},
                    ],
                    "formulas": [{"formula": "100 * A / B", "name": "paying, %"}],
                    "smooth": 7,
                    "range": {"last": 30, "unit": "day"},
                },
            ]
        },
    )

    kind: Literal["trend"]
    series: list[Series] = Field(min_length=1, max_length=MAX_SELECTORS, description="The lines.")
    formulas: list[Formula] = Field(
        default_factory=list, max_length=32, description="Further lines, computed from the series."
    )
    interval: Interval = Field("day", description="Length of a bucket.")
    smooth: int | None = Field(
        None,
        ge=2,
        le=1000,
        description="Adds `smoothed`: the mean of the bucket and those before it, so many in all.",
    )
    compare: Compare | None = Field(
        None,
        description=(
            "Adds to each bucket the value of the same bucket of another range of equal length, in `previous`: of the "
            "one just before, so many days earlier, or beginning on a day."
        ),
    )
