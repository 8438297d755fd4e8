"""A project with a stream, without a web process: requests go into its log, steps are taken by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from yunying.analyse import ask, parse_question, people_behind
from yunying.app import App, Stream, open_app
from yunying.collect.protocols import Request
from yunying.collect.rules import Rules
from yunying.collect.stream import Step
from yunying.collect.stream.requests import to_landing
from yunying.core import Settings, microseconds_of
from yunying.metrics import list_people, profile
from yunying.store import Dataset
from yunying.workspace import Source

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


class Stage:
    """One project under test. `now` is what its clock shows."""

    def __init__(self, home: Path) -> None:
        self.now = NOW
        self.home = home
        self.app: App = open_app(Settings(home=home), clock=lambda: self.now)
        self.project = self.app.workspace.projects.create("shop", "Asia/Shanghai")
        self.web = self.source("web")

    def source(self, name: str, *, debug: bool = False) -> Source:
        return self.app.workspace.sources.create(self.project.id, name, "api", debug=debug)

    @property
    def stream(self) -> Stream:
        return self.app.streams.of(self.project)

    @property
    def data(self) -> Dataset:
        return self.app.datasets.of(self.project)

    def restart(self) -> None:
        """Everything that was in memory is gone."""
        self.app.close()
        self.app = open_app(Settings(home=self.home), clock=lambda: self.now)

    def rules(self, **rules: Any) -> None:
        self.app.rules.put(self.project.id, Rules(**rules))
        self.restart()

    def land(self, *events: dict[str, Any], source: Source | None = None, **request: Any) -> None:
        """Keep one request with these events."""
        body = orjson.dumps(list(events))
        given = {
            "method": "POST", "path": "/v1/events", "query": {}, "headers": {}, "ip": "192.0.2.9",
        } | request  # fmt: skip
        made = Request(body=body, received_at=microseconds_of(self.now), **given)
        self.stream.log.append([to_landing(made, (source or self.web).id, "own", len(events))])

    def step(self) -> Step:
        """Process what waits; it must be done in one step."""
        step = self.stream.step()
        assert step is not None
        assert not self.stream.processor.waiting()
        return step

    def send(self, *events: dict[str, Any], **how: Any) -> Step:
        self.land(*events, **how)
        return self.step()

    def count(
        self, event: str | None = None, *, measure: str = "events", days: int = 30, **question: Any
    ) -> int:
        raw = {
            "kind": "trend",
            "series": [{"event": event, "measure": measure}],
            "range": {"last": days, "unit": "day"},
        } | question
        return int(ask(self.data, parse_question(raw)).totals["series"][0]["value"])

    def funnel(self, *steps: str) -> list[int]:
        raw = {
            "kind": "funnel",
            "steps": [{"event": s} for s in steps],
            "range": {"last": 30, "unit": "day"},
        }
        question = parse_question(raw)
        rows = ask(self.data, question).rows
        for row in rows:
            assert len(people_behind(self.data, question, row["address"]).people) == row["people"]
        return [row["people"] for row in rows]

    def person(self, distinct_id: str) -> dict[str, Any]:
        found = self.data.people.find(distinct_id)
        assert found is not None
        return profile(self.data, found)

    def traits(self, distinct_id: str) -> dict[str, Any]:
        return {p["name"]: p["value"] for p in self.person(distinct_id)["properties"]}

    def people(self) -> list[str]:
        listed = list_people(self.data, "distinct_id", "asc", 100, 0)
        return [p["distinct_id"] for p in listed["people"]]

    def refused(self) -> list[tuple[str, str | None]]:
        return [(r.code, r.event) for r in self.stream.quarantine.newest(limit=1000)]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "home")
    yield made
    made.app.close()


@pytest.fixture
def ago() -> Callable[[float], str]:
    """A time so many seconds before now, as events write it."""
    return lambda seconds: (NOW - timedelta(seconds=seconds)).isoformat()
