"""Retention: how many of those who began come back."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Asked, EventRef
from yunying.metrics import Range


class Retention(Asked):
    """How many of those who began in one period come back in later ones.

    Offset 0 is the period in which a person began: there a return counts from the start event on, the start
    event itself included if it matches. With cohort `first` a person belongs to the period of their first start
    ever; with `every`, to each period of the range in which they started.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "retention",
                    "start": {"event": "purchase"},
                    "return": {"event": "purchase"},
                    "cohort": "first",
                    "interval": "month",
                    "range": {"from": "2010-12-01", "to": "2011-12-31"},
                }
            ]
        },
    )

    kind: Literal["retention"]
    start: EventRef = Field(description="What begins.")
    return_: EventRef = Field(alias="return", description="What counts as coming back.")
    cohort: Literal["first", "every"] = Field("first", description="Which starts make a cohort.")
    interval: Literal["day", "week", "month"] = Field("day", description="Length of a period.")
    range: Range = Field(description="Periods of cohorts and returns.")
    periods: int | None = Field(None, ge=1, le=4000, description="Show offsets up to this one only.")
