"""Small files of the lake put together, so that a day that came in thousands of commits stays quick to read.

A run of files of one UTC day that follow each other in order of arrival becomes one file. It is called by the last
commit of its run, so order by name stays order of arrival, and it says of rows of one moment which came first, so
no answer can change. Files grow by tiers: an event is written anew only into a file several times as large as the
one it stood in. Files that a packed one replaced stay on disk until nobody can be reading them any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.lake_files import PACKED, PLAIN, file_name, write_events, writer_of
from yunying.store.schema import ARRIVAL, FIXED
from yunying.store.seen import commit_of

Int64s = npt.NDArray[np.int64]
TRANSACTION = "packing"
KEEP_REPLACED = timedelta(hours=1)
"""How long a question may take that began before the files it reads were replaced."""
FAN_IN = 16
GROWTH = 4
"""The new file is at least so many times as large as the largest that goes into it."""
SETTLED = timedelta(days=2)
"""A day so long past is put together though its files are few, once nothing came to it for `QUIET`."""
QUIET = timedelta(hours=24)
MAX_FILES = 4_000
MAX_BYTES = 128 * 1024**2
MAX_ROWS = 2_000_000
MAX_CELLS = 60_000_000
_TIERS = [32 * 1024 * 4**i for i in range(6)] + [MAX_BYTES // 2]


def find_run(snapshot: Snapshot, now: datetime) -> list[LakeFile]:
    """Files that should become one, in order of arrival; empty where all is well."""
    most_rows = max(1, min(MAX_ROWS, MAX_CELLS // (len(snapshot.columns) + len(FIXED))))
    for day, files in groupby(snapshot.files, key=lambda f: f.day):
        of_day = list(files)
        for limit in _TIERS if len(of_day) > 1 else ():
            for window, full in _windows(of_day, limit, most_rows):
                found = _until_commit_ends(window, of_day)
                if _worthwhile(found, full) or _settled(snapshot.root, found, day, now):
                    return found
    return []


def pack(snapshot: Snapshot, run: Sequence[LakeFile]) -> LakeFile:
    """Write the one file that a run becomes; on disk when this returns, and not yet part of the lake."""
    table = _together([read_whole(snapshot.root / f.path) for f in run])
    return write_events(snapshot.root, run[0].day, _name_after(run[-1]), table)


def exchange(lake: EventLake, run: Sequence[LakeFile], packed: LakeFile, now: datetime) -> bool:
    """Let a packed file take the place of its run, unless that changed meanwhile. The caller is the only writer."""
    snapshot = lake.snapshot()
    path = lake.root / packed.path
    if not set(run) <= set(snapshot.files) or not path.exists():
        path.unlink(missing_ok=True)
        return False
    if not snapshot.has_arrival:
        with pq.ParquetFile(path) as file:
            if ARRIVAL in file.schema_arrow.names:
                lake.add_columns((), arrival=True)
    retire(lake.root, run, now)
    lake.commit(TRANSACTION, [packed], removed=run, rearranged=True)
    return True


def retire(root: Path, files: Iterable[LakeFile], now: datetime) -> None:
    """Note since when files are not needed: in their own time, which means nothing else. Harmless if they stay."""
    for file in files:
        os.utime(root / file.path, (now.timestamp(), now.timestamp()))


def sweep(lake: EventLake, now: datetime, keep: timedelta = KEEP_REPLACED) -> int:
    """Delete files that are no part of the lake since `keep`; returns how many. The caller is the only writer."""
    snapshot = lake.snapshot()
    known = {f.path for f in snapshot.files}
    before, gone = (now - keep).timestamp(), 0
    for path in lake.root.glob("day=*/*.parquet"):
        relative = path.relative_to(lake.root).as_posix()
        # What bears the number of a commit to come is being written by somebody, or theirs to remove.
        if relative in known or int(path.name.split("-", 1)[0]) > snapshot.version:
            continue
        if keep <= timedelta(0) or path.stat().st_mtime <= before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def read_whole(path: Path) -> pa.Table:
    """All of a lake file, its texts as dictionaries but for those that hardly repeat."""
    with pq.ParquetFile(path) as file:
        names = [f.name for f in file.schema_arrow if pa.types.is_string(f.type) and f.name not in PLAIN]
    with pq.ParquetFile(path, read_dictionary=names) as file:
        table = file.read(use_threads=False)
    return table.cast(pa.schema([pa.field(f.name, f.type) for f in table.schema]))


def _windows(files: Sequence[LakeFile], limit: int, most_rows: int) -> Iterator[tuple[list[LakeFile], bool]]:
    """Neighbours no larger than `limit` that fit into memory together; whether another one would have fitted."""
    window: list[LakeFile] = []
    size = rows = 0
    for file in files:
        if file.size > limit or file.rows > most_rows // 2:
            if window:
                yield window, False
            window, size, rows = [], 0, 0
            continue
        if len(window) >= MAX_FILES or size + file.size > MAX_BYTES or rows + file.rows > most_rows:
            yield window, True
            window, size, rows = [], 0, 0
        window.append(file)
        size, rows = size + file.size, rows + file.rows
    if window:
        yield window, False


def _until_commit_ends(window: list[LakeFile], of_day: list[LakeFile]) -> list[LakeFile]:
    """A commit may bring several files of a day: they are named by it, so a run takes in all of them or none."""
    at = of_day.index(window[-1]) + 1
    following = commit_of(of_day[at]) if at < len(of_day) else -1
    return [f for f in window if commit_of(f) != following]


def _worthwhile(run: list[LakeFile], full: bool) -> bool:
    sizes = [f.size for f in run]
    return (len(run) >= FAN_IN or (full and len(run) > 1)) and sum(sizes) >= GROWTH * max(sizes)


def _settled(root: Path, run: list[LakeFile], day: date, now: datetime) -> bool:
    if len(run) < 2 or day > (now - SETTLED).date():
        return False
    newest = max((root / f.path).stat().st_mtime for f in run)
    return newest < (now - QUIET).timestamp()


def _name_after(last: LakeFile) -> str:
    name = Path(last.path).stem
    generation = 0
    if writer_of(name) == PACKED:
        generation = int(name.rsplit("-", 1)[1].split(".")[0]) + 1
    return file_name(commit_of(last), PACKED, generation)


def _together(tables: Sequence[pa.Table]) -> pa.Table:
    """Rows of files in order of arrival, in the order that a lake file has."""
    file = np.repeat(np.arange(len(tables)), [t.num_rows for t in tables])
    rank = np.empty(file.size, np.int64)
    rank[np.lexsort((np.concatenate([_arrived(t) for t in tables]), file))] = np.arange(file.size)
    bare = [t.drop_columns([ARRIVAL]) if ARRIVAL in t.column_names else t for t in tables]
    table = pa.concat_tables(bare, promote_options="permissive").unify_dictionaries().combine_chunks()
    time = table["time"].cast(pa.int64()).to_numpy()
    person = table["person_id"].to_numpy()
    order = np.lexsort((rank, time, person))
    shared = _shared_moments(time, person)
    if shared.any():
        column = pa.array(rank.astype(np.int32), mask=~shared)
        table = table.append_column(pa.field(ARRIVAL, pa.int32()), column)
    return table.take(pa.array(order))


def _arrived(table: pa.Table) -> Int64s:
    """Place of each row of one file in order of arrival, as far as it matters."""
    place = np.arange(table.num_rows, dtype=np.int64)
    if ARRIVAL in table.column_names:
        said = table[ARRIVAL].combine_chunks()
        known = said.is_valid().to_numpy(zero_copy_only=False)
        place[known] = said.drop_null().to_numpy()
    return place


def _shared_moments(time: Int64s, person: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Rows at whose very moment another id has a row as well."""
    order = np.lexsort((person, time))
    at, who = time[order], person[order]
    starts = np.concatenate([[True], at[1:] != at[:-1]])
    group = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    last = np.concatenate([first[1:], [at.size]]) - 1
    shared = np.empty(time.size, np.bool_)
    shared[order] = (who[first] != who[last])[group]
    return shared
