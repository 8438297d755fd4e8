"""What makes an event the same one: ids from content, ids that were given, and which are known already.

The id of an event is the sum of the digests of its person, its name, its time and each of its property values
that is there, so neither the order of columns nor an empty one matters. Rows that are alike in a file are told
apart by counting: the second is the id of the first plus one step.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.collect.arrays import Bools, Int64s
from yunying.store.digest import UInt64s
from yunying.store.lake import Snapshot

_STEP = np.uint64(0x9E3779B97F4A7C15)
_HEX = np.frombuffer(b"".join(f"{byte:02x}".encode() for byte in range(256)), "<u2")
_MEMORY = "1GB"


def ordinals(low: UInt64s, high: UInt64s) -> UInt64s | None:
    """How many rows like it came before each row; None where no two are alike (much the most frequent)."""
    ranked = np.sort(low)
    if not np.any(ranked[1:] == ranked[:-1]):
        return None
    order = np.lexsort((high, low))  # stable: rows that are alike stay in file order
    first = np.ones(low.size, np.bool_)
    first[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
    starts = np.flatnonzero(first)
    run = np.cumsum(first) - 1
    counted = np.empty(low.size, np.uint64)
    counted[order] = np.arange(low.size) - starts[run]
    return counted


def derived_ids(low: UInt64s, high: UInt64s, nth: UInt64s | None) -> pa.Array:
    """Event ids as 32 hexadecimal digits."""
    count = low.size
    halves = np.empty((count, 2), ">u8")
    halves[:, 0] = high
    halves[:, 1] = low if nth is None else low + nth * _STEP
    text = _HEX[halves.view(np.uint8).reshape(count, 16)]
    offsets = np.arange(0, 32 * (count + 1), 32, dtype=np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(text))]
    return pa.Array.from_buffers(pa.string(), count, buffers)


def known_ids(snapshot: Snapshot, day: int) -> pa.ChunkedArray | None:
    """Ids of the events the lake has of a UTC day."""
    date = np.datetime64(day, "D").astype(object)
    paths = snapshot.paths(f for f in snapshot.files if f.day == date)
    if not paths:
        return None
    return pa.chunked_array(
        [c for p in paths for c in pq.read_table(p, columns=["event_id"])["event_id"].chunks]
    )


def is_known(ids: pa.Array, known: pa.ChunkedArray) -> Bools:
    """Whether each id is among the known ones."""
    found: Bools = pc.is_in(ids, value_set=known).to_numpy(zero_copy_only=False)
    return found


class GivenIds:
    """Ids that the file gives. An id counts once over the whole lake, so they are checked against all of it.

    They are kept on disk, and the check spills to disk: neither the file nor the lake must fit in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._rows = 0
        self._repeated: npt.NDArray[np.uint8] | None = None

    def add(self, positions: Int64s, ids: pa.Array) -> None:
        """Ids of some rows (null where a row has none) and the places of these rows in the file."""
        table = pa.table({"position": positions, "id": ids})
        pq.write_table(table.filter(ids.is_valid()), self._folder / f"ids-{self._count:06d}.parquet")
        self._count += 1
        self._rows = max(self._rows, int(positions.max(initial=-1)) + 1)

    def settle(self, snapshot: Snapshot) -> None:
        """Find the rows whose id came before, in the file or in the lake."""
        if self._rows == 0:
            return
        self._repeated = np.memmap(self._folder / "repeated", np.uint8, "w+", shape=(self._rows,))
        spill = self._folder / "spill"
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"SET memory_limit = '{_MEMORY}'")
            connection.execute("SET temp_directory = $1", [str(spill)])
            connection.execute("SET preserve_insertion_order = false")
            staged = [str(p) for p in sorted(self._folder.glob("ids-*.parquet"))]
            self._mark(
                connection,
                "SELECT position FROM read_parquet($staged) "
                "QUALIFY row_number() OVER (PARTITION BY id ORDER BY position) > 1",
                staged=staged,
            )
            if snapshot.files:
                self._mark(
                    connection,
                    "SELECT position FROM read_parquet($staged) SEMI JOIN "
                    "(SELECT event_id FROM read_parquet($lake, hive_partitioning = false)) ON id = event_id",
                    staged=staged,
                    lake=snapshot.paths(),
                )

    def repeated(self, positions: Int64s) -> Bools:
        """Whether the id of each row came before."""
        if self._repeated is None:
            return np.zeros(positions.size, np.bool_)
        return np.asarray(self._repeated[positions]) > 0

    def _mark(self, connection: duckdb.DuckDBPyConnection, query: str, **parameters: list[str]) -> None:
        if self._repeated is None:
            return
        for batch in connection.sql(query, params=parameters).to_arrow_reader(1 << 16):
            self._repeated[batch.column(0).to_numpy()] = 1
