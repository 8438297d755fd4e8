"""What was said of a property of people, day by day in order: by events and by rows that only describe people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.metrics.extent import people_count
from yunying.metrics.texts import Labels
from yunying.store import Column, Day, HotView, Property, Values
from yunying.store.schema import OPS, Op

Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
NUMBER_OF: dict[Op, int] = {op: number for number, op in enumerate(OPS)}


@dataclass
class Said:
    """What was said on one day, in order. `value` are codes into the labels met so far, or numbers."""

    person: Ints
    """Person ids; where only some people were asked for, their places among these."""
    op: npt.NDArray[np.int8]
    value: npt.NDArray[Any]
    day: Day
    rows: Rows
    """The rows of the day that said it."""

    @property
    def plain(self) -> bool:
        """Whether every word states the value."""
        return bool((self.op == NUMBER_OF["set"]).all())


@dataclass
class Few:
    """Some people (ascending ids), and where their rows stand: found once for all properties that are asked of them."""

    people: Ints
    _rows: dict[int, Rows] = field(default_factory=dict)

    def rows(self, day: Day) -> Rows:
        """Their rows on a day."""
        found = self._rows.get(day.number)
        if found is None:
            first = np.searchsorted(day.person, self.people)
            count = np.searchsorted(day.person, self.people, "right") - first
            ends = np.cumsum(count)
            total = int(ends[-1]) if count.size else 0
            found = np.arange(total) + np.repeat(first - (ends - count), count)
            self._rows[day.number] = found
        return found


def said_of(view: HotView, prop: Property, labels: Labels, few: Few | None = None) -> Iterator[Said]:
    """What was said of everybody with an event, or of a few people."""
    people = people_count(view)
    columns = (*prop.columns, *prop.changes)
    words = [(op, Property(prop.name, "person", cols)) for op in OPS if (cols := _of(op, columns))]
    days = view.said.days()
    for _, word in words:
        view.said.prepare(word, days)
    for day in days:
        parts = []
        chosen = None if few is None else few.rows(day)
        if chosen is not None and not chosen.size:
            continue
        for op, word in words:
            values = view.said.values(word, day)
            if chosen is None:
                rows = np.flatnonzero(
                    values.is_set & (day.person < people)
                )  # others have no event: in no answer
            else:
                rows = chosen[values.at(chosen).is_set]
            if rows.size:
                parts.append((op, rows, _take(values, rows, prop, labels, op, whole=few is None)))
        if parts:
            yield _ordered(day, parts, few)


def _of(op: Op, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(c for c in columns if c.op == op)


def _take(
    values: Values, rows: Rows, prop: Property, labels: Labels, op: Op, *, whole: bool
) -> npt.NDArray[Any]:
    """Values of some rows in the form of the property's type; `whole` where they use most of the day's labels."""
    if op == "unset":
        return np.zeros(rows.size, np.int32 if prop.type in ("text", "boolean") else np.float64)
    if prop.type != "text":
        return values.codes[rows] if values.coded else values.numbers[rows]
    if values.coded and whole:
        return values.codes[rows] + np.int32(labels.add(values.labels))
    texts = values.texts(rows)
    return np.arange(rows.size, dtype=np.int32) + np.int32(labels.add(texts))


def _ordered(day: Day, parts: list[tuple[Op, Rows, npt.NDArray[Any]]], few: Few | None) -> Said:
    """Words in order of their rows, and those of one row in order of `OPS`."""
    op = np.concatenate([np.full(rows.size, NUMBER_OF[o], np.int8) for o, rows, _ in parts])
    rows = np.concatenate([r for _, r, _ in parts])
    value = np.concatenate([v for _, _, v in parts])
    if len(parts) > 1:
        order = np.lexsort((op, rows))
        op, rows, value = op[order], rows[order], value[order]
    person = day.person[rows]
    if few is not None:
        person = np.searchsorted(few.people, person).astype(np.int32)
    return Said(person, op, value, day, rows)
