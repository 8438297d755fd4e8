"""What goes over the wire about the data itself: events, properties, and one person's history."""

from __future__ import annotations

from datetime import datetime

from yunying.web.schemas import Count, PropertyKind, PropertyScope, PropertyValue, View
from yunying.workspace import SensitiveKind

# Catalogue


class Property(View):
    """A property and the type questions treat it as; `mixed` says it was seen with several. `sensitive` is the kind of
    values that not everybody may see, null where everybody may."""

    name: str
    scope: PropertyScope
    type: PropertyKind
    mixed: bool
    sensitive: SensitiveKind | None


class EventRow(View):
    """An event name with its counts."""

    name: str
    count: Count
    people: Count
    first_seen: datetime | None
    last_seen: datetime | None


class Catalogue(View):
    """Every event name and every property of a project."""

    events: list[EventRow]
    properties: list[Property]


class ValueCount(View):
    """A value and how often it occurs."""

    value: PropertyValue
    count: Count


class PropertyDetail(View):
    """A property as it appears on one event."""

    name: str
    scope: PropertyScope
    type: PropertyKind
    sensitive: SensitiveKind | None
    filled: Count
    distinct: Count
    top: list[ValueCount]
    min: PropertyValue
    max: PropertyValue
    mean: float | None


class EventDetail(View):
    """One event name with its properties."""

    name: str
    count: Count
    people: Count
    first_seen: datetime | None
    last_seen: datetime | None
    properties: list[PropertyDetail]


class Sample(View):
    """One event as it was stored."""

    event_id: str
    time: datetime
    distinct_id: str
    person_id: int
    properties: dict[str, PropertyValue]


class Samples(View):
    """The latest events of one name."""

    samples: list[Sample]


class Values(View):
    """Values of a property, the most frequent first."""

    values: list[ValueCount]
