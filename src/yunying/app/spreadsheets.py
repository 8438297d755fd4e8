"""Tables as an Excel workbook, written row by row. Text is text: nothing in a cell is ever run as a formula."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from yunying.core import FORMULA, Refused, plain_text

MOST_ROWS = 1_048_575
"""Rows that a sheet can have below its header."""
MOST_CELLS = 3_000_000
_LONGEST_TEXT = 32_767
_EXACT = 10**15
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMATS = {"rate": "0.00%", "instant": "yyyy-mm-dd hh:mm:ss"}

ColumnKind = Literal["plain", "rate", "instant"]


@dataclass(frozen=True)
class Table:
    """One sheet: names of columns, how each is shown, and rows. `size` is how many rows there will be."""

    title: str
    columns: Sequence[tuple[str, ColumnKind]]
    rows: Iterable[Sequence[Any]]
    size: int


def write_workbook(sink: BinaryIO, tables: Sequence[Table]) -> None:
    """Write a workbook with a sheet a table; refuses what a spreadsheet could not open or nobody would wait for."""
    for table in tables:
        _check_size(table)
    book = Workbook(write_only=True)
    bold = Font(bold=True)
    for table in tables:
        sheet = book.create_sheet(table.title[:31])
        sheet.freeze_panes = "A2"
        for i, (name, _) in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(i)].width = min(max(12, 2 * len(name)), 40)
        header = [_text(sheet, name) for name, _ in table.columns]
        for cell in header:
            cell.font = bold
        sheet.append(header)
        kinds = [kind for _, kind in table.columns]
        for row in table.rows:
            sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])
    book.save(sink)


def _check_size(table: Table) -> None:
    if table.size > MOST_ROWS or table.size * len(table.columns) > MOST_CELLS:
        raise Refused(
            "too_large_for_xlsx",
            f"The sheet would have {table.size:,} rows of {len(table.columns)} columns; a workbook takes at most "
            f"{MOST_ROWS:,} rows and {MOST_CELLS:,} cells. Ask for less, or take CSV.",
            field="format",
            rows=table.size,
            most=MOST_ROWS,
        )


def _cell(sheet: Any, value: Any, kind: ColumnKind) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return None
        if abs(value) >= _EXACT:  # a spreadsheet keeps fifteen digits
            return _text(sheet, str(value))
    elif not isinstance(value, datetime):
        return _text(sheet, value)
    if kind == "plain":
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _FORMATS[kind]
    return cell


def _text(sheet: Any, value: Any) -> Any:
    if isinstance(value, dict | list | tuple):
        value = json.dumps(value, ensure_ascii=False, default=plain_text)
    text = _FORBIDDEN.sub("\ufffd", plain_text(value))
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1] + "…"
    cell = WriteOnlyCell(sheet, text)
    # Said outright, or text that looks like a formula or an error would be taken for one.
    cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True
    return cell
