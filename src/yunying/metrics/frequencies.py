"""How often values occur: of one property, or combinations of several, on the rows that a question is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.kernels import frozen, tally_codes, tally_names
from yunying.metrics.marked import Marked
from yunying.metrics.sessions import Reader
from yunying.store import Day, HotView, Values

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Dimension:
    """What is counted: everybody's values where they are of the person, else how to read those of a day."""

    source: Values | Reader
    stored: str | None = None
    """Columns of a property that is stored with the events of a day, so that its figures last as long as these. Not its
    name: another type that arrives later makes other values of the same rows.
    """

    def at(self, day: Day, rows: Ints) -> tuple[Values, Ints]:
        """Values, and where among them those of some rows are."""
        if isinstance(self.source, Values):
            return self.source, day.person[rows]
        return self.source(day), rows


def tally(
    values: Values, rows: npt.NDArray[np.intp] | Ints | slice, weights: npt.NDArray[np.int64] | None
) -> pa.Table:
    """Values of some rows (`value`, null where not set) with how many have each (`n`); one may occur twice."""
    codes, labels = _local(values, rows)
    counts = np.bincount(codes, weights=weights, minlength=len(labels)).astype(np.int64)
    return pa.table({"value": labels, "n": counts})


def count_values(
    view: HotView, dimensions: Sequence[Dimension], marked: Sequence[Marked], bits: int
) -> list[pa.Table]:
    """Combinations of values (`value_0` …) with how many matching rows have each (`n`); one may occur twice."""
    people = [d.source for d in dimensions if isinstance(d.source, Values)]
    if len(people) == len(dimensions):
        size = len(people[0].codes) if people[0].coded else len(people[0].numbers)
        counts = np.zeros((4, size), np.int64)
        for one in marked:
            tally_codes(one.day.event, one.lut, one.gate, bits, one.day.person, counts)
        counts = counts.sum(axis=0)
        return [_tally([_local(values, slice(None)) for values in people], counts)]

    def of_day(one: Marked) -> pa.Table:
        source = dimensions[0].source
        if len(dimensions) == 1 and not isinstance(source, Values) and (values := source(one.day)).coded:
            return _tally_coded(view, dimensions[0], values, one, bits)
        rows = one.where(bits)
        return _tally([_local(*d.at(one.day, rows)) for d in dimensions], None)

    return list(view.map(of_day, marked))


def _tally_coded(view: HotView, dimension: Dimension, values: Values, marked: Marked, bits: int) -> pa.Table:
    """Values of a day with how many matching rows have each."""
    day, size = marked.day, len(values.labels) + 1
    codes = frozen(values.codes)
    if dimension.stored is not None and not len(marked.gate) and size * len(day.names) <= day.rows:

        def make() -> npt.NDArray[np.int64]:
            counts = np.zeros((len(day.names), size), np.int64)
            tally_names(day.event, codes, counts)
            return counts

        # Whatever events the next question is about, it finds their values counted.
        by_name = view.shared(day, f"tally {dimension.stored}", make, lasting=True)
        counts = by_name[(marked.lut[: len(day.names)] & np.uint32(bits)) != 0].sum(axis=0)
    else:
        turns = np.zeros((4, size), np.int64)
        tally_codes(day.event, marked.lut, marked.gate, bits, codes, turns)
        counts = turns.sum(axis=0)
    labels = pa.concat_arrays([values.labels, pa.nulls(1, values.labels.type)])
    return pa.table({"value_0": labels, "n": counts})


def _local(
    values: Values, rows: npt.NDArray[np.intp] | Ints | slice
) -> tuple[npt.NDArray[np.int64], pa.Array]:
    """Values of some rows as codes into labels, the first or last of which is null."""
    if values.coded:
        labels = pa.concat_arrays([pa.nulls(1, values.labels.type), values.labels])
        return values.codes[rows].astype(np.int64) + 1, labels
    numbers, inverse = np.unique(values.numbers[rows], return_inverse=True)
    return inverse, pa.array(numbers, from_pandas=True)


def _tally(
    parts: list[tuple[npt.NDArray[np.int64], pa.Array]], weights: npt.NDArray[np.int64] | None
) -> pa.Table:
    """Combinations of values, each given as codes into labels, with how many rows (or what weight) have each."""
    flat = np.zeros(len(parts[0][0]), np.int64)
    for codes, labels in parts:
        flat = flat * len(labels) + codes
    if len(parts) == 1:
        found = np.arange(len(parts[0][1]))
        counts = np.bincount(flat, weights=weights, minlength=len(found)).astype(np.int64)
    else:
        found, inverse = np.unique(flat, return_inverse=True)
        counts = np.bincount(inverse, weights=weights, minlength=len(found)).astype(np.int64)
    columns: dict[str, pa.Array] = {}
    for i, (_, labels) in reversed(list(enumerate(parts))):
        found, at = np.divmod(found, max(len(labels), 1))
        columns[f"value_{i}"] = labels.take(pa.array(at)) if len(at) else labels.slice(0, 0)
    return pa.table({**dict(sorted(columns.items())), "n": counts})
