"""Excel workbooks: the first sheet that holds anything, its first filled row being the names of the columns."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Generator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yunying.collect.arrays import texts_of
from yunying.collect.files.readers.base import MAX_COLUMNS, MIXED, Chunk, ColumnHead, heads_of
from yunying.collect.files.readers.jsonl import typed_column
from yunying.collect.files.result import Note
from yunying.collect.files.sources import Source, damaged
from yunying.collect.files.values import KINDS, Kind
from yunying.core import Refused

_ROWS = 1 << 16
_UNPACKED = 4 << 30

_TIMES = (datetime, date, time, timedelta)

Cell = Any  # what a cell can hold


class XlsxReader:
    """A workbook. Excel keeps whole numbers as decimals; a sheet has at most 1,048,576 rows."""

    inferred: frozenset[Kind] = frozenset(("time",))
    open_ended = False
    rereadable = True

    def __init__(self, source: Source, folder: Path) -> None:
        path = source.random_access(folder)
        try:
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > _UNPACKED:
                raise Refused(
                    "file_too_large",
                    f"The workbook unpacks to {unpacked >> 30} GB; save it as CSV or Parquet instead.",
                )
            workbook = CalamineWorkbook.from_path(path)
            self._sheets = workbook.sheet_names
            self._sheet, self._sheet_name = _first_filled(workbook)
        except (zipfile.BadZipFile, CalamineError, OSError, ValueError) as error:
            raise damaged(f"it is not an XLSX workbook, or it needs a password ({error})") from None
        self._first = self._sheet.start[0] if self._sheet.start else 0
        labels = [_label(cell) for cell in next(self._sheet.iter_rows())]
        if len(labels) > MAX_COLUMNS:
            raise Refused("too_many_columns", f"The sheet has {len(labels):,} columns.", count=len(labels))
        self._heads = heads_of(labels)
        self.height = int(self._sheet.height) - 1

    @property
    def heads(self) -> list[ColumnHead]:
        """The cells of the first row."""
        return self._heads

    @property
    def notes(self) -> list[Note]:
        """Which of several sheets was read."""
        if len(self._sheets) < 2:
            return []
        return [
            Note(
                code="first_sheet",
                message=f"The workbook has {len(self._sheets)} sheets; {self._sheet_name!r} was read.",
                params={"sheet": self._sheet_name, "count": len(self._sheets)},
            )
        ]

    def chunks(self, wanted: Collection[str] | None) -> Generator[Chunk]:
        """All filled rows; row numbers are those that Excel shows."""
        chosen = [(i, h.name) for i, h in enumerate(self._heads) if wanted is None or h.name in wanted]
        total = max(self.height, 1)
        cells: list[list[Cell]] = []
        numbers: list[int] = []
        iterator = self._sheet.iter_rows()
        next(iterator)
        for place, row in enumerate(iterator, 1):
            if any(cell != "" for cell in row):
                cells.append(row)
                numbers.append(self._first + place + 1)
            if len(cells) == _ROWS:
                yield _chunk(cells, numbers, chosen, place / total)
                cells, numbers = [], []
        if cells:
            yield _chunk(cells, numbers, chosen, 1.0)


def _first_filled(workbook: CalamineWorkbook) -> tuple[CalamineSheet, str]:
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height > 0:
            return sheet, name
    raise Refused("empty_file", "The workbook holds no cells.")


def _chunk(
    cells: list[list[Cell]], numbers: list[int], chosen: list[tuple[int, str]], fraction: float
) -> Chunk:
    columns = {name: _column([row[i] if i < len(row) else "" for row in cells]) for i, name in chosen}
    return Chunk(columns, np.array(numbers, np.int64), [], fraction)


def _column(cells: list[Cell]) -> pa.Array:
    values = [None if cell == "" else cell for cell in cells]
    types = set(map(type, values)) - {type(None)}
    if not types & set(_TIMES):
        return typed_column(values)
    if types <= {datetime, date}:
        return pa.array([_moment(v) for v in values], pa.timestamp("us"))
    # Dates among other things: what is not a time is written as text all at once.
    texts = texts_of(typed_column([None if isinstance(v, _TIMES) else v for v in values])).to_pylist()
    return pa.array(
        [None if v is None else _with_kind(v, t) for v, t in zip(values, texts, strict=True)], MIXED
    )


def _moment(value: Cell) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time())


def _with_kind(value: Cell, text: str | None) -> dict[str, Cell]:
    if isinstance(value, datetime | date):
        return {"text": str(_moment(value)), "kind": KINDS.index("time")}
    if isinstance(value, time | timedelta):
        return {"text": str(value), "kind": KINDS.index("text")}
    kind = "boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text"
    return {"text": text, "kind": KINDS.index(kind)}


def _label(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
