"""`yunying quarantine` and `yunying replay`: what was refused comes in once its cause is gone, exactly once."""

from __future__ import annotations

import json

import pytest
from tests.support.sending import send

from yunying.app import App
from yunying.cli.main import run
from yunying.collect.plan import PlanEvent
from yunying.workspace import Project


def test_refused_events_come_in_once_the_plan_is_put_right(
    app: App, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    web = app.workspace.sources.create(project.id, "web", "api").id
    app.plans.put_event(project.id, PlanEvent(name="old event", status="blocked"), by=None)
    good = {"event": "new event", "distinct_id": "u-1", "event_id": "a"}
    send(app, project, web, {"event": "old event", "distinct_id": "u-1", "event_id": "b"}, good, {"event": 1})

    def yunying(*words: str) -> str:
        assert run(["--home", str(app.settings.home), *words]) == 0
        return capsys.readouterr().out

    def quarantine(*words: str) -> str:
        return yunying("quarantine", *words, "--project", "shop")

    reasons = json.loads(quarantine("list", "--format", "json"))["reasons"]
    assert {(r["code"], r["source"], r["count"]) for r in reasons} == {
        ("blocked_event", "web", 1),
        ("no_person", "web", 1),
    }
    assert "blocked_event" in quarantine("list")
    assert quarantine("list", "--format", "csv").startswith("reason,source,count")
    (shown,) = json.loads(quarantine("show", "--code", "blocked_event", "--format", "json"))["refusals"]
    assert (shown["event"], shown["raw"]["event_id"]) == ("old event", "b")
    assert "old event" in quarantine("show", "--source", "web")
    assert len(quarantine("download").splitlines()) == 2
    assert json.loads(quarantine("replay", "--format", "json"))["stored"] == 0

    app.plans.put_event(project.id, PlanEvent(name="old event", status="live"), by=None)
    assert json.loads(quarantine("replay", "--code", "blocked_event", "--format", "json")) == {
        "requests": 1,
        "stored": 1,
        "refused": 1,
        "left": 0,
    }
    assert json.loads(quarantine("replay", "--format", "json"))["stored"] == 0
    assert json.loads(yunying("replay", "--project", "shop", "--format", "json")) == {
        "requests": 1,
        "events": 3,
        "stored": 0,
        "duplicates": 2,
        "refused": 1,
    }
    assert "2 were there already" in yunying(
        "replay", "--project", "shop", "--from", "2026-03-10T00:00+08:00"
    )
    assert "0 requests" in yunying("replay", "--project", "shop", "--to", "2026-03-09")
    assert app.datasets.of(project).lake.snapshot().rows == 2

    yunying("project", "create", "anew", "--timezone", "UTC")
    assert "2 stored" in yunying("replay", "--project", "shop", "--into", "anew")
    home = ["--home", str(app.settings.home)]
    assert run([*home, "replay", "--project", "shop", "--into", "anew"]) == 2
    assert run([*home, "replay", "--project", "shop", "--from", "yesterday"]) == 2
    assert run([*home, "quarantine", "show", "--project", "shop", "--source", "nobody"]) == 2
