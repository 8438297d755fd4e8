"""The landing log: every request as it was received, durable before it is acknowledged, in order of arrival.

One folder a project, a row of SQLite files (WAL, `synchronous=FULL`), each called by the position of its first
request; a full one is closed and a new one begun, so that old ones can be dropped as files. Positions begin at 1
and have no gaps. Any number of processes may append and read.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import zstandard

SEGMENT_BYTES = 256 * 1024**2
_WORTH_PACKING = 512
_SCHEMA = """
CREATE TABLE requests (
    position INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    protocol TEXT NOT NULL,
    head BLOB NOT NULL,
    events INTEGER NOT NULL,
    total INTEGER NOT NULL,
    packed INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT
"""
_INSERT = "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
"""`total` counts the events of this and all earlier requests, so that a backlog is known without reading it."""


@dataclass(frozen=True)
class Landing:
    """A request to be kept. `head` is what of it is not body: method, path, query, headers, address (JSON)."""

    received_at: int
    source: str
    protocol: str
    head: dict[str, Any]
    events: int
    body: bytes


@dataclass(frozen=True)
class Landed(Landing):
    """A request that is kept."""

    position: int


@dataclass(frozen=True)
class Backlog:
    """What of a log lies after a position."""

    requests: int
    events: int
    oldest: int | None
    """When the first of them was received, µs."""


@dataclass(frozen=True)
class Waiting:
    """What of one source lies after a position; instants in µs."""

    events: int
    oldest: int | None
    newest: int | None


class LandingLog:
    """One project's log."""

    def __init__(self, folder: Path, segment_bytes: int = SEGMENT_BYTES) -> None:
        self.folder = folder
        self._segment_bytes = segment_bytes
        self._lock = threading.Lock()
        self._writer: tuple[int, sqlite3.Connection] | None = None
        self._readers: dict[int, sqlite3.Connection] = {}
        self._read_lock = threading.Lock()

    def append(self, entries: Sequence[Landing]) -> int:
        """Keep requests, all or none; on return they are on disk. Returns the position of the last one."""
        with self._lock, self._one_writer():
            connection = self._current()
            connection.execute("BEGIN IMMEDIATE")
            try:
                last, total = self._end(connection)
                position = last
                for entry in entries:
                    position, total = position + 1, total + entry.events
                    connection.execute(_INSERT, _row(entry, position, total))
                connection.execute("COMMIT")
            except BaseException:
                # Closing undoes what was begun. Whatever is wrong with this connection, the next one begins anew.
                self._writer = None
                connection.close()
                raise
        return position

    def last(self) -> int:
        """Position of the newest request; 0 where there is none."""
        with self._read_lock:
            segments = self._segments()
            return self._end(self._reader(segments[-1]))[0] if segments else 0

    def first(self) -> int:
        """Position of the oldest request still kept."""
        segments = self._segments()
        return segments[0] if segments else 1

    def read(
        self,
        after: int,
        *,
        requests: int = 5_000,
        events: int = 50_000,
        sources: Sequence[str] = (),
        until: int | None = None,
    ) -> list[Landed]:
        """The next requests after a position, until there are enough of them or of their events.

        `until` is the last position wanted, `sources` restricts whose.
        """
        found: list[Landed] = []
        total = 0
        test = f" AND source IN ({', '.join('?' * len(sources))})" if sources else ""
        with self._read_lock:
            for segment in self._segments_after(after):
                cursor = self._reader(segment).execute(
                    f"SELECT * FROM requests WHERE position > ? AND position <= ?{test} ORDER BY position",
                    (after, 2**62 if until is None else until, *sources),
                )
                for row in cursor:
                    found.append(_landed(row))
                    total += found[-1].events
                    if len(found) >= requests or total >= events:
                        cursor.close()
                        return found
        return found

    def newest(self, limit: int, sources: Sequence[str] = ()) -> list[Landed]:
        """The latest requests, newest first."""
        found: list[Landed] = []
        test = f" WHERE source IN ({', '.join('?' * len(sources))})" if sources else ""
        with self._read_lock:
            for segment in reversed(self._segments()):
                rows = self._reader(segment).execute(
                    f"SELECT * FROM requests{test} ORDER BY position DESC LIMIT ?",
                    (*sources, limit - len(found)),
                )
                found += [_landed(row) for row in rows]
                if len(found) >= limit:
                    break
        return found

    def at(self, position: int) -> Landed | None:
        """The request at a position."""
        found = self.read(position - 1, requests=1, until=position)
        return found[0] if found else None

    def backlog(self, after: int) -> Backlog:
        """How much lies after a position."""
        with self._read_lock:
            segments = self._segments_after(after)
            if not segments:
                return Backlog(0, 0, None)
            first = (
                self._reader(segments[0])
                .execute(
                    "SELECT position, total - events, received_at FROM requests WHERE position > ? "
                    "ORDER BY position LIMIT 1",
                    (after,),
                )
                .fetchone()
            )
            if first is None:
                return Backlog(0, 0, None)
            position, before, oldest = first
            last, total = self._end(self._reader(segments[-1]))
        return Backlog(last - position + 1, total - before, oldest)

    def waiting(self, after: int, source: str) -> Waiting:
        """What of one source lies after a position. Reads all of it but the bodies."""
        events, oldest, newest = 0, None, None
        with self._read_lock:
            for segment in self._segments_after(after):
                count, low, high = (
                    self._reader(segment)
                    .execute(
                        "SELECT sum(events), min(received_at), max(received_at) FROM requests "
                        "WHERE position > ? AND source = ?",
                        (after, source),
                    )
                    .fetchone()
                )
                if count is not None:
                    events, newest = events + count, high
                    oldest = low if oldest is None else oldest
        return Waiting(events, oldest, newest)

    def positions_between(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last position received from instant `start` until before `end` (µs)."""
        bounds: list[int] = []
        with self._read_lock:
            for segment in self._segments():
                low, high = (
                    self._reader(segment)
                    .execute(
                        "SELECT min(position), max(position) FROM requests "
                        "WHERE received_at >= ? AND received_at < ?",
                        (start, end),
                    )
                    .fetchone()
                )
                bounds += [] if low is None else [low, high]
        return (min(bounds), max(bounds)) if bounds else None

    def rewrite(self, changed: Sequence[Landed]) -> None:
        """Put other contents in the place of requests; what was there is overwritten on disk."""
        with self._lock, self._one_writer():
            for entry in changed:
                segment = max(s for s in self._segments() if s <= entry.position)
                with _connect(self._path(segment)) as connection:
                    connection.execute("PRAGMA secure_delete=ON")
                    connection.execute("BEGIN IMMEDIATE")
                    row = _row(entry, entry.position, 0)
                    connection.execute(
                        "UPDATE requests SET received_at = ?, source = ?, protocol = ?, head = ?, packed = ?, "
                        "body = ? WHERE position = ?",
                        (*row[1:5], *row[7:], entry.position),
                    )
                    connection.execute("COMMIT")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()

    def drop_before(self, instant: int, processed: int) -> int:
        """Delete whole files all of whose requests are older than `instant` (µs) and are processed.

        Returns how many files went. The newest file always stays.
        """
        dropped = 0
        with self._lock, self._one_writer(), self._read_lock:
            segments = self._segments()
            for segment, following in pairwise(segments):
                newest = self._reader(segment).execute("SELECT max(received_at) FROM requests").fetchone()[0]
                if following - 1 > processed or (newest is not None and newest >= instant):
                    break
                self._readers.pop(segment).close()
                for suffix in ("", "-wal", "-shm"):
                    self._path(segment).with_name(self._path(segment).name + suffix).unlink(missing_ok=True)
                dropped += 1
        return dropped

    def size(self) -> int:
        """Bytes on disk."""
        return (
            sum(f.stat().st_size for f in self.folder.glob("[0-9]*.sqlite*")) if self.folder.exists() else 0
        )

    def close(self) -> None:
        """Let go of the files."""
        with self._lock, self._read_lock:
            if self._writer is not None:
                self._writer[1].close()
            for connection in self._readers.values():
                connection.close()
            self._writer, self._readers = None, {}

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        """One appender at a time over all processes: positions and files stay in order."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder / "append.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _current(self) -> sqlite3.Connection:
        """The file to append to; a new one where the newest is full."""
        segments = self._segments()
        newest = segments[-1] if segments else None
        if self._writer is not None and self._writer[0] != newest:
            self._writer[1].close()
            self._writer = None
        if newest is not None and self._bytes(newest) < self._segment_bytes:
            if self._writer is None:
                self._writer = (newest, _connect(self._path(newest)))
            return self._writer[1]
        following, total = 1, 0
        if newest is not None:
            connection = self._writer[1] if self._writer else _connect(self._path(newest))
            following, total = self._end(connection)
            following += 1
            self._writer = None  # whatever fails from here on, a closed connection is not used again
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
        self._writer = (following, self._begin(following, total))
        return self._writer[1]

    def _begin(self, first: int, total: int) -> sqlite3.Connection:
        # Made under another name: whoever lists the folder sees files that are ready.
        path = self._path(first)
        making = path.with_suffix(".making")
        for left in self.folder.glob("*.making*"):
            left.unlink()
        connection = _connect(making)
        connection.execute(_SCHEMA)
        connection.execute("CREATE TABLE begins (position INTEGER, total INTEGER)")
        connection.execute("INSERT INTO begins VALUES (?, ?)", (first - 1, total))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        for suffix in ("-wal", "-shm"):
            making.with_name(making.name + suffix).unlink(missing_ok=True)
        making.rename(path)
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return _connect(path)

    def _end(self, connection: sqlite3.Connection) -> tuple[int, int]:
        """Position of the newest request of a file (or of the file before), and the events up to it."""
        newest = connection.execute(
            "SELECT position, total FROM requests ORDER BY position DESC LIMIT 1"
        ).fetchone()
        position, total = newest or connection.execute("SELECT position, total FROM begins").fetchone()
        return int(position), int(total)

    def _segments(self) -> list[int]:
        return sorted(int(f.stem) for f in self.folder.glob("[0-9]*.sqlite"))

    def _segments_after(self, position: int) -> list[int]:
        """Files that may hold positions after this one."""
        segments = self._segments()
        following = [*segments, 2**62][1:]
        return [s for s, n in zip(segments, following, strict=True) if n - 1 > position]

    def _bytes(self, segment: int) -> int:
        """Size of a file with what SQLite has not put into it yet."""
        path = self._path(segment)
        return sum(f.stat().st_size for f in (path, path.with_name(f"{path.name}-wal")) if f.exists())

    def _path(self, first: int) -> Path:
        return self.folder / f"{first:020d}.sqlite"

    def _reader(self, segment: int) -> sqlite3.Connection:
        if segment not in self._readers:
            connection = _connect(self._path(segment))
            connection.execute("PRAGMA query_only=ON")
            self._readers[segment] = connection
        return self._readers[segment]


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _row(entry: Landing, position: int, total: int) -> tuple[Any, ...]:
    body = entry.body
    packed = len(body) > _WORTH_PACKING and "content-encoding" not in entry.head.get("headers", ())
    if packed:
        body = zstandard.ZstdCompressor(level=1).compress(body)
    head = orjson.dumps(entry.head)
    return (
        position, entry.received_at, entry.source, entry.protocol, head, entry.events, total, int(packed), body
    )  # fmt: skip


def _landed(row: tuple[Any, ...]) -> Landed:
    position, received_at, source, protocol, head, events, _, packed, body = row
    if packed:
        body = zstandard.ZstdDecompressor().decompress(body)
    return Landed(received_at, source, protocol, orjson.loads(head), events, bytes(body), position=position)
