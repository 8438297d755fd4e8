"""Funnel: how many people go through steps."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef, Window
from yunying.metrics import MAX_SELECTORS, Breakdowns, Range


class Funnel(Apart):
    """How many people go through steps in order.

    A person enters with a first step inside the range; the later steps count within the window, even where it
    reaches past the range's end. A person counts once, with the furthest step they reached. Times to convert
    are those of the chain that reached the step first (of several, the one that began last).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "funnel",
                    "steps": [{"event": "A_SUBMITTED"}, {"event": "A_PREACCEPTED"}],
                    "window": {"value": 14, "unit": "day"},
                    "range": {"from": "2011-10-01", "to": "2012-02-29"},
                }
            ]
        },
    )

    kind: Literal["funnel"]
    steps: list[EventRef] = Field(min_length=1, max_length=MAX_SELECTORS, description="The steps, in order.")
    window: Window = Field(
        default_factory=lambda: Window(value=14, unit="day"), description="Counted from the first step."
    )
    range: Range = Field(description="When people enter.")
    breakdown: Breakdowns | None = Field(
        None, description="By the first step's event, or the person: a property, a segment, or up to three."
    )
