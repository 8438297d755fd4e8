"""Every standard metric on a simulated product equals an SQL query that knows nothing of how it is computed."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from scripts.standard_sql import STANDARD_SQL, by_sql
from tests.support.lake import Wanted as Column
from tests.support.lake import add_events, open_dataset

from yunying.analyse import ask, parse_question, people_behind
from yunying.demo import EVENT_PROPERTIES, SCHEMA, TIMEZONE, simulate
from yunying.kpi import Desk, FactTable, Metric, Recorded, Wanted, expression_of, values_of
from yunying.kpi.pack import PackMapping, Seen, SeenEvent, SeenProperty, instantiate, propose, standards
from yunying.metrics import Days, carried, known_until
from yunying.store import Dataset

UNTIL = date(2026, 8, 16)
START, END = date(2026, 4, 20), date(2026, 5, 17)  # four weeks from a Monday, of which all is known
KNOWN = UNTIL - timedelta(days=1)
COSTS = [Recorded(UNTIL - timedelta(days=i), {"channel": "ads"}, 100.0 + i) for i in range(180)]
FURTHER: dict[str, Any] = {
    # The simulated product says neither: long reads and long comments stand for them.
    "finish_reading": {
        "event": "view_content",
        "filters": [{"property": "dwell_seconds", "op": ">=", "value": 60}],
    },
    "rate": {"event": "comment_content", "properties": {"score": "comment_length"}},
    "satisfied": {
        "event": "comment_content",
        "filters": [{"property": "comment_length", "op": ">=", "value": 20}],
    },
}


@pytest.fixture(scope="module")
def events() -> pa.Table:
    return pa.Table.from_batches(list(simulate(seed=7, people=1_500, until=UNTIL)), SCHEMA)


@pytest.fixture(scope="module")
def data(events: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    number = pa.compute.cast(pa.compute.utf8_slice_codeunits(events["distinct_id"], 1), pa.int32())
    columns = {"person_id": number, "event": events["event"], "time": events["time"]}
    wanted: list[Column] = [
        (name, "event", "number" if kind == pa.float64() else "text")
        for name, kind in EVENT_PROPERTIES.items()
    ]
    opened = open_dataset(tmp_path_factory.mktemp("standard"), TIMEZONE, datetime(2026, 9, 1, tzinfo=UTC))
    add_events(
        opened.lake, pa.table({**columns, **{name: events[name] for name in EVENT_PROPERTIES}}), wanted
    )
    return opened


@pytest.fixture(scope="module")
def mapping(data: Dataset) -> PackMapping:
    seen = tuple(
        SeenEvent(
            e.name, e.count, e.people, tuple(SeenProperty(p.name, p.type, p.filled) for p in e.properties)
        )
        for e in carried(data)
    )
    proposed = propose(Seen(seen, ("channel_cost",))).mapping
    return PackMapping.model_validate(
        {
            "roles": {**proposed.model_dump(by_alias=True)["roles"], **FURTHER},
            "facts": {"cost": "channel_cost"},
        }
    )


@pytest.fixture(scope="module")
def metrics(mapping: PackMapping) -> dict[str, Metric]:
    pack = instantiate(mapping, "CNY")
    assert not pack.missing
    return dict(pack.metrics)


@pytest.fixture(scope="module")
def sql(events: pa.Table) -> duckdb.DuckDBPyConnection:
    """Each role as a view over the events as they were made."""
    sql = duckdb.connect()
    sql.execute(f"set timezone = '{TIMEZONE}'")
    sql.register("made", events)
    sql.execute(
        "create table e as select *, distinct_id as who, time::timestamp as moment, time::date as day from made"
    )
    for role, query in {
        "active": "from e",
        "visit": "from e where event = 'app_open'",
        "sign_up": "from e where event = 'sign_up'",
        "activate": "from e where event = 'follow_author'",
        "pay": "select *, order_id as order_no from e where event = 'pay_order'",
        "refund": "from e where event = 'refund_order'",
        "share": "from e where event = 'share'",
        "invite": "from e where event = 'invite'",
        "accept": "from e where event = 'sign_up' and inviter_id is not null",
        "read": "select *, dwell_seconds as seconds from e where event = 'view_content'",
        "finish_reading": "from e where event = 'view_content' and dwell_seconds >= 60",
        "speak": "from e where event = 'group_message'",
        "rate": "select *, comment_length as score from e where event = 'comment_content'",
        "satisfied": "from e where event = 'comment_content' and comment_length >= 20",
    }.items():
        sql.execute(f"create view {role} as {query}")
    sql.execute("create table cost (day date, value double)")
    sql.executemany("insert into cost values (?, ?)", [(one.day, one.value) for one in COSTS])
    return sql


def desk(data: Dataset) -> Desk:
    return Desk(
        ask=lambda question: ask(data, question),
        calendar=data.calendar,
        now=data.clock(),
        known_until=known_until(data, data.hot.view()),
        facts=lambda name: FactTable(COSTS if name == "channel_cost" else []),
    )


def test_there_is_a_query_for_each() -> None:
    assert set(STANDARD_SQL) == set(standards())


def test_each_standard_metric_is_what_its_query_says(
    data: Dataset, metrics: dict[str, Metric], sql: duckdb.DuckDBPyConnection
) -> None:
    wanted = Wanted(Days(START, END), "week")
    columns = values_of(desk(data), wanted, [expression_of(one, metrics) for one in metrics.values()])
    weeks = [START + timedelta(weeks=i) for i in range(4)]
    for key, column in zip(metrics, columns, strict=True):
        expected = [by_sql(sql, key, week, week + timedelta(days=6), KNOWN) for week in weeks]
        got = [None if math.isnan(v) else v for v in column.values[:, 0].tolist()]
        assert got == [None if v is None else pytest.approx(v) for v in expected], key
        whole, total = by_sql(sql, key, START, END, KNOWN), column.totals[0]
        assert (None if math.isnan(total) else total) == (None if whole is None else pytest.approx(whole)), (
            key
        )


def test_the_figures_of_each_are_doors_to_people(data: Dataset, metrics: dict[str, Metric]) -> None:
    wanted = Wanted(Days(START, END))
    columns = values_of(desk(data), wanted, [expression_of(one, metrics) for one in metrics.values()])
    for key, column in zip(metrics, columns, strict=True):
        assert column.doors or key == "acquisition_cost", key
        for door in column.doors:
            question = parse_question(door.question)
            for text in {row[0] for row in door.cells[:1]}:
                if text is not None:
                    people_behind(data, question, text)
