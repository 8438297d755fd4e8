"""Computed columns of a list of people: what each person did in the range, and who they are.

A column is `Values` with one row a person: numbers, times (µs since the epoch) or codes into labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.analyse.frame import Frame
from yunying.analyse.questions import PeopleList, PersonColumn
from yunying.core import Refused, day_number
from yunying.kernels import person_counts_day, person_sums_day
from yunying.metrics import (
    Labels,
    Marked,
    Reader,
    Selection,
    Selector,
    Taken,
    find_property,
    reader,
    traits,
)
from yunying.store import Property, PropertyType, Values

Ids = npt.NDArray[np.int64]
_NO_CODES = np.zeros(0, np.int32)
_NO_NUMBERS = np.zeros(0, np.float64)
_NO_TEXTS = pa.array([], pa.string())
_WITH_PROPERTY = ("sum", "most_frequent", "property")


class Columns:
    """The columns of a question, checked; each is made for the people it is wanted of."""

    def __init__(self, frame: Frame, question: PeopleList) -> None:
        self._frame = frame
        self._columns = question.columns
        checked = [_property(frame, c, f"columns.{i}") for i, c in enumerate(question.columns)]
        self._properties = {i: prop for i, prop in enumerate(checked) if prop is not None}
        # Columns about the same events share a selector, and what is counted of it.
        same = [_events(c) for c in question.columns]
        self._bits = [1 << same.index(events) for events in same]
        selectors = [Selector.of(c, f"columns.{i}") for i, c in enumerate(question.columns)]
        self._selection = Selection(frame.data, frame.view, selectors, question.filters)
        self._taken: dict[int, list[Taken]] = {}
        self._counts: dict[int, _Counts] = {}

    def of(self, i: int, people: Ids) -> Values:
        """Column `i` of these people, in their order."""
        column = self._columns[i]
        if column.measure == "property":
            return take(traits(self._frame.data, self._frame.view, self._properties[i]), people)
        if column.measure == "sum":
            read = reader(self._frame.data, self._frame.view, self._properties[i])
            return _numbers(self._sum(self._bits[i], read)[people])
        if column.measure == "most_frequent":
            return self._most_frequent(self._bits[i], self._properties[i], people)
        counts = self._count(self._bits[i])
        if column.measure in ("events", "days"):
            return _numbers(getattr(counts, column.measure)[people])
        there = counts.events[people] > 0
        if column.measure == "days_since":
            return _numbers(np.where(there, self._days_since(counts.last[people]), np.nan))
        moments = counts.first if column.measure == "first_time" else counts.last
        return _numbers(np.where(there, moments[people] * 1000.0, np.nan), "time")

    @cached_property
    def _marked(self) -> list[Marked]:
        return self._selection.mark_all(self._frame.load_range())

    def _with(self, bit: int) -> list[Taken]:
        """Days on which events of a selector may be."""
        if bit not in self._taken:
            some = [m for m in self._marked if (m.lut & np.uint32(bit)).any()]
            self._taken[bit] = list(self._frame.view.map(lambda m: m.taken(bit), some))
        return self._taken[bit]

    def _count(self, bit: int) -> _Counts:
        if bit in self._counts:
            return self._counts[bit]
        people, days = self._frame.people, [taken.marked for taken in self._with(bit)]
        events, first, last = (np.zeros(people, np.int64) for _ in range(3))
        active = np.zeros(people, np.int32)

        def count(low: int, high: int) -> None:
            state = events[low:high], active[low:high], first[low:high], last[low:high]
            for m in days:
                person_counts_day(
                    m.day.person, m.day.ms, m.day.event, m.lut, m.gate, bit, m.day.start_ms, low, high, *state
                )

        self._frame.data.each_slice(count, people, rows=sum(m.day.rows for m in days))
        self._counts[bit] = _Counts(events, active, first, last)
        return self._counts[bit]

    def _sum(self, bit: int, read: Reader) -> npt.NDArray[np.float64]:
        people, taken = self._frame.people, self._with(bit)
        values = list(self._frame.view.map(lambda part: part.numbers(read), taken))
        days = [part.marked for part in taken]
        total = np.zeros(people, np.float64)

        def add(low: int, high: int) -> None:
            for m, value in zip(days, values, strict=True):
                person_sums_day(
                    m.day.person, m.day.event, m.lut, m.gate, bit, value, low, high, total[low:high]
                )

        self._frame.data.each_slice(add, people, rows=sum(m.day.rows for m in days))
        return total

    def _days_since(self, moments: Ids) -> npt.NDArray[np.int64]:
        """Days from that of each moment (ms) to the last of the range."""
        days = self._frame.days
        numbers = np.arange(day_number(days.first), day_number(days.last) + 1)
        starts = np.array([self._frame.data.calendar.day_start(int(n)) // 1000 for n in numbers])
        return np.asarray(len(numbers) - np.searchsorted(starts, moments, side="right"))

    def _most_frequent(self, bit: int, prop: Property, people: Ids) -> Values:
        read = reader(self._frame.data, self._frame.view, prop)
        wanted = np.zeros(self._frame.people, np.bool_)
        wanted[people] = True
        labels = Labels()
        whose, which = [np.zeros(0, np.int64)], [np.zeros(0, np.float64)]
        for taken in self._with(bit):
            m = taken.marked
            at = np.flatnonzero(m.rows(bit) & wanted[m.day.person])
            values = take(read(taken.whole), at if taken.rows is None else taken.rows[at])
            there = values.is_set
            if there.any():
                whose.append(m.day.person[at[there]].astype(np.int64))
                if values.coded:
                    which.append(values.codes[there].astype(np.float64) + labels.add(values.labels))
                else:
                    which.append(values.numbers[there])
        value = np.concatenate(which)
        texts = _NO_TEXTS
        if prop.type in ("text", "boolean"):
            # Codes that stand in the order of the texts, one a text.
            found = labels.all().dictionary_encode()
            order = pc.sort_indices(found.dictionary)
            texts = found.dictionary.take(order)
            place = np.empty(len(order), np.float64)
            place[order.to_numpy()] = np.arange(len(order))
            value = place[found.indices.to_numpy()[value.astype(np.int64)]]
        best = np.full(self._frame.people, np.nan)
        _most(np.concatenate(whose), value, best)
        chosen = best[people]
        if prop.type == "boolean":
            truths = pc.equal(texts, "true")
            return Values("boolean", _codes(chosen), truths, _NO_NUMBERS)
        if prop.type == "text":
            return Values("text", _codes(chosen), texts, _NO_NUMBERS)
        return _numbers(chosen, prop.type)


@dataclass(frozen=True)
class _Counts:
    """By person id; the moments (ms since the epoch) mean something only where there are events."""

    events: npt.NDArray[np.int64]
    days: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]


def take(values: Values, rows: Ids | npt.NDArray[np.int32]) -> Values:
    """Some rows of a column, in this order."""
    if values.coded:
        return Values(values.type, values.codes[rows], values.labels, values.numbers)
    return Values(values.type, values.codes, values.labels, values.numbers[rows])


def ranks(values: Values) -> npt.NDArray[np.float64]:
    """Numbers that stand in the order of a column's values, NaN where there is none."""
    if not values.coded:
        return values.numbers
    places = np.full(len(values.labels) + 1, np.nan)
    places[pc.sort_indices(values.labels).to_numpy()] = np.arange(len(values.labels))
    return places[values.codes]


