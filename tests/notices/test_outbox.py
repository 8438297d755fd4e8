"""The outbox: once under a key, tried again, never twice where nobody can say whether it arrived."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.notices.conftest import Office, opened
from tests.support.receiver import SECRET, Receiver
from tests.support.waiting import until

from yunying.adapters import Notice, Unsure
from yunying.app import notifying
from yunying.app.channeling import Channeling
from yunying.core import Conflict, Failed, NotFound, Refused, YunyingError
from yunying.store.ledger import Channel

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def receiver() -> Any:
    with Receiver().listening() as found:
        yield found


class Scripted:
    """A place that does what a list says, one thing after another; then it takes everything."""

    address = "scripted"

    def __init__(self, knows_ids: bool = False) -> None:
        self.knows_ids = knows_ids
        self.does: list[BaseException | YunyingError | None] = []
        self.got: list[Notice] = []

    def send(self, notice: Notice) -> YunyingError | None:
        next_one = self.does.pop(0) if self.does else None
        if isinstance(next_one, BaseException):
            raise next_one
        self.got.append(notice)
        return next_one


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    place = Scripted()
    monkeypatch.setattr(Channeling, "open", lambda _self, _channel: place)
    return place


def mailbox(office: Office, name: str = "ops") -> str:
    return office.add(
        "email", name, host="127.0.0.1", security="none", sender="y@example.com", recipients="ops@example.com"
    )


def down() -> Failed:
    return Failed("target_unreachable", "It is down.", host="x")


def test_a_webhook_gets_it_signed_once(office: Office, receiver: Receiver) -> None:
    channel = office.add("webhook", "程序", url=receiver.url, secret=SECRET)
    assert office.shown(channel)["status"] == "new"
    assert office.post(
        "a", channel, title="下单\n人数 下降", link="https://y.example.com/a", image_png=PNG
    ) == [channel]
    assert office.post("a", channel) == []
    assert (office.shown(channel)["waiting"], office.shown(channel)["waiting_since"]) == (1, office.clock())
    office.send()
    office.send()
    assert receiver.errors == []
    (body,) = receiver.bodies
    assert body["type"] == "notice.posted"
    assert body["data"] | {"id": ""} == {
        "id": "",
        "title": "下单 人数 下降",
        "text": "正文",
        "link": "https://y.example.com/a",
        "image_png": "iVBORw0KGgoAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
    }
    assert office.states(channel) == {"a": "sent"}
    shown = office.shown(channel)
    assert (shown["status"], shown["waiting"], shown["last_delivered_at"]) == ("fine", 0, office.clock())


def test_a_key_is_for_each_channel_and_project(office: Office, scripted: Scripted) -> None:
    one, two = mailbox(office, "one"), mailbox(office, "two")
    other = office.app.workspace.projects.create("other", "UTC")
    assert office.post("a", one) == [one]
    assert office.post("a", one, two, "chn_gone") == [two]
    message = notifying.Message("a", "t", "x")
    assert office.app.notifying.post(other, [one, two], message, by=None) == []
    office.send()
    assert len(scripted.got) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"key": ""}, "bad_key"),
        ({"title": " \n "}, "title_wanted"),
        ({"link": "javascript:alert(1)"}, "bad_link"),
        ({"link": "https://x\r\ny"}, "bad_link"),
        ({"image_png": b"GIF89a"}, "bad_image"),
        ({"image_png": PNG + b"\0" * 2 * 1024**2}, "bad_image"),
    ],
)
def test_what_cannot_be_told_is_refused(office: Office, wrong: dict[str, Any], code: str) -> None:
    channel = mailbox(office)
    with pytest.raises(Refused) as refused:
        office.post("k", channel, **wrong)
    assert refused.value.code == code
    assert office.states(channel) == {}


def test_a_channel_that_is_down_is_tried_again_and_shown_as_failing(
    office: Office, scripted: Scripted
) -> None:
    channel = mailbox(office)
    scripted.does = [down() for _ in range(4)]
    office.post("a", channel)
    office.post("b", channel)
    seen = []
    for minutes in (0, 1, 2, 5, 10):
        office.later(minutes=minutes)
        office.send()
        seen.append(office.shown(channel)["status"])
    # One pause holds for the whole channel: what else waits does not knock at its door meanwhile.
    assert seen == ["retrying", "retrying", "failing", "failing", "fine"]
    assert sorted(n.title for n in scripted.got) == ["标题 a", "标题 b"]
    assert office.states(channel) == {"a": "sent", "b": "sent"}
    shown = office.shown(channel)
    assert (shown["failures"], shown["failing_since"], shown["last_error"]) == (0, None, None)


def test_it_has_failed_after_hours(office: Office, scripted: Scripted) -> None:
    channel = mailbox(office)
    scripted.does = [down() for _ in range(20)]
    office.post("a", channel)
    office.send()
    tries = 1
    while office.states(channel)["a"] == "queued":
        before = len(scripted.does)
        office.later(minutes=1)
        office.send()
        tries += before - len(scripted.does)
    assert (tries, office.clock() - office.project.created_at) == (10, sum_of_pauses())
    shown = office.shown(channel)
    assert (shown["status"], shown["last_error"]["code"]) == ("failing", "target_unreachable")
    assert shown["failing_since"] == office.project.created_at


def sum_of_pauses() -> Any:
    return sum(notifying.PAUSES, start=notifying.PAUSES[0] * 0)


def test_one_message_that_is_never_taken_holds_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = mailbox(office)
    got = []

    class Picky(Scripted):
        def send(self, notice: Notice) -> None:
            if notice.title == "标题 poison":
                raise down()
            got.append(notice.title)

    monkeypatch.setattr(Channeling, "open", lambda _self, _channel: Picky())
    office.post("poison", channel)
    office.send()
    office.post("b", channel)
    office.later(minutes=1)
    office.send()
    assert got == ["标题 b"]


def test_what_is_refused_for_good_is_not_tried_again_by_itself(office: Office, scripted: Scripted) -> None:
    channel = mailbox(office)
    scripted.does = [Refused("target_refused", "No.", status=404)]
    office.post("a", channel)
    office.send()
    office.later(hours=3)
    office.send()
    assert (office.states(channel), scripted.got) == ({"a": "failed"}, [])
    assert office.shown(channel)["status"] == "failing"
    message = office.app.workspace.messages.of_channel(channel)[0]
    kept = office.app.workspace.channels.get(office.project.id, channel)
    office.app.workspace.messages.send_again(kept, message.id, by=None)
    office.send()
    assert (office.states(channel), len(scripted.got)) == ({"a": "sent"}, 1)
    with pytest.raises(Conflict):
        office.app.workspace.messages.send_again(kept, message.id, by=None)
    with pytest.raises(NotFound):
        office.app.workspace.messages.send_again(kept, "msg_none", by=None)


def test_come_again_later_is_heeded(office: Office, scripted: Scripted) -> None:
    channel = mailbox(office)
    scripted.does = [Failed("target_refused", "Busy.", status=429, retry_after=100)]
    office.post("a", channel)
    office.send()
    office.post("b", channel)
    office.send()  # nothing was queued when it was said
    assert [n.title for n in scripted.got] == ["标题 b"]
    office.later(seconds=99)
    office.send()
    assert office.states(channel)["a"] == "queued"
    office.later(seconds=1)
    office.send()
    assert office.states(channel)["a"] == "sent"


@pytest.mark.parametrize(
    "error", [Unsure("target_timeout", "No answer.", host="x"), ValueError("a fault of ours")]
)
def test_what_may_have_arrived_is_not_sent_again(
    office: Office, scripted: Scripted, error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    channel = mailbox(office)
    scripted.does = [error]
    office.post("a", channel)
    office.send()
    office.later(days=1)
    office.send()
    assert (office.states(channel), scripted.got) == ({"a": "unsure"}, [])
    assert office.shown(channel)["status"] == "unsure"
    office.post("b", channel)
    office.send()
    assert office.shown(channel)["status"] == "fine"


@pytest.mark.parametrize("kind", ["email", "webhook"])
def test_a_worker_that_dies_while_it_sends(tmp_path: Path, kind: str, receiver: Receiver) -> None:
    # Killed after the receiver had it, before that was written down.
    with opened(tmp_path) as office:
        hook = {"url": receiver.url, "secret": SECRET}
        channel = office.add("webhook", **hook) if kind == "webhook" else mailbox(office)
        office.post("a", channel)
        (message,) = office.app.notifying.due()
        claimed = office.app.workspace.messages.claim(message.id)
        assert claimed is not None
        assert office.app.workspace.messages.claim(message.id) is None
        if kind == "webhook":
            office.app.channeling.open(claimed[1]).send(Notice(message.id, message.title, message.text))
        office.send()
        assert office.states(channel) == {"a": "sending"}
        assert office.app.notifying.take_back() == 1
        if kind == "email":
            office.send()
            assert (office.states(channel), office.shown(channel)["status"]) == ({"a": "unsure"}, "unsure")
            return
        # The receiver knows ids: it gets it again under the same one, and does it once.
        office.send()
        assert office.states(channel) == {"a": "sent"}
        assert (len(receiver.bodies), receiver.errors) == (1, [])


@pytest.mark.parametrize("manner", ["cut", "lose", "refuse", "busy"])
def test_a_receiver_that_loses_answers_does_it_once(office: Office, receiver: Receiver, manner: Any) -> None:
    channel = office.add("webhook", url=receiver.url, secret=SECRET)
    office.post("a", channel)
    receiver.manner = manner
    office.send()
    assert office.states(channel) == {"a": "queued"}
    receiver.manner = "fine"
    office.later(minutes=2)
    office.send()
    assert (office.states(channel), len(receiver.bodies), receiver.errors) == ({"a": "sent"}, 1, [])


def test_a_pause_lets_wait_and_a_day_ends_it(office: Office, scripted: Scripted) -> None:
    channel = mailbox(office)
    channels = office.app.workspace.channels
    channels.pause(office.project.id, channel, True, by=None)
    office.post("a", channel)
    office.send()
    assert (office.states(channel), office.shown(channel)["status"]) == ({"a": "queued"}, "paused")
    office.later(hours=23)
    office.app.notifying.sweep()
    office.post("b", channel)
    office.later(hours=2)
    office.app.notifying.sweep()
    channels.pause(office.project.id, channel, False, by=None)
    office.send()
    assert office.states(channel) == {"a": "failed", "b": "sent"}
    office.later(days=91)
    office.app.notifying.sweep()
    assert office.states(channel) == {}


def test_a_slow_channel_holds_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = mailbox(office, "slow"), mailbox(office, "quick")
    go_on = threading.Event()
    got: list[str] = []

    class Place(Scripted):
        def __init__(self, channel: Channel) -> None:
            super().__init__()
            self.channel = channel

        def send(self, notice: Notice) -> None:
            if self.channel.id == slow:
                go_on.wait(30)
            got.append(self.channel.id)

    monkeypatch.setattr(Channeling, "open", lambda _self, channel: Place(channel))
    for key in "ab":
        office.post(key, slow, quick)
    sender = office.sender()

    def sent(how_many: int) -> bool:
        sender.run_once()
        return len(got) == how_many

    until(lambda: sent(2))
    assert got == [quick, quick]
    go_on.set()
    until(lambda: sent(4))
    until(lambda: office.states(slow) == {"a": "sent", "b": "sent"})


def test_removed_while_it_is_sent(office: Office, scripted: Scripted) -> None:
    channel = mailbox(office)
    office.post("a", channel)
    (message,) = office.app.notifying.due()
    office.app.channeling.remove(office.project, channel, by=None)
    office.app.notifying.deliver(message.id)
    assert scripted.got == []


def test_names_and_secrets(office: Office, tmp_path: Path, receiver: Receiver) -> None:
    channel = office.add("webhook", "Ops", url=receiver.url + "?token=hush", secret=SECRET)
    with pytest.raises(Refused) as refused:
        mailbox(office, " ops ")
    assert refused.value.code == "channel_exists"
    shown = office.shown(channel)
    assert shown["address"] == receiver.url + "?…"
    ledger = (tmp_path / "home" / "ledger.sqlite").read_bytes()
    assert SECRET.encode() not in ledger and b"hush" not in ledger
    assert "hush" not in str([e.details for e in office.app.workspace.audit.latest()])
    made = office.app.channeling.move(office.project, channel, {"url": receiver.url}, by=None)
    assert made.secret is not None and made.secret.startswith("whsec_")
    (tmp_path / "home" / "seal.key").write_bytes(b"k" * 64)
    office.post("a", channel)
    with opened(tmp_path.joinpath("other")):
        pass
    again = Channeling(office.app.settings, office.clock, office.app.workspace, office.app.channeling._uses)
    with pytest.raises(Failed) as failed:
        again.open(office.app.workspace.channels.get(office.project.id, channel))
    assert failed.value.code == "channel_secret_lost"


@pytest.mark.parametrize(
    ("kind", "place", "code"),
    [
        ("webhook", {"url": "https://crm.example.com/x"}, "host_not_allowed"),
        ("webhook", {"url": "http://10.0.0.5/x"}, "host_not_allowed"),
        ("webhook", {"url": "ftp://127.0.0.1/x"}, "bad_url"),
        ("webhook", {}, "field_wanted"),
        ("email", {"host": "smtp.example.com", "sender": "a@b.cn", "recipients": "a@b.cn"}, "host_not_allowed"),
        ("email", {"host": "127.0.0.1", "sender": "a@b.cn", "recipients": ""}, "recipients_wanted"),
        ("email", {"host": "127.0.0.1", "sender": "a@b.cn", "recipients": "x@y.cn, no"}, "bad_mail_address"),
        ("email", {"host": "127.0.0.1", "sender": "a@b.cn\r\nBcc: x@y.cn", "recipients": "x@y.cn"}, "field_wanted"),
        ("email", {"host": "127.0.0.1", "port": "0", "sender": "a@b.cn", "recipients": "x@y.cn"}, "bad_port"),
        ("email", {"host": "127.0.0.1", "sender": "a@b.cn", "recipients": "x@y.cn", "password": "密"}, "ascii_wanted"),
        ("pigeon", {}, "unknown_kind"),
    ],
)  # fmt: skip
def test_places_that_are_wrong(office: Office, kind: str, place: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        office.add(kind, **place)
    assert refused.value.code == code
    assert office.app.channeling.all(office.project) == []
