"""Interval: how long people take from one event to the next."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.core import Interval
from yunying.metrics import Range, Text, Window


class TimeBetween(Apart):
    """How long people take from one event to the next one of another, or of the same, name.

    A pair begins with a start inside the range and ends with an end after it (in order of time, then of arrival), at
    most `window` later, even where that reaches past the range. Its group is that of its start. One event can end a
    pair and begin another, so with the same event as start and end the intervals are those between neighbours.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "interval",
                    "start": {"event": "submit_order"},
                    "end": {"event": "pay_order"},
                    "same": "order_id",
                    "window": {"value": 7, "unit": "day"},
                    "range": {"last": 30, "unit": "day"},
                },
                {
                    "kind": "interval",
                    "start": {"event": "pay_order"},
                    "end": {"event": "pay_order"},
                    "by": "people",
                    "interval": "month",
                    "range": {"last": 12, "unit": "month"},
                },
            ]
        },
    )

    kind: Literal["interval"]
    start: EventRef = Field(description="What begins an interval.")
    end: EventRef = Field(description="What ends it; may be the same event.")
    pairs: Literal["first", "last", "each"] = Field(
        "first",
        description=(
            "Where several starts come before an end: `first` takes the first of them (one whose window ran out is "
            "given up), `last` the last, `each` pairs every one with the next end. The first two never overlap."
        ),
    )
    window: Window = Field(
        default_factory=lambda: Window(value=30, unit="day"), description="No pair is further apart."
    )
    same: Text | None = Field(
        None,
        description="An event property that must be set and equal on both events, such as an order's id.",
    )
    by: Literal["pairs", "people"] = Field(
        "pairs",
        description="Figures over all pairs, or over people: each with the median of their own pairs.",
    )
    range: Range = Field(description="When pairs begin.")
    interval: Interval | None = Field(
        None, description="Also by when the pair began: length of a bucket. Without it, the range is one."
    )
    edges: Annotated[list[float], Field(min_length=1, max_length=200)] | None = Field(
        None,
        description="Where bars of the histogram begin, in seconds, rising; by default steps from 1 second to a year.",
    )
