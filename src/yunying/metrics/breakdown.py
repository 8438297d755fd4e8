"""Breakdowns: the most frequent values of a property each become a group, the rest one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from yunying.core import Refused
from yunying.metrics.filters import Strict, Text
from yunying.metrics.names import find_property
from yunying.metrics.select import Marked
from yunying.metrics.sessions import Reader, reader
from yunying.metrics.traits import traits
from yunying.store import Dataset, Day, HotView, Property, Scope, Values

Ints: TypeAlias = npt.NDArray[np.int32]
Label: TypeAlias = str | float | bool | None
OTHER = "$other"
_ONE_GROUP = np.zeros(0, np.int32)


class Breakdown(Strict):
    """A property by whose values an answer is taken apart."""

    property: Text = Field(description="Name of the property.")
    scope: Scope | None = Field(None, description="`event` or `person`; the event's by default.")
    top: int = Field(
        5,
        ge=1,
        le=50,
        description="How many values get a row of their own: those with the most matching events.",
    )


@dataclass(frozen=True)
class Groups:
    """Groups of rows. `labels[g]` is the value of group g: None where the property is not set."""

    view: HotView
    prop: Property | None
    labels: tuple[Label, ...]
    read: Reader | None = None
    """How to read an event property."""

    @property
    def count(self) -> int:
        """Number of groups, that of all other values included."""
        return len(self.labels)

    def index(self, label: object) -> int | None:
        """The group of this label; None where there is none."""
        for g, known in enumerate(self.labels):
            if type(known) is type(label) and known == label:
                return g
        return None

    def of_people(self) -> Ints:
        """Each person's group (for a person property)."""
        if self.prop is None:
            return _ONE_GROUP
        return self._codes(traits(self.view, self.prop))

    def of_rows(self, day: Day) -> Ints:
        """Each row's group; an empty array where there is only one group."""
        if self.prop is None:
            return _ONE_GROUP
        if self.read is None:
            return self.of_people()[day.person]
        return self._codes(self.read(day))

    def _codes(self, values: Values) -> Ints:
        other = len(self.labels) - 1
        own = self.labels[:-1]
        unset = own.index(None) if None in own else other
        if values.coded:
            lookup = np.full(len(values.labels) + 1, other, np.int32)
            known = [(i, label) for i, label in enumerate(own) if label is not None]
            if known and len(values.labels):
                wanted = pa.array([label for _, label in known], values.labels.type)
                at = pc.index_in(values.labels, value_set=wanted).fill_null(-1).to_numpy()
                index = np.array([i for i, _ in known] + [other], np.int32)
                lookup[:-1] = index[at]
            lookup[-1] = unset
            return lookup[values.codes]
        codes = np.full(len(values.numbers), other, np.int32)
        for i, label in enumerate(own):
            codes[np.isnan(values.numbers) if label is None else values.numbers == label] = i
        if unset == other:
            codes[np.isnan(values.numbers)] = other
        return codes


def one_group(view: HotView) -> Groups:
    """Everything in one group."""
    return Groups(view, None, (None,))


def make_groups(
    data: Dataset, view: HotView, breakdown: Breakdown | None, marked: Sequence[Marked], bits: int
) -> Groups:
    """Groups by the values most frequent among rows of `marked` that satisfy any of `bits`."""
    if breakdown is None:
        return one_group(view)
    prop = find_property(view, breakdown.property, breakdown.scope, "breakdown.property")
    if prop.type == "time":
        raise Refused(
            "breakdown_by_time",
            f"{prop.name!r} is a time: filter by it, or choose an interval, but it cannot be a breakdown.",
            field="breakdown.property",
            property=prop.name,
        )
    read = None if prop.scope == "person" else reader(data, view, prop)
    if read is None:
        tables = [_count_by_person(view, prop, marked, bits)]
    else:
        tables = list(view.map(lambda m: _count_rows(read, m, bits), marked))
    if not tables:
        return Groups(view, prop, (OTHER,), read)
    ranked = (
        pa.concat_tables(tables).group_by("value").aggregate([("n", "sum")]).filter(pc.field("n_sum") > 0)
    )
    ranked = ranked.sort_by([("n_sum", "descending"), ("value", "ascending")])
    # A value that is spelled like the name of all others is one of them: two groups of one name cannot be told apart.
    top = [v for v in ranked["value"].slice(0, breakdown.top + 1).to_pylist() if v != OTHER]
    return Groups(view, prop, (*top[: breakdown.top], OTHER), read)


def tally(
    values: Values, rows: npt.NDArray[np.intp] | slice, weights: npt.NDArray[np.int64] | None
) -> pa.Table:
    """Values of some rows (`value`, null where not set) with how many have each (`n`); one may occur twice."""
    if values.coded:
        codes = values.codes[rows]
        counts = np.bincount(codes + 1, weights=weights, minlength=len(values.labels) + 1).astype(np.int64)
        labels = pa.concat_arrays([pa.nulls(1, values.labels.type), values.labels])
        return pa.table({"value": labels, "n": counts})
    numbers, inverse = np.unique(values.numbers[rows], return_inverse=True)
    counts = np.bincount(inverse, weights=weights, minlength=len(numbers)).astype(np.int64)
    return pa.table({"value": pa.array(numbers, from_pandas=True), "n": counts})


def _count_rows(read: Reader, marked: Marked, bits: int) -> pa.Table:
    return tally(read(marked.day), np.flatnonzero(marked.rows(bits)), None)


def _count_by_person(view: HotView, prop: Property, marked: Sequence[Marked], bits: int) -> pa.Table:
    values = traits(view, prop)
    people = len(values.codes) if values.coded else len(values.numbers)
    counts = np.zeros(people, np.int64)
    for day in marked:
        counts += np.bincount(day.day.person[day.rows(bits)], minlength=people)
    return tally(values, slice(None), counts)
