"""The lake: one Delta Lake table of events for each project, partitioned by UTC day.

Any Delta reader can open it in place. Files are written by whoever adds events and made visible by one atomic
commit here. File names begin with the number of their commit, so their order is the order of arrival; inside
a file rows are sorted by (person, time, arrival). Readers go through a `Snapshot`, which never changes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, Field
from deltalake.exceptions import TableNotFoundError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, CommitProperties, RemoveAction, Transaction

from yunying.store.log_watch import LogWatch
from yunying.store.schema import (
    ARRIVAL,
    FIXED,
    MARK,
    OVERFLOW,
    Column,
    Property,
    PropertyType,
    columns_of,
    properties_of,
)

_DELTA_TYPES: dict[PropertyType, PrimitiveType] = {
    "number": PrimitiveType("double"),
    "boolean": PrimitiveType("boolean"),
    "time": PrimitiveType("timestamp"),
    "text": PrimitiveType("string"),
}
PROPERTIES = {
    "delta.logRetentionDuration": "interval 1 hours",
    "delta.deletedFileRetentionDuration": "interval 1 hours",
    "delta.checkpointInterval": "100",
}
"""A commit a second must not slow down whoever opens the table: checkpoints say all that older entries of the log
said, and nobody asks for the past."""


@dataclass(frozen=True, order=True)
class LakeFile:
    """One Parquet file of the lake. `day` is the UTC day it holds; `path` is relative to the table."""

    day: date
    path: str
    rows: int
    size: int


@dataclass(frozen=True)
class Snapshot:
    """The lake at one version: its files in order of (day, arrival) and its properties."""

    root: Path
    version: int
    files: tuple[LakeFile, ...]
    columns: tuple[Column, ...]
    has_overflow: bool
    has_marks: bool = False
    has_arrival: bool = False

    @property
    def rows(self) -> int:
        """Number of events."""
        return sum(f.rows for f in self.files)

    @property
    def properties(self) -> tuple[Property, ...]:
        """What is known of events and of people, in order of first appearance."""
        return properties_of(self.columns)

    def field(self, column: str) -> pa.Field:
        """The Arrow field of a column, fixed or of a property."""
        if column == MARK:
            return pa.field(MARK, pa.string())
        if column == ARRIVAL:
            return pa.field(ARRIVAL, pa.int32())
        for known in self.columns:
            if known.column == column:
                return known.field()
        return FIXED.field(column)

    def paths(self, files: Iterable[LakeFile] | None = None) -> list[str]:
        """Absolute paths of `files` (all of them by default), in order of arrival within each day."""
        return [str(self.root / f.path) for f in (self.files if files is None else files)]


class EventLake:
    """A project's events. Reading needs no lock; writing is one writer at a time (the caller's lock)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._table: DeltaTable | None = None
        self._snapshot: Snapshot | None = None
        self._watch = LogWatch(root)

    def snapshot(self) -> Snapshot:
        """The newest committed state (the same object while nothing was committed)."""
        known, table = self._snapshot, self._table
        if known and table and known.version == table.version() and self._watch.unchanged():
            return known
        table = self._open()
        if table is None:
            return Snapshot(self.root, -1, (), (), False)
        if self._snapshot is None or self._snapshot.version != table.version():
            self._snapshot = _read_snapshot(self.root, table)
        return self._snapshot

    def add_columns(
        self,
        columns: Sequence[Column],
        *,
        overflow: bool = False,
        marks: bool = False,
        arrival: bool = False,
    ) -> None:
        """Make room for new properties. Harmless if the events that need them are never committed."""
        table = self._open() or self._create()
        fields = [Field(c.column, _DELTA_TYPES[c.type], metadata=c.metadata()) for c in columns]
        names = {f.name for f in table.schema().fields}
        for wanted, column in ((overflow, OVERFLOW), (marks, MARK)):
            if wanted and column not in names:
                fields.append(Field(column, _DELTA_TYPES["text"]))
        if arrival and ARRIVAL not in names:
            fields.append(Field(ARRIVAL, PrimitiveType("integer")))
        if fields:
            table.alter.add_columns(fields)

    def next_sequence(self) -> int:
        """Number that begins the names of the files of the next commit."""
        table = self._open()
        return 0 if table is None else table.version() + 1

    def commit(
        self,
        transaction: str,
        files: Sequence[LakeFile],
        *,
        version: int = 1,
        removed: Sequence[LakeFile] = (),
        rearranged: bool = False,
    ) -> int:
        """Make `files` part of the lake and `removed` no part of it, all or none; returns the new version.

        `rearranged` says that the events stay the same ones, only in other files.

        `transaction` is remembered with the commit, at `version`, so that whoever was killed after it can find
        out (`committed`, `position`).
        """
        table = self._open() or self._create()
        now = int(time.time() * 1000)
        actions: list[AddAction | RemoveAction] = [
            AddAction(f.path, f.size, _partition(f), now, not rearranged, json.dumps({"numRecords": f.rows}))
            for f in files
        ]
        actions += [RemoveAction(f.path, not rearranged, now, f.size, _partition(f)) for f in removed]
        table.create_write_transaction(
            actions,
            "append",
            table.schema(),
            ["day"],
            commit_properties=CommitProperties(app_transactions=[Transaction(transaction, version)]),
        )
        return table.version()

    def keep_log_short(self) -> None:
        """Make sure that a recent checkpoint stands for the table's log, and that old entries go.

        Commits see to that by themselves, but not in a table of an earlier version or whose checkpoint failed.
        """
        table = self._open()
        if table is None:
            return
        if not PROPERTIES.items() <= table.metadata().configuration.items():
            table.alter.set_table_properties(PROPERTIES)
        try:
            last = json.loads((self.root / "_delta_log" / "_last_checkpoint").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            last = {"version": 0}
        if table.version() - last["version"] > 2 * int(PROPERTIES["delta.checkpointInterval"]):
            table.create_checkpoint()
        table.cleanup_metadata()

    def forget_history(self) -> None:
        """Leave of the table's log only what says how it is now."""
        table = self._open()
        if table is not None:
            forget_history(self.root, table)

    def position(self, transaction: str) -> int | None:
        """The version that the last commit of this name carried."""
        table = self._open()
        return None if table is None else table.transaction_version(transaction)

    def committed(self, transaction: str) -> bool:
        """Whether the commit of this name has happened."""
        table = self._open()
        return table is not None and table.transaction_version(transaction) is not None

    def _open(self) -> DeltaTable | None:
        state = self._watch.state()
        if self._table is None:
            try:
                self._table = DeltaTable(str(self.root))
            except TableNotFoundError:
                return None
        else:
            self._table.update_incremental()
        self._watch.read(state, self._table.version())
        return self._table

    def _create(self) -> DeltaTable:
        self.root.mkdir(parents=True, exist_ok=True)
        schema = FIXED.append(pa.field("day", pa.date32()))
        self._table = DeltaTable.create(
            str(self.root), schema=schema, partition_by=["day"], configuration=PROPERTIES
        )
        return self._table


def forget_history(root: Path, table: DeltaTable) -> None:
    """Leave of a table's log only what says how it is now."""
    table.create_checkpoint()
    for path in (root / "_delta_log").iterdir():
        number = path.name.split(".", 1)[0]
        if number.isdecimal() and int(number) < table.version():
            path.unlink(missing_ok=True)


def _partition(file: LakeFile) -> dict[str, str | None]:
    return {"day": file.day.isoformat()}


def _read_snapshot(root: Path, table: DeltaTable) -> Snapshot:
    adds = pa.table(table.get_add_actions(flatten=True))
    files = sorted(
        LakeFile(day, path, rows, size)
        for path, size, rows, day in zip(
            adds["path"].to_pylist(),
            adds["size_bytes"].to_pylist(),
            adds["num_records"].to_pylist(),
            adds["partition.day"].to_pylist(),
            strict=True,
        )
    )
    schema = pa.schema(table.schema().to_arrow())
    names = set(schema.names)
    return Snapshot(
        root,
        table.version(),
        tuple(files),
        columns_of(schema),
        OVERFLOW in names,
        MARK in names,
        ARRIVAL in names,
    )
