"""Computed traits: a figure or a value about each person, defined once and then a property like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import ConfigDict, Field

from yunying.core import Refused, day_number
from yunying.metrics.extent import people_count
from yunying.metrics.filters import AnyEvents
from yunying.metrics.moment import now_of, standing_day
from yunying.metrics.names import find_property
from yunying.metrics.per_person import (
    PerPerson,
    average,
    different,
    extreme,
    first_said,
    last_said,
    most_frequent,
    number_values,
    said_values,
)
from yunying.metrics.ranges import Range, resolve_range
from yunying.metrics.select import Selection, Selector
from yunying.metrics.sessions import reader
from yunying.metrics.strict import Text
from yunying.store import Dataset, HotView, Property, PropertyType, Values, derived_property

TraitMeasure = Literal[
    "count",
    "days",
    "sum",
    "average",
    "least",
    "most",
    "distinct",
    "first",
    "last",
    "most_frequent",
    "first_time",
    "last_time",
    "days_since_first",
    "days_since_last",
]
_OF_EVENTS = ("count", "days", "first_time", "last_time", "days_since_first", "days_since_last")
_OF_NUMBERS = ("sum", "average", "least", "most")
_OF_VALUES = ("first", "last", "most_frequent")


class Trait(AnyEvents):
    """What is computed of each person's events, as it stands today."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"measure": "sum", "event": "pay_order", "property": "amount", "range": {"last": 90}},
                {"measure": "days_since_last", "event": None},
                {"measure": "most_frequent", "event": "view_product", "property": "category"},
            ]
        },
    )

    measure: TraitMeasure = Field(
        description=(
            "`count` of the events, `days` with one, `first_time` and `last_time`, `days_since_first` and "
            "`days_since_last` (0 is today); of a numeric property `sum`, `average`, `least`, `most`; of any property "
            "how many `distinct` values, its `first`, `last` and `most_frequent` value (of equally many the least). "
            "`count`, `days`, `sum` and `distinct` are 0 where there is nothing, all others are not set."
        )
    )
    property: Text | None = Field(None, description="The event property, where the measure is of one.")
    range: Range | None = Field(
        None, description="Days of the events that count, the last so many with today; by default ever."
    )


@dataclass(frozen=True)
class Computed:
    """A trait under its name, as a property of people."""

    prop: Property
    trait: Trait
    version: str

    @classmethod
    def of(cls, name: str, kind: PropertyType, trait: Trait, version: str) -> Computed:
        """`kind` is what `trait_type` said when the trait was defined."""
        return cls(derived_property(name, kind), trait, version)

    def values(self, data: Dataset, view: HotView) -> Values:
        """Everybody's value."""
        found = trait_values(data, view, self.trait)
        if found.type == self.prop.type:
            return found
        if self.prop.type == "text":
            texts = found.texts(np.arange(people_count(view))).dictionary_encode()
            return Values("text", texts.indices.fill_null(-1).to_numpy(), texts.dictionary, np.zeros(0))
        raise Refused(
            "trait_type_changed",
            f"{self.trait.property!r} is {found.type} by now, but the trait {self.prop.name!r} was defined when it was "
            f"{self.prop.type}; define it again.",
            field="property",
            property=self.prop.name,
        )


def trait_type(view: HotView, trait: Trait, field: str = "property") -> PropertyType:
    """The type of a trait's values; refuses one that says too much or too little."""
    if trait.measure in _OF_EVENTS:
        if trait.property is not None:
            raise Refused(
                "property_not_wanted",
                f"{trait.measure!r} counts events and takes no property; leave it out.",
                field=field,
                measure=trait.measure,
            )
        return "time" if trait.measure in ("first_time", "last_time") else "number"
    if trait.property is None:
        raise Refused(
            "property_wanted",
            f"{trait.measure!r} is of a property; say which in `property`.",
            field=field,
            measure=trait.measure,
        )
    prop = find_property(view, trait.property, "event", field)
    if trait.measure in _OF_NUMBERS and prop.type != "number":
        raise Refused(
            "not_numeric",
            f"{prop.name!r} is {prop.type}; {trait.measure!r} needs a number.",
            field=field,
            property=prop.name,
            type=prop.type,
        )
    return prop.type if trait.measure in _OF_VALUES else "number"


def trait_values(data: Dataset, view: HotView, trait: Trait) -> Values:
    """The trait of everybody: one row a person id."""
    trait_type(view, trait)
    first = last = None
    if trait.range is not None:
        days = resolve_range(trait.range, data.calendar, now_of(data, view))
        first, last = day_number(days.first), day_number(days.last)
    selection = Selection(data, view, [Selector.of(trait, "")])
    people = people_count(view)
    fold = PerPerson(data, view, selection.mark_all(view.days(first, last)), 1, people)
    if trait.measure in _OF_EVENTS:
        return _of_events(data, view, fold, trait.measure)
    prop = find_property(view, trait.property or "", "event", "property")
    read = reader(data, view, prop)
    if trait.measure == "sum":
        return number_values(fold.sums(read))
    said = fold.said(prop, read)
    match trait.measure:
        case "distinct":
            return number_values(different(said, people))
        case "average":
            return number_values(average(said, people))
        case "least" | "most":
            return number_values(extreme(said, people, most=trait.measure == "most"))
        case "first":
            return said_values(said, first_said(said, people))
        case "last":
            return said_values(said, last_said(said, people))
    return said_values(said, most_frequent(said, people))


def _of_events(data: Dataset, view: HotView, fold: PerPerson, measure: TraitMeasure) -> Values:
    counts = fold.counts
    if measure == "count":
        return number_values(counts.events)
    if measure == "days":
        return number_values(counts.days)
    moments = counts.first if "first" in measure else counts.last
    there = counts.events > 0
    if measure in ("first_time", "last_time"):
        return number_values(np.where(there, moments * 1000.0, np.nan), "time")
    since = fold.days_since(moments, standing_day(data, view))
    return number_values(np.where(there, since, np.nan))
