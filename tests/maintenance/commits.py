"""Thousands of small commits, made as files and entries of the table's log: committing each would take minutes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yunying.app import App
from yunying.store import EventLake
from yunying.store.lake_files import STREAM, file_name
from yunying.store.schema import FIXED, TIME, plan_columns
from yunying.workspace import Project

DAY = datetime(2026, 3, 9, tzinfo=UTC)
NAMES = ("visit", "sign up", "buy")
PEOPLE = 400


def many_commits(app: App, project: Project, count: int, rows: int = 5) -> None:
    """`count` commits of `rows` events each, all of one UTC day, of people who come again and again."""
    data = app.datasets.of(project)
    data.people.resolve(pa.array([f"person-{i}" for i in range(PEOPLE)]))
    lake = EventLake(data.lake.root)
    columns, new = plan_columns((), [("amount", "event", "number", "set"), ("page", "event", "text", "set")])
    lake.add_columns(new)
    random = np.random.default_rng(7)
    first = lake.next_sequence()
    person = random.integers(0, PEOPLE, (count, rows)).astype(np.int32)
    kind = random.integers(0, 3, (count, rows))
    offset = np.sort(random.integers(0, 86_400, (count, rows)), axis=0)  # seconds: many events share one
    start = int(DAY.timestamp())
    schema = FIXED.append(columns[0].field()).append(columns[1].field())
    folder = lake.root / f"day={DAY.date()}"
    folder.mkdir()
    for i in range(count):
        order = np.lexsort((offset[i], person[i]))
        who, what = person[i][order], kind[i][order]
        time = pa.array((start + offset[i][order]) * 1_000_000).cast(TIME)
        table = pa.Table.from_arrays(
            [
                pa.array([f"{i}.{j}" for j in range(rows)]),
                pa.array([NAMES[k] for k in what.tolist()]),
                time,
                time,
                pa.array([f"person-{p}" for p in who.tolist()]),
                pa.array(who),
                pa.array(what * 1.5),
                pa.array([f"/page/{k}" for k in what.tolist()]),
            ],
            schema=schema,
        )
        name = file_name(first + i, STREAM, 0)
        pq.write_table(table, folder / name, compression="zstd", store_schema=False)
        add = {
            "path": f"{folder.name}/{name}",
            "partitionValues": {"day": str(DAY.date())},
            "size": (folder / name).stat().st_size,
            "modificationTime": start * 1000,
            "dataChange": True,
            "stats": json.dumps({"numRecords": rows}),
        }
        (lake.root / "_delta_log" / f"{first + i:020d}.json").write_text(json.dumps({"add": add}))
    EventLake(lake.root).forget_history()  # as checkpoints do on the way, where commits are made one by one
