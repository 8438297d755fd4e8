"""Breakdowns: the most frequent values of a property each become a group, the rest one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from yunying.core import Refused
from yunying.kernels import ONE_GROUP, RowGroups, frozen
from yunying.metrics.frequencies import Dimension, count_values
from yunying.metrics.marked import Marked
from yunying.metrics.names import find_property
from yunying.metrics.segments import in_segment
from yunying.metrics.sessions import SESSION_PROPERTIES, reader
from yunying.metrics.strict import Strict, Text
from yunying.metrics.traits import traits
from yunying.store import Dataset, Day, HotView, Scope, Values
from yunying.store.values import number_text

Ints: TypeAlias = npt.NDArray[np.int32]
Edges: TypeAlias = npt.NDArray[np.float64]
Value: TypeAlias = str | float | bool | None
Label: TypeAlias = Value | list[Value]
OTHER = "$other"
_ONE_GROUP = np.zeros(0, np.int32)
_NO_NUMBERS = np.zeros(0)


class Breakdown(Strict):
    """What an answer is taken apart by: a property's values, ranges of them, or who is in a segment.

    Ranges (of a number) get a row each, in their order, as `"[0, 10)"` and the last `"[10, 20]"`; values outside of
    given `edges` are `"$other"`. A segment gives `true` and `false`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"property": "Country", "top": 10}, {"property": "price", "bins": 4}]
        },
    )

    property: Text | None = Field(None, description="Name of the property.")
    scope: Scope | None = Field(None, description="`event` or `person`; the event's by default.")
    segment: Text | None = Field(None, description="Id of a segment, in place of a property.")
    top: int = Field(
        5,
        ge=1,
        le=50,
        description=(
            "How many values get a row of their own: those with the most matching events. Of several breakdowns "
            "the first one's, for how many combinations."
        ),
    )
    bins: int | None = Field(
        None,
        ge=2,
        le=50,
        description="Ranges of a number with equally many matching events, at most this many.",
    )
    edges: list[Annotated[float, Field(allow_inf_nan=False)]] | None = Field(
        None, min_length=2, max_length=51, description="Ends of ranges of a number, ascending."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Breakdown:
        if (self.property is None) == (self.segment is None):
            raise ValueError("name a `property` or a `segment`, one of the two")
        if self.segment is not None and (self.scope or self.bins or self.edges):
            raise ValueError("a segment has no scope, bins or edges; leave them out")
        if self.bins and self.edges:
            raise ValueError("ranges come from `bins` or from `edges`, not from both")
        if self.edges and any(a >= b for a, b in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError("`edges` ascend, each greater than the one before")
        return self


def _ranged(breakdown: Breakdown) -> bool:
    """Whether its groups are ranges of a number."""
    return breakdown.bins is not None or breakdown.edges is not None


Breakdowns: TypeAlias = Annotated[
    Annotated[Breakdown, Tag("one")]
    | Annotated[list[Breakdown], Field(min_length=1, max_length=3), Tag("several")],
    Discriminator(lambda raw: "several" if isinstance(raw, list) else "one"),
]
"""One breakdown, or up to three whose combinations are the groups."""


@dataclass(frozen=True)
class Groups:
    """Groups of rows. `labels[g]` is the value of group g (None where the property is not set), of several
    breakdowns the list of their values; the last is `OTHER`, everything else. Without a breakdown there is one.
    `rows[g]` is how many of the rows have it that decided which values get a group.
    """

    view: HotView
    labels: tuple[Label, ...]
    _dimensions: tuple[Dimension, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether there is a breakdown."""
        return bool(self._dimensions)

    @property
    def count(self) -> int:
        """Number of groups, that of all other values included."""
        return len(self.labels)

    @property
    def by_person(self) -> bool:
        """Whether a person is in the same group with all events."""
        return all(isinstance(d.source, Values) for d in self._dimensions)

    def named(self, group: int) -> dict[str, Label]:
        """The group's part of a row or address: nothing without a breakdown."""
        return {"breakdown": self.labels[group]} if self.apart else {}

    def index(self, label: object) -> int | None:
        """The group of this label; None where there is none."""
        for g, known in enumerate(self.labels):
            if _same(known, label):
                return g
        return None

    def of_people(self) -> Ints:
        """Each person's group, where groups are `by_person`; an empty array where there is only one group."""
        if not self.apart:
            return _ONE_GROUP
        return self._people

    def of_rows(self, day: Day) -> RowGroups:
        """Each row's group."""
        if self.count == 1:
            return ONE_GROUP
        if self.by_person:
            return RowGroups(day.person, frozen(self._people))
        codes, lookups = zip(
            *(
                (day.person, self._of_people[i])
                if isinstance(d.source, Values)
                else _places(d.source(day), own)
                for i, (d, own) in enumerate(zip(self._dimensions, self._own, strict=True))
            ),
            strict=True,
        )
        if len(codes) == 1:
            return RowGroups(frozen(codes[0]), frozen(self._groups[lookups]))
        places = [lookup[own] for lookup, own in zip(lookups, codes, strict=True)]
        return RowGroups(frozen(self._groups[tuple(places)]), frozen(np.arange(self.count, dtype=np.int32)))

    def is_set(self, day: Day) -> npt.NDArray[np.uint8]:
        """On which rows any of the event's values is set; all of them where every value is the person's."""
        readers = [d.source for d in self._dimensions if not isinstance(d.source, Values)]
        flags = np.full(day.rows, not readers)
        for read in readers:
            flags |= read(day).is_set
        return flags.astype(np.uint8)

    @cached_property
    def _own(self) -> list[list[Value]]:
        """Values of each breakdown that occur in labels."""
        values = [label if isinstance(label, list) else [label] for label in self.labels[:-1]]
        return [list(dict.fromkeys(v[i] for v in values)) for i in range(len(self._dimensions))]

    @cached_property
    def _groups(self) -> Ints:
        """The group of each combination of places in `_own`."""
        other = len(self.labels) - 1
        groups = np.full([len(own) + 1 for own in self._own], other, np.int32)
        for g, label in enumerate(self.labels[:-1]):
            values = label if isinstance(label, list) else [label]
            groups[tuple(own.index(v) for v, own in zip(values, self._own, strict=True))] = g
        return groups

    @cached_property
    def _of_people(self) -> list[Ints]:
        return [
            _place(d.source, own) if isinstance(d.source, Values) else _ONE_GROUP
            for d, own in zip(self._dimensions, self._own, strict=True)
        ]

    @cached_property
    def _people(self) -> Ints:
        return self._groups[tuple(self._of_people)]


def one_group(view: HotView) -> Groups:
    """Everything in one group."""
    return Groups(view, (None,))


def make_groups(
    data: Dataset,
    view: HotView,
    breakdown: Breakdown | list[Breakdown] | None,
    marked: Sequence[Marked],
    bits: int,
    field: str = "breakdown",
) -> Groups:
    """Groups by the values most frequent among rows of `marked` that satisfy any of `bits`."""
    if breakdown is None:
        return one_group(view)
    view.control.hold(sum(m.day.rows for m in marked), np.int32().nbytes)  # the group of each row
    several = isinstance(breakdown, list)
    wanted = breakdown if isinstance(breakdown, list) else [breakdown]
    dimensions = []
    for i, part in enumerate(wanted):
        one = _dimension(data, view, part, f"{field}.{i}" if several else field)
        if _ranged(part):
            edges = _edges(view, part, one, marked, bits)
            one = _by_range(one, edges)
        dimensions.append(one)
    tables = count_values(view, dimensions, marked, bits)
    if not tables:
        return Groups(view, (OTHER,), tuple(dimensions), (0,))
    names = [f"value_{i}" for i in range(len(dimensions))]
    counted = pa.concat_tables(tables).group_by(names).aggregate([("n", "sum")]).filter(pc.field("n_sum") > 0)
    ranked = counted.sort_by([("n_sum", "descending"), *((name, "ascending") for name in names)])
    labels: list[Label]
    if several:
        rows = ranked.slice(0, wanted[0].top).select(names).to_pylist()
        labels = [list(row.values()) for row in rows]
    elif _ranged(wanted[0]):
        found = set(ranked["value_0"].to_pylist())
        labels = [v for v in (*_range_labels(edges), None) if v in found]
    else:
        # A value that is spelled like the name of all others is one of them: two groups of one name cannot be
        # told apart.
        top = ranked["value_0"].slice(0, wanted[0].top + 1).to_pylist()
        labels = [v for v in top if v != OTHER][: wanted[0].top]
    first = ranked if _ranged(wanted[0]) else ranked.slice(0, wanted[0].top + 1)
    rows = {tuple(row[name] for name in names): row["n_sum"] for row in first.to_pylist()}
    own = [rows[tuple(label) if isinstance(label, list) else (label,)] for label in labels]
    rest = pc.sum(counted["n_sum"]).as_py() or 0
    return Groups(view, (*labels, OTHER), tuple(dimensions), (*own, rest - sum(own)))


def _dimension(data: Dataset, view: HotView, breakdown: Breakdown, field: str) -> Dimension:
    if breakdown.segment is not None:
        members = in_segment(data, view, breakdown.segment, f"{field}.segment")
        values = Values("boolean", members.astype(np.int32), pa.array([False, True]), _NO_NUMBERS)
        return Dimension(values)
    prop = find_property(view, breakdown.property or "", breakdown.scope, f"{field}.property")
    if prop.type == "time":
        raise Refused(
            "breakdown_by_time",
            f"{prop.name!r} is a time: filter by it, or choose an interval, but it cannot be a breakdown.",
            field=f"{field}.property",
            property=prop.name,
        )
    if _ranged(breakdown) and prop.type != "number":
        way = "bins" if breakdown.bins else "edges"
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; only a number has ranges: leave out `{way}`.",
            field=f"{field}.{way}",
            property=prop.name,
            type=prop.type,
        )
    if prop.scope == "person":
        return Dimension(traits(data, view, prop))
    stored = None if prop in SESSION_PROPERTIES else " ".join(c.column for c in prop.columns)
    return Dimension(reader(data, view, prop), stored)


def _edges(
    view: HotView, breakdown: Breakdown, dimension: Dimension, marked: Sequence[Marked], bits: int
) -> Edges:
    """Where ranges begin, and where the last one ends; empty where there is no value at all.

    Edge i of k bins is the value of rank ⌈i·n/k⌉ among the n values, the first the least; equal ones are one.
    """
    if breakdown.edges is not None:
        return np.array(breakdown.edges, np.float64)

    def of_day(one: Marked) -> npt.NDArray[np.float64]:
        values, at = dimension.at(one.day, one.where(bits))
        numbers = values.numbers[at]
        return numbers[~np.isnan(numbers)]

    numbers = np.concatenate([_NO_NUMBERS, *view.map(of_day, marked)])
    bins = breakdown.bins or 1
    if not numbers.size:
        return _NO_NUMBERS
    ranks = [0, *(-(-i * numbers.size // bins) - 1 for i in range(1, bins + 1))]
    numbers.partition(ranks)
    edges = np.unique(numbers[ranks])
    return np.repeat(edges, 2) if edges.size == 1 else edges


def _range_labels(edges: Edges) -> list[str]:
    texts = [number_text(edge) for edge in edges.tolist()]
    last = len(edges) - 2
    return [f"[{texts[i]}, {texts[i + 1]}{']' if i == last else ')'}" for i in range(last + 1)]


def _by_range(dimension: Dimension, edges: Edges) -> Dimension:
    """The ranges of its numbers in place of these."""
    source = dimension.source
    if isinstance(source, Values):
        return Dimension(_binned(source, edges))
    return Dimension(lambda day: _binned(source(day), edges))


def _binned(values: Values, edges: Edges) -> Values:
    """The ranges of numbers; those outside of all are `OTHER`."""
    numbers, labels = values.numbers, _range_labels(edges)
    codes = np.searchsorted(edges, numbers, "right").astype(np.int32) - 1
    if len(edges):
        codes[numbers == edges[-1]] = len(labels) - 1
    codes[(codes < 0) | (codes >= len(labels))] = len(labels)
    codes[np.isnan(numbers)] = -1
    return Values("text", codes, pa.array([*labels, OTHER], pa.string()), _NO_NUMBERS)


def _place(values: Values, own: list[Value]) -> Ints:
    """The place of each value in `own`; one past the end where it is not there."""
    codes, lookup = _places(values, own)
    return lookup[codes]


def _places(values: Values, own: list[Value]) -> tuple[Ints, Ints]:
    """Codes of values, and the place in `own` of each code; one past the end where it is not there."""
    other = len(own)
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
        return values.codes, lookup
    codes = np.full(len(values.numbers), other, np.int32)
    for i, label in enumerate(own):
        codes[np.isnan(values.numbers) if label is None else values.numbers == label] = i
    if unset == other:
        codes[np.isnan(values.numbers)] = other
    return codes, np.arange(other + 1, dtype=np.int32)


def _same(a: object, b: object) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and a == b
