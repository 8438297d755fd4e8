"""Sessions over HTTP: cookie, CSRF, where requests may come from."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import PASSWORD, Browser

from yunying.app import App
from yunying.web.server import build_web
from yunying.workspace import OWNER
from yunying.workspace.attempts import PER_NAME


def code_of(answer: object) -> str:
    return str(answer.json()["error"]["code"])  # type: ignore[attr-defined]  # any kind of response


def test_a_visitor_is_told_that_nobody_is_signed_in(visitor: Browser) -> None:
    answer = visitor.client.get("/api/session")
    assert answer.status_code == 200
    assert answer.json()["signed_in"] is False
    assert answer.json()["csrf"] is None


def test_the_cookie_is_out_of_reach(app: App, visitor: Browser) -> None:
    password = app.workspace.members.ensure_owner()
    answer = visitor.client.post("/api/session", json={"name": OWNER, "password": password})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    with TestClient(build_web(app), base_url="https://127.0.0.1") as secure:
        again = secure.post("/api/session", json={"name": OWNER, "password": password})
    assert "secure" in again.headers["set-cookie"].lower()


def test_a_one_time_password_opens_nothing_but_the_change(newcomer: Browser) -> None:
    assert newcomer.client.get("/api/session").json()["member"]["must_change_password"] is True
    answer = newcomer.client.get("/api/projects")
    assert (answer.status_code, code_of(answer)) == (403, "password_change_required")


def test_after_the_change_everything_is_open(owner: Browser) -> None:
    assert owner.client.get("/api/session").json()["member"]["must_change_password"] is False
    assert owner.client.get("/api/projects").status_code == 200


def test_signing_out_closes_the_door(owner: Browser) -> None:
    assert owner.client.delete("/api/session").json()["signed_in"] is False
    assert owner.client.get("/api/projects").status_code == 401


def test_attempts_are_limited_and_say_when_to_come_back(app: App, visitor: Browser) -> None:
    app.workspace.members.ensure_owner()
    for _ in range(PER_NAME):
        answer = visitor.client.post("/api/session", json={"name": OWNER, "password": "guess"})
        assert (answer.status_code, code_of(answer)) == (401, "wrong_password")
    answer = visitor.client.post("/api/session", json={"name": OWNER, "password": "guess"})
    assert (answer.status_code, code_of(answer)) == (429, "too_many_attempts")
    assert int(answer.headers["retry-after"]) == 15 * 60


@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_change_without_the_token_is_refused(owner: Browser, token: str | None) -> None:
    owner.client.headers.pop("X-CSRF-Token")
    headers = {} if token is None else {"X-CSRF-Token": token}
    answer = owner.client.post("/api/demo", headers=headers)
    assert (answer.status_code, code_of(answer)) == (403, "csrf_mismatch")
    assert owner.client.get("/api/projects").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_change_from_another_site_is_refused(owner: Browser, headers: dict[str, str]) -> None:
    answer = owner.client.post("/api/demo", headers=headers)
    assert (answer.status_code, code_of(answer)) == (403, "foreign_origin")


def test_signing_in_from_another_site_is_refused(visitor: Browser) -> None:
    answer = visitor.client.post(
        "/api/session", json={"name": OWNER, "password": PASSWORD}, headers={"Origin": "http://evil.example"}
    )
    assert code_of(answer) == "foreign_origin"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_name_bent_to_our_address_is_refused(visitor: Browser, host: str) -> None:
    answer = visitor.client.get("/api/health", headers={"Host": host})
    assert (answer.status_code, code_of(answer)) == (403, "unknown_host")


@pytest.mark.parametrize(
    "host", ["localhost:8040", "127.0.0.1", "[::1]:8040", "192.168.1.20:8040", "LOCALHOST"]
)
def test_own_names_and_addresses_are_answered(visitor: Browser, host: str) -> None:
    assert visitor.client.get("/api/health", headers={"Host": host}).status_code == 200


def test_every_response_carries_the_security_headers(visitor: Browser) -> None:
    for path in ("/", "/api/health", "/api/nothing", "/assets/none.js"):
        headers = visitor.client.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert visitor.client.get("/api/health").headers["cache-control"] == "no-store"
