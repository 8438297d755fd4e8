"""Projects, saved questions, the ledger itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from tests.support.clock import HeldClock

from yunying.app import App, open_app
from yunying.core import Failed, NotFound, Refused, Settings
from yunying.store.ledger import Base, current, newest, sqlite_engine
from yunying.workspace import Project

TREND = {"kind": "trend", "series": [{"event": "purchase"}], "range": {"last": 7, "unit": "day"}}


def test_migrations_build_what_the_tables_say(app: App) -> None:
    with app.ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert current(app.ledger.engine) == newest()


def test_a_ledger_from_the_future_is_refused(app: App, home: Path) -> None:
    with app.ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Failed, match="newer version"):
        open_app(Settings(home=home))


def test_several_processes_may_open_a_new_home_at_once(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_app(Settings(home=home)), range(4)))
    assert {current(app.ledger.engine) for app in opened} == {newest()}
    for app in opened:
        app.close()


def test_the_ledger_is_durable_and_shared(home: Path) -> None:
    engine = sqlite_engine(home.parent / "x.sqlite")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_projects_are_found_by_name_and_by_id(app: App, project: Project) -> None:
    assert app.workspace.projects.find("shop").id == project.id
    assert app.workspace.projects.find(project.id).name == "shop"
    with pytest.raises(NotFound, match=r"no project 'shpo'.*shop"):
        app.workspace.projects.find("shpo")


@pytest.mark.parametrize(
    ("name", "timezone", "currency", "code", "field"),
    [
        ("shop", "Asia/Shanghai", "CNY", "project_exists", "name"),
        ("  ", "Asia/Shanghai", "CNY", "name_empty", "name"),
        ("new", "Asia/Beijing", "CNY", "unknown_timezone", "timezone"),
        ("new", "Asia/Shanghai", "yuan", "unknown_currency", "currency"),
    ],
)
def test_impossible_projects_are_refused(
    app: App, project: Project, name: str, timezone: str, currency: str, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        app.workspace.projects.create(name, timezone, currency=currency)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_demo_is_made_once_and_keeps_its_moment(app: App, clock: HeldClock) -> None:
    made = app.imports.demo_project()
    clock.go_on(timedelta(days=9))
    again = app.imports.demo_project()
    assert (again.id, again.simulated_at) == (made.id, made.created_at)
    assert made.simulated


def test_the_demo_leaves_a_project_of_that_name_alone(app: App) -> None:
    mine = app.workspace.projects.create("demo", "UTC")
    demo = app.imports.demo_project()
    assert demo.id != mine.id
    assert demo.name == "demo 2"


def test_saved_questions(app: App, project: Project, clock: HeldClock) -> None:
    saved = app.workspace.saved
    first = saved.create(project.id, "buyers", TREND, by=None)
    clock.go_on(timedelta(minutes=1))
    saved.create(project.id, "others", TREND, by=None)
    assert [s.name for s in saved.all(project.id)] == ["others", "buyers"]
    clock.go_on(timedelta(minutes=1))
    saved.change(project.id, first.id, "who buys", None, by=None)
    assert [s.name for s in saved.all(project.id)] == ["who buys", "others"]
    assert saved.all(project.id)[0].question == TREND
    saved.delete(project.id, first.id, by=None)
    with pytest.raises(NotFound):
        saved.delete(project.id, first.id, by=None)
    other = app.workspace.projects.create("other", "UTC")
    with pytest.raises(NotFound):
        saved.change(other.id, saved.all(project.id)[0].id, "stolen", None, by=None)
