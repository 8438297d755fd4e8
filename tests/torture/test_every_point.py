"""The processor is ended at every point of a step; done again, everything is there exactly once.

The points are before and after each thing that a step leaves on disk. Each end comes in a process of its own, over
a home that the ends before it have left as they did.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.sending import send
from tests.torture import counting

from yunying.app import open_app
from yunying.core import Settings
from yunying.store import landing
from yunying.store.landing import Landing, LandingLog
from yunying.store.quarantine import Flow, Quarantine, Refused

POINTS = (
    "Assignment.commit",
    "Merges.append",
    "EventLake.add_columns",
    "write_events",
    "Quarantine.record",
    "EventLake.commit",
    "SeenIds.add",
    "SeenIds._write",
)
PROGRAM = """
import os, sys
from pathlib import Path
from yunying.app import open_app
from yunying.collect.stream import storing
from yunying.core import Settings
from yunying.store import seen
from yunying.store.lake import EventLake
from yunying.store.merges import Merges
from yunying.store.people import Assignment
from yunying.store.quarantine import Quarantine
from yunying.store.seen import SeenIds

home, project = Path(sys.argv[1]), sys.argv[2]
places = {c.__name__: c for c in (Assignment, EventLake, Merges, Quarantine, SeenIds)}
seen._FLUSH_AT = 1  # so that the cache of ids is written in every step


def end_at(point, when):
    place, name = (places[point.split(".")[0]], point.split(".")[1]) if "." in point else (storing, point)
    work = getattr(place, name)

    def ended(*given, **named):
        if when == "before":
            os._exit(9)
        work(*given, **named)
        os._exit(9)

    setattr(place, name, ended)


def step():
    app = open_app(Settings(home=home, threads=1))
    stream = app.streams.by_id(project)
    with stream.writing():
        stream.processor.clean()
    while stream.step() is not None:
        pass


def run(work):
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


for line in sys.stdin:
    words = line.split()

    def work():
        if len(words) == 2:
            end_at(*words)
        step()

    print(run(work), flush=True)
"""


def test_ended_at_every_point_of_a_step(tmp_path: Path) -> None:
    home = tmp_path / "home"
    app = open_app(Settings(home=home, threads=1))
    project = app.workspace.projects.create("shop", "UTC")
    source = app.workspace.sources.create(project.id, "web", "api")
    sent: set[str] = set()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), project.id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None

        def ask(words: str) -> int:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(f"{words}\n".encode())
            program.stdin.flush()
            return int(program.stdout.readline())

        for number, (point, when) in enumerate((p, w) for p in POINTS for w in ("before", "after")):
            events = [
                {
                    "event": "paid",
                    "distinct_id": f"u-{number}-{i}",
                    "event_id": f"{number}-{i}",
                    "properties": {f"new {number}": i, "amount": 1},
                    "person": {"add": {"orders": 1}},
                    "time": f"2026-03-0{i + 1}T00:00:00Z",
                    **({"merge": f"a-{number}"} if i == 0 else {}),
                }
                for i in range(4)
            ]
            again = [{"event": "paid", "distinct_id": "u-0-0", "event_id": i} for i in sorted(sent)[:3]]
            refused = {"event": "paid", "distinct_id": "undefined"}
            send(app, project, source.id, *events, *again, refused, process=False)
            sent |= {f"{number}-{i}" for i in range(4)}
            # What this one leaves half done is the next one's to do again.
            assert ask(f"{point} {when}") == 9, f"a step never comes to {point}"
        assert ask("whole") == 0
        _check(home, project.id, source.id, sent, 2 * len(POINTS))
        program.stdin.close()
    app.close()


def _check(home: Path, project: str, source: str, sent: set[str], steps: int) -> None:
    rows = counting.events(home, project)["event_id"].to_pylist()
    assert sorted(rows) == sorted(sent)
    assert counting.counted(home, project) == {source: len(sent)}
    assert counting.quarantined(home, project) == {"shared_id": steps}
    assert counting.merges(home, project) == list(range(steps))
    known = counting.ids(home, project)
    assert sorted(known["person_id"].to_pylist()) == list(range(5 * steps))
    assert len(set(known["distinct_id"].to_pylist())) == 5 * steps
    on_disk = {str(path) for path in (home / "lake" / project / "events").glob("day=*/*.parquet")}
    assert on_disk == set(counting.files(home, project)), "files without a commit are left"


def test_refusals_of_a_step_that_was_never_committed_are_forgotten(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "state.sqlite")
    flow = Flow(1, "web", 3, 0)
    quarantine.record([Refused(2, 0, "web", "paid", "blocked_event", "", 0, None)], [flow])
    assert quarantine.count() == 1
    quarantine.record([], [flow])
    assert quarantine.count() == 0


def test_a_change_that_failed_leaves_nothing_open(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "state.sqlite")
    unwritable = Refused(1, 0, "web", None, "bad", "", 2**70, None)
    with pytest.raises(OverflowError):
        quarantine.record([unwritable], [Flow(1, "web", 1, 0)])
    quarantine.record([], [Flow(1, "web", 1, 0)])
    assert quarantine.count() == 0


def test_a_store_that_could_not_be_opened_is_opened_later(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "folder" / "state.sqlite")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "state.sqlite").mkdir()
    with pytest.raises(sqlite3.Error):
        quarantine.count()
    (tmp_path / "folder" / "state.sqlite").rmdir()
    assert quarantine.count() == 0


def test_a_full_file_that_has_no_follower_yet_gets_one_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = LandingLog(tmp_path, segment_bytes=1)
    entry = Landing(1, "web", "own", {}, 1, b"{}")
    log.append([entry])
    with monkeypatch.context() as patched:
        patched.setattr(landing, "_SCHEMA", "no SQL")
        with pytest.raises(sqlite3.Error):
            log.append([entry])
    assert log.append([entry]) == 2
    assert [landed.position for landed in log.read(0)] == [1, 2]
