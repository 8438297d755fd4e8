"""Signing in: one-time password, sessions, limits."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.clock import HeldClock

from yunying.app import App
from yunying.core import Denied, NotFound, Refused, TooMany
from yunying.workspace import OWNER, Opened
from yunying.workspace.attempts import PER_ADDRESS, PER_NAME, WINDOW
from yunying.workspace.sessions import IDLE, LIFETIME

HERE = "127.0.0.1"
OWN = "a much better password"


@pytest.fixture
def one_time(app: App) -> str:
    password = app.workspace.members.ensure_owner()
    assert password is not None
    return password


@pytest.fixture
def settled(app: App, one_time: str) -> Opened:
    first = app.workspace.sessions.sign_in(OWNER, one_time, HERE)
    return app.workspace.sessions.change_password(first.member.id, one_time, OWN, HERE)


def test_owner_is_made_once(app: App, one_time: str) -> None:
    assert len(one_time) == 19
    assert app.workspace.members.ensure_owner() is None


def test_one_time_password_is_stored_nowhere(app: App, one_time: str, home: Path) -> None:
    app.close()
    for file in home.rglob("*"):
        if file.is_file():
            assert one_time.encode() not in file.read_bytes()


def test_one_time_password_only_allows_choosing_ones_own(app: App, one_time: str) -> None:
    opened = app.workspace.sessions.sign_in(OWNER, one_time, HERE)
    assert opened.member.must_change_password
    assert app.workspace.sessions.require(opened.token).name == OWNER
    with pytest.raises(Denied) as refused:
        app.workspace.sessions.require_settled(opened.token)
    assert (refused.value.code, refused.value.status) == ("password_change_required", 403)


def test_changing_the_password_ends_every_other_session(app: App, one_time: str) -> None:
    sessions = app.workspace.sessions
    elsewhere = sessions.sign_in(OWNER, one_time, "10.0.0.9")
    here = sessions.sign_in(OWNER, one_time, HERE)
    renewed = sessions.change_password(here.member.id, one_time, OWN, HERE)
    assert sessions.find(elsewhere.token) is None
    assert sessions.find(here.token) is None
    assert sessions.require_settled(renewed.token).name == OWNER
    with pytest.raises(Denied):
        sessions.sign_in(OWNER, one_time, HERE)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "password_too_short"),
        ("the-owner-123", "password_holds_name"),
        ("aaaaaaaaaaaaa", "password_too_simple"),
    ],
)
def test_weak_passwords_are_refused(app: App, one_time: str, new: str, code: str) -> None:
    member = app.workspace.sessions.sign_in(OWNER, one_time, HERE).member
    with pytest.raises(Refused) as refused:
        app.workspace.sessions.change_password(member.id, one_time, new, HERE)
    assert (refused.value.code, refused.value.field) == (code, "new")


def test_the_old_password_is_asked_for_and_may_not_stay(app: App, settled: Opened) -> None:
    with pytest.raises(Refused, match="current password is not right"):
        app.workspace.sessions.change_password(
            settled.member.id, "wrong one here", "another good password", HERE
        )
    with pytest.raises(Refused, match="is the old one"):
        app.workspace.sessions.change_password(settled.member.id, OWN, OWN, HERE)


@pytest.mark.parametrize("name", [OWNER, "nobody"])
def test_a_wrong_name_and_a_wrong_password_look_the_same(app: App, settled: Opened, name: str) -> None:
    with pytest.raises(Denied) as refused:
        app.workspace.sessions.sign_in(name, "not the password", HERE)
    assert refused.value.code == "wrong_password"
    assert name not in refused.value.message


def test_too_many_attempts_by_name_wait(app: App, settled: Opened, clock: HeldClock) -> None:
    for i in range(PER_NAME):
        with pytest.raises(Denied):
            app.workspace.sessions.sign_in(OWNER, "guess", f"10.0.0.{i}")
    clock.go_on(timedelta(minutes=1))
    with pytest.raises(TooMany) as refused:
        app.workspace.sessions.sign_in(OWNER, OWN, HERE)
    assert refused.value.params["retry_after"] == 14 * 60
    clock.go_on(WINDOW)
    assert app.workspace.sessions.sign_in(OWNER, OWN, HERE).member.name == OWNER


def test_too_many_attempts_by_address_wait(app: App, settled: Opened) -> None:
    for i in range(PER_ADDRESS):
        with pytest.raises(Denied):
            app.workspace.sessions.sign_in(f"name {i}", "guess", HERE)
    with pytest.raises(TooMany):
        app.workspace.sessions.sign_in(OWNER, OWN, HERE)
    assert app.workspace.sessions.sign_in(OWNER, OWN, "10.0.0.9").member.name == OWNER


def test_success_clears_the_count_of_its_address(app: App, settled: Opened) -> None:
    for _ in range(3 * PER_NAME):
        app.workspace.sessions.sign_in(OWNER, OWN, HERE)


def test_sessions_end_when_idle_and_in_the_end(app: App, settled: Opened, clock: HeldClock) -> None:
    sessions = app.workspace.sessions
    ends = clock.now + LIFETIME
    while clock.now + IDLE < ends:
        clock.go_on(IDLE - timedelta(minutes=1))
        assert sessions.find(settled.token) is not None
    clock.now = ends
    assert sessions.find(settled.token) is None

    idle = sessions.sign_in(OWNER, OWN, HERE)
    clock.go_on(IDLE)
    assert sessions.find(idle.token) is None


def test_signing_out_ends_the_session(app: App, settled: Opened) -> None:
    app.workspace.sessions.sign_out(settled.token)
    app.workspace.sessions.sign_out(settled.token)
    with pytest.raises(Denied):
        app.workspace.sessions.require(settled.token)


def test_reset_password_opens_a_locked_door(app: App, settled: Opened) -> None:
    for i in range(PER_NAME):
        with pytest.raises(Denied):
            app.workspace.sessions.sign_in(OWNER, "guess", f"10.0.0.{i}")
    members = app.workspace.members
    password = members.reset_password(members.find(OWNER).id, by=None).password
    assert app.workspace.sessions.find(settled.token) is None
    assert app.workspace.sessions.sign_in(OWNER, password, HERE).member.must_change_password
    with pytest.raises(NotFound, match="members are: owner"):
        app.workspace.members.find("somebody")


def test_the_audit_log_tells_what_happened(app: App, settled: Opened) -> None:
    actions = [entry.action for entry in app.workspace.audit.latest()]
    assert actions == ["member.password_changed", "session.opened", "member.created"]
