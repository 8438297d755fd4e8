"""Trend: how figures develop over time."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.core import Interval
from yunying.metrics import MAX_SELECTORS, Text

Measure = Literal[
    "events", "people", "events_per_person", "sum", "avg", "min", "max", "median", "p90", "p95", "p99"
]


class Series(EventRef):
    """One line of a trend."""

    measure: Measure = Field(
        "events",
        description=(
            "`events`, `people` (different people), `events_per_person`, or of a numeric property `sum`, `avg`, "
            "`min`, `max`, `median`, `p90`, `p95`, `p99` (percentiles interpolate between neighbours)."
        ),
    )
    property: Text | None = Field(None, description="The numeric event property, for measures that need one.")


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
            ]
        },
    )

    kind: Literal["trend"]
    series: list[Series] = Field(min_length=1, max_length=MAX_SELECTORS, description="The lines.")
    interval: Interval = Field("day", description="Length of a bucket.")
    compare: Literal["previous"] | None = Field(
        None, description="`previous` adds the value of the same bucket one range earlier."
    )
