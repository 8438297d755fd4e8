"""Which events were stored within the last 30 days, by id: what makes a retry change nothing. Exact.

A cache beside the lake: sorted digests of ids in files, one or more for each day on which they were written, mapped
into memory; the newest in a table. Each file's name says up to which commit of the lake it knows, so that after a
kill, or when the folder is gone, what is missing is read from the lake.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from yunying.core import new_id
from yunying.store.digest import Digests, Interner, digest_texts
from yunying.store.lake import LakeFile, Snapshot

Bools = npt.NDArray[np.bool_]
UInt64s = npt.NDArray[np.uint64]
KEEP = timedelta(days=30)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_FLUSH_AT = 500_000
_MERGE_AT = 8
_KEY = "event_id"


class _Segment(NamedTuple):
    day: date
    commit: int
    path: Path
    digests: UInt64s
    """Two rows: low halves in order, and the high half of each."""

    def holds(self, low: UInt64s, high: UInt64s) -> Bools:
        lows, highs = self.digests
        at = np.searchsorted(lows, low)
        found = np.zeros(low.size, np.bool_)
        inside = np.flatnonzero(at < lows.size)
        hit = inside[lows[at[inside]] == low[inside]]
        found[hit] = highs[at[hit]] == high[hit]
        for row in hit[~found[hit]]:  # several ids with one low half: as good as never
            i = at[row]
            while i < lows.size and lows[i] == low[row]:
                found[row] |= highs[i] == high[row]
                i += 1
        return found


class SeenIds:
    """The ids of one project. Whoever stores holds the project's writer lock."""

    def __init__(self, folder: Path, keep: timedelta | None = KEEP) -> None:
        self._folder = folder
        self._keep = keep
        """How long; None: for ever, for whoever replays what is older."""
        self._recent = Interner()
        self._recent_parts: list[Digests] = []
        self._commit = -1
        self._segments: list[_Segment] = []
        self._opened = False

    def catch_up(self, snapshot: Snapshot, now: datetime) -> None:
        """Learn what was committed since, by whomever."""
        if not self._opened:
            self._opened = True
            self._folder.mkdir(parents=True, exist_ok=True)
            self._segments = _load_all(self._folder)
            self._commit = max((s.commit for s in self._segments), default=-1)
        if snapshot.version <= self._commit:
            return
        oldest = _NEVER if self._keep is None else now - self._keep
        cutoff = pa.scalar(oldest, pa.timestamp("us", "UTC"))
        for file in snapshot.files:
            if commit_of(file) > self._commit:
                self._add(_ids_of(snapshot, file, cutoff))
        self._commit = snapshot.version

    def fresh(self, ids: pa.Array) -> Bools:
        """Which of `ids` were not stored before and are the first of their kind in `ids`."""
        digests = digest_texts(ids, _KEY)
        order = np.lexsort((digests.high, digests.low))  # sorted keys find their place much faster
        low, high = digests.low[order], digests.high[order]
        again = np.zeros(low.size, np.bool_)
        again[1:] = (low[1:] == low[:-1]) & (high[1:] == high[:-1])
        for segment in self._segments:
            again |= segment.holds(low, high)
        again |= self._recent.find(Digests(low, high)) >= 0
        fresh = np.empty(low.size, np.bool_)
        fresh[order] = ~again
        return fresh

    def add(self, ids: pa.Array, commit: int, now: datetime) -> None:
        """Remember ids that were stored by this commit."""
        self._add(ids)
        self._commit = commit
        if self._recent.count >= _FLUSH_AT:
            self.flush(now)

    def flush(self, now: datetime) -> None:
        """Put what is in memory on disk, and forget what is too old."""
        today = now.astimezone(UTC).date()
        if self._recent.count:
            self._write([np.stack([np.concatenate(h) for h in zip(*self._recent_parts, strict=True)])], today)
            self._recent, self._recent_parts = Interner(), []
        same = [s for s in self._segments if s.day == today]
        if len(same) >= _MERGE_AT:
            self._write([s.digests for s in same], today)
            self._drop(same)
        if self._keep is not None:
            self._drop([s for s in self._segments if s.day < today - self._keep - timedelta(days=1)])

    def _add(self, ids: pa.Array) -> None:
        digests = digest_texts(ids, _KEY)
        _, rows = self._recent.number(digests)
        if rows.size:
            self._recent_parts.append(Digests(digests.low[rows], digests.high[rows]))

    def _write(self, parts: list[UInt64s], day: date) -> None:
        digests = np.concatenate(parts, axis=1)
        digests = np.ascontiguousarray(digests[:, np.argsort(digests[0], kind="stable")])
        # The name is nobody else's: two writers that take turns may both put down what they know.
        path = self._folder / f"{day.isoformat()}.{max(self._commit, 0)}.{new_id('ids')}.npy"
        making = path.with_suffix(".making")
        with making.open("wb") as file:
            np.save(file, digests)
            file.flush()
            os.fsync(file.fileno())
        making.rename(path)
        self._segments.append(_load(path))

    def _drop(self, segments: list[_Segment]) -> None:
        gone = {s.path for s in segments}
        self._segments = [s for s in self._segments if s.path not in gone]
        for path in gone:
            path.unlink(missing_ok=True)


def commit_of(file: LakeFile) -> int:
    """Number of the last commit whose events a lake file holds."""
    return commit_of_name(file.path.rsplit("/", 1)[1])


def commit_of_name(name: str) -> int:
    """The same by the file's name alone."""
    return int(name.split("-", 1)[0])


def _load_all(folder: Path) -> list[_Segment]:
    for left in folder.glob("*.making"):
        left.unlink(missing_ok=True)
    files = sorted(folder.glob("*.npy"))
    try:
        return [_load(path) for path in files]
    except (ValueError, EOFError):  # one is broken: the lake knows everything that all of them did
        for path in files:
            path.unlink(missing_ok=True)
        return []


def _load(path: Path) -> _Segment:
    day, commit, _ = path.stem.split(".")
    return _Segment(date.fromisoformat(day), int(commit), path, np.load(path, mmap_mode="r"))


def _ids_of(snapshot: Snapshot, file: LakeFile, cutoff: pa.Scalar) -> pa.Array:
    table = pq.read_table(
        snapshot.root / file.path,
        columns=["event_id"],
        filters=[("received_at", ">=", cutoff)],
        partitioning=None,
    )
    return table["event_id"].combine_chunks()
