"""A look at the values of every property, cheap however large the lake is: some rows of some files."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from yunying.metrics.records import wire_value
from yunying.store.lake import Snapshot
from yunying.store.schema import Scope

_FILES = 8
_ROWS = 1_000
_VALUES = 200


def sample_values(snapshot: Snapshot) -> dict[tuple[Scope, str], list[Any]]:
    """Different values of each property by scope and name, from the first rows of files of all ages."""
    files = snapshot.files
    chosen = files[:: -max(1, len(files) // _FILES)][:_FILES]
    found: dict[tuple[Scope, str], dict[Any, None]] = {}
    for path in snapshot.paths(chosen):
        table = _first_rows(path)
        for column in snapshot.columns:
            if column.op == "unset" or column.column not in table.column_names:
                continue
            values = found.setdefault((column.scope, column.name), {})
            for value in table[column.column].unique().drop_null().slice(0, _VALUES).to_pylist():
                if len(values) < _VALUES:
                    values[wire_value(value)] = None
    return {key: list(values) for key, values in found.items()}


def _first_rows(path: str) -> pa.Table:
    with pq.ParquetFile(path) as file:
        first = next(file.iter_batches(batch_size=_ROWS), None)
        return pa.Table.from_batches([] if first is None else [first], schema=file.schema_arrow)
