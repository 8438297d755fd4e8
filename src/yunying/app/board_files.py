"""A board as a workbook: a sheet of figures a tile, and one that says where they come from."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, cast

from yunying.app.boards import Asked
from yunying.app.exporting import answer_tables
from yunying.app.masking import Veil
from yunying.app.spreadsheets import ColumnKind, Table, write_workbook
from yunying.boards import TextTile
from yunying.core import plain_text
from yunying.metrics import Answer

_IN_MEMORY = 8 << 20
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 24
_PLAIN: ColumnKind = "plain"


def write_board(
    name: str, asked: Sequence[Asked], answers: Sequence[Answer | None], veil: Veil, now: datetime
) -> BinaryIO:
    """The tiles of a board as a workbook at its beginning. `answers` are those of questions, as they may be seen."""
    tables = [_about(name, asked, veil, now)]
    for number, (tile, answer) in enumerate(zip(asked, answers, strict=True), 1):
        title = f"{number} {_title(tile)}"
        if answer is not None:
            tables += [_named(title, table) for table in answer_tables(answer)]
        else:
            tables += _metric(title, tile.shown(veil))
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 (whoever sends it closes it)
    write_workbook(file, tables)
    file.seek(0)
    return file


def _metric(title: str, shown: dict[str, Any]) -> Iterator[Table]:
    values = shown["values"]
    if values is None:
        return
    names = ["bucket", "breakdown", "value", "complete"]
    apart = any("breakdown" in row for row in values["rows"])
    wanted = names if apart else [name for name in names if name != "breakdown"]
    columns = [(name, _PLAIN) for name in wanted]
    for part, found in (("", values), (" before", shown["before"])):
        if found is not None:
            rows = [[row.get(name) for name in wanted] for row in found["rows"]]
            rows += [
                [{"bucket": "total"}.get(name, row.get(name)) for name in wanted] for row in found["totals"]
            ]
            yield Table(_clean(f"{title}{part}"), columns, rows, len(rows))


def _about(name: str, asked: Sequence[Asked], veil: Veil, now: datetime) -> Table:
    rows: list[Sequence[Any]] = [("board", name), ("generated at", plain_text(now))]
    for number, tile in enumerate(asked, 1):
        shows = tile.tile.is_
        if isinstance(shows, TextTile):
            rows.append((f"{number}", shows.markdown))
            continue
        shown = tile.shown(veil)
        said = shown["error"]["message"] if shown["error"] else _range(shown)
        rows.append((f"{number} {_title(tile)}", said))
    return Table("看板 board", [("", _PLAIN), ("", _PLAIN)], rows, len(rows))


def _range(shown: dict[str, Any]) -> str:
    found = (shown["values"] or {}).get("range") or shown["answer"]["provenance"]["range"]
    return f"{found['from']} – {found['to']}"


def _title(tile: Asked) -> str:
    shows = tile.tile.is_
    question = getattr(shows, "question", None)
    return str(tile.tile.title or getattr(shows, "metric", None) or getattr(question, "kind", shows.type))


def _named(title: str, table: Table) -> Table:
    return Table(_clean(f"{title} {table.title}"), table.columns, table.rows, table.size)


def _clean(title: str) -> str:
    """A title that a sheet can have; the number before it keeps titles apart."""
    return _NOT_IN_TITLES.sub(" ", title)[:_LONGEST_TITLE]
