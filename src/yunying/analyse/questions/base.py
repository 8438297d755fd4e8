"""What questions are made of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from yunying.metrics import Breakdowns, Events, Filters, Range, Strict, Text


class Asked(Strict):
    """What every question says."""

    range: Range = Field(description="Days of the project's zone, or the last so many.")
    filters: Filters
    marked: bool = Field(
        False,
        description="Count events of bots, the team's own staff, test devices and debugged sources too.",
    )


class Apart(Asked):
    """A question whose answer can be taken apart."""

    breakdown: Breakdowns | None = Field(
        None,
        description="Take the answer apart by a property, a segment, or combinations of up to three of them.",
    )


class EventRef(Events):
    """Events of one name, optionally filtered; with `or` further ones that count as the same.

    An event that several of them take is one event still.
    """

    or_: list[Events] = Field(
        default_factory=list,
        alias="or",
        max_length=31,
        description="Further events that count as the same, each with filters of its own.",
    )
    name: Text | None = Field(None, max_length=200, description="What to call it in the answer.")

    @property
    def alternatives(self) -> tuple[Events, ...]:
        """Everything that counts as this event: its own name and filters first."""
        return self, *self.or_

    @property
    def events(self) -> str:
        """The names of its events, for the definition of an answer."""
        return " or ".join(dict.fromkeys(one.event or "any event" for one in self.alternatives))

    @property
    def label(self) -> str:
        """What it is called in the answer."""
        return self.name or self.events


class Window(Strict):
    """How long after its first step a conversion may end; days here are 24 hours."""

    value: int = Field(ge=1, le=100_000)
    unit: Literal["second", "minute", "hour", "day", "week"]

    @property
    def milliseconds(self) -> int:
        """The window's length."""
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
        return self.value * seconds[self.unit] * 1000
