"""DuckDB on its own file, ordered as suits the question. People are numbers here, which helps it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.asked import Question, Table, table

_ORDERS = {"by_person": "person, time", "by_time": "CAST(time AS DATE), event, person, time"}


def load(log: Path, folder: Path) -> None:
    """One table an order."""
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "events.duckdb")) as db:
        db.execute("SET preserve_insertion_order = true")
        source = f"read_parquet('{log}')"
        columns = (
            "CAST(substr(person, 6) AS INTEGER) AS person, CAST(time AT TIME ZONE 'UTC' AS TIMESTAMP) AS time"
        )
        for name, order in _ORDERS.items():
            db.execute(f"CREATE TABLE {name} AS SELECT * REPLACE ({columns}) FROM {source} ORDER BY {order}")


def opened(folder: Path) -> Callable[[Question], Table]:
    """Ask as plain SQL."""
    db = duckdb.connect(str(folder / "events.duckdb"), read_only=True)

    def answer(question: Question) -> Table:
        return table(db.execute(question.duckdb.format(ev=question.order)).fetchall())

    return answer
