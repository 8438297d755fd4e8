"""A small Delta table that only grows, kept in memory by its readers: of ids, of merges.

Many small appends are put together now and then. Readers look at the numbers of rows, not at files, so they may find
in a new file what they know already.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import TableNotFoundError

from yunying.store.lake import PROPERTIES, forget_history

PACK_AT = 64
_TARGET = 8 * 1024**2
_REWRITTEN = "rewritten"
_WRITER = WriterProperties(compression="ZSTD", compression_level=1)
# Statistics would repeat values of rows in the table's log, where erasing them is harder.
_CONFIGURATION = PROPERTIES | {"delta.dataSkippingNumIndexedCols": "0"}


def open_table(root: Path) -> DeltaTable | None:
    """The table; None while nothing was appended."""
    try:
        return DeltaTable(str(root))
    except TableNotFoundError:
        return None


def files_of(table: DeltaTable) -> list[str]:
    """Paths of its files, relative to its folder."""
    paths: list[str] = pa.table(table.get_add_actions(flatten=True))["path"].to_pylist()
    return paths


def append(root: Path, rows: pa.Table) -> None:
    """Add rows. One writer at a time (the caller's lock)."""
    root.mkdir(parents=True, exist_ok=True)
    if open_table(root) is None:
        DeltaTable.create(str(root), schema=rows.schema, configuration=_CONFIGURATION)
    write_deltalake(str(root), rows, mode="append", writer_properties=_WRITER)


def rewritten(table: DeltaTable) -> int:
    """How often rows were changed: whoever kept some must read them anew when this moves."""
    return table.transaction_version(_REWRITTEN) or 0


def pack(root: Path, now: datetime, keep: timedelta) -> bool:
    """Put small files together where there are many, and delete what was replaced before `keep`.

    One writer at a time (the caller's lock).
    """
    table = open_table(root)
    if table is None:
        return False
    files = files_of(table)
    _sweep(root, files, now - keep)
    if len(files) < PACK_AT:
        return False
    for path in files:
        os.utime(root / path, (now.timestamp(), now.timestamp()))  # since when they are not needed
    table.optimize.compact(target_size=_TARGET, writer_properties=_WRITER)
    return True


def rewrite(root: Path, rows: pa.Table) -> None:
    """Put other rows in the place of all, and leave nothing of the old ones on disk.

    One writer at a time (the caller's lock). Doing it again after a kill finishes it.
    """
    table = open_table(root)
    if table is None:
        return
    mark = Transaction(_REWRITTEN, rewritten(table) + 1)
    write_deltalake(
        str(root),
        rows,
        mode="overwrite",
        writer_properties=_WRITER,
        commit_properties=CommitProperties(app_transactions=[mark]),
    )
    purge(root)


def purge(root: Path) -> None:
    """Delete every file that is no part of the table, and its log up to now."""
    table = open_table(root)
    if table is None:
        return
    _sweep(root, files_of(table), None)
    forget_history(root, table)


def _sweep(root: Path, known: list[str], before: datetime | None) -> None:
    for path in root.glob("*.parquet"):
        if path.name not in known and (before is None or path.stat().st_mtime <= before.timestamp()):
            path.unlink(missing_ok=True)
