"""Retention: how many of those who began come back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Breakdowns, Range, Strict, Text

Offset = Annotated[int, Field(ge=0, le=4000)]


class KeptValue(Strict):
    """What returns are worth."""

    property: Text = Field(description="A numeric property of the return events; it is summed.")


class Retention(Apart):
    """How many of those who began in one period come back in later ones.

    Offset 0 is the period in which a person began: there a return counts from the start event on, the start
    event itself included if it matches. With cohort `first` a person belongs to the period of their first start
    ever; with `every`, to each period of the range in which they started, from their first start in it. With
    `breakdown` cohorts are taken apart by the value that the property had at that start.
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
                },
                {
                    "kind": "retention",
                    "start": {"event": "register"},
                    "return": {"event": "pay_order"},
                    "interval": "day",
                    "clock": "rolling",
                    "brackets": [[1, 1], [2, 7], [8, 30]],
                    "breakdown": {"property": "channel", "top": 5},
                    "value": {"property": "amount"},
                    "range": {"last": 60, "unit": "day"},
                },
            ]
        },
    )

    kind: Literal["retention"]
    start: EventRef = Field(description="What begins.")
    return_: EventRef = Field(alias="return", description="What counts as coming back.")
    cohort: Literal["first", "every"] = Field("first", description="Which starts make a cohort.")
    interval: Literal["day", "week", "month"] = Field("day", description="Length of a period.")
    range: Range = Field(description="Periods of cohorts and returns.")
    return_mode: Literal["on", "on_or_after"] = Field(
        "on",
        description=(
            "`on`: came back in that very period (N-day retention). `on_or_after`: in that period or any later one "
            "of the range (unbounded retention)."
        ),
    )
    clock: Literal["calendar", "rolling"] = Field(
        "calendar",
        description=(
            "`calendar`: periods are days, weeks and months of the project. `rolling`: they are spans of 24 hours, "
            "7 × 24 or 30 × 24 hours from the moment of the person's own start; cohorts are still called by the "
            "calendar."
        ),
    )
    brackets: (
        Annotated[
            list[Annotated[list[Offset], Field(min_length=2, max_length=2)]],
            Field(min_length=1, max_length=50),
        ]
        | None
    ) = Field(
        None,
        description=(
            "Offsets put together, as `[first, last]` in order and apart: `[[1, 1], [2, 7], [8, 30]]` asks who came "
            "back on day 1, on any of days 2 to 7, on any of days 8 to 30."
        ),
    )
    periods: int | None = Field(None, ge=1, le=4000, description="Show offsets up to this one only.")
    breakdown: Breakdowns | None = Field(
        None, description="Take cohorts apart by a property of the start event or of the person."
    )
    value: KeptValue | None = Field(None, description="Add up what returns are worth.")
