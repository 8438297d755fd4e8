"""Stickiness: on how many days of a week or month people are active."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Breakdowns


class Stickiness(Apart):
    """How many people were active on exactly 1, 2, 3 … days of each week or month.

    A day is active with at least one matching event. Periods are whole: a range that begins or ends within one is
    widened to it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "stickiness",
                    "activity": {"event": None},
                    "interval": "week",
                    "range": {"last": 8, "unit": "week"},
                }
            ]
        },
    )

    kind: Literal["stickiness"]
    activity: EventRef = Field(description="What makes a day active.")
    interval: Literal["week", "month"] = Field(
        "week", description="The period whose active days are counted."
    )
    breakdown: Breakdowns | None = Field(
        None,
        description=(
            "Take people apart by a property of their own, or of the first matching event of the period."
        ),
    )
