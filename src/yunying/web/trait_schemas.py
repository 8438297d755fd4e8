"""What goes over the wire about computed traits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from yunying import metrics
from yunying.web.schemas import Count, Label, Request, View

Description = Annotated[str, Field(max_length=2000)]
PropertyType = Literal["number", "boolean", "time", "text"]


class NewTrait(Request):
    """A trait to define: under its name it is a property of people from then on."""

    name: Label
    description: Description = ""
    trait: metrics.Trait


class TraitChange(Request):
    """What to change of a trait; keys left out stay. Each change is a version."""

    description: Description | None = None
    trait: metrics.Trait | None = None


class TraitToTry(Request):
    """A trait that is not defined yet."""

    trait: metrics.Trait


class Trait(View):
    """A trait. `type` is that of its values; `created_by` is the name of a member, null for the terminal."""

    id: str
    name: str
    type: PropertyType
    description: str
    trait: metrics.Trait
    version: int
    created_by: str | None
    created_at: datetime
    updated_at: datetime


class Traits(View):
    """Traits in the order they were defined."""

    traits: list[Trait]


class TraitValue(View):
    """A value and how many people have it."""

    value: str | bool
    people: Count


class TraitSummary(View):
    """What a trait is like: of how many `people` it is set; of numbers and times `least`, `q1`, `median`, `q3` and
    `most` (`quantiles`), of texts and booleans the most frequent `values`.
    """

    type: PropertyType
    people: Count
    values: list[TraitValue]
    quantiles: dict[str, Any] | None
