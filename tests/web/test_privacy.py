"""Merging and parting people, exporting and erasing one, in the console and at the terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.sending import send
from tests.web.conftest import Browser

from yunying.analyse import ask, parse_question
from yunying.app import App
from yunying.cli.main import run
from yunying.workspace import Project

FUNNEL = {
    "kind": "funnel",
    "steps": [{"event": "visit"}, {"event": "buy"}],
    "range": {"from": "2026-03-09", "to": "2026-03-11"},
}
TREND = {
    "kind": "trend",
    "series": [{"event": "visit", "measure": "people"}],
    "range": {"from": "2026-03-10", "to": "2026-03-10"},
}


@pytest.fixture
def shop(app: App, project: Project) -> str:
    """A visit under one id, a purchase under another; nothing says yet that they are one person."""
    source = app.workspace.sources.create(project.id, "web", "api").id

    def event(who: str, name: str, minute: int, **more: Any) -> dict[str, Any]:
        return {"event": name, "distinct_id": who, "time": f"2026-03-10T03:{minute:02d}:00Z", **more}

    send(app, project, source, event("device-1", "visit", 0), event("other", "visit", 1))
    send(app, project, source, event("user-1", "buy", 5, person={"set": {"city": "上海"}}))
    send(app, project, source, event("user-1", "visit", 9), event("other", "buy", 20))
    return f"/api/projects/{project.id}"


def steps(app: App, project: Project) -> list[int]:
    """How many people reached each step of the funnel, and visited at all."""
    data = app.datasets.of(project)
    counts = [row["people"] for row in ask(data, parse_question(FUNNEL)).rows]
    return [*counts, ask(data, parse_question(TREND)).rows[0]["value"]]


def test_merge_and_undo(app: App, project: Project, owner: Browser, shop: str) -> None:
    client = owner.client
    apart = steps(app, project)
    assert apart == [3, 1, 3]
    body = {"from_id": "device-1", "into_id": "user-1"}
    preview = client.post(f"{shop}/merges", json=body | {"dry_run": True}).json()
    assert {k: (v["ids"], v["events"]) for k, v in preview.items()} == {
        "from": (["device-1"], 1),
        "into": (["user-1"], 2),
    }
    assert steps(app, project) == apart
    made = client.post(f"{shop}/merges", json=body).json()
    assert (made["number"], made["kind"], made["reason"], made["source"]) == (0, "merge", "manual", "owner")
    assert steps(app, project) == [2, 2, 2], "what happened before hits at once"
    again = client.post(f"{shop}/merges", json=body)
    assert (again.status_code, again.json()["error"]["code"]) == (422, "same_person")
    preview = client.post(f"{shop}/merges/0/undo", json={"dry_run": True}).json()
    assert (preview["from"]["ids"], preview["into"]["ids"]) == (["device-1"], ["user-1"])
    undone = client.post(f"{shop}/merges/0/undo", json={}).json()
    assert (undone["number"], undone["kind"], undone["undoes"]) == (1, "undo", 0)
    assert steps(app, project) == apart
    assert client.post(f"{shop}/merges/0/undo", json={}).json()["error"]["code"] == "already_undone"
    assert client.post(f"{shop}/merges/7/undo", json={}).status_code == 404
    listed = client.get(f"{shop}/merges", params={"limit": 1}).json()
    assert (listed["total"], [m["number"] for m in listed["merges"]]) == (2, [1])
    listed = client.get(f"{shop}/merges", params={"before": 1, "kind": "merge"}).json()
    assert [(m["number"], m["undone"]) for m in listed["merges"]] == [(0, True)]
    actions = [(e.action, e.subject) for e in app.workspace.audit.latest(2)]
    assert actions == [("person.unmerge", "0"), ("person.merge", "0")]


def test_merge_with_nobody(owner: Browser, shop: str) -> None:
    answer = owner.client.post(f"{shop}/merges", json={"from_id": "nobody", "into_id": "user-1"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "from_id")


def test_export(app: App, project: Project, owner: Browser, shop: str) -> None:
    owner.client.post(f"{shop}/merges", json={"from_id": "device-1", "into_id": "user-1"})
    person = app.datasets.of(project).people.find("device-1")
    answer = owner.client.get(f"{shop}/people/{person}/export")
    assert "attachment" in answer.headers["content-disposition"]
    known = answer.json()
    assert known["ids"] == ["device-1", "user-1"]
    assert [(e["distinct_id"], e["event"]) for e in known["events"]] == [
        ("device-1", "visit"),
        ("user-1", "buy"),
        ("user-1", "visit"),
    ]
    assert [len(r["records"]) for r in known["requests"]] == [1, 1, 1]
    assert {"name": "city", "value": "上海", "type": "text"} in known["properties"]
    assert "other" not in answer.text.replace("another", "")
    assert app.workspace.audit.latest(1)[0].action == "person.export"
    assert "user-1" not in json.dumps(app.workspace.audit.latest(1)[0].details)
    assert owner.client.get(f"{shop}/people/77/export").status_code == 404


def test_erase(app: App, project: Project, owner: Browser, shop: str) -> None:
    person = app.datasets.of(project).people.find("user-1")
    path = f"{shop}/people/{person}/erase"
    refused = owner.client.post(path, json={"confirm": "device-1"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "not_confirmed")
    receipt = owner.client.post(path, json={"confirm": "user-1"}).json()
    assert receipt["removed"]["rows"] == 2 and not any(receipt["verified"].values())
    assert receipt["by"] is not None and len(receipt["id_hash"]) == 64
    assert steps(app, project) == [2, 1, 2]
    assert owner.client.post(path, json={"confirm": "user-1"}).status_code == 404


def test_terminal(
    app: App, project: Project, shop: str, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    def call(*arguments: str) -> Any:
        home = ["--home", str(app.settings.home)]
        assert run([*home, "person", *arguments, "--project", "shop", "--format", "json"]) == 0
        text = capsys.readouterr().out
        return json.loads(text) if text else None

    assert call("merge", "device-1", "user-1", "--dry-run")["from"]["events"] == 1
    assert call("merge", "device-1", "user-1")["source"] == "terminal"
    found = call("find", "device-1")
    assert found["total"] == 1 and found["people"][0]["person_id"] == call("show", "user-1")["person_id"]
    shown = call("show", "device-1")
    assert (sorted(shown["distinct_ids"]), [m["number"] for m in shown["merges"]]) == (
        ["device-1", "user-1"],
        [0],
    )
    assert call("unmerge", "0")["kind"] == "undo"
    assert call("show", "device-1")["distinct_ids"] == ["device-1"]
    assert call("export", "user-1")["ids"] == ["user-1"]
    call("export", "user-1", "--output", str(tmp_path / "export.json"))
    assert json.loads((tmp_path / "export.json").read_text(encoding="utf-8"))["ids"] == ["user-1"]
    assert call("erase", "user-1", "--yes")["removed"]["ids"] == 1
    assert run(["--home", str(app.settings.home), "person", "show", "user-1", "--project", "shop"]) == 2
    assert run(["--home", str(app.settings.home), "person", "show", "other", "--project", "shop"]) == 0
    assert "other" in capsys.readouterr().out
