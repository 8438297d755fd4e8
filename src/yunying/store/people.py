"""Who is who: every distinct id that was ever sent has one dense person id.

A Delta table of (distinct_id, person_id), append only, numbers dense from 0 in order of first appearance. It
is kept in memory once read; a later version reads only the files that were added. These numbers never change;
which of them are one person is said by `Merges`, and everything that leaves here speaks of people.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable

from yunying.store import append_table
from yunying.store.digest import Digests, Interner, digest_texts
from yunying.store.identity import Identity
from yunying.store.merges import Merges

Int32s = npt.NDArray[np.int32]

_SCHEMA = pa.schema([pa.field("distinct_id", pa.string()), pa.field("person_id", pa.int32())])
_KEY = "distinct_id"  # keys the digest; stays in memory, is never stored


class People:
    """A project's ids. Reading needs no lock; writing is one writer at a time (the caller's lock)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.merges = Merges(root.parent / "merges")
        self._lock = threading.RLock()
        self._table: DeltaTable | None = None
        self._version = -1
        self._rewritten = 0
        self._erased: set[int] = set()
        self._files: set[str] = set()
        self._ids = pa.array([], pa.string())
        self._interner = Interner()

    @property
    def count(self) -> int:
        """Number of ids known."""
        return len(self._known())

    def resolve(self, distinct_ids: pa.Array | pa.ChunkedArray) -> Int32s:
        """Person id of each distinct id; new ones are given the next numbers and committed."""
        assignment = self.assigning()
        person_ids = assignment.resolve(distinct_ids)
        assignment.commit()
        return person_ids

    def assigning(self) -> Assignment:
        """Begin to give out numbers that are kept only when committed."""
        with self._lock:
            ids, interner = self._numbered()
            return Assignment(self, ids, interner.copy())

    def identity(self) -> Identity:
        """Which ids are one person, as of now."""
        return self.merges.identity()

    def distinct_ids(self, person_ids: Int32s) -> list[str]:
        """The id each person is known by."""
        ids = self._known()
        found: list[str] = ids.take(pa.array(person_ids, pa.int32())).to_pylist()
        return found

    def all_ids(self, first: int = 0) -> pa.Array:
        """The text of every id from a number on, in order; that of an erased one is empty."""
        return self._known().slice(first)

    def ids_of(self, person_id: int) -> list[str]:
        """Every id of a person, the one it is known by first."""
        return self.texts(self.identity().members(person_id))

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The texts of ids by their numbers."""
        return self.distinct_ids(np.array(numbers, np.int32))

    def number(self, distinct_id: str) -> int | None:
        """The number of exactly this id, whoever it belongs to."""
        _, interner = self._numbered()
        number = int(interner.find(digest_texts(pa.array([distinct_id], pa.string()), _KEY))[0])
        return None if number < 0 else number

    def numbers(self, distinct_ids: pa.Array) -> Int32s:
        """The number of each of these ids, whoever it belongs to; −1 of those nobody has."""
        _, interner = self._numbered()
        return np.asarray(interner.find(digest_texts(distinct_ids, _KEY)), np.int32)

    def find(self, distinct_id: str) -> int | None:
        """The person with exactly this id."""
        number = self.number(distinct_id)
        return None if number is None else self.identity().person(number)

    def erase(self, numbers: Sequence[int]) -> int:
        """Forget the texts of these ids for good; returns how many there were. Their numbers stay taken.

        The caller is the only writer. Doing it again after a kill finishes it.
        """
        with self._lock:
            ids = self._known()
            gone = self._erased | set(numbers)
            left = np.ones(len(ids), np.bool_)
            left[list(gone)] = False
            kept = pc.if_else(pa.array(left), ids, pa.scalar(None, pa.string()))
            rows = pa.table(
                {"distinct_id": kept, "person_id": np.arange(len(ids), dtype=np.int32)}, schema=_SCHEMA
            )
            append_table.rewrite(self.root, rows)
            return len(gone - self._erased)

    def _numbered(self) -> tuple[pa.Array, Interner]:
        """As `_known`, and the table by which a number is found: whoever only shows ids does without it."""
        with self._lock:
            ids = self._known()
            known = self._interner.count
            if known < len(ids):
                # A new table rather than a changed one: whoever holds the old one goes on reading it unharmed.
                interner = self._interner.copy()
                interner.number(self._digests(ids, known))
                self._interner = interner
            return ids, self._interner

    def _digests(self, ids: pa.Array, first: int) -> Digests:
        """Digests of the ids from a number on. An erased one has no text: it gets a digest that nothing has."""
        digests = digest_texts(ids.slice(first), _KEY)
        erased = np.array([n - first for n in self._erased if n >= first], np.int64)
        if erased.size:
            for half in digests:
                half[erased] = np.frombuffer(secrets.token_bytes(8 * erased.size), np.uint64)
        return digests

    def _known(self) -> pa.Array:
        """All ids in order of their numbers, as of the newest version."""
        with self._lock:
            if self._table is None:
                self._table = append_table.open_table(self.root)
                if self._table is None:
                    return self._ids
            else:
                self._table.update_incremental()
            if self._table.version() != self._version:
                try:
                    self._read_new()
                except FileNotFoundError:  # rewritten between two looks, and the old files are gone
                    self._table.update_incremental()
                    self._read_new()
                self._version = self._table.version()
            return self._ids

    def _read_new(self) -> None:
        if self._table is None:
            return
        if append_table.rewritten(self._table) != self._rewritten:
            self._rewritten = append_table.rewritten(self._table)
            self._files = set()
            self._ids, self._interner = pa.array([], pa.string()), Interner()
        fresh = [p for p in append_table.files_of(self._table) if p not in self._files]
        if not fresh:
            return
        rows = pa.concat_tables([_read(self.root / p) for p in fresh])
        if len(self._ids):
            # Files that were put together hold ids that are known already.
            rows = rows.filter(pc.greater_equal(rows["person_id"], len(self._ids)))
        if (np.diff(rows["person_id"].to_numpy()) <= 0).any():
            rows = rows.sort_by("person_id")
        ids = rows["distinct_id"].combine_chunks()
        self._erased.update(rows["person_id"].filter(pc.is_null(rows["distinct_id"])).to_pylist())
        self._ids = pa.concat_arrays([self._ids, ids.fill_null("")])
        self._files.update(fresh)

    def _append(self, first: int, ids: pa.Array) -> None:
        table = pa.table(
            {"distinct_id": ids, "person_id": np.arange(first, first + len(ids), dtype=np.int32)},
            schema=_SCHEMA,
        )
        with self._lock:
            append_table.append(self.root, table)


def _read(path: Path) -> pa.Table:
    """The rows of one file, by the plain reader: the one for whole folders takes longer to load than to read them."""
    with pq.ParquetFile(path) as file:
        return file.read().cast(_SCHEMA)


class Assignment:
    """Numbers given out but not yet kept. One writer at a time; nothing is kept without `commit`."""

    def __init__(self, people: People, ids: pa.Array, interner: Interner) -> None:
        self._people = people
        self._parts = [ids]
        self._interner = interner
        self.first = len(ids)
        """Numbers below this one were known before."""

    @property
    def fresh(self) -> int:
        """How many people are new."""
        return self._interner.count - self.first

    def resolve(self, distinct_ids: pa.Array | pa.ChunkedArray) -> Int32s:
        """Person id of each distinct id (none may be null)."""
        chunks = distinct_ids.chunks if isinstance(distinct_ids, pa.ChunkedArray) else [distinct_ids]
        return np.concatenate([np.empty(0, np.int32), *[self._resolve_one(c) for c in chunks]])

    def resolve_digested(self, distinct_ids: pa.Array, digests: Digests) -> Int32s:
        """As `resolve`, where `person_digests` of these ids are already at hand."""
        numbers, first_rows = self._interner.number(digests)
        if first_rows.size:
            fresh = distinct_ids.take(pa.array(first_rows))
            self._parts.append(fresh if fresh.type == pa.string() else fresh.cast(pa.string()))
        return numbers

    def distinct_ids(self) -> pa.Array:
        """Every id known now, in order of its number."""
        if len(self._parts) > 1:
            self._parts = [pa.concat_arrays(self._parts)]
        return self._parts[0]

    def commit(self) -> None:
        """Keep what was given out."""
        if self.fresh:
            ids = self.distinct_ids()
            self._people._append(self.first, ids.slice(self.first))
            self.first = len(ids)

    def _resolve_one(self, distinct_ids: pa.Array) -> Int32s:
        return self.resolve_digested(distinct_ids, person_digests(distinct_ids))


def person_digests(distinct_ids: pa.Array) -> Digests:
    """Digests by which ids are told apart."""
    return digest_texts(distinct_ids, _KEY)
