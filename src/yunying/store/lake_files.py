"""Files of the lake: how they are called, and how a table of events becomes one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from yunying.store.lake import LakeFile

STREAM = "stream"
PACKED = "packed"
OTHER_WRITERS = frozenset((STREAM, PACKED))
"""Who writes files besides imports: what programs send, and small files put together."""
PLAIN = ("event_id", "distinct_id")  # hardly repeat, or stand side by side: compression does better


def file_name(commit: int, writer: str, part: int) -> str:
    """Name of a file of the lake; names sort in order of arrival."""
    return f"{commit:020d}-{writer}-{part:04d}.parquet"


def writer_of(name: str) -> str:
    """Who wrote a file of the lake: an import, the stream, …"""
    return name.split("-", 1)[-1].rsplit("-", 1)[0]


def write_events(root: Path, day: date, name: str, table: pa.Table) -> LakeFile:
    """Write events of one UTC day, sorted by (person, time, arrival); on disk when this returns."""
    relative = f"day={day.isoformat()}/{name}"
    path = root / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    repeating = [
        field.name
        for field in table.schema
        if field.name not in PLAIN and (pa.types.is_dictionary(field.type) or pa.types.is_string(field.type))
    ]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=[*repeating, "received_at"],
        column_encoding={"event_id": "DELTA_LENGTH_BYTE_ARRAY", "person_id": "DELTA_BINARY_PACKED"},
        write_statistics=["time", "person_id", "event"],
        store_schema=False,  # the table's schema is the lake's; readers see plain strings
    )
    with path.open("rb") as file:  # what a commit names must outlive a power cut, not only a killed process
        os.fsync(file.fileno())
    return LakeFile(day, relative, table.num_rows, path.stat().st_size)
