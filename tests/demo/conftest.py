"""One simulation for the tests of this room, queried with SQL."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from yunying.demo import SCHEMA, TIMEZONE, simulate

UNTIL = date(2026, 8, 16)
PEOPLE = 6_000

Sql = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def until() -> date:
    """The last day of the simulation."""
    return UNTIL


@pytest.fixture(scope="session")
def people() -> int:
    """How many people there are."""
    return PEOPLE


@pytest.fixture(scope="session")
def events() -> pa.Table:
    """The events of a smaller product."""
    return pa.Table.from_batches(list(simulate(seed=7, people=PEOPLE, until=UNTIL)), SCHEMA)


@pytest.fixture(scope="session")
def sql(events: pa.Table) -> Sql:
    """Rows of a query over `events`; `day` is the local date, `before(n)` the day n days before the last."""
    connection = duckdb.connect()
    connection.execute(f"SET timezone = '{TIMEZONE}'")
    connection.register("arrow_events", events)
    connection.execute("CREATE TABLE events AS SELECT *, CAST(time AS DATE) AS day FROM arrow_events")
    connection.execute(f"CREATE MACRO before(n) AS DATE '{UNTIL}' - CAST(n AS INTEGER)")

    def rows(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query).fetchall()

    return rows
