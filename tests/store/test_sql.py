"""The SQL view of a snapshot: every column, order of arrival, and nothing else within reach."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from tests.support.projects import Commit, Plan, add_commit, moment, open_plan

from yunying.store import ARRIVAL, Column, Dataset, open_sql, quote

DAY = date(2020, 2, 28)
EARLY = Commit((), ((1, "view", moment(DAY, 5)), (0, "view", moment(DAY, 5)), (0, "buy", moment(DAY, 5))))
LATE = Commit((("price", "event", "number"),), ((0, "late", moment(DAY, 5), 1.5),))


def project(folder: Path, *commits: Commit) -> Dataset:
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), commits), folder)
    for commit in commits:
        add_commit(data, commit)
    return data


def test_equal_times_in_order_of_arrival_and_null_where_a_file_is_older(tmp_path: Path) -> None:
    data = project(tmp_path / "it's [odd] *x=1", EARLY, LATE)
    with closing(open_sql(data.lake.snapshot(), 2)) as sql:
        rows = sql.execute(
            f"SELECT event, p_price FROM events WHERE person_id = 0 ORDER BY {', '.join(ARRIVAL)}"
        )
        assert rows.fetchall() == [("view", None), ("buy", None), ("late", 1.5)]


def test_a_column_that_no_file_has_yet(tmp_path: Path) -> None:
    data = project(tmp_path, EARLY)
    data.lake.add_columns([Column("born", "person", "time", "u_born")])
    with closing(open_sql(data.lake.snapshot(), 1)) as sql:
        assert sql.execute("SELECT count(*), count(u_born) FROM events").fetchall() == [(3, 0)]


def test_no_events_at_all(tmp_path: Path) -> None:
    with closing(open_sql(project(tmp_path).lake.snapshot(), 1)) as sql:
        assert sql.execute("SELECT count(event), max(time) FROM events").fetchall() == [(0, None)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '{outside}'",
        "COPY events TO '{outside}.csv'",
        "ATTACH '{outside}.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
    ],
)
def test_nothing_else_is_within_reach(tmp_path: Path, statement: str) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    with closing(open_sql(project(tmp_path / "home", EARLY).lake.snapshot(), 1)) as sql:
        with pytest.raises(duckdb.Error):
            sql.execute(statement.format(outside=outside))
        assert sql.execute("SELECT count(*) FROM events").fetchall() == [(3,)]
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["outside.csv"]


@pytest.mark.parametrize(
    "text", ["", "'", "''", "a\\'b", "; DROP VIEW events; --", "中文 😀", "nul\0l", "$$", "\n"]
)
def test_any_text_can_be_a_literal(tmp_path: Path, text: str) -> None:
    with closing(open_sql(project(tmp_path).lake.snapshot(), 1)) as sql:
        assert sql.execute(f"SELECT {quote(text)} = ?", [text]).fetchall() == [(True,)]


def test_not_a_number_is_not_set(tmp_path: Path) -> None:
    rows = ((0, "late", moment(DAY, 5), float("nan")), (0, "late", moment(DAY, 6), 2.0))
    data = project(tmp_path, Commit((("price", "event", "number"),), rows))
    with closing(open_sql(data.lake.snapshot(), 2)) as sql:
        assert sql.execute("SELECT count(p_price), avg(p_price) FROM events").fetchall() == [(1, 2.0)]
