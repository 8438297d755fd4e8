"""Rows of somebody taken out of the lake, and nothing of them left on disk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.lake_files import write_events
from yunying.store.packing import read_whole, sweep

TRANSACTION = "erasing"


@dataclass
class Removal:
    """What was taken out."""

    rows: int = 0
    files: int = 0
    days: set[date] = field(default_factory=set)


def remove_people(lake: EventLake, numbers: Collection[int], now: datetime) -> Removal:
    """Remove every row of these ids in one commit; what held them is deleted at once, history and all.

    The caller is the only writer. Doing it again after a kill finishes it.
    """
    removal = Removal()
    snapshot = lake.snapshot()
    if snapshot.version < 0:
        return removal
    wanted = pa.array(sorted(numbers), pa.int32())
    written: list[LakeFile] = []
    replaced: list[LakeFile] = []
    for file in snapshot.files:
        path = snapshot.root / file.path
        people = pq.read_table(path, columns=["person_id"], partitioning=None)["person_id"]
        theirs = pc.is_in(people, wanted)
        count = pc.sum(theirs).as_py() or 0
        if not count:
            continue
        removal.rows, removal.files = removal.rows + count, removal.files + 1
        removal.days.add(file.day)
        replaced.append(file)
        if count < file.rows:
            table = _plain(read_whole(path).filter(pc.invert(theirs)))
            name = f"{Path(file.path).stem.split('.')[0]}.{lake.next_sequence()}.parquet"
            written.append(write_events(lake.root, file.day, name, table))
    if replaced:
        lake.commit(TRANSACTION, written, removed=replaced)
    sweep(lake, now, keep=timedelta(0))
    lake.forget_history()
    return removal


def _plain(table: pa.Table) -> pa.Table:
    """Texts without their dictionaries, which would keep what no row says any more."""
    plain = {f.name: f.type.value_type if pa.types.is_dictionary(f.type) else f.type for f in table.schema}
    return table.cast(pa.schema(list(plain.items())))


def rows_naming(snapshot: Snapshot, ids: Collection[str], numbers: Collection[int]) -> tuple[int, int]:
    """`(rows of these ids, rows of others in which some text is one of them)`."""
    wanted_numbers, wanted_ids = pa.array(sorted(numbers), pa.int32()), pa.array(sorted(ids), pa.string())
    theirs = mentions = 0
    for file in snapshot.files:
        table = read_whole(snapshot.root / file.path)
        own = pc.or_(
            pc.is_in(table["person_id"], wanted_numbers),
            pc.is_in(table["distinct_id"].cast(pa.string()), wanted_ids),
        )
        theirs += pc.sum(own).as_py() or 0
        said = pa.chunked_array([pa.nulls(table.num_rows, pa.bool_()).fill_null(False)])
        for column in table.columns:
            if pa.types.is_dictionary(column.type):
                said = pc.or_(said, pc.is_in(column.cast(pa.string()), wanted_ids))
        mentions += pc.sum(pc.and_not(said, own)).as_py() or 0
    return theirs, mentions
