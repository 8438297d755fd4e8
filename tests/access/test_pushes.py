"""What leaves for a target is masked, unless whoever set it up may see it, said why, and still may."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.access.conftest import COLUMNS, PEOPLE, shown
from tests.support.clock import HeldClock
from tests.support.receiver import SECRET, Receiver
from tests.web.conftest import Browser

from yunying.app import App, Pusher, open_app
from yunying.core import Settings
from yunying.workspace import Passwords, Role

SignIn = Callable[[Role], Browser]


@pytest.fixture
def app(home: Path, clock: HeldClock, cheap_passwords: Passwords) -> Iterator[App]:
    """An app that may push to this machine."""
    settings = Settings(home=home, threads=2, push_hosts=("private:127.0.0.1",))
    opened = open_app(settings, clock=clock, passwords=cheap_passwords)
    yield opened
    opened.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().listening() as found:
        yield found


def prepared(owner: Browser, shop: str, receiver: Receiver) -> dict[str, Any]:
    """A push of everybody with everything."""
    body = {"name": "crm", "kind": "webhook", "url": receiver.url, "secret": SECRET}
    target = owner.client.post(f"{shop}/targets", json=body).json()["target"]["id"]
    question = {"kind": "people", "range": {"from": "2026-03-01", "to": "2026-03-03"}}
    segment = owner.client.post(f"{shop}/segments", json={"name": "all", "question": question}).json()["id"]
    push = {"target": target, "mode": "in_step", "properties": COLUMNS}
    return {"place": f"{shop}/segments/{segment}/pushes", "push": push}


def sent(app: App, receiver: Receiver) -> str:
    receiver.bodies.clear()
    Pusher(app.workspace, app.pushing).run_once()
    assert receiver.errors == [] and receiver.bodies
    return json.dumps(receiver.bodies, ensure_ascii=False)


def test_values_leave_masked_unless_somebody_who_may_says_why(
    shop: str, app: App, owner: Browser, sign_in: SignIn, receiver: Receiver
) -> None:
    said = prepared(owner, shop, receiver)
    operator = sign_in("operator")
    preview = operator.client.post(f"{said['place']}/preview", json={"properties": COLUMNS})
    assert shown(preview.text) == [] and preview.json()["sensitive"] == COLUMNS
    assert operator.client.post(said["place"], json=said["push"]).status_code == 200
    body = sent(app, receiver)
    assert shown(body) == [] and "138****5678" in body

    # The owner sees everything, and yet it leaves masked as long as nobody says otherwise.
    owner.client.post(said["place"], json=said["push"])
    assert shown(sent(app, receiver)) == []

    wanted = said["push"] | {"unmasked": True, "reason": "送货上门"}
    assert operator.client.post(said["place"], json=wanted).status_code == 200
    assert PEOPLE[0][1] in sent(app, receiver)
    entry = app.workspace.audit.page(action="push.set_up").entries[0]
    assert (entry.details["unmasked"], entry.details["reason"]) == (True, "送货上门")
    latest = app.workspace.audit.page(action="push.sent").entries[0]
    assert latest.details["masked"] is False

    # Whoever may no longer see it does not send it either.
    member = next(m for m in app.workspace.members.all() if m.name == "a operator")
    app.workspace.members.change_role(member.id, "viewer", by=None)
    app.pushing.request(app.workspace.projects.get(shop.rsplit("/", 1)[1]), latest_push(app, shop), by=None)
    assert shown(sent(app, receiver)) == []


def latest_push(app: App, shop: str) -> str:
    return app.workspace.pushes.all(shop.rsplit("/", 1)[1])[-1].id


@pytest.mark.parametrize("role", ["analyst", "viewer"])
def test_who_may_not_push_cannot(
    shop: str, owner: Browser, sign_in: SignIn, receiver: Receiver, role: Role
) -> None:
    said = prepared(owner, shop, receiver)
    browser = sign_in(role)
    tries = [
        browser.client.post(said["place"], json=said["push"]),
        browser.client.post(f"{said['place']}/preview", json={}),
        browser.client.get(f"{shop}/targets"),
        browser.client.post(f"{shop}/targets", json={"name": "x", "kind": "webhook", "url": receiver.url}),
    ]
    assert [answer.status_code for answer in tries] == [403] * 4
    assert browser.client.get(said["place"]).json() == {"pushes": []}
    operator = sign_in("operator")
    assert (
        operator.client.post(f"{shop}/targets", json={"name": "x", "kind": "webhook", "url": "x"}).status_code
        == 403
    )
