"""Rows that cannot be used: counted by reason, a few kept to show, all written to an errors file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from yunying.collect.arrays import Int64s, decoded, joined, texts_of
from yunying.collect.files.readers.base import SHOWN
from yunying.collect.files.result import BadReason, BadRow

_SAMPLE = 20
_SCHEMA = pa.schema(
    [("row", pa.int64()), ("column", pa.string()), ("value", pa.string()), ("reason", pa.string())]
)
_FORMULA = r"^[=+\-@\t\r]"  # a spreadsheet would run what begins so
_NUMBER = r"^[+-]?[0-9.]+$"


class Rejects:
    """The errors of one import; `path` is the file for them, if one is wanted."""

    def __init__(self, path: Path | None) -> None:
        self.counts: Counter[str] = Counter()
        self.sample: list[BadRow] = []
        self._path = path
        self._sink: BinaryIO | None = None
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Rejects:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._sink = self._path.open("wb")
            self._sink.write(b"row,column,value,reason\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sink is not None:
            self._sink.close()

    @property
    def total(self) -> int:
        """Number of rows that cannot be used."""
        return sum(self.counts.values())

    @property
    def reasons(self) -> list[BadReason]:
        """How many rows for each reason, most frequent first."""
        return [BadReason(reason=r, count=n) for r, n in self.counts.most_common()]

    def add_rows(self, rows: list[BadRow]) -> None:
        """Rows that the reader could make nothing of."""
        if rows:
            self._add(
                pa.Table.from_pylist([row.model_dump() for row in rows], _SCHEMA), [r.reason for r in rows]
            )

    def add(self, rows: Int64s, column: str | None, values: pa.Array | None, reason: str) -> None:
        """Rows whose `column` holds `values` (both of the same length) and is unusable for `reason`."""
        if rows.size == 0:
            return
        shown = pa.nulls(rows.size, pa.string()) if values is None else decoded(texts_of(values))
        shown = pc.if_else(
            pc.greater(pc.utf8_length(shown), SHOWN),
            joined(pc.utf8_slice_codeunits(shown, 0, SHOWN), "…"),
            shown,
        )
        table = pa.table(
            {"row": rows, "column": pa.repeat(pa.scalar(column, pa.string()), rows.size), "value": shown,
             "reason": pa.repeat(pa.scalar(reason, pa.string()), rows.size)},
            schema=_SCHEMA,
        )  # fmt: skip
        self._add(table, [reason] * rows.size)

    def flush(self) -> None:
        """Write what was added since the last call, in order of rows."""
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting)
        self._waiting = []
        table = table.take(pa.array(np.argsort(table["row"].to_numpy(), kind="stable")))
        room = _SAMPLE - len(self.sample)
        self.sample += [BadRow(**row) for row in table.slice(0, max(room, 0)).to_pylist()]
        if self._sink is not None:
            safe = table.set_column(2, "value", _harmless(table["value"]))
            safe = safe.set_column(1, "column", _harmless(table["column"]))
            pv.write_csv(safe, self._sink, pv.WriteOptions(include_header=False))

    def _add(self, table: pa.Table, reasons: list[str]) -> None:
        self.counts.update(reasons)
        self._waiting.append(table)


def _harmless(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    risky = pc.and_(
        pc.match_substring_regex(texts, _FORMULA), pc.invert(pc.match_substring_regex(texts, _NUMBER))
    )
    quoted = joined("'", pc.fill_null(texts, ""))
    return pc.if_else(pc.fill_null(risky, False), quoted, texts)