def _most(whose: Ids, value: npt.NDArray[np.float64], best: npt.NDArray[np.float64]) -> None:
    """Into `best`, by person, the value that most of their rows have; of several the least."""
    if not len(whose):
        return
    order = np.lexsort((value, whose))
    whose, value = whose[order], value[order]
    begins = np.flatnonzero(np.append(True, (whose[1:] != whose[:-1]) | (value[1:] != value[:-1])))
    counts = np.diff(np.append(begins, len(whose)))
    whose, value = whose[begins], value[begins]
    # What is written last stays: the most frequent, of these the least.
    order = np.lexsort((-value, counts, whose))
    best[whose[order]] = value[order]


def _codes(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    return np.where(np.isnan(numbers), -1, numbers).astype(np.int32)


def _numbers(numbers: npt.NDArray[Any], kind: PropertyType = "number") -> Values:
    return Values(kind, _NO_CODES, _NO_TEXTS, numbers.astype(np.float64))


def _events(column: PersonColumn) -> Any:
    return [(one.event, one.filters) for one in column.alternatives]


def _property(frame: Frame, column: PersonColumn, field: str) -> Property | None:
    """The property that a column is about; refuses a column that says too much or too little."""
    if column.measure not in _WITH_PROPERTY:
        if column.property is not None:
            raise Refused(
                "property_not_wanted",
                f"{column.measure!r} counts events and takes no property; leave it out.",
                field=f"{field}.property",
                measure=column.measure,
            )
        return None
    if column.property is None:
        raise Refused(
            "property_wanted",
            f"{column.measure!r} is of a property; say which in `property`.",
            field=f"{field}.property",
            measure=column.measure,
        )
    if column.measure == "property":
        if column.event is not None or column.filters or column.or_:
            raise Refused(
                "event_not_wanted",
                "A person's property is theirs whatever they did; leave the event and its filters out.",
                field=f"{field}.event",
            )
        return find_property(frame.view, column.property, "person", f"{field}.property")
    prop = find_property(frame.view, column.property, "event", f"{field}.property")
    if column.measure == "sum" and prop.type != "number":
        raise Refused(
            "not_numeric",
            f"{prop.name!r} is {prop.type}; a sum needs a number.",
            field=f"{field}.property",
            property=prop.name,
            type=prop.type,
        )
    return prop
