"""What could not be accepted, with its reason; and how much came from where and became of it.

One SQLite file a project beside its landing log. Both are written before the lake's commit, in a way that doing it
again changes nothing: a refusal is called by its place in the log, a count by the first position it counts.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import orjson

_SCHEMA = """
CREATE TABLE IF NOT EXISTS refused (
    position INTEGER NOT NULL,
    place INTEGER NOT NULL,
    source TEXT NOT NULL,
    event TEXT,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    raw BLOB NOT NULL,
    PRIMARY KEY (position, place)
) STRICT;
CREATE INDEX IF NOT EXISTS refused_by_code ON refused (code, source);
CREATE TABLE IF NOT EXISTS flow (
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    last INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    profiles INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    marked INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    PRIMARY KEY (position, source)
) STRICT;
CREATE TABLE IF NOT EXISTS remarks (
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    event TEXT NOT NULL,
    property TEXT NOT NULL,
    last INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (position, code, event, property)
) STRICT;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, at INTEGER NOT NULL, note BLOB NOT NULL) STRICT;
"""
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Refused:
    """A record that was refused. `place` counts the records of its request from 0, `raw` is what it was."""

    position: int
    place: int
    source: str
    event: str | None
    code: str
    message: str
    received_at: int
    raw: Any


@dataclass(frozen=True)
class ReasonCount:
    """Refusals of one reason and source."""

    code: str
    source: str
    count: int
    newest: int
    message: str


@dataclass
class Flow:
    """What came of one source in a run of positions. `accepted` counts what its requests said they bring."""

    position: int
    source: str
    last: int
    hour: int
    requests: int = 0
    accepted: int = 0
    stored: int = 0
    profiles: int = 0
    duplicates: int = 0
    refused: int = 0
    marked: int = 0
    problems: int = 0
    newest: int = 0
    """When the newest request was received, µs."""


@dataclass(frozen=True)
class Remark:
    """What the tracking plan has to say of events that were taken all the same, in a run of positions."""

    position: int
    code: str
    event: str
    property: str
    last: int
    hour: int
    count: int


_COUNTS = ("requests", "accepted", "stored", "profiles", "duplicates", "refused", "marked", "problems")
_REMARK = "INSERT OR REPLACE INTO remarks VALUES (?, ?, ?, ?, ?, ?, ?)"
_FLOW = f"INSERT OR REPLACE INTO flow VALUES ({', '.join('?' * len(fields(Flow)))})"


class Quarantine:
    """A project's refusals and flow. Any process may read; whoever holds the writer lock writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def record(
        self,
        refused: Sequence[Refused],
        flows: Iterable[Flow],
        remarks: Iterable[Remark] = (),
        *,
        redone: Sequence[int] = (),
    ) -> None:
        """Keep refusals and counts. Of positions that were `redone` only these refusals remain."""
        flows = list(flows)
        with self._changing() as db:
            db.executemany("DELETE FROM refused WHERE position = ?", [(p,) for p in redone])
            # A step that was killed before its commit is done again, maybe by another plan: its refusals are void.
            db.executemany(
                "DELETE FROM refused WHERE position BETWEEN ? AND ? AND source = ?",
                [(f.position, f.last, f.source) for f in flows],
            )
            db.executemany(
                "INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(*astuple(r)[:-1], orjson.dumps(r.raw, option=orjson.OPT_NON_STR_KEYS)) for r in refused],
            )
            db.executemany(_FLOW, [astuple(f) for f in flows])
            db.executemany(_REMARK, [astuple(r) for r in remarks])

    def reasons(self) -> list[ReasonCount]:
        """Refusals by reason and source, the most frequent first."""
        rows = self._read(
            "SELECT code, source, count(*), max(received_at), max(message) FROM refused "
            "GROUP BY code, source ORDER BY count(*) DESC"
        )
        return [ReasonCount(*row) for row in rows]

    def count(self) -> int:
        """How many refusals are kept."""
        return int(self._read("SELECT count(*) FROM refused")[0][0])

    def newest(
        self,
        *,
        code: str | None = None,
        source: str | None = None,
        limit: int = 50,
        before: int | None = None,
    ) -> list[Refused]:
        """Refusals, newest first; `before` is a position."""
        rows = self._read(
            "SELECT * FROM refused WHERE (?1 IS NULL OR code = ?1) AND (?2 IS NULL OR source = ?2) "
            "AND (?3 IS NULL OR position < ?3) ORDER BY position DESC, place LIMIT ?4",
            (code, source, before, limit),
        )
        return [_refused(row) for row in rows]

    def positions(self, *, code: str | None = None, source: str | None = None) -> list[int]:
        """Positions of requests with refusals, in order."""
        rows = self._read(
            "SELECT DISTINCT position FROM refused WHERE (?1 IS NULL OR code = ?1) "
            "AND (?2 IS NULL OR source = ?2) ORDER BY position",
            (code, source),
        )
        return [row[0] for row in rows]

    def of_request(self, position: int) -> list[Refused]:
        """Refusals of one request."""
        rows = self._read("SELECT * FROM refused WHERE position = ? ORDER BY place", (position,))
        return [_refused(row) for row in rows]

    def refused_by_hour(self, positions: Sequence[int]) -> dict[tuple[str, int], int]:
        """How many refusals some requests have, by source and hour of receipt."""
        found: dict[tuple[str, int], int] = {}
        for position in positions:
            for source, received_at in self._read(
                "SELECT source, received_at FROM refused WHERE position = ?", (position,)
            ):
                key = (source, received_at // HOUR * HOUR)
                found[key] = found.get(key, 0) + 1
        return found

    def flow_by_hour(self, since: int, committed: int) -> list[Flow]:
        """Counts by source and hour from an instant (µs) on, of what is committed."""
        sums = ", ".join(f"sum({name})" for name in _COUNTS)
        rows = self._read(
            f"SELECT min(position), source, max(last), hour, {sums}, max(newest) FROM flow "
            "WHERE hour >= ? AND last <= ? GROUP BY source, hour ORDER BY source, hour",
            (since // HOUR * HOUR, committed),
        )
        return [Flow(*row) for row in rows]

    def totals(self, committed: int) -> dict[str, Flow]:
        """Counts by source since ever, of what is committed."""
        sums = ", ".join(f"sum({name})" for name in _COUNTS)
        rows = self._read(
            f"SELECT min(position), source, max(last), 0, {sums}, max(newest) FROM flow WHERE last <= ? "
            "GROUP BY source",
            (committed,),
        )
        return {row[1]: Flow(*row) for row in rows}

    def remarks(self, since: int, committed: int) -> list[Remark]:
        """Remarks by kind, event and property from an instant (µs) on, the most frequent first."""
        rows = self._read(
            "SELECT min(position), code, event, property, max(last), max(hour), sum(count) FROM remarks "
            "WHERE hour >= ? AND last <= ? GROUP BY code, event, property ORDER BY sum(count) DESC LIMIT 1000",
            (since // HOUR * HOUR, committed),
        )
        return [Remark(*row) for row in rows]

    def fold(self, committed: int) -> None:
        """Put counts of one source and hour together, so that their number stays bounded."""
        sums = ", ".join(f"sum({name}) AS {name}" for name in _COUNTS)
        with self._changing() as db:
            db.execute(
                "CREATE TEMP TABLE folded AS SELECT min(position) AS position, source, max(last) AS last, hour, "
                f"{sums}, max(newest) AS newest FROM flow WHERE last <= ? GROUP BY source, hour",
                (committed,),
            )
            db.execute("DELETE FROM flow WHERE last <= ?", (committed,))
            db.execute("INSERT INTO flow SELECT * FROM folded")
            db.execute("DROP TABLE folded")
            db.execute(
                "CREATE TEMP TABLE folded AS SELECT min(position), code, event, property, max(last), hour, "
                "sum(count) FROM remarks WHERE last <= ? GROUP BY code, event, property, hour",
                (committed,),
            )
            db.execute("DELETE FROM remarks WHERE last <= ?", (committed,))
            db.execute("INSERT INTO remarks SELECT * FROM folded")
            db.execute("DROP TABLE folded")

    def note(self, name: str, at: int, note: Any) -> None:
        """Leave a note for other processes to read: how far somebody is, what went wrong last."""
        with self._lock:
            self._open().execute(
                "INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (name, at, orjson.dumps(note))
            )

    def notes(self) -> dict[str, tuple[int, Any]]:
        """Every note with the instant (µs) it was left."""
        return {name: (at, orjson.loads(note)) for name, at, note in self._read("SELECT * FROM notes")}

    def drop(self, positions: Sequence[int]) -> int:
        """Forget the refusals of some requests; returns how many there were."""
        with self._changing() as db:
            db.execute("PRAGMA secure_delete=ON")
            gone = sum(db.execute("DELETE FROM refused WHERE position = ?", (p,)).rowcount for p in positions)
            return gone

    def dismiss(self, *, code: str | None = None, source: str | None = None) -> int:
        """Forget refusals of a reason, of a source, or all; returns how many."""
        with self._lock:
            cursor = self._open().execute(
                "DELETE FROM refused WHERE (?1 IS NULL OR code = ?1) AND (?2 IS NULL OR source = ?2)",
                (code, source),
            )
            return cursor.rowcount

    def all(self) -> Iterator[Refused]:
        """Every refusal, in order."""
        after = (-1, -1)
        while True:
            rows = self._read(
                "SELECT * FROM refused WHERE (position, place) > (?, ?) ORDER BY position, place LIMIT 1000",
                after,
            )
            if not rows:
                return
            yield from (_refused(row) for row in rows)
            after = rows[-1][:2]

    def erase(self, places: Sequence[tuple[int, int]]) -> None:
        """Remove refusals by position and place, and leave nothing of them on disk."""
        with self._changing() as db:
            db.execute("PRAGMA secure_delete=ON")
            db.executemany("DELETE FROM refused WHERE position = ? AND place = ?", places)
        with self._lock:
            self._open().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """All of a change or nothing of it; a change that failed leaves nothing open that the next would trip over."""
        with self._lock:
            db = self._open()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._lock:
            return self._open().execute(query, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._path, isolation_level=None, timeout=30, check_same_thread=False
            )
            try:
                for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.executescript(_SCHEMA)
            except sqlite3.Error:
                connection.close()  # the disk may be full; the next one tries anew
                raise
            self._connection = connection
        return self._connection


def _refused(row: tuple[Any, ...]) -> Refused:
    position, place, source, event, code, message, received_at, raw = row
    return Refused(position, place, source, event, code, message, received_at, orjson.loads(raw))
