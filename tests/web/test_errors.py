"""Every error has the one wire shape, whoever makes it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.conftest import Browser

from yunying.app import App
from yunying.core import Conflict, Denied, Failed, NotFound, Refused, TooMany, YunyingError
from yunying.workspace import Project


def assert_shape(body: Any) -> dict[str, Any]:
    assert list(body) == ["error"]
    error = body["error"]
    assert sorted(error) == ["code", "field", "message", "params"]
    assert isinstance(error["code"], str)
    assert error["message"].endswith((".", "?", "!"))
    assert error["field"] is None or isinstance(error["field"], str)
    assert isinstance(error["params"], dict)
    found: dict[str, Any] = error
    return found


@pytest.mark.parametrize("kind", [Conflict, Denied, Failed, NotFound, Refused, TooMany, YunyingError])
def test_each_kind_of_error_on_the_wire(kind: type[YunyingError]) -> None:
    error = kind("some_code", "Something is so; do this.", number=1)
    assert assert_shape(error.as_wire())["params"] == {"number": 1}


CALLS: list[tuple[str, str, dict[str, Any], int, str, str | None]] = [
    ("GET", "/api/nothing", {}, 404, "unknown_path", None),
    ("GET", "/api", {}, 404, "unknown_path", None),
    ("PUT", "/api/session", {}, 405, "http_405", None),
    ("POST", "/api/projects", {"content": b"{"}, 422, "bad_request", None),
    ("POST", "/api/projects", {"json": {"name": "a"}}, 422, "bad_request", "timezone"),
    ("POST", "/api/projects", {"json": {"name": "a", "timezone": "UTC", "x": 1}}, 422, "bad_request", "x"),
    (
        "POST",
        "/api/projects",
        {"json": {"name": "a", "timezone": "Nowhere"}},
        422,
        "unknown_timezone",
        "timezone",
    ),
    ("GET", "/api/projects/none", {}, 404, "unknown_project", "project"),
    ("GET", "/api/projects/{p}/people?limit=0", {}, 422, "bad_request", "limit"),
    ("GET", "/api/projects/{p}/people/99", {}, 404, "unknown_person", None),
    ("GET", "/api/projects/{p}/people/x", {}, 422, "bad_request", "person_id"),
    ("GET", "/api/projects/{p}/events/none", {}, 422, "unknown_event", "event"),
    ("GET", "/api/projects/{p}/values?property=none", {}, 422, "unknown_property", "property"),
    ("GET", "/api/projects/{p}/imports/none", {}, 404, "unknown_job", "job_id"),
    ("GET", "/api/projects/{p}/imports/none/errors", {}, 404, "unknown_job", "job_id"),
    ("GET", "/api/projects/{p}/uploads/none/preview", {}, 404, "unknown_upload", "upload_id"),
    ("POST", "/api/projects/{p}/uploads", {"content": b"a"}, 422, "bad_request", "x-filename"),
    ("DELETE", "/api/projects/{p}/saved/none", {}, 404, "unknown_saved_question", "saved_id"),
    ("POST", "/api/projects/{p}/ask", {"json": {"kind": "tune"}}, 422, "bad_question", None),
    ("POST", "/api/projects/{p}/ask", {"json": []}, 422, "bad_question", None),
    (
        "POST",
        "/api/projects/{p}/ask",
        {"json": {"kind": "trend", "series": [{"event": "none"}], "range": {"last": 7}}},
        422,
        "unknown_event",
        "series.0.event",
    ),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "field"), CALLS)
def test_wrong_calls(
    owner: Browser,
    project: Project,
    method: str,
    path: str,
    body: dict[str, Any],
    status: int,
    code: str,
    field: str | None,
) -> None:
    headers = {"Content-Type": "application/json"} if "json" in body or body.get("content") == b"{" else {}
    answer = owner.client.request(method, path.replace("{p}", project.id), headers=headers, **body)
    error = assert_shape(answer.json())
    assert (answer.status_code, error["code"]) == (status, code)
    if field is not None:
        assert error["field"] == field


@pytest.mark.parametrize("path", ["/api/projects", "/api/jobs", "/api/projects/x/people"])
def test_nobody_sees_anything_without_signing_in(visitor: Browser, path: str) -> None:
    answer = visitor.client.get(path)
    assert answer.status_code == 401
    assert assert_shape(answer.json())["code"] == "sign_in_required"


def test_an_accident_tells_nothing_of_the_inside(owner: Browser, app: App) -> None:
    app.ledger.engine.dispose()
    (app.settings.home / "ledger.sqlite").write_bytes(b"no ledger at all, and this is longer than a header")
    answer = owner.client.get("/api/projects")
    assert answer.status_code == 500
    error = assert_shape(answer.json())
    assert error["code"] == "internal_error"
    assert "sqlite" not in answer.text.lower()
