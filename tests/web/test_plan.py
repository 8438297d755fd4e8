"""Tracking plans over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from tests.web.conftest import Browser

from yunying.app import App
from yunying.collect.plan import Learned, Plan, PlanEvent, PlanProperty
from yunying.workspace import Project


@pytest.fixture
def base(project: Project) -> str:
    return f"/api/projects/{project.id}/plan"


def code_of(answer: Response) -> str:
    return str(answer.json()["error"]["code"])


def test_edit_and_read(owner: Browser, app: App, project: Project, base: str) -> None:
    app.plans.add_learned(project.id, Learned(("a/b c",), (("a/b c", "x/y", "text"),)))
    empty = owner.client.get(base).json()
    assert empty["events"][0]["learned"] is True
    event = {"status": "live", "mode": "enforce", "owner": "李雷", "description": {"zh": "付款"}}
    answer = owner.client.put(f"{base}/events/a%2Fb c", json=event)
    assert answer.json() == {
        "name": "a/b c",
        "status": "live",
        "mode": "enforce",
        "owner": "李雷",
        "description": {"zh": "付款", "en": ""},
        "learned": False,
    }
    prop = {"event": "a/b c", "name": "x/y", "type": "any", "allowed": ["a", 1, True, 1.5], "learned": True}
    answer = owner.client.put(f"{base}/properties", json=prop)
    assert (answer.status_code, answer.json()["learned"]) == (200, False)
    assert repr(answer.json()["allowed"]) == "['a', 1, True, 1.5]"
    assert owner.client.put(f"{base}/properties", json={"event": "", "name": "age"}).status_code == 200
    plan = owner.client.get(base).json()
    assert [e["name"] for e in plan["events"]] == ["a/b c"]
    assert [(p["event"], p["name"]) for p in plan["properties"]] == [("", "age"), ("a/b c", "x/y")]
    assert plan["version"] != empty["version"]
    gone = owner.client.delete(f"{base}/properties", params={"event": "a/b c", "name": "x/y"})
    assert (gone.status_code, gone.content) == (204, b"")
    assert owner.client.delete(f"{base}/properties", params={"name": "age"}).status_code == 204
    assert owner.client.delete(f"{base}/events/a%2Fb c").status_code == 204
    assert app.plans.get(project.id) == Plan()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("PUT", "/events/a", {"status": "gone"}, 422, "bad_request"),
        ("PUT", "/events/a", {"colour": "red"}, 422, "bad_request"),
        ("PUT", f"/events/{'a' * 256}", {}, 422, "bad_request"),
        ("PUT", "/properties", {"event": "none", "name": "x"}, 404, "unknown_planned_event"),
        ("PUT", "/properties", {"event": "", "name": ""}, 422, "bad_request"),
        (
            "PUT",
            "/properties",
            {"event": "", "name": "x", "type": "text", "allowed": [1]},
            422,
            "bad_request",
        ),
        ("PUT", "/properties", {"event": "", "name": "x", "allowed": []}, 422, "bad_request"),
        ("DELETE", "/events/none", None, 404, "unknown_planned_event"),
        ("DELETE", "/properties?name=none", None, 404, "unknown_planned_property"),
    ],
)
def test_what_is_refused(
    owner: Browser, base: str, method: str, path: str, body: dict[str, Any] | None, status: int, code: str
) -> None:
    answer = owner.client.request(method, base + path, json=body)
    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize("format_", ["yaml", "csv", "xlsx"])
def test_export_and_import(owner: Browser, app: App, project: Project, base: str, format_: str) -> None:
    app.plans.put_event(project.id, PlanEvent(name="支付", owner="李雷"), by=None)
    app.plans.put_property(project.id, PlanProperty(event="支付", name="amount", type="number"), by=None)
    before = app.plans.get(project.id)
    file = owner.client.get(f"{base}/export", params={"format": format_})
    assert file.headers["content-disposition"] == f'attachment; filename="tracking-plan.{format_}"'
    app.plans.delete_event(project.id, "支付", by=None)
    app.plans.put_event(project.id, PlanEvent(name="other"), by=None)
    headers = {"X-Filename": f"%E5%9F%8B%E7%82%B9.{format_}"}
    for params, applied in (({"dry_run": "true", "replace": "true"}, False), ({"replace": "true"}, True)):
        answer = owner.client.post(
            f"{base}/import", params=params, content=file.content, headers=headers
        ).json()
        assert answer == {
            "added": [
                {"event": "支付", "property": None, "fields": []},
                {"event": "支付", "property": "amount", "fields": []},
            ],
            "changed": [],
            "removed": [{"event": "other", "property": None, "fields": []}],
            "errors": [],
            "ignored": [],
            "applied": applied,
        }
    assert app.plans.get(project.id) == before


def test_a_file_with_mistakes_changes_nothing(owner: Browser, app: App, project: Project, base: str) -> None:
    content = "事件名,属性名,属性类型,备忘\na,x,数值,\n,y,钱,\n".encode()
    answer = owner.client.post(f"{base}/import", content=content, headers={"X-Filename": "plan.csv"})
    body = answer.json()
    assert (answer.status_code, body["applied"], body["ignored"]) == (200, False, ["备忘"])
    assert [(e["row"], e["column"]) for e in body["errors"]] == [(3, "属性类型")]
    assert app.plans.get(project.id) == Plan()


def test_files_that_cannot_be_read(owner: Browser, base: str) -> None:
    for name, content, code in (
        ("plan.xlsx", b"no workbook", "damaged_file"),
        ("plan.png", b"x", "unknown_format"),
        ("plan.csv", b"", "empty_file"),
        ("plan.csv", b"x" * (17 << 20), "file_too_large"),
    ):
        answer = owner.client.post(f"{base}/import", content=content, headers={"X-Filename": name})
        assert (answer.status_code, code_of(answer)) == (422, code)


def test_only_for_those_who_are_signed_in(visitor: Browser, base: str) -> None:
    assert visitor.client.get(base).status_code == 401
    assert visitor.client.get(f"{base}/export").status_code == 401
    assert visitor.client.put(f"{base}/events/a", json={}).status_code == 401
