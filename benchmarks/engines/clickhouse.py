"""ClickHouse's engine in process (chDB), MergeTree with the sort key that suits the question.

People are numbers and names are low-cardinality texts here, which helps it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from chdb import session

from benchmarks.asked import Question, Table, table

_ORDERS = {"by_person": "(person, time)", "by_time": "(toDate(time), event, person)"}
_LOW = ("event", "channel", "platform", "app_version", "country", "city", "page", "item")


def load(log: Path, folder: Path) -> None:
    """One table an order, merged into as few parts as there can be."""
    db = session.Session(str(folder))
    db.query("CREATE DATABASE IF NOT EXISTS bench")
    low = ", ".join(f"{name} LowCardinality(Nullable(String))" for name in _LOW if name != "event")
    columns = (
        f"person UInt32, event LowCardinality(String), time DateTime64(3, 'UTC'), {low}, "
        "member Bool, amount Nullable(Float64), duration Float64"
    )
    names = ", ".join(("event", "time", *_LOW[1:], "member", "amount", "duration"))
    for name, order in _ORDERS.items():
        db.query(f"CREATE TABLE bench.{name} ({columns}) ENGINE = MergeTree ORDER BY {order}")
        db.query(
            f"INSERT INTO bench.{name} (person, {names}) "
            f"SELECT toUInt32(substring(person, 6)), {names} FROM file('{log}', Parquet)"
        )
        db.query(f"OPTIMIZE TABLE bench.{name} FINAL")
    db.close()


def opened(folder: Path) -> Callable[[Question], Table]:
    """Ask as ClickHouse's SQL."""
    db = session.Session(str(folder))

    def answer(question: Question) -> Table:
        result = db.query(question.clickhouse.format(ev=f"bench.{question.order}"), "JSONCompact")
        return table(json.loads(str(result))["data"])

    return answer
