"""SQL over a project's events: a DuckDB connection with one view, and nothing else within its reach."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.store.identity import Identity
from yunying.store.lake import Snapshot
from yunying.store.schema import ARRIVAL as ARRIVED
from yunying.store.schema import FIXED, MARK, OVERFLOW, PROFILE_MARK

_SQL_TYPES: dict[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.timestamp("us", "UTC"): "TIMESTAMP WITH TIME ZONE",
}
ARRIVAL = ("arrival_file", "arrival_row")
"""Columns that tell events of equal time apart: order by both (after the time) for order of arrival."""


def open_sql(
    snapshot: Snapshot,
    threads: int,
    identity: Identity | None = None,
    *,
    marked: bool = False,
    memory: str = "4GB",
    segments: Mapping[str, npt.NDArray[np.int32] | None] | None = None,
    derived: Mapping[str, pa.Table] | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection on which `events` is a view of one snapshot; the caller closes it.

    The view has every column of the lake's schema (null where a file is older than a column) and the two
    `ARRIVAL` columns; `person_id` is the person, merges applied. It leaves out marked events unless `marked`.
    The table `segments` (segment, person_id) has who is in which of `segments` (numbers of ids, as they were kept).
    Each of `derived` is a table (person_id, value) by the name that `derived_table` gives it.
    `statements` is the same with the rows that only describe people. Text that comes from users belongs into
    parameters or through `quote`; even so the connection can read the snapshot's files only, write nothing, and
    load nothing.
    """
    sql = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            # Made only when a query needs more than its memory; the default is the current folder.
            "temp_directory": str(Path(tempfile.gettempdir()) / f"yunying-sql-{os.getpid()}"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
    )
    try:
        paths = snapshot.paths()
        sql.execute("SET TimeZone = 'UTC'")
        _add_merges(sql, identity or Identity())
        _add_segments(sql, identity or Identity(), segments or {})
        for name, table in (derived or {}).items():
            sql.register("given", table)
            sql.execute(f"CREATE TABLE {derived_table(name)} AS FROM given")
            sql.unregister("given")
        sql.execute("SET parquet_metadata_cache = true")
        sql.execute(f"SET allowed_paths = {quote_list(paths)}")
        sql.execute("SET enable_external_access = false")
        sql.execute("SET lock_configuration = true")
        sql.execute(f"CREATE VIEW statements AS {_select(sql, snapshot, paths, marked=marked)}")
        sql.execute(f"CREATE VIEW events AS FROM statements WHERE {MARK} IS DISTINCT FROM '{PROFILE_MARK}'")
    except BaseException:
        sql.close()
        raise
    return sql


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quote_list(texts: Iterable[str]) -> str:
    """Texts as an SQL list literal."""
    return "[" + ", ".join(map(quote, texts)) + "]"


def quote_name(name: str) -> str:
    """The name of a column or table as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def derived_table(name: str) -> str:
    """The table of a derived property's values, as an SQL identifier."""
    return quote_name(f"derived {name}")


def _add_merges(sql: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    moved = identity.moved()
    table = pa.table({"moved": moved, "person": identity.people(moved)})
    sql.register("merged", table)
    sql.execute("CREATE TABLE merges AS FROM merged")
    sql.unregister("merged")


def _add_segments(
    sql: duckdb.DuckDBPyConnection,
    identity: Identity,
    segments: Mapping[str, npt.NDArray[np.int32] | None],
) -> None:
    sql.execute("CREATE TABLE segments (segment VARCHAR, person_id INTEGER)")
    for segment, kept in segments.items():
        sql.register(
            "members", pa.table({"person": identity.people(np.zeros(0, np.int32) if kept is None else kept)})
        )
        sql.execute("INSERT INTO segments SELECT DISTINCT $1, person FROM members", [segment])
        sql.unregister("members")


def _select(sql: duckdb.DuckDBPyConnection, snapshot: Snapshot, paths: list[str], *, marked: bool) -> str:
    fields = [*FIXED, pa.field(MARK, pa.string()), *(c.field() for c in snapshot.columns)]
    if snapshot.has_overflow:
        fields.append(pa.field(OVERFLOW, pa.string()))
    present: set[str] = set()
    source = ""
    if paths:
        source = f"read_parquet({quote_list(paths)}, union_by_name = true, hive_partitioning = false)"
        present = {row[0] for row in sql.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    columns = []
    for field in fields:
        # The lake may know a column that no file has yet.
        value = quote_name(field.name) if field.name in present else "NULL"
        value = f"CAST({value} AS {_SQL_TYPES[field.type]})"
        if pa.types.is_floating(field.type):
            # Not a number is not set, here as in hot columns.
            value = f"CASE WHEN isnan({value}) THEN NULL ELSE {value} END"
        if field.name == "person_id":
            value = f"coalesce(merges.person, {value})"
        columns.append(f"{value} AS {quote_name(field.name)}")
    row = f"coalesce({ARRIVED}, file_row_number)" if ARRIVED in present else "file_row_number"
    for name, column in zip(ARRIVAL, ("file_index", row), strict=True):
        columns.append(f"CAST({column if paths else 'NULL'} AS BIGINT) AS {name}")
    listed = ", ".join(columns)
    if not paths:
        return f"SELECT {listed} FROM merges LIMIT 0"
    wanted = ""
    if MARK in present and not marked:
        wanted = f" WHERE {MARK} IS NULL OR {MARK} = '{PROFILE_MARK}'"
    return f"SELECT {listed} FROM {source} LEFT JOIN merges ON person_id = moved{wanted}"
