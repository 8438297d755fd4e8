"""Sessions: how many, how long, how deep."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.core import Interval


class Sessions(Apart):
    """How many sessions there are, how long and deep they are, and with what they begin and end.

    Sessions follow from each person's events by the project's rules (30 minutes without an event end one, unless set
    otherwise). A session counts where it begins inside the range and at least one of its events matches; its figures
    are those of the whole session, also after the range, and its group is that of its first matching event.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "sessions",
                    "range": {"last": 30, "unit": "day"},
                    "breakdown": {"property": "$session_channel"},
                }
            ]
        },
    )

    kind: Literal["sessions"]
    event: EventRef = Field(
        default_factory=lambda: EventRef.model_validate({"event": None}),
        description="Sessions that have one of these; by default all.",
    )
    interval: Interval = Field(
        "day", description="Length of a bucket; a session is in that in which it began."
    )
    top: int = Field(10, ge=1, le=200, description="How many entry and exit pages and events are listed.")
