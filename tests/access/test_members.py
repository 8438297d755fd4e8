"""Members over HTTP and at the terminal: invited, given another role, kept out, let in again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import ORIGIN, Browser

from yunying.app import App, open_app
from yunying.cli.main import run
from yunying.core import Refused, Settings
from yunying.web.server import build_web
from yunying.workspace import OWNER, Passwords, Role, permissions_of

SignIn = Callable[[Role], Browser]


def test_an_invited_member_signs_in_once_and_chooses_a_password(
    app: App, owner: Browser, visitor: Browser
) -> None:
    made = owner.client.post("/api/members", json={"name": " Ann ", "role": "viewer"}).json()
    assert (made["member"]["name"], made["member"]["role"], made["member"]["invited"]) == (
        "Ann",
        "viewer",
        True,
    )
    listed = owner.client.get("/api/members").json()
    assert [(m["name"], m["role"]) for m in listed["members"]] == [(OWNER, "owner"), ("Ann", "viewer")]
    assert made["one_time_password"] not in json.dumps(listed), "it is shown once"
    assert {r["role"]: r["permissions"] for r in listed["roles"]}["viewer"] == permissions_of("viewer")
    with TestClient(build_web(app), base_url=ORIGIN) as client:
        ann = Browser(client)
        ann.sign_in(made["one_time_password"], "Ann")
        session = client.get("/api/session").json()["member"]
        assert (session["role"], session["must_change_password"]) == ("viewer", True)
        assert session["permissions"] == permissions_of("viewer")
    for name, role, code in [
        ("ANN", "viewer", "member_exists"),
        (" ", "viewer", "member_name"),
        ("x", "boss", "bad_request"),
    ]:
        refused = owner.client.post("/api/members", json={"name": name, "role": role})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)


def test_a_role_holds_from_the_next_request_on(owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("viewer")
    body = {"name": "new", "timezone": "Asia/Shanghai"}
    denied = browser.client.post("/api/projects", json=body)
    assert (denied.status_code, denied.json()["error"]["code"]) == (403, "not_allowed")
    assert (
        denied.json()["error"]["message"]
        == "Only members with the role owner may make projects; ask one of them."
    )
    assert denied.json()["error"]["params"] == {"permission": "manage_projects", "roles": ["owner"]}
    member = browser.client.get("/api/session").json()["member"]["id"]
    assert owner.client.patch(f"/api/members/{member}", json={"role": "owner"}).json()["role"] == "owner"
    assert browser.client.post("/api/projects", json=body).status_code == 200


def test_who_is_disabled_is_out_at_once(owner: Browser, sign_in: SignIn, visitor: Browser) -> None:
    browser = sign_in("analyst")
    member = browser.client.get("/api/session").json()["member"]["id"]
    gone = owner.client.patch(f"/api/members/{member}", json={"disabled": True}).json()
    assert gone["disabled_at"] is not None
    assert browser.client.get("/api/projects").status_code == 401
    password = {"name": "a analyst", "password": "a much better password"}
    refused = browser.client.post("/api/session", json=password)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "member_disabled")
    wrong = browser.client.post("/api/session", json=password | {"password": "guess"})
    assert wrong.json()["error"]["code"] == "wrong_password", "only whoever knows the password is told"
    owner.client.patch(f"/api/members/{member}", json={"disabled": False})
    assert browser.client.post("/api/session", json=password).status_code == 200


def test_a_reset_password_ends_sessions(owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("operator")
    member = browser.client.get("/api/session").json()["member"]["id"]
    reset = owner.client.post(f"/api/members/{member}/password").json()
    assert reset["member"]["invited"] and browser.client.get("/api/projects").status_code == 401
    browser.sign_in(reset["one_time_password"], "a operator")
    assert owner.client.post("/api/members/mem_nobody/password").status_code == 404


def test_somebody_can_always_let_others_in(app: App, owner: Browser, sign_in: SignIn) -> None:
    members = app.workspace.members
    last = members.find(OWNER).id
    for change in ({"role": "viewer"}, {"disabled": True}):
        refused = owner.client.patch(f"/api/members/{last}", json=change)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "last_owner")
    other = members.invite("second", "owner", by=None).member
    members.disable(other.id, by=None)
    with pytest.raises(Refused, match="last owner"):
        members.change_role(last, "viewer", by=None)
    members.enable(other.id, by=None)
    assert owner.client.patch(f"/api/members/{last}", json={"role": "viewer"}).json()["role"] == "viewer"
    assert owner.client.get("/api/members").status_code == 403


def test_at_the_terminal(home: Path, app: App, capsys: pytest.CaptureFixture[str]) -> None:
    app.close()
    at = ["--home", str(home), "member"]
    assert run([*at, "add", "ann", "--role", "analyst"]) == 0
    out = capsys.readouterr()
    assert len(out.out.strip()) == 19 and "One-time password of ann" in out.err
    assert run([*at, "role", "ann", "operator"]) == 0 and run([*at, "disable", "ann"]) == 0
    capsys.readouterr()
    assert run([*at, "list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["members"]
    assert [(m["name"], m["role"], m["state"]) for m in listed] == [("ann", "operator", "disabled")]
    assert run([*at, "enable", "ann"]) == 0 and run([*at, "reset-password", "ann"]) == 0
    assert run([*at, "role", "bob", "viewer"]) == 2 and "members are: ann" in capsys.readouterr().err
    assert run([*at, "add", "x", "--role", "boss"]) == 2


def test_the_first_owner_is_made_though_others_are_there(home: Path, cheap_passwords: Passwords) -> None:
    app = open_app(Settings(home=home), passwords=cheap_passwords)
    app.workspace.members.invite("ann", "viewer", by=None)
    assert app.workspace.members.ensure_owner() is not None
    assert app.workspace.members.ensure_owner() is None
    app.close()


def test_the_audit_log_is_read_in_pages(owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("viewer")
    member = browser.client.get("/api/session").json()["member"]["id"]
    owner.client.patch(f"/api/members/{member}", json={"role": "operator"})
    first = owner.client.get("/api/audit?limit=2").json()
    assert first["entries"][0]["action"] == "member.role_changed"
    assert (first["entries"][0]["member"], first["entries"][0]["subject"]) == (OWNER, "a viewer")
    assert first["entries"][0]["details"] == {"from": "viewer", "to": "operator"}
    rest = owner.client.get(f"/api/audit?limit=200&before={first['before']}").json()
    assert len(rest["entries"]) == first["total"] - 2 and rest["before"] is None
    assert "member.invited" in first["actions"]
    of_kind = owner.client.get("/api/audit?action=member").json()
    assert {e["action"].split(".")[0] for e in of_kind["entries"]} == {"member"}
    theirs = owner.client.get(f"/api/audit?member={member}").json()
    assert {e["member"] for e in theirs["entries"]} == {"a viewer"}
    terminal = owner.client.get("/api/audit?member=terminal").json()
    assert {e["member"] for e in terminal["entries"]} == {None}
    assert browser.client.get("/api/audit").status_code == 403
