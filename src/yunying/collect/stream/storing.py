"""Sifted records become part of the lake: de-duplicated, numbered, linked, written, committed as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.collect.civil import DAY
from yunying.collect.stream.batch import Batch, fixed_columns
from yunying.collect.stream.linking import Asked, follow
from yunying.collect.stream.sifting import Sifted
from yunying.core import day_of
from yunying.store.lake import EventLake, LakeFile
from yunying.store.lake_files import STREAM, file_name, write_events
from yunying.store.people import Assignment, People
from yunying.store.quarantine import Flow, Quarantine
from yunying.store.schema import PROFILE_MARK
from yunying.store.seen import SeenIds

TRANSACTION = "landing"
"""The lake's commits carry under this name the last position of the log that they hold."""
REPLAY = "replay"


@dataclass(frozen=True)
class Stores:
    """Where a project's facts go."""

    lake: EventLake
    people: People
    seen: SeenIds
    quarantine: Quarantine


@dataclass(frozen=True)
class Stored:
    """What came of some records."""

    stored: int
    duplicates: int
    merged: int
    commit: int


def store(
    sifted: Sifted,
    stores: Stores,
    now: datetime,
    max_ids: int,
    *,
    position: int | None,
    redone: Sequence[int] = (),
) -> Stored:
    """Store what is new, in one commit that carries `position`. The caller holds the project's writer lock.

    Everything before the commit may be done again without harm, and nothing of it is seen before the commit.
    `position` is None where requests that lie before the log's position are processed again (`redone`).
    """
    batch, lake = sifted.batch, stores.lake
    snapshot = lake.snapshot()
    stores.seen.catch_up(snapshot, now)
    ids = pa.array(batch.event_id, pa.string())
    fresh = stores.seen.fresh(ids) if len(batch) else np.zeros(0, np.bool_)
    rows = np.flatnonzero(fresh)
    assignment = stores.people.assigning()
    person = _number(batch, assignment)
    asked = _asked(sifted, assignment, person)
    columns = batch.columns(snapshot, rows)
    fixed = fixed_columns(batch, rows, person)
    marks = "mark" in fixed and not snapshot.has_marks
    overflow = columns.overflow and not snapshot.has_overflow
    assignment.commit()
    merges = follow(stores.people.merges, asked, max_ids)
    stores.people.merges.append(merges)
    if columns.new or overflow or marks:
        lake.add_columns(columns.new, overflow=overflow, marks=marks)
    table = pa.table(fixed | {column.column: values for column, values in columns.values})
    files = _write(lake, table)
    _count(sifted, fresh)
    if position is not None:
        stores.quarantine.record(sifted.refused, sifted.flows.values(), sifted.remarks())
        commit = lake.commit(TRANSACTION, files, version=position)
    else:
        commit = lake.commit(REPLAY, files)
        changes = _changes(sifted, stores.quarantine.refused_by_hour(redone), commit)
        stores.quarantine.record(sifted.refused, changes, redone=redone)
    stores.seen.add(ids.filter(pa.array(fresh)), commit, now)
    return Stored(int(rows.size), len(batch) - int(rows.size), sum(m.kind == "merge" for m in merges), commit)


def _changes(sifted: Sifted, refused_before: dict[tuple[str, int], int], commit: int) -> list[Flow]:
    """What processing requests again changes in the counts of their hours: they were accepted once and for all."""
    return [
        Flow(
            position=-commit * 10_000 - i,  # no position of the log, and no other replay's
            source=source,
            last=0,
            hour=hour,
            stored=flow.stored,
            profiles=flow.profiles,
            refused=flow.refused - refused_before.get((source, hour), 0),
            marked=flow.marked,
        )
        for i, ((source, hour), flow) in enumerate(sifted.flows.items())
    ]


def _number(batch: Batch, assignment: Assignment) -> npt.NDArray[np.int32]:
    if not len(batch):
        return np.zeros(0, np.int32)
    distinct = pa.array(batch.distinct_id, pa.string()).dictionary_encode()
    numbers: npt.NDArray[np.int32] = assignment.resolve(distinct.dictionary)[distinct.indices.to_numpy()]
    return numbers


def _asked(sifted: Sifted, assignment: Assignment, person: npt.NDArray[np.int32]) -> list[Asked]:
    links = sifted.links
    if not links:
        return []
    others = assignment.resolve(pa.array([link.other for link in links], pa.string())).tolist()
    return [
        link.asked(other, int(person[link.row]), sifted.batch.distinct_id[link.row])
        for link, other in zip(links, others, strict=True)
    ]


def _write(lake: EventLake, table: pa.Table) -> list[LakeFile]:
    if not table.num_rows:
        return []
    time = table["time"].cast(pa.int64()).to_numpy()
    person = table["person_id"].to_numpy()
    day = time // DAY
    order = np.lexsort((time, person, day))  # stable: of one moment the order of arrival stays
    table, day = table.take(pa.array(order)), day[order]
    starts = np.concatenate([[0], np.flatnonzero(day[1:] != day[:-1]) + 1, [day.size]])
    name = file_name(lake.next_sequence(), STREAM, 0)
    return [
        write_events(lake.root, day_of(int(day[start])), name, table.slice(start, stop - start))
        for start, stop in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    ]


def _count(sifted: Sifted, fresh: npt.NDArray[np.bool_]) -> None:
    """Say in the flows what became of each row."""
    for flow, new, mark in zip(sifted.flow, fresh.tolist(), sifted.batch.mark, strict=True):
        if not new:
            flow.duplicates += 1
        elif mark == PROFILE_MARK:
            flow.profiles += 1
        else:
            flow.stored += 1
            flow.marked += mark is not None
