"""One day's rows of the lake in order of (person, time, arrival): sorted anew, or with new rows merged in.

What is made by merging is equal, value by value, to what sorting all rows anew makes: dictionaries of event names are
in order of their names, those of values in order of first appearance.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.core import Calendar
from yunying.kernels import merge_rows
from yunying.store.identity import Identity
from yunying.store.lake import LakeFile, Snapshot
from yunying.store.row_kinds import Rows, add_tested, rows_of_kind
from yunying.store.schema import ARRIVAL, Property
from yunying.store.values import read_columns

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
_FILES = b"files"


@dataclass(frozen=True)
class Sorted:
    """A day's rows in order.

    `core` has `person`, `ms` since the day began and `event`; `order` has `row`, where each stands in `files` read one
    after another, and `us`, the µs within its millisecond. `ids`: those that occur.
    """

    core: pa.Table
    order: pa.Table
    files: tuple[LakeFile, ...]

    @property
    def time(self) -> Longs:
        """µs since the day began."""
        ms: Longs = self.core["ms"].to_numpy().astype(np.int64)
        ms *= 1000
        ms += self.order["us"].to_numpy()
        return ms


@dataclass(frozen=True)
class Grown:
    """How a day came from an earlier state of it: `order` takes from its rows, then from those of `files`, which
    stand there at `new_rows`."""

    order: Ints
    files: tuple[LakeFile, ...]
    new_rows: Ints

    def values(self, old: pa.Table, new: pa.Table) -> pa.Table:
        """Values of the day, from those that `gather_values` made of its earlier rows and of its new ones."""
        (name,) = old.column_names
        if name != "text":
            both = np.concatenate([old[name].to_numpy(), new[name].to_numpy()])
            return pa.table({name: both[self.order]})
        (codes, labels), (new_codes, new_labels) = _codes_of(old), _codes_of(new)
        fresh = pc.is_null(pc.index_in(new_labels, value_set=labels))
        labels = pa.concat_arrays([labels, new_labels.filter(fresh)])
        place = np.append(pc.index_in(new_labels, value_set=labels).to_numpy(), np.int32(-1))
        return pa.table({name: _by_appearance(np.concatenate([codes, place[new_codes]])[self.order], labels)})


@dataclass(frozen=True)
class DayReader:
    """Reads days of one kind of rows from one state of the lake."""

    snapshot: Snapshot
    identity: Identity
    calendar: Calendar
    rows: Rows

    def sort(self, number: int, files: Sequence[LakeFile], *, merged: bool) -> Sorted:
        """The day's rows in `files`; `merged` where ids in them are under another number than their own."""
        start = self.calendar.day_start(number)
        ranked = merged and self.snapshot.has_arrival
        table, keep = self.read_day(
            number, files, ["person_id", "time", "event", *([ARRIVAL] if ranked else [])]
        )
        time = table["time"].to_numpy().view("int64")[keep]
        person = self.identity.people(table["person_id"].to_numpy()[keep])
        # Files are sorted by (id, time, arrival) and stand in order of arrival. With one file a UTC day and nobody
        # merged, ordering by person alone keeps times in order; else times must be merged too.
        if ranked:
            rank, file = _arrived(table, files)
            order = np.lexsort((rank[keep], file[keep], time, person))
        elif len({f.day for f in files}) == len(files) and not merged:
            order = np.argsort(person, kind="stable")
        else:
            order = np.lexsort((time, person))
        rows = np.flatnonzero(keep)[order].astype(np.int32)
        since = (time - start)[order]
        event = table["event"].combine_chunks().take(pa.array(rows))
        if isinstance(event, pa.ChunkedArray):
            event = event.combine_chunks()
        core = pa.table(
            {
                "person": person[order].astype(np.int32),
                "ms": (since // 1000).astype(np.int32),
                "event": _by_name(event.indices.to_numpy(), event.dictionary),
            }
        )
        return Sorted(core, _order_table(rows, since, files), tuple(files))

    def add(
        self, number: int, old: Sorted, files: Sequence[LakeFile], *, merged: bool
    ) -> tuple[Sorted, Grown]:
        """`old` with the rows of the files that it does not have; they must have arrived after those it has."""
        known = set(old.files)
        added = tuple(f for f in files if f not in known)
        new = self.sort(number, added, merged=merged)
        time, new_time = old.time, new.time
        order = merge_rows(old.core["person"].to_numpy(), time, new.core["person"].to_numpy(), new_time)
        grown = Grown(order, added, new.order["row"].to_numpy())
        rows = np.concatenate(
            [_moved(old.order["row"].to_numpy(), old.files, files), _moved(grown.new_rows, added, files)]
        )
        (codes, names), (new_codes, new_names) = (_event_codes(s.core) for s in (old, new))
        event = np.concatenate([codes.astype(np.int32), new_codes.astype(np.int32) + np.int32(len(names))])
        core = pa.table(
            {
                **{
                    name: np.concatenate([s.core[name].to_numpy() for s in (old, new)])[order]
                    for name in ("person", "ms")
                },
                "event": _by_name(event[order], pa.concat_arrays([names, new_names])),
            }
        )
        since = np.concatenate([time, new_time])[order]
        return Sorted(core, _order_table(rows[order], since, files), tuple(files)), grown

    def ids(self, number: int, files: Sequence[LakeFile]) -> Ints:
        """Numbers of the ids that occur on the day."""
        table, keep = self.read_day(number, files, ["person_id", "time"])
        found: Ints = np.unique(table["person_id"].to_numpy()[keep]).astype(np.int32)
        return found

    def read_day(
        self, number: int, files: Sequence[LakeFile], columns: list[str]
    ) -> tuple[pa.Table, npt.NDArray[np.bool_]]:
        """Rows of `files`, and which of them are of this day and of the kind."""
        schema = add_tested(self._schema(columns), self.snapshot, self.rows)
        table = self._read(files, schema)
        start, end = self.calendar.day_start(number), self.calendar.day_start(number + 1)
        time = table["time"].to_numpy().view("int64")
        return table, (time >= start) & (time < end) & rows_of_kind(table, self.snapshot, self.rows)

    def read_property(self, prop: Property, files: Sequence[LakeFile]) -> pa.Table:
        """All rows of `files`, the columns of a property alone."""
        return self._read(files, self._schema([c.column for c in prop.columns]))

    def _schema(self, columns: list[str]) -> pa.Schema:
        return pa.schema([self.snapshot.field(c) for c in columns])

    def _read(self, files: Sequence[LakeFile], schema: pa.Schema) -> pa.Table:
        return pa.concat_tables([read_columns(self.snapshot.root / f.path, schema) for f in files])


def about(files: Sequence[LakeFile]) -> dict[bytes, bytes]:
    """What a file of the cache says of the lake files it was made from."""
    return {_FILES: json.dumps([[str(f.day), f.path, f.rows] for f in files]).encode()}


def made_from(table: pa.Table, files: Sequence[LakeFile]) -> tuple[LakeFile, ...] | None:
    """Those of `files` that `table` was made from; None unless all others of `files` arrived after them.

    A file of the lake is never changed, so its path is all there is to compare.
    """
    said: list[list[Any]] = json.loads((table.schema.metadata or {}).get(_FILES, b"[]"))
    paths = {path for _, path, _ in said}
    had = tuple(f for f in files if f.path in paths)
    if not said or len(had) != len(said):
        return None
    newest = {f.day: f.path for f in had}  # they stand in order of arrival
    if any(f.path not in paths and f.path < newest.get(f.day, "") for f in files):
        return None
    return had


def _order_table(rows: Ints, since: Longs, files: Sequence[LakeFile]) -> pa.Table:
    table = pa.table({"row": rows, "us": (since % 1000).astype(np.int16)})
    return table.replace_schema_metadata(about(files))


def _arrived(table: pa.Table, files: Sequence[LakeFile]) -> tuple[Longs, Longs]:
    """What tells the order of arrival as far as times and ids do not: a row's place in its file, and the file."""
    counts = [f.rows for f in files]
    rows = pa.array(np.arange(table.num_rows))
    rank = pc.coalesce(table[ARRIVAL].cast(pa.int64()), rows).to_numpy()
    return rank, np.repeat(np.arange(len(counts)), counts)


def _moved(rows: Ints, files: Sequence[LakeFile], among: Sequence[LakeFile]) -> Ints:
    """Places in `files`, read one after another, as places in `among`."""
    starts = np.cumsum([0, *(f.rows for f in files)])
    place = dict(zip(among, np.cumsum([0, *(f.rows for f in among)]).tolist(), strict=False))
    shift = np.array([place[f] for f in files], np.int64) - starts[:-1]
    if not shift.any():
        return rows
    moved: Ints = (rows + shift[np.searchsorted(starts, rows, side="right") - 1]).astype(np.int32)
    return moved


def _by_name(codes: npt.NDArray[Any], names: pa.Array) -> pa.DictionaryArray:
    """Names as codes into those that occur, in order; `names` may say one twice."""
    used = np.flatnonzero(np.bincount(codes, minlength=len(names)))
    distinct = names.take(pa.array(used)).unique()
    distinct = distinct.take(pc.sort_indices(distinct))
    place = pc.index_in(names, value_set=distinct).fill_null(0).to_numpy()
    kind = np.int16 if len(distinct) < 2**15 else np.int32
    return pa.DictionaryArray.from_arrays(pa.array(place[codes].astype(kind)), distinct)


def _by_appearance(codes: Ints, labels: pa.Array) -> pa.DictionaryArray:
    """Texts as codes into those that occur, in order of first appearance, as Arrow makes them; −1 is null."""
    rows = np.flatnonzero(codes >= 0)[::-1]
    first = np.full(len(labels), len(codes), np.int64)
    first[codes[rows]] = rows  # of repeated indices the last is kept: the first row
    ranked = np.argsort(first, kind="stable")
    ranked = ranked[: np.count_nonzero(first < len(codes))]
    place = np.full(len(labels) + 1, -1, np.int32)
    place[ranked] = np.arange(len(ranked))
    again = place[codes]
    return pa.DictionaryArray.from_arrays(pa.array(again, mask=again < 0), labels.take(pa.array(ranked)))


def _event_codes(core: pa.Table) -> tuple[npt.NDArray[Any], pa.Array]:
    if not core.num_rows:
        return np.zeros(0, np.int16), pa.array([], pa.string())
    event = core["event"].chunk(0)
    return event.indices.to_numpy(), event.dictionary.cast(pa.string())


def _codes_of(table: pa.Table) -> tuple[Ints, pa.Array]:
    if not table.num_rows:
        return np.zeros(0, np.int32), pa.array([], pa.string())
    text = table["text"].combine_chunks()
    if isinstance(text, pa.ChunkedArray):
        text = text.chunk(0)
    return text.indices.fill_null(-1).to_numpy(), text.dictionary
