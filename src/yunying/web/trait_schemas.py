"""What goes over the wire about computed traits."""

from __future__ import annotations

from datetime import date, datetime
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
    """What to change of a trait; keys left out stay. Each change is a version; `version` is the one that was looked at:
    the change is refused (409) where somebody else was faster.
    """

    description: Description | None = None
    trait: metrics.Trait | None = None
    version: int | None = None


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


class TraitBin(View):
    """Numbers (or days) from `start` (in it) to `end` (not in it, null: open); the same twice is one number."""

    start: float | date
    end: float | date | None
    people: Count


class TraitSample(View):
    """A person and their value."""

    person_id: Count
    distinct_id: str
    value: bool | float | str | None


class TraitSummary(View):
    """What a trait is like: of how many `people` it is set, `of` how many; of numbers and times `least`, `q1`,
    `median`, `q3` and `most` (`quantiles`) and how they are distributed (`bins`; `whole` says that all are whole
    numbers), of texts and booleans the most frequent `values`; `sample` are a few people over the whole range.
    """

    type: PropertyType
    people: Count
    of: Count
    values: list[TraitValue]
    quantiles: dict[str, Any] | None
    whole: bool
    bins: list[TraitBin]
    sample: list[TraitSample]


class TraitVersion(View):
    """What a trait was at one time; `by` is the name of a member, null for the terminal."""

    version: int
    type: PropertyType
    trait: metrics.Trait
    at: datetime
    by: str | None


class TraitVersions(View):
    """Everything a trait was, the newest first."""

    versions: list[TraitVersion]


class TraitUse(View):
    """Something that looks at a trait."""

    kind: str
    id: str
    name: str


class TraitUses(View):
    """Everything that looks at a trait."""

    used_by: list[TraitUse]
