"""Lifecycle: who is new, who stays, who comes back, who falls asleep."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Breakdowns


class Lifecycle(Apart):
    """Which people of each period are new, returning or resurrected, and which of the period before are dormant.

    A person is active in a period with at least one matching event. `new`: it holds the first match of the
    project's data. `returning`: they were active in the period before as well. `resurrected`: they were not, but
    earlier. `dormant`: active in the period before and not in this one. Periods are whole: a range that begins or
    ends within one is widened to it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "lifecycle",
                    "activity": {"event": "purchase"},
                    "interval": "month",
                    "range": {"from": "2010-12-01", "to": "2011-12-31"},
                }
            ]
        },
    )

    kind: Literal["lifecycle"]
    activity: EventRef = Field(description="What counts as being active.")
    interval: Literal["day", "week", "month"] = Field("week", description="Length of a period.")
    breakdown: Breakdowns | None = Field(
        None,
        description=(
            "Take people apart by a property of their own, or of the first matching event of the period in which "
            "they were active: for the dormant, that is the period before."
        ),
    )
