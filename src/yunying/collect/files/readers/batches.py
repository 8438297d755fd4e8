"""Batches that a program makes, read like a file."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable

import numpy as np
import pyarrow as pa

from yunying.collect.files.readers.base import Chunk, ColumnHead
from yunying.collect.files.readers.parquet import readable
from yunying.collect.files.result import Note
from yunying.collect.files.values import Kind


class BatchReader:
    """An iterator of record batches of one schema; can be read once."""

    inferred: frozenset[Kind] = frozenset()
    open_ended = False
    rereadable = False

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = iter(batches)
        self._first = next(self._batches, None)

    @property
    def heads(self) -> list[ColumnHead]:
        """The fields of the first batch."""
        return [] if self._first is None else [ColumnHead(name, name) for name in self._first.schema.names]

    @property
    def notes(self) -> list[Note]:
        """Nothing to say."""
        return []

    def chunks(self, wanted: Collection[str] | None) -> Generator[Chunk]:
        """All rows; the first is row 1."""
        done = 0
        batch = self._first
        while batch is not None:
            columns = {
                name: readable(values)
                for name, values in zip(batch.schema.names, batch.columns, strict=True)
                if wanted is None or name in wanted
            }
            yield Chunk(columns, np.arange(done + 1, done + 1 + batch.num_rows, dtype=np.int64))
            done += batch.num_rows
            batch = next(self._batches, None)
