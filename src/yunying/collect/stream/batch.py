"""Records gathered into columns of the lake."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.files.lake_columns import overflow_json
from yunying.collect.files.values import EXACT
from yunying.collect.instants import from_iso
from yunying.collect.records import Changes, Record
from yunying.store.lake import Snapshot
from yunying.store.schema import MARK, OVERFLOW, TIME, Column, Op, PropertyType, Scope, plan_columns
from yunying.store.values import number_text

Key = tuple[str, Scope, Op]
_INSTANT = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$"
_LIKE_INSTANT = re.compile(_INSTANT)


@dataclass
class Columns:
    """A batch as the lake keeps it, without people's numbers and the id of the commit."""

    values: list[tuple[Column, pa.Array]]
    new: list[Column]
    overflow: bool


class Batch:
    """Rows in order of arrival; each property remembers the rows that have it."""

    def __init__(self, person_properties: Iterable[str] = ()) -> None:
        self._of_people = set(person_properties)
        self.event: list[str] = []
        self.time: list[int] = []
        self.received: list[int] = []
        self.distinct_id: list[str] = []
        self.event_id: list[str] = []
        self.mark: list[str | None] = []
        self._changes: dict[Key, tuple[list[int], list[Any]]] = {}
        # Records of one kind have the same properties in the same order: gathered by that, they are columns
        # already but for a transposition.
        self._shapes: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}

    def __len__(self) -> int:
        return len(self.event)

    def add(self, record: Record, event_id: str, time: int, received: int, mark: str | None) -> None:
        """Take in one record that has passed every check."""
        row = len(self.event)
        self.event.append(record.event)
        self.time.append(time)
        self.received.append(received)
        self.distinct_id.append(record.distinct_id)
        self.event_id.append(event_id)
        self.mark.append(mark)
        properties = record.properties
        shape = tuple(properties)
        rows = self._shapes.get(shape)
        if rows is None:
            rows = self._shapes[shape] = []
        rows.append((row, *properties.values()))
        if record.person is not None:
            self._add_changes(row, record.person)

    def columns(self, snapshot: Snapshot, rows: npt.NDArray[np.int64]) -> Columns:
        """The properties of some rows, in that order, as columns of the lake; and which of these are new."""
        place = np.full(len(self), -1, np.int64)
        place[rows] = np.arange(rows.size)
        texts = {(c.name, c.scope, c.op) for c in snapshot.columns if c.type == "text"}
        pieces: list[tuple[Key, PropertyType, npt.NDArray[np.int64], pa.Array]] = []
        for key, (at, values) in self._gathered().items():
            where = place[np.asarray(at, np.int64)]
            for kind, chosen, array in _typed(values, as_text=key in texts):
                spots = where if chosen is None else where[chosen]
                kept = spots >= 0
                if kept.all():
                    pieces.append((key, kind, spots, array))
                elif kept.any():
                    pieces.append((key, kind, spots[kept], array.filter(pa.array(kept))))
        wanted = [(name, scope, kind, op) for (name, scope, op), kind, _, _ in pieces]
        chosen_columns, new = plan_columns(snapshot.columns, wanted)
        found, rest = [], []
        for column, (_, _, spots, array) in zip(chosen_columns, pieces, strict=True):
            spread = _spread(array, spots, rows.size)
            if column.column == OVERFLOW:
                name = column.name if column.op == "set" else f"{column.name}:{column.op}"
                rest.append((Column(name, column.scope, column.type, OVERFLOW), spread))
            else:
                found.append((column, spread))
        if rest:
            found.append((Column(OVERFLOW, "event", "text", OVERFLOW), overflow_json(rest, rows.size)))
        return Columns(found, new, bool(rest))

    def marks(self, rows: npt.NDArray[np.int64]) -> pa.Array | None:
        """The marks of some rows; None where none has one."""
        marks = pa.array(self.mark, pa.string())
        return None if marks.null_count == len(marks) else marks.take(pa.array(rows)).dictionary_encode()

    def _gathered(self) -> dict[Key, tuple[list[int], list[Any]]]:
        """Every property with the rows that have it and their values."""
        found: dict[Key, tuple[list[int], list[Any]]] = {}
        for shape, rows in self._shapes.items():
            at, *columns = zip(*rows, strict=True)
            for name, values in zip(shape, columns, strict=True):
                spots, held = found.setdefault((name, "event", "set"), ([], []))
                if None in values:
                    present = [i for i, value in enumerate(values) if value is not None]
                    spots += [at[i] for i in present]
                    held += [values[i] for i in present]
                else:
                    spots += at
                    held += values
        return {key: column for key, column in (found | self._changes).items() if column[0]}

    def _add_changes(self, row: int, changes: Changes) -> None:
        unset = self._of_people if changes.delete else changes.unset
        self._add_all(row, "unset", dict.fromkeys(sorted(unset), True))
        self._add_all(row, "set", changes.set)
        self._add_all(row, "set_once", changes.set_once)
        self._add_all(row, "add", changes.add)
        self._add_all(row, "append", changes.append)

    def _add_all(self, row: int, op: Op, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if value is not None:
                self._of_people.add(name)
                at, held = self._changes.setdefault((name, "person", op), ([], []))
                at.append(row)
                held.append(value)


def fixed_columns(
    batch: Batch, rows: npt.NDArray[np.int64], person: npt.NDArray[np.int32]
) -> dict[str, pa.Array]:
    """The columns that every event has, and the mark where some row has one."""
    chosen = pa.array(rows)
    columns = {
        "event_id": pa.array(batch.event_id, pa.string()).take(chosen),
        "event": pa.array(batch.event, pa.string()).take(chosen).dictionary_encode(),
        "time": pa.array(np.asarray(batch.time, np.int64)[rows]).cast(TIME),
        "received_at": pa.array(np.asarray(batch.received, np.int64)[rows]).cast(TIME),
        "distinct_id": pa.array(batch.distinct_id, pa.string()).take(chosen),
        "person_id": pa.array(person[rows]),
    }
    marks = batch.marks(rows)
    return columns if marks is None else columns | {MARK: marks}


Typed = tuple[PropertyType, npt.NDArray[np.int64] | None, pa.Array]


def _typed(values: list[Any], *, as_text: bool) -> list[Typed]:
    """Values by kind: `(kind, which of them, their array)`; None: all of them."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return [_texts(pa.array(values, pa.string()), as_text=as_text)]
    if as_text:
        return [("text", None, pa.array([_text(v) for v in values], pa.string()).dictionary_encode())]
    if kinds == {bool}:
        return [("boolean", None, pa.array(values, pa.bool_()))]
    if kinds <= {int, float}:
        numbers = np.array(values, np.float64)
        if kinds == {float} or np.abs(numbers).max(initial=0) <= EXACT:
            return [("number", None, pa.array(numbers))]
    groups: dict[PropertyType, list[int]] = {}
    for i, value in enumerate(values):
        groups.setdefault(_kind(value), []).append(i)
    found: list[Typed] = []
    for kind, at in groups.items():
        some = [values[i] for i in at]
        if kind == "text":
            array = pa.array([_text(v) for v in some], pa.string()).dictionary_encode()
        elif kind == "boolean":
            array = pa.array(some, pa.bool_())
        else:
            array = pa.array(np.array(some, np.float64))
        found.append((kind, np.asarray(at, np.int64), array))
    return found


def _texts(texts: pa.Array, *, as_text: bool) -> Typed:
    # A column of nothing but instants is a time; one other text among them and all stay as they were sent.
    if not as_text and _LIKE_INSTANT.match(texts[0].as_py()):
        distinct = texts.dictionary_encode()
        if pc.all(pc.match_substring_regex(distinct.dictionary, _INSTANT)).as_py():
            try:
                instants = [from_iso(t) for t in distinct.dictionary.to_pylist()]
            except (ValueError, OverflowError):
                return ("text", None, distinct)
            return ("time", None, pa.array(instants, pa.int64()).cast(TIME).take(distinct.indices))
    return ("text", None, texts.dictionary_encode())


def _kind(value: Any) -> PropertyType:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float) and (isinstance(value, float) or abs(value) <= EXACT):
        return "number"
    return "text"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value) or ""
    if isinstance(value, int):
        return str(value)
    return orjson.dumps(value).decode()


def _spread(array: pa.Array, spots: npt.NDArray[np.int64], count: int) -> pa.Array:
    """Values at their rows, null elsewhere."""
    if spots.size == count and np.array_equal(spots, np.arange(count)):
        return array
    at = np.full(count, -1, np.int64)
    at[spots] = np.arange(spots.size)
    return array.take(pa.array(at, mask=at < 0))
