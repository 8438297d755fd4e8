"""Migration: how people moved between the values of a property of theirs."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Asked
from yunying.metrics import Filters, Range, Text


class Migration(Asked):
    """How people moved between the values of a property of people, such as a layer, from one date to another.

    A property has the value that it had at the end of each of these days, by what was known of a person's events
    until then. The range's first and last day are dates; with an `interval`, so are the last days of the periods
    between them. A range of one day shows who stands where at its end.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "migration",
                    "property": "$stage",
                    "range": {"from": "2026-01-31", "to": "2026-03-31"},
                    "interval": "month",
                }
            ]
        },
    )

    kind: Literal["migration"]
    property: Text = Field(
        description="A property of people with few values: text, boolean, or a number such as a score."
    )
    range: Range = Field(description="From the end of its first day to the end of its last.")
    filters: Filters = Field(
        default_factory=list,
        max_length=100,
        description="What must hold of a person at the end of the range: their properties, what they did, segments.",
    )
    interval: Literal["day", "week", "month"] | None = Field(
        None, description="Look at the ends of these periods too; by default at both ends of the range alone."
    )
