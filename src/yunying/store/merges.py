"""The list of merges: which ids were found to be one person, when, why, and what was taken back.

A Delta table, append only. What it says in order makes the `Identity`; an undo is an entry of its own, so nothing
that happened is ever rewritten.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

from yunying.store import append_table
from yunying.store.identity import Identity
from yunying.store.log_watch import LogWatch
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
        self._watch = LogWatch(root)
        self._version = -1
        self._rewritten = 0
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

    def without(self, number: int) -> Identity:
        """People as they would be if one merge had not happened."""
        with self._lock:
            self._refresh()
            identity = Identity()
            for entry in self._entries:
                if entry.kind == "merge" and entry.number != number and entry.number not in self._undone:
                    identity.join(entry.from_number, entry.into_number)
            return identity

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
        append_table.append(self.root, _rows(entries))

    def erase(self, numbers: Collection[int]) -> int:
        """Forget the texts of these ids for good; what the entries did stays done. Returns how many were changed.

        The caller is the only writer. Doing it again after a kill finishes it.
        """
        with self._lock:
            self._refresh()
            changed = [_without_texts(e, numbers) for e in self._entries]
            count = sum(a != b for a, b in zip(changed, self._entries, strict=True))
            if count:
                append_table.rewrite(self.root, _rows(changed))
            else:
                append_table.purge(self.root)
            return count

    def _refresh(self) -> None:
        if self._watch.unchanged() and self._table is not None and self._table.version() == self._version:
            return
        state = self._watch.state()
        if self._table is None:
            self._table = append_table.open_table(self.root)
            if self._table is None:
                return
        else:
            self._table.update_incremental()
        self._watch.read(state, self._table.version())
        if self._table.version() == self._version:
            return
        try:
            self._read_new(self._table)
        except FileNotFoundError:  # rewritten between two looks, and the old files are gone
            self._table.update_incremental()
            self._read_new(self._table)

    def _read_new(self, table: DeltaTable) -> None:
        paths = append_table.files_of(table)
        rewritten = append_table.rewritten(table)
        known = set() if rewritten != self._rewritten else self._files
        rows: list[dict[str, Any]] = []
        for path in paths:
            if path not in known:
                rows += pq.read_table(self.root / path, schema=_SCHEMA).to_pylist()
        entries = [Merge(**r) for r in sorted(rows, key=_number)]
        # Files that were put together hold entries that are known already; those rewritten say them differently.
        fresh = [e for e in entries if e.number >= len(self._entries)]
        if rewritten != self._rewritten:
            self._entries = entries[: len(self._entries)]
        self._files, self._version, self._rewritten = set(paths), table.version(), rewritten
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


def _rows(entries: Sequence[Merge]) -> pa.Table:
    return pa.Table.from_pylist([asdict(e) for e in entries], schema=_SCHEMA)


def _without_texts(entry: Merge, numbers: Collection[int]) -> Merge:
    if entry.from_number in numbers:
        entry = replace(entry, from_id="")
    return replace(entry, into_id="") if entry.into_number in numbers else entry


def _number(row: dict[str, Any]) -> int:
    return int(row["number"])
