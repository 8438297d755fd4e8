"""Channels by the API and the terminal: what may be said, what is shown, who may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.chat_services import Chats, chatting
from tests.support.clock import HeldClock
from tests.web.conftest import Browser
from tests.web.test_segments import code

from yunying.app import App, Message, open_app
from yunying.cli.main import run
from yunying.core import Settings
from yunying.workspace import Passwords, Project

KEY = "693a91f6-7c4e-4bc4-97a0-0ec2d5fa5aaa"
WECOM = {"kind": "wecom", "url": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"}


@pytest.fixture
def app(home: Path, clock: HeldClock, cheap_passwords: Passwords) -> Iterator[App]:
    """An app that may tell things to this machine."""
    settings = Settings(home=home, threads=2, notice_hosts=("private:127.0.0.1",))
    opened = open_app(settings, clock=clock, passwords=cheap_passwords)
    yield opened
    opened.close()


@pytest.fixture
def chats(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    with chatting(monkeypatch) as found:
        yield found


def test_from_a_channel_to_a_message(owner: Browser, project: Project, app: App, chats: Chats) -> None:
    channels = f"/api/projects/{project.id}/channels"
    made = owner.client.post(channels, json={"name": "运营群", "place": WECOM}).json()
    assert (made["secret"], made["channel"]["status"]) == (None, "new")
    assert KEY not in json.dumps(made)
    one = f"{channels}/{made['channel']['id']}"
    assert owner.client.post(f"{one}/test").json()["fine"] is True
    chats.will_answer(200, {"errcode": 93000, "errmsg": "invalid webhook url"})
    tried = owner.client.post(f"{one}/test").json()
    assert (tried["fine"], tried["unsure"], tried["code"]) == (False, False, "service_refused")
    assert tried["params"]["status"] == "93000"
    assert owner.client.get(channels).json()["channels"][0]["status"] == "failing"

    chats.will_answer(504)
    channel_id = made["channel"]["id"]
    app.notifying.post(project, [channel_id], Message("a", "预警", "下单下降"), by=None)
    shown = owner.client.get(channels).json()["channels"][0]
    assert (shown["waiting"], shown["waiting_since"] is not None) == (1, True)
    for message in app.notifying.due():
        app.notifying.deliver(message.id)
    (listed,) = owner.client.get(f"{one}/messages").json()["messages"]
    assert (listed["title"], listed["state"], listed["attempts"]) == ("预警", "unsure", 1)
    again = owner.client.post(f"{one}/messages/{listed['id']}/again").json()
    assert (again["state"], again["attempts"]) == ("queued", 0)
    assert code(owner.client.post(f"{one}/messages/{listed['id']}/again"))[:2] == (409, "message_not_ended")
    assert owner.client.get(f"{one}/messages", params={"before": listed["id"]}).json() == {"messages": []}

    changed = owner.client.patch(one, json={"name": "值班群", "paused": True}).json()
    assert (changed["name"], changed["status"]) == ("值班群", "paused")
    moved = owner.client.put(f"{one}/place", json={"place": WECOM}).json()
    assert (moved["channel"]["last_error"], moved["secret"]) == (None, None)
    hook = {"kind": "webhook", "url": "http://127.0.0.1:9/x"}
    assert code(owner.client.put(f"{one}/place", json={"place": hook}))[:2] == (422, "other_kind")
    assert owner.client.delete(one).status_code == 204
    assert code(owner.client.get(f"{one}/messages"))[:2] == (404, "unknown_channel")
    actions = {entry.action for entry in app.workspace.audit.latest()}
    assert {"channel.added", "channel.tested", "message.sent_again", "channel.removed"} <= actions
    assert KEY not in str([entry.details for entry in app.workspace.audit.latest()])


def test_a_secret_is_made_and_told_once(owner: Browser, project: Project) -> None:
    channels = f"/api/projects/{project.id}/channels"
    place: dict[str, Any] = {"kind": "webhook", "url": "http://127.0.0.1:9/x"}
    made = owner.client.post(channels, json={"name": "程序", "place": place}).json()
    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in owner.client.get(channels).text
    place = {"kind": "email", "host": "smtp.example.com", "sender": "a@b.cn", "recipients": "x@y.cn"}
    refused = owner.client.post(channels, json={"name": "邮件", "place": place})
    assert code(refused)[:2] == (422, "host_not_allowed")
    assert refused.json()["error"]["params"]["setting"] == "YUNYING_NOTICE_HOSTS"


def test_by_the_terminal(
    home: Path, app: App, project: Project, chats: Chats, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*line: str) -> str:
        assert run(["channel", *line, "--project", project.name, "--home", str(home)]) == 0
        return capsys.readouterr().out

    assert "no channels" in said("list")
    assert "…5aaa" in said("add", "群", "--kind", "wecom", "--set", f"url={WECOM['url']}")
    assert "acknowledged" in said("test", "群")
    assert json.loads(said("list", "--format", "json"))["channels"][0]["status"] == "fine"
    app.notifying.post(
        project, [app.workspace.channels.find(project.id, "群").id], Message("a", "T", "x"), by=None
    )
    assert "queued" in said("messages", "群", "--format", "csv")
    assert "is paused" in said("pause", "群") and "goes on" in said("pause", "群", "--resume")
    assert "Removed" in said("remove", "群")
    assert len(chats.got) == 1
