"""What each person did with some events: how many, when, how much, with which values.

Everything is by person id; a column is `Values` with one row a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.kernels import person_counts_day, person_sums_day
from yunying.metrics.marked import Marked, Taken
from yunying.metrics.sessions import Reader
from yunying.metrics.texts import Labels
from yunying.store import Dataset, HotView, Property, PropertyType, Values

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_NO_CODES = np.zeros(0, np.int32)
_NO_TEXTS = pa.array([], pa.string())


@dataclass(frozen=True)
class Counts:
    """The moments (ms since the epoch) mean something only where there are events."""

    events: Ids
    days: npt.NDArray[np.int32]
    first: Ids
    last: Ids


@dataclass(frozen=True)
class Said:
    """What a property was on the events of some people, in order of time: of text and boolean the places of the
    values in `texts`, which stand in order."""

    kind: PropertyType
    whose: Ids
    value: Floats
    texts: pa.Array


class PerPerson:
    """The events that one selector takes on some days, folded by person; each figure is made when asked for."""

    def __init__(self, data: Dataset, view: HotView, days: Sequence[Marked], bit: int, people: int) -> None:
        self._data, self._view, self._bit, self._people = data, view, bit, people
        self._days = [m for m in days if (m.lut & np.uint32(bit)).any()]

    @cached_property
    def counts(self) -> Counts:
        """Events, days with one, first and last moment."""
        days = [taken.marked for taken in self._taken]
        events, first, last = (np.zeros(self._people, np.int64) for _ in range(3))
        active = np.zeros(self._people, np.int32)

        def count(low: int, high: int) -> None:
            state = events[low:high], active[low:high], first[low:high], last[low:high]
            for m in days:
                person_counts_day(
                    m.day.person,
                    m.day.ms,
                    m.day.event,
                    m.lut,
                    m.gate,
                    self._bit,
                    m.day.start_ms,
                    low,
                    high,
                    *state,
                )

        self._data.each_slice(count, self._people, rows=sum(m.day.rows for m in days))
        return Counts(events, active, first, last)

    def sums(self, read: Reader) -> Floats:
        """The sum of a numeric property; 0 where there is none."""
        values = list(self._view.map(lambda part: part.numbers(read), self._taken))
        days = [part.marked for part in self._taken]
        total = np.zeros(self._people, np.float64)

        def add(low: int, high: int) -> None:
            for m, value in zip(days, values, strict=True):
                person_sums_day(
                    m.day.person, m.day.event, m.lut, m.gate, self._bit, value, low, high, total[low:high]
                )

        self._data.each_slice(add, self._people, rows=sum(m.day.rows for m in days))
        return total

    def days_since(self, moments: Ids, last: int) -> Ids:
        """Days from that of each moment (ms) of an event to day number `last`."""
        numbers = [m.day.number for m in self._days] or [last]
        starts = [self._data.calendar.day_start(n) // 1000 for n in range(numbers[0], numbers[-1] + 1)]
        return np.asarray(last - (numbers[0] - 1 + np.searchsorted(starts, moments, side="right")))

    def said(self, prop: Property, read: Reader, people: Ids | None = None) -> Said:
        """The values of an event property, where it is set; of some people alone where that is enough."""
        wanted = np.full(self._people, people is None)
        if people is not None:
            wanted[people] = True
        labels = Labels()
        whose, which = [np.zeros(0, np.int64)], [np.zeros(0, np.float64)]
        for taken in self._taken:
            m = taken.marked
            at = np.flatnonzero(m.rows(self._bit) & wanted[m.day.person])
            values = read(taken.whole).at(at if taken.rows is None else taken.rows[at])
            there = values.is_set
            if there.any():
                whose.append(m.day.person[at[there]].astype(np.int64))
                if values.coded:
                    which.append(values.codes[there].astype(np.float64) + labels.add(values.labels))
                else:
                    which.append(values.numbers[there])
        value, texts = np.concatenate(which), _NO_TEXTS
        if prop.type in ("text", "boolean"):
            found = labels.all().dictionary_encode()
            order = pc.sort_indices(found.dictionary)
            texts = found.dictionary.take(order)
            place = np.empty(len(order), np.float64)
            place[order.to_numpy()] = np.arange(len(order))
            value = place[found.indices.to_numpy()[value.astype(np.int64)]]
        return Said(prop.type, np.concatenate(whose), value, texts)

    @cached_property
    def _taken(self) -> list[Taken]:
        return list(self._view.map(lambda m: m.taken(self._bit), self._days))


def most_frequent(said: Said, people: int) -> Floats:
    """By person, the value that most of their rows have; of several the least. NaN where there is none."""
    best = np.full(people, np.nan)
    whose, value, counts = _distinct(said)
    # What is written last stays: the most frequent, of these the least.
    order = np.lexsort((-value, counts, whose))
    best[whose[order]] = value[order]
    return best


def first_said(said: Said, people: int) -> Floats:
    """By person, the value of the first event that has one."""
    best = np.full(people, np.nan)
    best[said.whose[::-1]] = said.value[::-1]
    return best


def last_said(said: Said, people: int) -> Floats:
    """By person, the value of the last event that has one."""
    best = np.full(people, np.nan)
    best[said.whose] = said.value
    return best


def extreme(said: Said, people: int, *, most: bool) -> Floats:
    """By person, the greatest or the least value."""
    best = np.full(people, np.nan)
    (np.fmax if most else np.fmin).at(best, said.whose, said.value)
    return best


def average(said: Said, people: int) -> Floats:
    """By person, the mean of the values."""
    counts = np.bincount(said.whose, minlength=people)
    sums = np.bincount(said.whose, weights=said.value, minlength=people)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def different(said: Said, people: int) -> Floats:
    """By person, how many different values there are."""
    return np.bincount(_distinct(said)[0], minlength=people).astype(np.float64)


def said_values(said: Said, chosen: Floats) -> Values:
    """Some of the values as a column."""
    if said.kind in ("text", "boolean"):
        codes = np.where(np.isnan(chosen), -1, chosen).astype(np.int32)
        texts = pc.equal(said.texts, "true") if said.kind == "boolean" else said.texts
        return Values(said.kind, codes, texts, np.zeros(0))
    return number_values(chosen, said.kind)


def number_values(numbers: npt.NDArray[Any], kind: PropertyType = "number") -> Values:
    """Numbers, or times in µs, as a column; NaN where there is none."""
    return Values(kind, _NO_CODES, _NO_TEXTS, numbers.astype(np.float64))


def _distinct(said: Said) -> tuple[Ids, Floats, Ids]:
    """Each person's different values, and how often each was."""
    if not len(said.whose):
        return said.whose, said.value, said.whose
    order = np.lexsort((said.value, said.whose))
    whose, value = said.whose[order], said.value[order]
    begins = np.flatnonzero(np.append(True, (whose[1:] != whose[:-1]) | (value[1:] != value[:-1])))
    return whose[begins], value[begins], np.diff(np.append(begins, len(whose)))
