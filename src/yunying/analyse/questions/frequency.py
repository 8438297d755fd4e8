"""Frequency: how often people do something."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Breakdowns


class Frequency(Apart):
    """How many people did something once, twice, three times …: in the whole range, or in each day, week or month.

    With an interval, periods are whole: a range that begins or ends within one is widened to it. With a
    `breakdown` by a property of the event, each value's events are counted by themselves, so that a person may be
    in several groups.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "frequency",
                    "activity": {"event": "purchase"},
                    "exact": 5,
                    "brackets": [10, 20],
                    "range": {"from": "2011-01-01", "to": "2011-12-31"},
                }
            ]
        },
    )

    kind: Literal["frequency"]
    activity: EventRef = Field(description="What is counted.")
    interval: Literal["day", "week", "month"] | None = Field(
        None, description="Count in each period by itself; null counts in the whole range."
    )
    exact: int = Field(10, ge=1, le=1000, description="Every count up to this one has a row of its own.")
    brackets: Annotated[list[Annotated[int, Field(ge=2, le=10**9)]], Field(max_length=50)] | None = Field(
        None,
        description=(
            "Last counts of the brackets after that, ascending: `exact` 10 and `[20, 50]` make 11 to 20, 21 to 50, and "
            "51 or more. By default the next three of 20, 50, 100, 200, 500 …"
        ),
    )
    breakdown: Breakdowns | None = Field(None, description="Take the counts apart by a property.")
