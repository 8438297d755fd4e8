"""A day that came in thousands of commits is put in order in the background; nobody notices but by the speed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.maintenance.commits import PEOPLE, many_commits
from tests.support.clock import HeldClock
from tests.support.sending import send

from yunying import metrics
from yunying.analyse import ask, parse_question
from yunying.app import App
from yunying.app.maintenance import NOTE, Maintenance
from yunying.store import Dataset, EventLake
from yunying.store.append_table import PACK_AT, files_of, open_table
from yunying.store.merges import Merge, Merges
from yunying.store.people import People
from yunying.store.seen import SeenIds
from yunying.workspace import Project

RANGE = {"from": "2026-03-08", "to": "2026-03-11"}
QUESTIONS: list[dict[str, Any]] = [
    {"kind": "trend", "series": [{"event": "buy", "measure": "events"}], "range": RANGE, "interval": "day"},
    {
        "kind": "funnel",
        "steps": [{"event": "visit"}, {"event": "sign up"}, {"event": "buy"}],
        "window": {"value": 1, "unit": "hour"},
        "range": RANGE,
    },
    {"kind": "retention", "start": {"event": "visit"}, "return": {"event": "buy"}, "range": RANGE},
]


def answers(data: Dataset) -> list[Any]:
    """What every kind of question says, and the list of people."""
    said: list[Any] = []
    for question in QUESTIONS:
        answer = ask(data, parse_question(question))
        said.append((answer.rows, answer.totals))
    return [*said, metrics.list_people(data, "distinct_id", "asc", 500, 0)]


def quiet(app: App) -> Maintenance:
    """Maintenance that does not rest."""
    return Maintenance(app.streams, wait=lambda seconds: None)


def begin(app: App, project: Project) -> None:
    """Make the project one that something was sent to."""
    app.streams.of(project).quarantine.note("test", 0, {})


COMMITS = int(os.environ.get("COMMITS", "1500"))
"""`make torture` takes ten thousand."""


def test_a_day_of_many_commits(app: App, project: Project) -> None:
    count = COMMITS
    begin(app, project)
    many_commits(app, project, count)
    data = app.datasets.of(project)
    before = answers(data)
    assert before[3]["total"] == PEOPLE
    failed: list[BaseException] = []
    asked, stop = [0], threading.Event()

    def keep_asking() -> None:
        try:
            while not stop.is_set():
                assert answers(data) == before
                asked[0] += 1
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=keep_asking)
    thread.start()
    assert quiet(app).run_once() > 0
    stop.set()
    thread.join()
    assert not failed and asked[0] > 0, failed
    files = data.lake.snapshot().files
    assert len(files) < 50
    assert answers(data) == before
    shutil.rmtree(app.settings.cache(project.id))
    fresh = Dataset.open("x", data.calendar, app.settings.lake(project.id), app.settings.cache(project.id), 2)
    assert answers(fresh) == before
    seen = SeenIds(app.settings.cache(project.id) / "seen")
    seen.catch_up(data.lake.snapshot(), app.clock())
    ids = [f"{i}.{j}" for i in (0, 1, count // 2, count - 1) for j in range(5)]
    assert not seen.fresh(pa.array(ids)).any() and seen.fresh(pa.array(["new"])).all()
    _, note = app.streams.of(project).quarantine.notes()[NOTE]
    assert note["error"] is None


RUN = """
import sys
from pathlib import Path
from yunying.app import open_app
from yunying.app.maintenance import Maintenance
from yunying.core import Settings
app = open_app(Settings(home=Path(sys.argv[1])))
print("ready", flush=True)
Maintenance(app.streams, wait=lambda seconds: None).run_once()
"""


def test_killed_while_packing(app: App, project: Project, home: Path) -> None:
    begin(app, project)
    many_commits(app, project, 300)
    before = answers(app.datasets.of(project))
    for wait in (0.05, 0.2, 0.4):
        process = subprocess.Popen([sys.executable, "-c", RUN, str(home)], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        lake = Dataset.open(
            "x", app.datasets.of(project).calendar, app.settings.lake(project.id), home / "other", 2
        )
        assert answers(lake) == before
        shutil.rmtree(home / "other")
    quiet(app).run_once()
    assert answers(app.datasets.of(project)) == before
    assert len(app.datasets.of(project).lake.snapshot().files) < 50


def test_small_tables_are_packed(app: App, project: Project, clock: HeldClock) -> None:
    begin(app, project)
    lake = app.settings.lake(project.id)
    people, merges = People(lake / "ids"), Merges(lake / "merges")
    reader = People(lake / "ids")
    for i in range(PACK_AT + 6):
        people.resolve(pa.array([f"id-{i}", f"other-{i}"]))
        if i == 10:
            assert reader.count == 22
        merges.append([Merge(i, "merge", clock(), 2 * i, 2 * i + 1, f"id-{i}", f"other-{i}", "test", "test")])
    entries = merges.entries()
    quiet(app).run_once()
    for name in ("ids", "merges"):
        table = open_table(lake / name)
        assert table is not None and len(files_of(table)) == 1
        assert len(list((lake / name).glob("*.parquet"))) > PACK_AT, "somebody may still be reading them"
    for people_now in (reader, people, People(lake / "ids")):
        assert people_now.count == 2 * (PACK_AT + 6)
        assert people_now.find("id-3") == people_now.find("other-3") == 7
        assert people_now.merges.entries() == entries
    clock.go_on(timedelta(hours=2))
    quiet(app).run_once()
    assert len(list((lake / "ids").glob("*.parquet"))) == 1
    assert people.resolve(pa.array(["id-5", "new"])).tolist() == [10, 2 * (PACK_AT + 6)]
    assert People(lake / "ids").find("id-5") == 11


def test_old_requests_go(app: App, project: Project, clock: HeldClock) -> None:
    source = app.workspace.sources.create(project.id, "web", "api").id
    stream = app.streams.of(project)
    stream.log._segment_bytes = 1
    for i in range(3):
        send(app, project, source, {"event": "e", "distinct_id": "p", "time": clock().isoformat()})
        stream.quarantine.note("progress", 0, {"position": i + 1})
    quiet(app).run_once()
    assert stream.log.first() == 1
    clock.go_on(timedelta(days=app.rules.get(project.id).landing_days + 1))
    quiet(app).run_once()
    assert stream.log.first() == 3, "the newest file stays"


def test_an_error_is_noted_and_ends_with_its_cause(
    app: App, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(app, project)

    def fail(*_: Any) -> None:
        raise OSError("no space left")

    maintenance = quiet(app)
    with monkeypatch.context() as patched:
        patched.setattr("yunying.store.packing.find_run", fail)
        maintenance.run_once()
        maintenance.run_once()
    notes: Callable[[], Any] = app.streams.of(project).quarantine.notes
    assert (notes()[NOTE][1]["error"], notes()[NOTE][1]["times"]) == ("OSError: no space left", 2)
    maintenance.run_once()
    assert (notes()[NOTE][1]["error"], notes()[NOTE][1]["times"]) == (None, 0)


def test_a_table_of_an_earlier_version_lets_go_of_its_log(app: App, project: Project) -> None:
    begin(app, project)
    lake = EventLake(app.settings.lake(project.id) / "events")
    lake.add_columns([])
    log = lake.root / "_delta_log"
    first = log / f"{0:020d}.json"
    first.write_text(first.read_text().replace("delta.logRetentionDuration", "delta.someOtherDuration"))
    for _ in range(3):
        EventLake(lake.root).commit("x", [])
    quiet(app).run_once()
    assert EventLake(lake.root).position("x") == 1
    table = open_table(lake.root)
    assert table is not None
    assert table.metadata().configuration["delta.logRetentionDuration"] == "interval 1 hours"
