"""Who is in a segment: the numbers of ids as they were when it was taken, one file a segment.

    <folder>/<segment>.arrow      person int32, ascending

Merges are not written into it: readers apply the identity of their own moment, so a person found to be another
stays a member, and stops being one when that is undone. These files are facts, not a cache: nothing can make them
anew, so they carry a digest and a damaged one is never taken for a smaller segment.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.core import Failed, Refused
from yunying.store.membership_log import MembershipLog

Ints = npt.NDArray[np.int32]
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_DIGEST = b"sha256"


class Memberships:
    """The segments of one project. Any number of readers and writers; the last to keep a segment wins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._read: dict[str, tuple[tuple[int, int, int], Ints]] = {}
        self.log = MembershipLog(folder)

    def keep(self, segment: str, people: Ints) -> None:
        """Write a segment's members, in the place of those it had. It appears whole or not at all."""
        path = self._path(segment)
        if path is None:
            raise Refused("bad_segment_id", f"{segment!r} cannot be the id of a segment.", field="segment")
        members = ascending(people)
        schema = pa.schema([("person", pa.int32())], metadata={_DIGEST: _digest(members)})
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.draft")
        with draft.open("wb") as sink:
            with pa.ipc.new_file(sink, schema) as writer:
                writer.write_table(pa.table([members], schema=schema))
            sink.flush()
            os.fsync(sink.fileno())
        draft.replace(path)
        _sync_folder(path.parent)

    def people(self, segment: str) -> Ints | None:
        """Its members as they were kept, ascending; None where there is no such segment."""
        path = self._path(segment)
        if path is None:
            return None
        try:
            state = path.stat()
        except FileNotFoundError:
            return None
        seen = state.st_ino, state.st_mtime_ns, state.st_size
        with self._lock:
            known = self._read.get(segment)
        if known is not None and known[0] == seen:
            return known[1]
        members = _load(segment, path)
        with self._lock:
            self._read[segment] = seen, members
        return members

    def remove(self, segment: str) -> None:
        """Forget a segment; nothing happens where there is none."""
        path = self._path(segment)
        if path is not None:
            path.unlink(missing_ok=True)
        with self._lock:
            self._read.pop(segment, None)

    def all(self) -> list[str]:
        """Ids of the segments there are."""
        return sorted(path.stem for path in self.folder.glob("*.arrow"))

    def state(self, segments: Iterable[str] | None = None) -> tuple[tuple[str, int, int], ...]:
        """What is the same as long as no segment was kept or removed; of some alone where these are given."""
        found = []
        paths = self.folder.glob("*.arrow") if segments is None else map(self._path, segments)
        for path in filter(None, paths):
            with contextlib.suppress(FileNotFoundError):
                state = path.stat()
                found.append((path.name, state.st_ino, state.st_mtime_ns))
        return tuple(sorted(found))

    def _path(self, segment: str) -> Path | None:
        return self.folder / f"{segment}.arrow" if _ID.fullmatch(segment) else None


def ascending(people: npt.NDArray[np.integer]) -> Ints:
    """Each of them once, in order. Most lists already are: to see that is much cheaper than to sort."""
    if not bool((people[1:] > people[:-1]).all()):
        people = np.unique(people)
    return people.astype(np.int32)


def _load(segment: str, path: Path) -> Ints:
    try:
        table = pa.ipc.open_file(pa.BufferReader(path.read_bytes())).read_all()
        members: Ints = table["person"].to_numpy()
        whole = (table.schema.metadata or {}).get(_DIGEST) == _digest(members)
    except (pa.ArrowException, KeyError, OSError):
        whole = False
    if not whole:
        raise Failed(
            "segment_damaged",
            f"The file of segment {segment!r} ({path}) is damaged; put it back from a backup or take it anew.",
            field="segment",
            segment=segment,
        )
    members.flags.writeable = False
    return members


def _digest(members: Ints) -> bytes:
    return hashlib.sha256(np.ascontiguousarray(members, np.int32).tobytes()).hexdigest().encode()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
