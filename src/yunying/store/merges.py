"""The list of merges: which ids were found to be one person, when, why, and what was taken back.

A Delta table, append only. What it says in order makes the `Identity`; an undo is an entry of its own, so nothing
that happened is ever rewritten.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import TableNotFoundError

from yunying.store.identity import Identity
from yunying.store.schema import TIME

Kind = Literal["merge", "undo", "refused"]
_SCHEMA = pa.schema(
    [
        pa.field("number", pa.int64()),
        pa.field("kind", pa.string()),
        pa.field("at", TIME),
        pa.field("from_number", pa.int32()),
        pa.field("into_number", pa.int32()),
        pa.field("from_id", pa.string()),
        pa.field("into_id", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("source", pa.string()),
        pa.field("undoes", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Merge:
    """One entry. `number` counts entries from 0; an undo names the entry it takes back in `undoes`."""

    number: int
    kind: Kind
    at: datetime
    from_number: int
    into_number: int
    from_id: str
    into_id: str
    reason: str
    source: str
    undoes: int | None = None


class Merges:
    """A project's merges. Reading needs no lock; writing is one writer at a time (the caller's lock)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.RLock()
        self._table: DeltaTable | None = None
        self._version = -1
        self._files: set[str] = set()
        self._entries: list[Merge] = []
        self._undone: set[int] = set()
        self._known: set[int] = set()
        self._refused: set[tuple[int, int]] = set()
        self._apart: set[tuple[int, int]] = set()
        self._identity = Identity()

    def identity(self) -> Identity:
        """People as of now. It is never changed again: a later merge makes another one."""
        with self._lock:
            self._refresh()
            return self._identity

    def entries(self) -> list[Merge]:
        """Every entry, in order."""
        with self._lock:
            self._refresh()
            return list(self._entries)

    def count(self) -> int:
        """Number of entries."""
        with self._lock:
            self._refresh()
            return len(self._entries)

    def undone(self) -> frozenset[int]:
        """Numbers of merges that were taken back."""
        with self._lock:
            self._refresh()
            return frozenset(self._undone)

    def is_known(self, number: int) -> bool:
        """Whether an id took part in a merge: it belongs to somebody known."""
        return number in self._known

    def was_refused(self, pair: tuple[int, int]) -> bool:
        """Whether a link from the first id into the second was refused before."""
        return pair in self._refused

    def was_undone(self, pair: tuple[int, int]) -> bool:
        """Whether somebody took back a merge of the first id into the second."""
        return pair in self._apart

    def append(self, entries: Sequence[Merge]) -> None:
        """Keep entries; their numbers go on where the list ends."""
        if not entries:
            return
        table = pa.Table.from_pylist([asdict(e) for e in entries], schema=_SCHEMA)
        self.root.mkdir(parents=True, exist_ok=True)
        write_deltalake(
            str(self.root),
            table,
            mode="append",
            writer_properties=WriterProperties(compression="ZSTD", compression_level=1),
        )

    def _refresh(self) -> None:
        if self._table is None:
            try:
                self._table = DeltaTable(str(self.root))
            except TableNotFoundError:
                return
        else:
            self._table.update_incremental()
        if self._table.version() == self._version:
            return
        paths = pa.table(self._table.get_add_actions(flatten=True))["path"].to_pylist()
        rows: list[dict[str, Any]] = []
        for path in paths:
            if path not in self._files:
                rows += pq.read_table(self.root / path, schema=_SCHEMA).to_pylist()
        # Files that were put together hold entries that are known already.
        fresh = [Merge(**r) for r in sorted(rows, key=_number) if r["number"] >= len(self._entries)]
        self._files, self._version = set(paths), self._table.version()
        if fresh:
            self._adopt(fresh)

    def _adopt(self, fresh: list[Merge]) -> None:
        self._entries += fresh
        undone = {e.undoes for e in fresh if e.undoes is not None}
        self._undone |= undone
        # A new object each time: whoever holds the old one goes on reading it unharmed.
        identity, again = self._identity.copy(), fresh
        if undone:
            version = identity.version
            identity, again = Identity(), self._entries
            identity.version = version + 1
            self._known, self._apart = set(), set()
        for entry in again:
            pair = (entry.from_number, entry.into_number)
            if entry.kind == "refused":
                self._refused.add(pair)
            elif entry.number in self._undone:
                self._apart.add(pair)
            elif entry.kind == "merge":
                identity.join(*pair)
                self._known.update(pair)
                self._apart.discard(pair)
        self._identity = identity


def _number(row: dict[str, Any]) -> int:
    return int(row["number"])
