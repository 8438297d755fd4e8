"""Drivers: what those who converted did more, or less, than the others."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Asked
from yunying.analyse.questions.funnel import Funnel, FunnelShape
from yunying.metrics import Range, Strict, Text
from yunying.store import Scope


class DriverProperty(Strict):
    """A property whose values are looked at like events."""

    property: Text = Field(description="Name of the property.")
    scope: Scope | None = Field(None, description="`event` or `person`; the event's by default.")
    top: int = Field(
        10,
        ge=1,
        le=50,
        description="How many values: those with the most events of the range, not set among them.",
    )


class Drivers(Asked):
    """What people did between entering a funnel and converting, set against those who did not convert.

    Everybody counts who reached step `from`; converted has who reached step `to`. What each of them did is looked at
    from right after the event by which they first reached step `from`, until right before the event by which they
    first reached step `to`, and never longer than the window of the chain by which they reached step `from`: the
    same rule for both, so that nobody has more time to do things because they did not convert. Events must pass
    the filters of the question. For each event, and each value of the properties named, it tells who did it at least
    once: among those who converted, and among the others.

    These are associations. What converters do more often need not be why they convert.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "drivers",
                    "funnel": {"steps": [{"event": "A_SUBMITTED"}, {"event": "A_ACTIVATED"}]},
                    "properties": [{"property": "resource", "top": 5}],
                    "range": {"from": "2011-10-01", "to": "2012-02-29"},
                }
            ]
        },
    )

    kind: Literal["drivers"]
    funnel: FunnelShape = Field(description="The steps; people are followed, not sessions.")
    from_: int = Field(1, alias="from", ge=1, description="Number of the step from which people count.")
    to: int | None = Field(
        None, ge=2, description="Number of the step that is to convert; the last if not said."
    )
    range: Range = Field(description="When people enter.")
    properties: list[DriverProperty] = Field(
        default_factory=list, max_length=10, description="Properties whose values are looked at too."
    )

    @property
    def span(self) -> tuple[int, int]:
        """Numbers of the two steps."""
        return self.from_, self.to or len(self.funnel.steps)

    def whole_funnel(self) -> Funnel:
        """The funnel as a question of its own."""
        shape = {name: getattr(self.funnel, name) for name in FunnelShape.model_fields}
        return Funnel(kind="funnel", range=self.range, filters=self.filters, marked=self.marked, **shape)
