"""Which rows of the lake a view of hot columns holds, by their marks and by what they say."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.store.lake import Snapshot
from yunying.store.schema import MARK, PROFILE_MARK

Rows = Literal["events", "marked", "profiles", "said", "said_marked"]
"""Events that bear no mark; those and the marked ones (bots, staff, tests); rows that only describe people; and
whatever says something of a person's properties, without or with what marked events say."""
_SAID = ("said", "said_marked")


def add_tested(schema: pa.Schema, snapshot: Snapshot, rows: Rows) -> pa.Schema:
    """A schema with the columns that `rows_of_kind` looks at."""
    if not snapshot.has_marks:
        return schema
    schema = schema.append(snapshot.field(MARK))
    if rows in _SAID:
        for column in snapshot.columns:
            if column.scope == "person" and column.column not in schema.names:
                schema = schema.append(column.field())
    return schema


def rows_of_kind(table: pa.Table, snapshot: Snapshot, rows: Rows) -> npt.NDArray[np.bool_]:
    """The rows of `table` that are of the kind."""
    if not snapshot.has_marks:
        return np.full(table.num_rows, rows != "profiles")
    mark = table[MARK]
    unmarked, profile = mark.is_null(), pc.fill_null(pc.equal(mark, PROFILE_MARK), False)
    if rows in _SAID:
        said = np.zeros(table.num_rows, np.bool_)
        for column in snapshot.columns:
            if column.scope == "person":
                said |= np.asarray(table[column.column].is_valid().to_numpy())
        return said if rows == "said_marked" else said & np.asarray(pc.or_(unmarked, profile).to_numpy())
    wanted = {"events": unmarked, "marked": pc.invert(profile), "profiles": profile}[rows]
    return np.asarray(wanted.to_numpy())
