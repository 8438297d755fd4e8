"""Writes events straight into a lake, so that a test of questions does not depend on how events arrive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.core import Calendar
from yunying.store import Dataset, EventLake, LakeFile, PropertyType, Scope
from yunying.store.schema import FIXED, TIME, plan_columns

Wanted = tuple[str, Scope, PropertyType]


def add_events(
    lake: EventLake,
    events: pa.Table,
    properties: list[Wanted] | None = None,
    marks: list[str | None] | None = None,
) -> None:
    """Commit `events` (person_id, event, time, then one column per property, named like it) in their order."""
    wanted = properties or []
    chosen, new = plan_columns(lake.snapshot().columns, [(*w, "set") for w in wanted])
    if new or marks is not None:
        lake.add_columns(new, marks=marks is not None)
    sequence = lake.next_sequence()
    count = events.num_rows
    fixed = {
        "event_id": pa.array([f"{sequence}-{i}" for i in range(count)])
        if count < 1_000_000
        else pa.nulls(count, pa.string()),
        "event": events["event"],
        "time": events["time"].cast(TIME),
        "received_at": pa.array(np.zeros(count, np.int64), TIME),
        "distinct_id": events["person_id"].cast(pa.string()),
        "person_id": events["person_id"].cast(pa.int32()),
    }
    # By position: a property may be sent twice, of the event and of the person, or with two types.
    columns = {c.column: events.column(3 + i) for i, c in enumerate(chosen)}
    schema = pa.schema([*FIXED, *(c.field() for c in chosen)])
    if marks is not None:
        columns["mark"] = pa.array(marks, pa.string())
        schema = schema.append(pa.field("mark", pa.string()))
    table = (
        pa.table({**fixed, **columns}).cast(schema) if count < 1_000_000 else pa.table({**fixed, **columns})
    )
    days = pc.floor(pc.divide(table["time"].cast(pa.int64()).cast(pa.float64()), 86_400e6)).to_numpy()
    files = []
    for number in np.unique(days):
        part = table.filter(pa.array(days == number))
        order = np.lexsort((part["time"].to_numpy().view("int64"), part["person_id"].to_numpy()))
        day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=int(number))).date()
        path = Path(f"day={day}") / f"{sequence:020d}-test-0.parquet"
        target = lake.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(part.take(pa.array(order)), target, compression="zstd", compression_level=1)
        files.append(LakeFile(day, str(path), part.num_rows, target.stat().st_size))
    lake.commit(f"test:{sequence}", files)


def open_dataset(
    folder: Path, timezone: str = "UTC", now: datetime = datetime(2030, 1, 1, tzinfo=UTC)
) -> Dataset:
    """A project's data in an empty folder, its clock standing still."""
    return Dataset.open(
        "test", Calendar(timezone), folder / "lake", folder / "cache", threads=2, clock=lambda: now
    )
