"""What questions are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yunying.metrics import Filter, Range, Strict, Text

Filters = Annotated[
    list[Filter], Field(default_factory=list, max_length=100, description="Filters that all must hold.")
]


class Asked(Strict):
    """What every question says."""

    range: Range = Field(description="Days of the project's zone, or the last so many.")
    filters: Filters
    marked: bool = Field(
        False,
        description="Count events of bots, the team's own staff, test devices and debugged sources too.",
    )


class EventRef(Strict):
    """Events of one name, optionally filtered."""

    event: Text | None = Field(description="Name of the event; null means any event.")
    filters: Filters
    name: Text | None = Field(None, max_length=200, description="What to call it in the answer.")

    @property
    def label(self) -> str:
        """What it is called in the answer."""
        return self.name or self.event or "any event"


class Window(Strict):
    """How long after its first step a conversion may end; days here are 24 hours."""

    value: int = Field(ge=1, le=100_000)
    unit: Literal["second", "minute", "hour", "day", "week"]

    @property
    def milliseconds(self) -> int:
        """The window's length."""
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
        return self.value * seconds[self.unit] * 1000
