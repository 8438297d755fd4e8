"""Figures by day and combination of several properties: what explaining a change by slice is made from.

Everything here adds up: events and sums because they do; people because each counts once, in the cell of their first
event of the period (or day).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.questions import Series
from yunying.analyse.rolling import first_ever
from yunying.core import Refused, day_number
from yunying.metrics import (
    Between,
    Breakdown,
    Days,
    Filter,
    Groups,
    Label,
    Marked,
    Reader,
    Selection,
    Selector,
    find_property,
    make_groups,
    reader,
)
from yunying.store import Dataset

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MOST_VALUES = 30
"""Of one property; the rest is one value, `$other`."""


@dataclass(frozen=True)
class Cells:
    """Entry i says what cell `cell[i]` had on day `day[i]` (a day number): `values[i, series]`.

    `codes[cell, dimension]` is the place of the cell's value in `labels[dimension]`.
    """

    labels: tuple[tuple[Label, ...], ...]
    codes: Ints
    cell: Ints
    day: Ints
    values: Floats


def cells_of(
    data: Dataset,
    periods: Sequence[Days],
    series: Sequence[Series],
    filters: Sequence[Filter],
    properties: Sequence[Breakdown],
    *,
    by_day: Collection[int] = (),
) -> Cells:
    """Cells of periods that do not overlap. Series are events, sums of a property, or people, who count once in a
    period, those of the series `by_day` once on each day."""
    first, last = min(days.first for days in periods), max(days.last for days in periods)
    frame = Frame.take(data, Between.model_validate({"from": first, "to": last}))
    readers = [_reader(frame, one, i) for i, one in enumerate(series)]
    selectors = [Selector.of(one, f"series.{i}") for i, one in enumerate(series)]
    selection = Selection(data, frame.view, selectors, list(filters))
    firsts = sum(1 << i for i, one in enumerate(series) if one.first_ever)
    marked = selection.mark_all(frame.load(None if firsts else day_number(first), day_number(last)))
    if firsts:
        marked = first_ever(frame, marked, firsts)
    inside = [m for m in marked if any(_in(days, m.day.number) for days in periods)]
    bits = (1 << len(series)) - 1
    groups = [make_groups(data, frame.view, one, inside, bits) for one in properties]
    people = [i for i, one in enumerate(series) if one.measure == "people"]
    chosen = _counted_once(frame, periods, inside, people, by_day)

    def of_day(at: int) -> tuple[Ints, Floats]:
        return _day(inside[at], groups, readers, chosen[at])

    parts = list(frame.view.map(of_day, range(len(inside))))
    keys = np.concatenate([np.zeros(0, np.int64), *(part[0] for part in parts)])
    found, cell = np.unique(keys, return_inverse=True)
    return Cells(
        tuple(one.labels for one in groups),
        _apart(found, [one.count for one in groups]),
        cell.reshape(-1).astype(np.int64),
        np.repeat([m.day.number for m in inside], [len(part[0]) for part in parts]).astype(np.int64),
        np.concatenate([np.zeros((0, len(series))), *(part[1] for part in parts)]),
    )


def _in(days: Days, number: int) -> bool:
    return day_number(days.first) <= number <= day_number(days.last)


def _reader(frame: Frame, series: Series, i: int) -> Reader | None:
    if series.measure in ("events", "people"):
        return None
    if series.measure != "sum":
        raise Refused(
            "not_by_dimension",
            f"{series.measure!r} does not add up over slices, so its change cannot be taken apart by them.",
            field=f"series.{i}.measure",
            measure=series.measure,
        )
    return reader(
        frame.data, frame.view, find_property(frame.view, series.property or "", "event", f"series.{i}")
    )


def _counted_once(
    frame: Frame,
    periods: Sequence[Days],
    inside: Sequence[Marked],
    people: Sequence[int],
    by_day: Collection[int],
) -> list[dict[int, npt.NDArray[np.int32]]]:
    """By day, of each series of people, the rows at which somebody counts."""
    found: list[dict[int, npt.NDArray[np.int32]]] = [{} for _ in inside]
    for i in people:
        seen = np.full(frame.people, -1, np.int32)
        for m, rows_of in zip(inside, found, strict=True):
            rows = m.where(1 << i)
            person = m.day.person[rows]
            rows = rows[np.concatenate([np.ones(min(len(rows), 1), np.bool_), np.diff(person) != 0])]
            if i not in by_day:
                period = next(k for k, days in enumerate(periods) if _in(days, m.day.number))
                person = m.day.person[rows]
                rows, person = rows[seen[person] != period], person[seen[person] != period]
                seen[person] = period
            rows_of[i] = rows
    return found


def _day(
    marked: Marked,
    groups: Sequence[Groups],
    readers: Sequence[Reader | None],
    once: dict[int, npt.NDArray[np.int32]],
) -> tuple[Ints, Floats]:
    """Cells of a day, and the values of each."""
    by_row = [one.of_rows(marked.day) for one in groups]
    rows_of, weights = [], []
    for i, read in enumerate(readers):
        rows = once[i] if i in once else marked.where(1 << i)
        weight = np.ones(len(rows))
        if read is not None:
            numbers = read(marked.day).numbers[rows]
            rows, weight = rows[~np.isnan(numbers)], numbers[~np.isnan(numbers)]
        rows_of.append(rows)
        weights.append(weight)
    every = np.concatenate(rows_of)
    key = np.zeros(len(every), np.int64)
    for one, of in zip(groups, by_row, strict=True):
        key = key * one.count + of.at(every)
    cells, at = np.unique(key, return_inverse=True)
    values = np.zeros((len(cells), len(readers)))
    begin = 0
    for i, weight in enumerate(weights):
        part = at[begin : begin + len(weight)]
        values[:, i] = np.bincount(part, weight, minlength=len(cells))
        begin += len(weight)
    return cells, values


def _apart(keys: Ints, counts: Sequence[int]) -> Ints:
    codes = np.zeros((len(keys), len(counts)), np.int64)
    for d in reversed(range(len(counts))):
        keys, codes[:, d] = np.divmod(keys, counts[d])
    return codes
