"""People: who matches a definition, with a figure or two about each."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Asked, EventRef
from yunying.metrics import Filter, Range, Strict, Text

PersonMeasure = Literal[
    "events", "days", "sum", "first_time", "last_time", "days_since", "most_frequent", "property"
]
LONGEST_LIST = 10_000


class PersonColumn(EventRef):
    """One computed column of a list of people, about the events of each person inside the range."""

    @property
    def label(self) -> str:
        """What the column is called."""
        if self.name is not None:
            return self.name
        if self.measure == "property":
            return str(self.property)
        return f"{self.measure} {self.property or self.events}"

    measure: PersonMeasure = Field(
        description=(
            "`events`; `days` with such an event; `sum` of a numeric property; `first_time` and `last_time`; "
            "`days_since`: from the day of the last such event to the range's last day; `most_frequent` value of a "
            "property (of equally many the least); `property`: the person's own, as it stands now."
        ),
    )
    event: Text | None = Field(
        None, description="Name of the event; null means any event. Not for `property`."
    )
    property: Text | None = Field(
        None,
        description="The event property of `sum` and `most_frequent`, or the person's of `property`.",
    )


class PeopleSort(Strict):
    """The column by which people are put in order; who has no value comes last."""

    column: Text = Field(description="Name of a column of the answer.")
    order: Literal["asc", "desc"] = "desc"


class PeopleList(Asked):
    """Who matches a definition, with computed columns: the other questions turned round.

    People are those with any event up to the end of the range who fulfil `who`. Columns are about their events inside
    the range; the common `filters` choose which of these count, not who is listed.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "people",
                    "range": {"from": "2011-01-01", "to": "2011-03-31"},
                    "who": [{"property": "Country", "op": "=", "value": "France"}],
                    "columns": [
                        {"measure": "events", "event": "purchase", "name": "purchases"},
                        {"measure": "sum", "event": "purchase", "property": "amount", "name": "spent"},
                        {"measure": "days_since", "event": "purchase"},
                    ],
                    "sort": {"column": "spent"},
                    "limit": 50,
                }
            ]
        },
    )

    kind: Literal["people"]
    range: Range = Field(description="Which events the columns are about.")
    who: list[Filter] = Field(
        default_factory=list,
        max_length=100,
        description=(
            "What must all hold of a person: their own properties, what they did, segments. What they did in a "
            "window `before` is that window before the end of the range."
        ),
    )
    columns: list[PersonColumn] = Field(
        default_factory=list, max_length=20, description="The computed columns."
    )
    sort: PeopleSort | None = Field(None, description="By default people stand in order of their ids.")
    limit: int = Field(
        100, ge=1, le=LONGEST_LIST, description="How many people are rows; the list holds all of them."
    )
