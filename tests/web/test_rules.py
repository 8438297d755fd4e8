"""Collecting rules over HTTP."""

from __future__ import annotations

from tests.web.conftest import Browser

from yunying.app import App
from yunying.core import SessionRules
from yunying.workspace import Project


def test_rules_are_read_and_put(app: App, owner: Browser, project: Project) -> None:
    address = f"/api/projects/{project.id}/rules"
    found = owner.client.get(address).json()
    assert found["rules"] == found["defaults"]
    assert found["rules"]["session"]["timeout_minutes"] == 30
    changed = found["rules"] | {"ip": "drop", "starts_on": "2026-01-01"}
    answer = owner.client.put(address, json=changed)
    assert answer.status_code == 200, answer.text
    assert owner.client.get(address).json()["rules"] == changed
    entry = app.workspace.audit.latest(1)[0]
    assert (entry.action, entry.subject) == ("rules.changed", "ip, starts_on")
    assert entry.member_id is not None


def test_wrong_rules_name_their_place(owner: Browser, project: Project) -> None:
    answer = owner.client.put(f"/api/projects/{project.id}/rules", json={"session": {"timeout_minutes": 0}})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "session.timeout_minutes"


def test_rules_are_for_members(visitor: Browser, project: Project) -> None:
    assert visitor.client.get(f"/api/projects/{project.id}/rules").status_code == 401


def test_session_rules_are_those_of_questions_at_once(app: App, owner: Browser, project: Project) -> None:
    before = app.datasets.of(project)
    assert before.sessions == SessionRules()
    body = {"session": {"timeout_minutes": 10, "split_on_campaign": True}}
    assert owner.client.put(f"/api/projects/{project.id}/rules", json=body).status_code == 200
    after = app.datasets.of(project)
    assert after.sessions == SessionRules(10, split_on_campaign=True)
    assert after.hot is before.hot, "what is warm stays warm"
    assert app.datasets.of(project) is after
