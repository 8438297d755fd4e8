"""Tables outside have exactly the people of their segments: in SQLite and in a PostgreSQL that runs."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from tests.push.conftest import Shop
from tests.support.projects import IDS

from yunying.adapters import AllowList, Delivery, Member, SqlTable, read_sql_url, shown_url
from yunying.app import NewTarget, delivering
from yunying.core import Failed, Refused
from yunying.store.ledger import Target

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, sa.Engine]]:
    """The URL of an empty database, and a way to look into it that is not ours."""
    if request.param == "sqlite":
        (tmp_path / "out").mkdir(exist_ok=True)
        url, engine = "sqlite:///crm.db", sa.create_engine(f"sqlite:///{tmp_path}/out/crm.db")
    else:
        url = request.getfixturevalue("postgresql")
        engine = sa.create_engine(read_sql_url(url), poolclass=sa.pool.NullPool)
        with engine.begin() as tx:
            tx.execute(sa.text("DROP TABLE IF EXISTS people"))
    yield url, engine
    engine.dispose()


def rows(engine: sa.Engine) -> list[tuple[Any, ...]]:
    said = "SELECT segment, person_id, distinct_id, properties FROM people ORDER BY segment, person_id"
    with engine.connect() as tx:
        found = tx.execute(sa.text(said)).all()
    return [(s, p, d, json.loads(v) if isinstance(v, str) else v) for s, p, d, v in found]


def table(shop: Shop, url: str, name: str = "warehouse") -> Target:
    return shop.app.outlets.add(shop.project, NewTarget(name, "sql", url, table="people"), by=None).target


def test_a_table_is_made_and_kept_in_step(shop: Shop, database: tuple[str, sa.Engine]) -> None:
    url, engine = database
    often, everybody = shop.segment(), shop.segment("any", times=1)
    target = table(shop, url)
    assert "secret" not in target.address
    tried = shop.app.outlets.test(shop.project, target.id, by=None)
    assert (tried.error, tried.message) == (None, "The table people will be made.")
    pushes = [shop.push(often, target, "in_step", "plan"), shop.push(everybody, target, "in_step")]
    for push in pushes:
        assert shop.deliver(push).last_error is None
    basic = {"plan": "basic"}
    assert rows(engine) == [
        *(("any", p, str(p), {}) for p in (0, 1, 2)),
        *(("often", p, str(p), basic) for p in (1, 2)),
    ]
    shop.later(days=2)
    shop.buy(3, 3, plan="it's “gold”")
    shop.later(days=1)
    shop.app.refreshing.refresh(shop.project)
    for push in pushes:
        assert shop.deliver(push).last_error is None
    assert rows(engine) == [("any", 3, "3", {}), ("often", 3, "3", {"plan": "it's “gold”"})]
    assert shop.app.outlets.test(shop.project, target.id, by=None).message == "The table people is there."


def test_sent_again_it_is_the_same(
    shop: Shop, database: tuple[str, sa.Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 3)
    url, engine = database
    shop.buy(*range(IDS))
    push = shop.push(shop.segment("any", times=1), table(shop, url))
    shop.deliver(push)
    before = rows(engine)
    assert len(before) == IDS
    shop.app.pushing.request(shop.project, push.id, by=None)
    shop.deliver(push)
    assert rows(engine) == before


def test_a_part_that_fails_leaves_nothing(database: tuple[str, sa.Engine], tmp_path: Path) -> None:
    url, engine = database
    outlet = SqlTable(url, "people", AllowList(["private:127.0.0.1"], tmp_path / "out"))
    one = Member(1, "a", {"x": 1})

    def part(*entered: Member, left: tuple[int, ...] = ()) -> Delivery:
        return Delivery("p.1", 1, "p", "seg", "often", "once", entered, left, complete=True)

    outlet.send(part(one))
    with pytest.raises(Failed) as failed:
        outlet.send(part(Member(2, "b", {}), Member(2, "b", {}), left=(1,)))
    assert (failed.value.code, rows(engine)) == ("database_failed", [("often", 1, "a", {"x": 1})])


def test_a_table_of_others_is_left_alone(shop: Shop, database: tuple[str, sa.Engine]) -> None:
    url, engine = database
    with engine.begin() as tx:
        tx.execute(sa.text("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)"))
        tx.execute(sa.text("INSERT INTO people VALUES (1, 'ours')"))
    target = table(shop, url)
    tried = shop.app.outlets.test(shop.project, target.id, by=None)
    assert tried.error is not None and tried.error.code == "table_unfit"
    push = shop.push(shop.segment(), target)
    assert shop.shown(shop.deliver(push))["status"] == "failing"
    with engine.connect() as tx:
        assert tx.execute(sa.text("SELECT * FROM people")).all() == [(1, "ours")]


def test_what_a_database_says_holds_no_password(shop: Shop) -> None:
    target = table(shop, "postgresql://me:hunter2@127.0.0.1:9/db")
    assert target.address == "postgresql://me:***@127.0.0.1:9/db · people"
    tried = shop.app.outlets.test(shop.project, target.id, by=None)
    assert tried.error is not None and tried.error.code == "database_failed"
    assert "hunter2" not in str(tried.error.as_wire()) and "127.0.0.1" in tried.message


def test_a_missing_driver_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    for url, extra in (("postgresql://u@db/x", "postgresql"), ("mysql://u@db/x", "mysql")):
        with pytest.raises(Failed) as failed:
            SqlTable(url, "people", AllowList(["db"]))
        assert failed.value.code == "driver_missing"
        assert failed.value.params["command"] == f"pip install 'yunying[{extra}]'"


@pytest.mark.parametrize("name", ["people; DROP TABLE x", "1a", "", "a b", "a.b", "a" * 64])
def test_names_of_tables_are_plain(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        SqlTable("sqlite:///x.db", name, AllowList((), tmp_path))
    assert refused.value.code == "bad_table"


def test_mysql_understands_the_statements() -> None:
    outlet = SqlTable("mysql://u:p@127.0.0.1/db", "people", AllowList(["private:127.0.0.1"]))
    made = str(sa.schema.CreateTable(outlet._table).compile(dialect=mysql.dialect()))
    assert "PRIMARY KEY (segment_id, person_id)" in made and "properties JSON NOT NULL" in made
    assert shown_url("mysql://u:p@127.0.0.1/db", "people") == "mysql://u:***@127.0.0.1/db · people"
    with pytest.raises(Failed) as failed:  # nobody listens: the driver is found and says so
        SqlTable("mysql://u:p@127.0.0.1:9/db", "people", AllowList(["private:127.0.0.1"])).test()
    assert failed.value.code == "database_failed"
