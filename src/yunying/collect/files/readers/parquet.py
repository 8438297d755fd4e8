"""Parquet: columns have types already; structs are opened into dotted names, lists become JSON text."""

from __future__ import annotations

from collections.abc import Collection, Generator
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.collect.arrays import plain
from yunying.collect.files.readers.base import MAX_COLUMNS, Chunk, ColumnHead, heads_of
from yunying.collect.files.result import Note
from yunying.collect.files.sources import Source, damaged
from yunying.collect.files.values import EXACT, Kind
from yunying.core import Refused

_ROWS = 1 << 19
_BYTES = 128 << 20


class ParquetReader:
    """A Parquet file."""

    inferred: frozenset[Kind] = frozenset()
    open_ended = False
    rereadable = True

    def __init__(self, source: Source, folder: Path, *, rows: int = _ROWS) -> None:
        try:
            self._file = pq.ParquetFile(source.random_access(folder), pre_buffer=False)
            self._schema = self._file.schema_arrow
            flat = _flatten(self._schema.empty_table())
        except (pa.ArrowException, OSError) as error:
            raise damaged(f"it is not a Parquet file, or it is cut short ({str(error)[:200]})") from None
        if flat.num_columns > MAX_COLUMNS:
            raise Refused(
                "too_many_columns",
                f"The file has {flat.num_columns:,} columns; {MAX_COLUMNS:,} can be read.",
                count=flat.num_columns,
            )
        self._heads = heads_of(flat.column_names)
        metadata = self._file.metadata
        self.num_rows: int = metadata.num_rows
        size = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
        self._rows = max(1, min(rows, _BYTES * max(self.num_rows, 1) // max(size, 1)))

    @property
    def heads(self) -> list[ColumnHead]:
        """The file's columns, structs opened."""
        return self._heads

    @property
    def notes(self) -> list[Note]:
        """Nothing to say."""
        return []

    def chunks(self, wanted: Collection[str] | None) -> Generator[Chunk]:
        """All rows; the first record is row 1."""
        top = None if wanted is None else self._top_level(wanted)
        done = 0
        try:
            for batch in self._file.iter_batches(self._rows, columns=top, use_threads=True):
                table = _flatten(pa.Table.from_batches([batch]))
                names = self._names_of(table.column_names)
                columns = {
                    name: readable(plain(column))
                    for name, column in zip(names, table.columns, strict=True)
                    if wanted is None or name in wanted
                }
                rows = np.arange(done + 1, done + 1 + batch.num_rows, dtype=np.int64)
                done += batch.num_rows
                yield Chunk(columns, rows, [], done / max(self.num_rows, 1))
        except (pa.ArrowException, OSError) as error:
            raise damaged(f"its data are damaged after row {done:,} ({str(error)[:200]})") from None

    def _top_level(self, wanted: Collection[str]) -> list[str] | None:
        labels = [h.label for h in self._heads if h.name in wanted]
        names = self._schema.names
        if len(set(names)) < len(names):
            return None
        return [n for n in names if any(label == n or label.startswith(f"{n}.") for label in labels)]

    def _names_of(self, labels: list[str]) -> list[str]:
        if len(labels) == len(self._heads):
            return [h.name for h in self._heads]
        by_label = {h.label: h.name for h in self._heads}
        return [by_label[label] for label in labels]


def readable(values: pa.Array) -> pa.Array:
    """A column of any Arrow type as one of the types the rest of the import knows."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        entries = readable(values.dictionary)
        if entries.type != pa.string():
            return entries.take(values.indices)
        return pa.DictionaryArray.from_arrays(values.indices.cast(pa.int32()), entries)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _valid_text(values)
    if pa.types.is_decimal(kind):
        if values.null_count < len(values) and pc.max(pc.abs(values)).as_py() > EXACT:
            return values.cast(pa.string())
        return values.cast(pa.float64())
    if pa.types.is_uint64(kind):
        return values.cast(pa.string() if (pc.max(values).as_py() or 0) > EXACT else pa.int64())
    if pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("us", kind.tz), safe=False)
    if (
        pa.types.is_boolean(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_date(kind)
    ):
        return values.cast(pa.float32()) if pa.types.is_float16(kind) else values
    if pa.types.is_null(kind):
        return values.cast(pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.array([v if v is None else _text_of_bytes(v) for v in values.to_pylist()], pa.string())
    if pa.types.is_nested(kind):
        return pa.array(
            [v if v is None else orjson.dumps(v, default=str).decode() for v in values.to_pylist()],
            pa.string(),
        )
    return pa.array([v if v is None else str(v) for v in values.to_pylist()], pa.string())


def _valid_text(values: pa.Array) -> pa.Array:
    # Parquet does not promise that its text is UTF-8; the rest of the program relies on it.
    text = values if values.type == pa.string() else values.cast(pa.string())
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        raw = text.cast(pa.binary()).to_pylist()
        return pa.array([v if v is None else v.decode("utf-8", "replace") for v in raw], pa.string())
    return text


def _text_of_bytes(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _flatten(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table
