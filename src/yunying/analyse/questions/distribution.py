"""Distribution: which values a property has, and how often."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Text
from yunying.store import Scope


class Distribution(Apart):
    """Which values a property has, and how often: bars of a number, the most frequent values of a text.

    Looked at are the events of the range that match, or the people who have any: each with one value.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "distribution",
                    "event": {"event": "pay_order"},
                    "property": "amount",
                    "range": {"last": 30, "unit": "day"},
                },
                {
                    "kind": "distribution",
                    "event": {"event": "pay_order"},
                    "property": "amount",
                    "by": "people",
                    "person_value": "sum",
                    "edges": [0, 100, 500, 1000],
                    "range": {"last": 3, "unit": "month"},
                },
            ]
        },
    )

    kind: Literal["distribution"]
    event: EventRef = Field(description="Which events, or the events of which people.")
    property: Text = Field(description="The property whose values are counted; a time cannot be.")
    scope: Scope | None = Field(None, description="`event` or `person`; the event's by default.")
    by: Literal["events", "people"] = Field("events", description="What is counted.")
    person_value: Literal["last", "sum", "avg", "min", "max"] | None = Field(
        None,
        description=(
            "By people: how one value is made from a person's events (of text only the `last`, which is the default). "
            "A person property is one already."
        ),
    )
    bars: int = Field(
        20, ge=2, le=200, description="At most so many bars of round width between the extremes."
    )
    edges: Annotated[list[float], Field(min_length=1, max_length=200)] | None = Field(
        None, description="Where bars begin, rising, instead of round ones."
    )
    top: int = Field(20, ge=1, le=200, description="Of a text: how many values get a row of their own.")
