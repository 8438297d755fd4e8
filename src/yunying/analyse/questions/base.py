"""What questions are made of."""

from __future__ import annotations

from pydantic import Field

from yunying.metrics import AnyEvents, Breakdowns, Compare, Filters, Range, Strict, Text


class Asked(Strict):
    """What every question says."""

    range: Range = Field(description="Days of the project's zone, or the last so many.")
    filters: Filters
    marked: bool = Field(
        False,
        description="Count events of bots, the team's own staff, test devices and debugged sources too.",
    )
    compare: Compare | None = Field(
        None,
        description=(
            "The range of equal length to compare with: `previous` is the one just before. A trend has its values row "
            "by row; of every other kind the answer has `before`, the same question over that range: "
            '`{"question", "rows", "totals", "provenance"}`.'
        ),
    )


class Apart(Asked):
    """A question whose answer can be taken apart."""

    breakdown: Breakdowns | None = Field(
        None,
        description="Take the answer apart by a property, a segment, or combinations of up to three of them.",
    )


class EventRef(AnyEvents):
    """Events of one name, optionally filtered; with `or` further ones that count as the same.

    An event that several of them take is one event still.
    """

    name: Text | None = Field(None, max_length=200, description="What to call it in the answer.")

    @property
    def label(self) -> str:
        """What it is called in the answer."""
        return self.name or self.events
