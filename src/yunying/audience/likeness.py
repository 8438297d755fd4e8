"""Groups by likeness (相似分群): people by what they are like. What was fitted is the definition: whoever is new is put
into the group whose centre is nearest, so the same model always gives the same people the same groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from yunying.audience.defined import Key, Names, coded, property_name
from yunying.metrics import (
    References,
    Strict,
    Text,
    activity,
    find_property,
    people_count,
    references,
    standing_moment,
    traits,
)
from yunying.store import Dataset, Derived, HotView, Property, Values, derived_property

Floats = npt.NDArray[np.float64]
MOST_VALUES = 8
_FAR = 4.0
"""Scaled numbers further away than this count as so far: a few extreme people must not make a group."""
_DAY_US = 86_400_000_000


class Feature(Strict):
    """A property of people as numbers. Text and boolean have `values`, a column each; of others the number (of a time
    the days since) less `middle` by `spread`, after log(1 + x) where `log` is set. Not known counts as the middle.
    """

    property: Text
    values: list[str | bool] = Field(default_factory=list, max_length=MOST_VALUES)
    log: bool = False
    middle: float = 0
    spread: Annotated[float, Field(gt=0)] = 1

    def width(self) -> int:
        """How many columns it has."""
        return len(self.values) or 1


class LikeGroup(Strict):
    """People around a centre; `centre` has a number for each column of the features."""

    key: Key
    names: Names
    centre: list[float] = Field(max_length=400)


class Likeness(Strict):
    """A fitted model: how properties become numbers, and the groups."""

    features: list[Feature] = Field(min_length=1, max_length=40)
    groups: list[LikeGroup] = Field(min_length=2, max_length=12)

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        width = sum(one.width() for one in self.features)
        if any(len(group.centre) != width for group in self.groups):
            raise ValueError("every centre has a number for each column of the features")
        if len({group.key for group in self.groups}) < len(self.groups):
            raise ValueError("two groups have the same key; give each its own")
        return self


@dataclass(frozen=True)
class LikenessDefined:
    """A model under its key."""

    key: str
    likeness: Likeness

    @property
    def uses(self) -> References:
        """The properties it looks at."""
        return references(self.likeness)

    def derived(self, version: str) -> list[Derived]:
        """The property that says who is in which group."""
        return [GroupOf(self, version)]

    @cached_property
    def name(self) -> str:
        """Of that property."""
        return property_name("$group", self.key)

    def labels(self) -> dict[str, Names]:
        """The groups in their order."""
        return {f"{self.name}_{group.key}": group.names for group in self.likeness.groups}


@dataclass(frozen=True)
class GroupOf:
    """Who is in which group: a text property of people."""

    defined: LikenessDefined
    version: str

    @property
    def prop(self) -> Property:
        """`$group_<key>`."""
        return derived_property(self.defined.name, "text")

    def values(self, data: Dataset, view: HotView) -> Values:
        """Everybody's group; not set of ids without events."""
        known = np.flatnonzero(activity(view).count)
        codes = np.full(people_count(view), -1, np.int32)
        likeness = self.defined.likeness
        centres = np.array([group.centre for group in likeness.groups])
        codes[known] = nearest(matrix(data, view, likeness.features, known), centres)
        return coded(list(self.defined.labels()), codes)


def matrix(
    data: Dataset, view: HotView, features: Sequence[Feature], people: npt.NDArray[np.integer]
) -> Floats:
    """A row a person, the columns of each feature side by side. Refuses a property that is not there."""
    columns = [
        columns_of(one, own_values(data, view, one.property, f"features.{i}.property"), people)
        for i, one in enumerate(features)
    ]
    return np.hstack(columns) if columns else np.zeros((len(people), 0))


def own_values(data: Dataset, view: HotView, name: str, field: str) -> Values:
    """A property of people, of a time the days since, at the moment of the view."""
    values = traits(data, view, find_property(view, name, "person", field))
    if values.type != "time":
        return values
    days = (standing_moment(data, view) * 1000 - values.numbers) / _DAY_US
    return Values("number", values.codes, values.labels, days)


def columns_of(feature: Feature, values: Values, people: npt.NDArray[np.integer]) -> Floats:
    """A feature's columns."""
    if feature.values:
        labels = values.labels.to_pylist() if values.coded else []
        codes = values.codes[people] if values.coded else np.full(len(people), -1)
        # Two people who differ are then as far from each other as one spread of a number.
        return np.stack(
            [(codes == (labels.index(v) if v in labels else -2)) / np.sqrt(2) for v in feature.values], axis=1
        )
    numbers = np.full(len(people), np.nan) if values.coded else values.numbers[people]
    if feature.log:
        numbers = np.log1p(np.maximum(numbers, 0))
    scaled = np.clip((numbers - feature.middle) / feature.spread, -_FAR, _FAR)
    return np.nan_to_num(scaled, nan=0.0)[:, None]


def feature_of(name: str, values: Values, people: npt.NDArray[np.integer]) -> Feature | None:
    """How a property becomes numbers, from what these people have; None where it tells nobody apart.

    Numbers are scaled by median and quartiles, after a logarithm where they are skewed to the right: where the upper
    quartile is more than three times as far from the median as the lower one.
    """
    if values.coded:
        codes = values.codes[people]
        counts = np.bincount(codes[codes >= 0], minlength=len(values.labels))
        different = np.flatnonzero(counts)
        if len(different) < 2 or (len(different) > 20 and len(different) * 2 > counts.sum()):
            return None
        most = different[np.argsort(-counts[different], kind="stable")][:MOST_VALUES]
        labels = values.labels.to_pylist()
        return Feature(property=name, values=[labels[i] for i in most])
    numbers = values.numbers[people]
    numbers = numbers[np.isfinite(numbers)]
    if len(numbers) < 2:
        return None
    log = bool(numbers.min() >= 0 and _skewed(numbers))
    scaled = np.log1p(numbers) if log else numbers
    low, middle, high = np.quantile(scaled, [0.25, 0.5, 0.75])
    # (high − low) / 1.349 is the standard deviation of a normal distribution.
    spread = (high - low) / 1.349 or scaled.std()
    if not spread > 0:
        return None
    return Feature(property=name, log=log, middle=float(middle), spread=float(spread))


def _skewed(numbers: Floats) -> bool:
    low, middle, high, top = np.quantile(numbers, [0.25, 0.5, 0.75, 0.95])
    return bool(high - middle > 3 * (middle - low) or top - middle > 6 * (middle - low)) and bool(
        top > middle
    )


def nearest(rows: Floats, centres: Floats) -> npt.NDArray[np.int32]:
    """The place of the nearest centre of each row; of equally near ones the first."""
    found = np.zeros(len(rows), np.int32)
    for low in range(0, len(rows), 65_536):
        part = rows[low : low + 65_536]
        distance = (centres**2).sum(axis=1) - 2 * part @ centres.T
        found[low : low + 65_536] = distance.argmin(axis=1)
    return found
