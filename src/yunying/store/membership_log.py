"""Who entered and left which segment, and when: one SQLite file a project, which is only ever added to.

Each entry is one refresh that changed a segment. A segment's first entry is its beginning: those who were in it then
are not listed, because they are the ones that later entries do not account for.

Lists are numbers of people as they were known at that moment; readers apply the identity of their own.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zstandard

from yunying.core import instant_of, microseconds_of

Ints = npt.NDArray[np.int32]
_NOBODY = np.zeros(0, np.int32)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS changes (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    segment TEXT NOT NULL,
    at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    entered_people BLOB NOT NULL,
    gone_people BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS changes_of_segment ON changes (segment, position);
"""


@dataclass(frozen=True)
class Change:
    """One refresh that changed a segment; `size` is how many were in it afterwards."""

    position: int
    segment: str
    at: datetime
    size: int
    entered: int
    left: int


class MembershipLog:
    """Any number of readers and writers, in any process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "changes.sqlite"
        self._lock = threading.Lock()
        self._made = False

    def add(self, segment: str, at: datetime, size: int, entered: Ints, gone: Ints) -> None:
        """Note that a segment changed, or began where it has no entry yet."""
        row = segment, microseconds_of(at), size, len(entered), len(gone), _packed(entered), _packed(gone)
        with self._open() as sql, sql:
            sql.execute(
                "INSERT INTO changes (segment, at, size, entered, gone, entered_people, gone_people) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def of(self, segment: str, limit: int = 1000) -> list[Change]:
        """Changes of a segment, the newest first."""
        return self._changes("WHERE segment = ? ORDER BY position DESC LIMIT ?", (segment, limit))

    def after(self, position: int, limit: int = 1000, segment: str | None = None) -> list[Change]:
        """What happened after a position, in order: a feed for whoever acts on it."""
        if segment is None:
            return self._changes("WHERE position > ? ORDER BY position LIMIT ?", (position, limit))
        return self._changes(
            "WHERE position > ? AND segment = ? ORDER BY position LIMIT ?", (position, segment, limit)
        )

    def people(self, position: int) -> tuple[Ints, Ints]:
        """Who entered and who left with one change; nobody where there is none."""
        with self._open() as sql:
            row = sql.execute(
                "SELECT entered_people, gone_people FROM changes WHERE position = ?", (position,)
            ).fetchone()
        return (_unpacked(row[0]), _unpacked(row[1])) if row else (_NOBODY, _NOBODY)

    def moves(self, segment: str) -> Iterator[tuple[datetime, Ints, Ints]]:
        """Every change of a segment in order: when, who entered, who left."""
        with self._open() as sql:
            rows = sql.execute(
                "SELECT at, entered_people, gone_people FROM changes WHERE segment = ? ORDER BY position",
                (segment,),
            ).fetchall()
        for at, entered, gone in rows:
            yield instant_of(at), _unpacked(entered), _unpacked(gone)

    def erase(self, numbers: Sequence[int]) -> int:
        """Take people out of every list; returns how many changes named them."""
        wanted, found = np.array(sorted(numbers), np.int32), 0
        with self._open() as sql, sql:
            sql.execute("PRAGMA secure_delete = ON")
            for position, *lists in sql.execute(
                "SELECT position, entered_people, gone_people FROM changes"
            ).fetchall():
                entered, gone = map(_unpacked, lists)
                left = [people[~np.isin(people, wanted)] for people in (entered, gone)]
                if len(left[0]) + len(left[1]) < len(entered) + len(gone):
                    found += 1
                    sql.execute(
                        "UPDATE changes SET entered_people = ?, gone_people = ? WHERE position = ?",
                        (*map(_packed, left), position),
                    )
        if found and self._path.exists():
            with self._open() as sql:
                sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return found

    def naming(self, numbers: Sequence[int]) -> int:
        """How many changes name any of some people."""
        if not self._path.exists():
            return 0
        wanted = np.array(sorted(numbers), np.int32)
        with self._open() as sql:
            rows = sql.execute("SELECT entered_people, gone_people FROM changes").fetchall()
        return sum(any(np.isin(_unpacked(blob), wanted).any() for blob in row) for row in rows)

    def _changes(self, clause: str, values: tuple[int | str, ...]) -> list[Change]:
        if not self._path.exists():
            return []
        with self._open() as sql:
            rows = sql.execute(
                f"SELECT position, segment, at, size, entered, gone FROM changes {clause}", values
            ).fetchall()
        return [Change(p, s, instant_of(at), size, entered, gone) for p, s, at, size, entered, gone in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as sql:
            sql.execute("PRAGMA journal_mode = WAL")
            with self._lock:
                if not self._made:
                    sql.executescript(_SCHEMA)
                    self._made = True
            yield sql


def _packed(people: Ints) -> bytes:
    """Numbers in order as the distances between them, which are small."""
    ordered = np.sort(people).astype(np.int32)
    return (
        zstandard.compress(np.diff(ordered, prepend=np.int32(0)).astype("<i4").tobytes())
        if len(ordered)
        else b""
    )


def _unpacked(blob: bytes) -> Ints:
    if not blob:
        return _NOBODY
    steps = np.frombuffer(zstandard.decompress(blob), "<i4")
    return np.cumsum(steps, dtype=np.int32)
