"""Masking what is shown of files: their heads, and the rows that could not be used."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yunying.collect import Preview

if TYPE_CHECKING:
    from yunying.app.masking.veil import Veil


def veiled_preview(veil: Veil, found: Preview) -> Preview:
    """The head of a file. A column that is no property yet is judged by its name and each of its values."""
    names = [column.label for column in found.columns]
    columns = [
        column.model_copy(
            update={"samples": [str(veil.value(column.label, text)) for text in column.samples]}
        )
        for column in found.columns
    ]
    rows = [[veil.value(name, value) for name, value in zip(names, row, strict=False)] for row in found.rows]
    return found.model_copy(update={"columns": columns, "rows": rows})


def veiled_result(veil: Veil, result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What became of a file's rows."""
    if result is None or "bad_sample" not in result:
        return result
    return result | {"bad_sample": [row | {"value": _value(veil, row)} for row in result["bad_sample"]]}


def _value(veil: Veil, row: dict[str, Any]) -> Any:
    # Without a column it is a part of the whole line.
    return veil.value(row["column"], row["value"]) if row["column"] else veil.body(row["value"] or "")


def lines(path: Path) -> Iterator[str]:
    """A file as it is."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from file


def veiled_errors(veil: Veil, path: Path) -> Iterator[str]:
    """The file of rows that could not be used: row, column, value, reason."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        yield _line(reader.fieldnames or ())
        for row in reader:
            yield _line({**row, "value": _value(veil, row)}.values())


def _line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
