"""Computed columns of a list of people: what each person did in the range, and who they are.

A column is `Values` with one row a person: numbers, times (µs since the epoch) or codes into labels.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from yunying.analyse.frame import Frame
from yunying.analyse.questions import PeopleList, PersonColumn
from yunying.core import Refused, day_number
from yunying.metrics import Marked, Selection, Selector, find_property, reader, traits
from yunying.metrics.per_person import PerPerson, most_frequent, number_values, said_values
from yunying.store import Property, Values

Ids = npt.NDArray[np.int64]
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
        self._folds: dict[int, PerPerson] = {}

    def of(self, i: int, people: Ids) -> Values:
        """Column `i` of these people, in their order."""
        column, frame = self._columns[i], self._frame
        if column.measure == "property":
            return traits(frame.data, frame.view, self._properties[i]).at(people)
        fold = self._fold(self._bits[i])
        if column.measure == "sum":
            read = reader(frame.data, frame.view, self._properties[i])
            return number_values(fold.sums(read)[people])
        if column.measure == "most_frequent":
            prop = self._properties[i]
            said = fold.said(prop, reader(frame.data, frame.view, prop), people)
            return said_values(said, most_frequent(said, frame.people)[people])
        counts = fold.counts
        if column.measure in ("events", "days"):
            return number_values(getattr(counts, column.measure)[people])
        there = counts.events[people] > 0
        if column.measure == "days_since":
            days = fold.days_since(counts.last[people], day_number(frame.days.last))
            return number_values(np.where(there, days, np.nan))
        moments = counts.first if column.measure == "first_time" else counts.last
        return number_values(np.where(there, moments[people] * 1000.0, np.nan), "time")

    @cached_property
    def _marked(self) -> list[Marked]:
        return self._selection.mark_all(self._frame.load_range())

    def _fold(self, bit: int) -> PerPerson:
        if bit not in self._folds:
            frame = self._frame
            self._folds[bit] = PerPerson(frame.data, frame.view, self._marked, bit, frame.people)
        return self._folds[bit]


def ranks(values: Values) -> npt.NDArray[np.float64]:
    """Numbers that stand in the order of a column's values, NaN where there is none."""
    if not values.coded:
        return values.numbers
    places = np.full(len(values.labels) + 1, np.nan)
    places[pc.sort_indices(values.labels).to_numpy()] = np.arange(len(values.labels))
    return places[values.codes]


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
