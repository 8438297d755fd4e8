"""Rows of a few people as the lake keeps them: counted, and read back under the names their properties have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.store.lake import Snapshot
from yunying.store.schema import FIXED, MARK, OVERFLOW


def count_events(snapshot: Snapshot, numbers: Collection[int]) -> Counter[int]:
    """How many events, none of them marked, each of these ids has."""
    found: Counter[int] = Counter()
    wanted = pc.field("person_id").isin(sorted(numbers))
    for file in snapshot.files:
        with pq.ParquetFile(snapshot.root / file.path) as parquet:
            columns = [c for c in ("person_id", MARK) if c in parquet.schema_arrow.names]
            table = parquet.read(columns=columns).filter(wanted)
        if MARK in table.column_names:
            table = table.filter(table[MARK].is_null())
        found.update(table["person_id"].to_pylist())
    return found


def rows_of(snapshot: Snapshot, numbers: Collection[int]) -> Iterator[dict[str, Any]]:
    """Every row of these ids with all its values, day by day."""
    wanted = pc.field("person_id").isin(sorted(numbers))
    for file in snapshot.files:
        table = pq.read_table(snapshot.root / file.path, filters=wanted, partitioning=None)
        known = [c for c in snapshot.columns if c.column in table.column_names]
        for row in table.to_pylist():
            said: dict[str, Any] = {name: row[name] for name in FIXED.names}
            said["mark"] = row.get(MARK)
            said["properties"] = {
                c.name: row[c.column] for c in known if c.scope == "event" and row[c.column] is not None
            }
            said["person"] = [
                {"op": c.op, "name": c.name, "value": row[c.column]}
                for c in known
                if c.scope == "person" and row[c.column] is not None
            ]
            said["more"] = row.get(OVERFLOW)
            yield said
