"""A week of landing logs replays into an empty lake with the same answers, and into its own without a change."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from tests.replay.week import week
from tests.support.clock import HeldClock

from yunying.analyse import ask, parse_question, people_behind
from yunying.app import App
from yunying.app.merging import Merging
from yunying.collect.plan import PlanEvent
from yunying.core import Refused, instant_of
from yunying.workspace import Project

RANGE = {"from": "2026-03-08", "to": "2026-03-20"}
FUNNEL = [{"event": "$pageview"}, {"event": "goods viewed"}, {"event": "order paid"}]


def _trend(measure: str, **more: Any) -> dict[str, Any]:
    series = {"event": more.pop("event", None), "measure": measure}
    series |= {"property": more.pop("property")} if "property" in more else {}
    return {"kind": "trend", "series": [series], "interval": "day", "range": RANGE} | more


QUESTIONS: list[dict[str, Any]] = [
    _trend("events"),
    _trend("people"),
    _trend("people", interval="hour", event="order paid"),
    _trend("sum", event="order paid", property="amount"),
    _trend("median", event="goods viewed", property="amount"),
    _trend("events", breakdown={"property": "$source", "top": 5}),
    _trend("events", breakdown={"property": "$channel", "top": 5}),
    _trend("people", breakdown={"property": "plan", "scope": "person", "top": 5}),
    _trend("people", filters=[{"property": "orders", "scope": "person", "op": ">", "value": 1}]),
    _trend("events", filters=[{"property": "city", "op": "=", "value": "上海"}]),
    _trend("events", marked=True),
    {"kind": "funnel", "steps": FUNNEL, "window": {"value": 3, "unit": "day"}, "range": RANGE},
    {"kind": "retention", "start": {"event": "$pageview"}, "return": {"event": None}, "cohort": "first",
     "interval": "day", "range": RANGE},
]  # fmt: skip


def answers(app: App, project: Project) -> list[Any]:
    """Answers to every question with the number of people behind some of its figures."""
    data = app.datasets.of(project)
    found: list[Any] = []
    for question in map(parse_question, QUESTIONS):
        answer = ask(data, question)
        behind = [
            people_behind(data, question, row["address"]) for row in answer.rows[::9] if row.get("address")
        ]
        found.append((answer.rows, answer.totals, [len(b.people) for b in behind]))
    return found


@pytest.fixture
def lived(app: App, project: Project, clock: HeldClock) -> Project:
    """A project that a week of requests has gone through, a step of the processor at a time."""
    sources = {
        name: app.workspace.sources.create(project.id, name, "api").id
        for name in ("own", "segment", "posthog")
    }
    app.plans.put_event(project.id, PlanEvent(name="debug dump", status="blocked"), by=None)
    stream = app.streams.of(project)
    start = clock()
    dice = random.Random(5)  # noqa: S311 - a made-up week
    for day, requests in enumerate(week(start, sources, dice)):
        for first in range(0, len(requests), 17):
            stream.log.append(requests[first : first + 17])
            clock.now = start + timedelta(days=day, hours=23, seconds=first)
            assert stream.step() is not None
    return project


def test_the_same_answers_from_the_log(app: App, lived: Project) -> None:
    before = answers(app, lived)
    assert all(rows for rows, _, _ in before)
    stream = app.streams.of(lived)
    assert {r.code for r in stream.quarantine.reasons()} >= {"blocked_event", "shared_id", "bad_time"}
    assert app.datasets.of(lived).people.merges.count() > 20
    anew = app.workspace.projects.create("anew", "Asia/Shanghai")
    moved: list[tuple[int, int]] = []
    done = app.replaying.replay(lived, into=anew, progress=lambda at, of, _: moved.append((at, of)))
    assert answers(app, anew) == before
    assert moved[-1][0] == moved[-1][1] == stream.log.last()
    assert done.duplicates > 0
    assert done.refused == stream.quarantine.count()
    assert done.stored == app.datasets.of(lived).lake.snapshot().rows
    assert app.streams.of(anew).quarantine.count() == 0
    with pytest.raises(Refused, match="empty project"):
        app.replaying.replay(lived, into=anew)


def test_its_own_lake_stays_as_it_is_however_old_the_log(app: App, lived: Project, clock: HeldClock) -> None:
    before, rows = answers(app, lived), app.datasets.of(lived).lake.snapshot().rows
    refused = app.streams.of(lived).quarantine.count()
    clock.go_on(timedelta(days=90))  # no longer among the ids of the last 30 days
    done = app.replaying.replay(lived)
    assert (done.stored, done.refused) == (0, refused)
    assert app.datasets.of(lived).lake.snapshot().rows == rows
    assert answers(app, lived) == before


def test_what_people_merged_themselves_is_kept(app: App, lived: Project) -> None:
    data = app.datasets.of(lived)
    automatic = next(e for e in data.people.merges.entries() if e.kind == "merge")
    merging = Merging(app.settings, app.clock, app.ledger, app.workspace, app.datasets)
    merging.undo(lived, automatic.number, by=None)
    merging.merge(lived, "u-1", "u-2", by=None)
    before = answers(app, lived)
    anew = app.workspace.projects.create("anew", "Asia/Shanghai")
    app.replaying.replay(lived, into=anew)
    assert answers(app, anew) == before


def test_a_part_of_the_log(app: App, lived: Project) -> None:
    anew = app.workspace.projects.create("anew", "Asia/Shanghai")
    stream = app.streams.of(lived)
    first, last = stream.log.at(1), stream.log.at(stream.log.last())
    assert first is not None
    assert last is not None
    middle = instant_of((first.received_at + last.received_at) // 2)
    one = app.replaying.replay(lived, end=middle, into=anew)
    other = app.workspace.projects.create("other", "Asia/Shanghai")
    two = app.replaying.replay(lived, start=middle, into=other)
    assert one.requests + two.requests == stream.log.last()
    assert one.requests > 0
    assert two.requests > 0
