"""Second half of an import: day by day, staged rows that are new become files of the lake."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.arrays import Int64s, bools_of, decoded, plain
from yunying.collect.civil import DAY
from yunying.collect.files.event_ids import GivenIds, derived_ids, is_known, known_ids, ordinals
from yunying.collect.files.lake_columns import Target, overflow_json
from yunying.collect.files.sources import check_free_space
from yunying.collect.files.staging import Staging
from yunying.kernels.ordering import stable_order
from yunying.store.digest import UInt64s
from yunying.store.lake import LakeFile, Snapshot
from yunying.store.lake_files import file_name, write_events
from yunying.store.schema import OVERFLOW, TIME

_PART_ROWS = 2_000_000
_PART_BYTES = 1 << 30


@dataclass
class Outcome:
    """What became of the staged rows."""

    loaded: int = 0
    duplicates: int = 0
    events: Counter[str] = field(default_factory=Counter)
    files: list[LakeFile] = field(default_factory=list)


class Settler:
    """Writes days; several may be written at once. With `root=None` it only counts (a dry run)."""

    def __init__(
        self,
        staging: Staging,
        snapshot: Snapshot,
        targets: Sequence[Target],
        distinct_ids: pa.Array,
        known_people: int,
        *,
        root: Path | None,
        sequence: int,
        import_id: str,
        event_name: str | None,
        given: GivenIds | None,
        received_at: datetime,
    ) -> None:
        self.outcome = Outcome()
        self._staging = staging
        self._snapshot = snapshot
        self._targets = targets
        self._distinct_ids = distinct_ids
        self._known_people = known_people
        self._new_people = np.zeros(len(distinct_ids) - known_people, np.bool_)
        self._root = root
        self._sequence = sequence
        self._import_id = import_id
        self._event_name = event_name
        self._given = given
        self._received_at = pa.scalar(received_at, TIME)
        self._lock = threading.Lock()
        self._days_known = {f.day for f in snapshot.files}

    @property
    def new_people(self) -> int:
        """How many people got their first event."""
        return int(self._new_people.sum())

    def settle(self, day: int) -> None:
        """Write what is new of one UTC day."""
        with self._lock:  # opening batches shares a cache
            slices = list(self._staging.day(day))
        low: UInt64s = _gathered(slices, "low")
        high: UInt64s = _gathered(slices, "high")
        nth = self._ordinals(slices, low, high)
        the_date = np.datetime64(day, "D").astype(object)
        known = known_ids(self._snapshot, day) if the_date in self._days_known else None
        done = 0
        for part, group in enumerate(_parts(slices)):
            rows = sum(s.num_rows for s in group)
            span = slice(done, done + rows)
            done += rows
            ids = derived_ids(low[span], high[span], None if nth is None else nth[span])
            self._settle_part(day, the_date, part, group, ids, known)

    def _ordinals(self, slices: list[pa.RecordBatch], low: UInt64s, high: UInt64s) -> UInt64s | None:
        if self._given is None:
            return ordinals(low, high)
        own = np.flatnonzero(np.concatenate([bools_of(s.column("id").is_null()) for s in slices]))
        counted = ordinals(low[own], high[own])
        if counted is None:
            return None
        nth = np.zeros(low.size, np.uint64)  # rows that bear an id need no count
        nth[own] = counted
        return nth

    def _settle_part(
        self,
        day: int,
        the_date: date,
        part: int,
        slices: list[pa.RecordBatch],
        ids: pa.Array,
        known: pa.ChunkedArray | None,
    ) -> None:
        fresh = np.ones(len(ids), np.bool_)
        if known is not None:
            fresh = ~is_known(ids, known)
        if self._given is not None:
            given = plain(pa.chunked_array([s.column("id") for s in slices]))
            mine = given.is_valid()
            repeated = self._given.repeated(_gathered(slices, "position"))
            has_id = mine.to_numpy(zero_copy_only=False)
            fresh = np.where(has_id, ~repeated, fresh)
            ids = pc.if_else(mine, given, ids)
        person: npt.NDArray[np.int32] = _gathered(slices, "person")
        time: Int64s = _gathered(slices, "time")
        rows = np.flatnonzero(fresh)
        order = _order(person, time, day, rows)
        loaded = int(order.size)
        event, counts = self._events(slices, order)
        file = None
        if loaded and self._root is not None:
            table = self._table(slices, order, ids, event, person[order], time[order])
            file = self._write(table, the_date, part)
        with self._lock:
            self.outcome.loaded += loaded
            self.outcome.duplicates += len(ids) - loaded
            self.outcome.events.update(counts)
            people = person[order]
            self._new_people[people[people >= self._known_people] - self._known_people] = True
            if file is not None:
                self.outcome.files.append(file)

    def _events(self, slices: list[pa.RecordBatch], order: Int64s) -> tuple[pa.Array, dict[str, int]]:
        if self._event_name is not None:
            event = pa.DictionaryArray.from_arrays(
                pa.array(np.zeros(order.size, np.int32)), pa.array([self._event_name.strip()], pa.string())
            )
        else:
            event = _taken([s.column("event") for s in slices], order)
        numbers = np.bincount(event.indices.to_numpy(), minlength=len(event.dictionary))
        names = event.dictionary.to_pylist()
        return event, {name: int(n) for name, n in zip(names, numbers, strict=True) if n}

    def _table(
        self,
        slices: list[pa.RecordBatch],
        order: Int64s,
        ids: pa.Array,
        event: pa.Array,
        person: npt.NDArray[np.int32],
        time: Int64s,
    ) -> pa.Table:
        chosen = pa.array(order)
        columns: dict[str, pa.Array] = {
            "event_id": ids.take(chosen),
            "event": event,
            "time": pa.array(time).cast(TIME),
            "received_at": pa.repeat(self._received_at, order.size),
            "distinct_id": self._distinct_ids.take(pa.array(person)),
            "person_id": pa.array(person),
        }
        overflow = []
        for target in self._targets:
            values = _taken([_piece(s, target) for s in slices], order)
            if target.column.column == OVERFLOW:
                overflow.append((target.column, values))
            else:
                columns[target.column.column] = values
        if overflow:
            columns[OVERFLOW] = overflow_json(overflow, order.size)
        return pa.table(columns)

    def _write(self, table: pa.Table, the_date: date, part: int) -> LakeFile:
        if self._root is None:
            raise AssertionError("a dry run writes nothing")
        check_free_space(self._root.parent)
        name = file_name(self._sequence, self._import_id, part)
        return write_events(self._root, the_date, name, table)


def _gathered(slices: list[pa.RecordBatch], name: str) -> Any:
    """A column of numbers as one array; its type is whatever was staged."""
    return np.concatenate([s.column(name).to_numpy() for s in slices])


def _parts(slices: list[pa.RecordBatch]) -> list[list[pa.RecordBatch]]:
    """The slices of a day in groups that one file may hold; memory does not grow with the day."""
    groups: list[list[pa.RecordBatch]] = [[]]
    rows = size = 0
    for piece in slices:
        if groups[-1] and (rows + piece.num_rows > _PART_ROWS or size + piece.nbytes > _PART_BYTES):
            groups.append([])
            rows = size = 0
        groups[-1].append(piece)
        rows += piece.num_rows
        size += piece.nbytes
    return groups


def _order(person: npt.NDArray[np.int32], time: Int64s, day: int, rows: Int64s) -> Int64s:
    """`rows` by person, then time, then place in the file."""
    if np.any(time[1:] < time[:-1]):
        rows = stable_order(time - day * DAY, rows)
    return stable_order(person.astype(np.int64), rows)


def _piece(batch: pa.RecordBatch, target: Target) -> pa.Array:
    name = f"p:{target.source.name}"
    at = batch.schema.get_field_index(name)
    if at < 0:
        return pa.nulls(batch.num_rows, target.column.field().type)
    values = batch.column(at)
    if target.column.type == "text" and pa.types.is_dictionary(values.type):
        return values if len(values.dictionary) <= batch.num_rows else decoded(values)
    return target.source.cast(values, target.column.type)


def _taken(pieces: list[pa.Array], order: Int64s) -> pa.Array:
    if len({piece.type for piece in pieces}) > 1:
        pieces = [decoded(piece) for piece in pieces]
    whole = pa.chunked_array(pieces)
    if pa.types.is_dictionary(whole.type):
        whole = whole.unify_dictionaries()
    return plain(whole).take(pa.array(order))
