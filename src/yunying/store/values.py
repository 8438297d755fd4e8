"""A property's values on the rows of one day, as arrays a question can use."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.store.schema import Property, PropertyType

_NO_CODES = np.zeros(0, np.int32)
_NO_NUMBERS = np.zeros(0, np.float64)


@dataclass(frozen=True)
class Values:
    """Values of one property, row by row.

    Text and boolean: `codes` index `labels`, −1 where the property is not set. Number and time: `numbers`, NaN
    where it is not set; a time is in µs since the epoch (exact in float64 until the year 2255).
    """

    type: PropertyType
    codes: npt.NDArray[np.int32]
    labels: pa.Array
    numbers: npt.NDArray[np.float64]

    @property
    def coded(self) -> bool:
        """Whether the values are codes into `labels` (text, boolean) and not numbers."""
        return self.type in ("text", "boolean")

    @property
    def is_set(self) -> npt.NDArray[np.bool_]:
        """Rows on which the property has a value."""
        return self.codes >= 0 if self.coded else ~np.isnan(self.numbers)

    def at(self, rows: npt.NDArray[np.integer[Any]] | slice) -> Values:
        """The values of some rows."""
        if self.coded:
            return replace(self, codes=self.codes[rows])
        return replace(self, numbers=self.numbers[rows])

    def texts(self, rows: npt.NDArray[np.int64]) -> pa.Array:
        """Values of some rows as text, as a property of several types has them."""
        if self.coded:
            codes = self.codes[rows]
            return self.labels.cast(pa.string()).take(pa.array(codes, mask=codes < 0))
        numbers = pa.array(self.numbers[rows], from_pandas=True)
        if self.type == "time":
            numbers = numbers.cast(pa.int64()).cast(pa.timestamp("us"))
        return _text_of(pa.chunked_array([numbers]), self.type).combine_chunks()

    @classmethod
    def of(cls, table: pa.Table, kind: PropertyType) -> Values:
        """From a table made by `gather_values`; the arrays share its memory."""
        if "numbers" in table.column_names:
            return cls(kind, _NO_CODES, pa.array([], pa.string()), table["numbers"].to_numpy())
        if kind == "boolean":
            return cls(kind, table["codes"].to_numpy(), pa.array([False, True]), _NO_NUMBERS)
        text = table["text"]
        if not table.num_rows:
            return cls(kind, _NO_CODES, pa.array([], pa.string()), _NO_NUMBERS)
        chunk = text.chunk(0)
        codes = chunk.indices
        if codes.null_count:
            codes = codes.fill_null(-1)
        return cls(kind, codes.to_numpy(), chunk.dictionary, _NO_NUMBERS)


def gather_values(table: pa.Table, prop: Property) -> pa.Table:
    """The lake columns of one property as one column of the form that `Values.of` maps.

    Where a property was seen with several types its values become text: numbers in their shortest form (`5`,
    `0.1`), times as ISO 8601 UTC (`2025-03-31T08:00:00Z`), booleans `true` and `false`.
    """
    columns = [table[c.column] for c in prop.columns]
    if prop.type in ("number", "time"):
        numbers = columns[0]
        if prop.type == "time":
            numbers = numbers.cast(pa.int64())
        # Adding zero makes −0 and 0 one value.
        numbers = pc.add(numbers.cast(pa.float64()), 0.0)
        return pa.table({"numbers": pc.fill_null(numbers, np.nan)})
    if prop.type == "boolean":
        return pa.table({"codes": pc.fill_null(columns[0].cast(pa.int32()), -1)})
    as_text = [_text_of(column, c.type) for column, c in zip(columns, prop.columns, strict=True)]
    text = reduce(pc.coalesce, as_text)
    encoded = text.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return pa.table({"text": encoded})


def _text_of(column: pa.ChunkedArray, kind: PropertyType) -> pa.ChunkedArray:
    if kind in ("text", "boolean"):
        return column.cast(pa.string())
    encoded = pa.chunked_array([column.combine_chunks()]).chunk(0).dictionary_encode()
    if kind == "time":
        moments = np.datetime_as_string(encoded.dictionary.to_numpy().astype("datetime64[us]")).tolist()
        texts: list[str | None] = [f"{m.removesuffix('.000000')}Z" for m in moments]
    else:
        texts = [number_text(v) for v in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string()).take(encoded.indices)])


def number_text(number: float) -> str | None:
    """A number as text: whole numbers without a point as long as they are exact; None for NaN."""
    if math.isnan(number):
        return None
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else str(number)


def read_columns(path: Path, schema: pa.Schema) -> pa.Table:
    """Columns of one lake file; those that the file is older than are null."""
    with pq.ParquetFile(path, memory_map=True, read_dictionary=["event"]) as file:
        present = set(file.schema_arrow.names)
        table = file.read(columns=[name for name in schema.names if name in present], use_threads=False)
    for position, field in enumerate(schema):
        if field.name not in present:
            table = table.add_column(position, field.name, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names).replace_schema_metadata(None)
