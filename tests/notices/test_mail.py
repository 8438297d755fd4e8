"""E-mail, received by a mail server that runs here."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from tests.notices.conftest import Office, opened
from tests.support.certificates import certified

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000


class Post:
    """Keeps what it is handed; what it answers can be said step by step."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], bytes]] = []
        self.rcpt: dict[str, str] = {}
        self.data = "250 OK"
        self.cut = ""
        self.port = 0

    async def handle_RCPT(  # noqa: N802 (aiosmtpd calls it so)
        self, _s: SMTP, _n: Session, mail: Envelope, to: str, _o: list[str]
    ) -> str:
        if (answer := self.rcpt.get(to)) is not None:
            return answer
        mail.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, mail: Envelope
    ) -> str:
        if self.data.startswith("250"):
            assert isinstance(mail.content, bytes)
            self.got.append((mail.rcpt_tos, mail.content))
        if self.cut:
            assert server.transport is not None
            server.transport.close()
        return self.data

    def mail(self) -> EmailMessage:
        (found,) = self.got
        mail = message_from_bytes(found[1], policy=default)
        assert isinstance(mail, EmailMessage)
        return mail


def signed_in(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Any) -> AuthResult:
    fine = isinstance(said, LoginPassword) and (said.login, said.password) == (b"bot", b"p@ss word")
    return AuthResult(success=fine, handled=False)


@contextmanager
def listening(**options: Any) -> Iterator[Post]:
    post = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        post.port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=post.port, **options)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


@pytest.fixture
def post() -> Iterator[Post]:
    with listening() as found:
        yield found


def mailbox(office: Office, post: Post, **more: str) -> str:
    place = {"host": "127.0.0.1", "port": str(post.port), "security": "none", "sender": "yunying@example.com"}
    return office.add("email", **(place | {"recipients": "ops@example.com; boss@example.cn"} | more))


def parts(mail: EmailMessage) -> dict[str, Any]:
    found = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    return {
        kind: what.replace("\r\n", "\n") if isinstance(what, str) else what for kind, what in found.items()
    }


def test_text_html_and_picture_in_chinese(office: Office, post: Post) -> None:
    channel = mailbox(office, post)
    text = "下单人数 1,204，<b>比昨天</b>少 31%\n.一行以点开头"
    office.post(
        "a", channel, title="下单人数 & 预警", text=text, link="https://y.example.com/?a=1&b=2", image_png=PNG
    )
    office.send()
    assert office.states(channel) == {"a": "sent"}
    to, raw = post.got[0]
    assert to == ["ops@example.com", "boss@example.cn"]
    assert raw.isascii(), "no server need know 8BITMIME or SMTPUTF8"
    mail = post.mail()
    assert mail["Subject"] == "下单人数 & 预警"
    assert (mail["From"], mail["To"]) == ("yunying@example.com", "ops@example.com, boss@example.cn")
    message = office.app.workspace.messages.of_channel(channel)[0]
    assert mail["Message-ID"] == f"<{message.id}@example.com>"
    assert mail["Date"].datetime == office.clock()
    found = parts(mail)
    assert found["text/plain"] == f"{text}\n\nhttps://y.example.com/?a=1&b=2\n"
    html = found["text/html"]
    assert "<h2>下单人数 &amp; 预警</h2>" in html
    assert "&lt;b&gt;比昨天&lt;/b&gt;少 31%<br>\n.一行" in html
    assert 'href="https://y.example.com/?a=1&amp;b=2"' in html and 'src="cid:picture"' in html
    assert found["image/png"] == PNG
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<picture>", "inline")


def test_a_title_makes_no_header(office: Office, post: Post) -> None:
    channel = mailbox(office, post)
    office.post("a", channel, title="hello\r\nBcc: thief@example.com\r\n\r\nbody")
    office.send()
    assert post.got[0][0] == ["ops@example.com", "boss@example.cn"]
    assert post.mail()["Bcc"] is None
    assert post.mail()["Subject"] == "hello Bcc: thief@example.com body"


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH:UserWarning"
)  # over TLS it is, which aiosmtpd does not see
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_and_signing_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    known = certified(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(known.file))
    signing_in = {"authenticator": signed_in, "auth_required": True}
    options = (
        {"ssl_context": known.server, "auth_require_tls": False}
        if security == "tls"
        else {"tls_context": known.server, "require_starttls": True}
    )
    with listening(**options, **signing_in) as post, opened(tmp_path, "private:localhost") as office:
        place = {"host": "localhost", "security": security, "user": "bot", "password": "p@ss word"}
        channel = mailbox(office, post, **place)
        office.post("a", channel)
        office.send()
        assert office.states(channel) == {"a": "sent"}
        assert len(post.got) == 1
        wrong = mailbox(office, post, **place | {"password": "wrong"}, name="wrong")
        office.post("a", wrong)
        office.send()
        assert office.states(wrong) == {"a": "failed"}
        assert office.shown(wrong)["last_error"]["code"] == "mail_login_refused"
        assert "wrong" not in office.shown(wrong)["last_error"]["message"]
    assert len(post.got) == 1


def test_a_certificate_of_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = certified(tmp_path, "mail.example.com")
    monkeypatch.setenv("SSL_CERT_FILE", str(known.file))
    with listening(tls_context=known.server) as post, opened(tmp_path, "private:localhost") as office:
        channel = mailbox(office, post, host="localhost", security="starttls")
        office.post("a", channel)
        office.send()
        assert office.shown(channel)["last_error"]["code"] == "certificate_wrong"
    assert post.got == []


def test_a_server_without_starttls_gets_nothing(office: Office, post: Post) -> None:
    channel = mailbox(office, post, security="starttls")
    office.post("a", channel)
    office.send()
    assert office.shown(channel)["last_error"]["code"] == "mail_not_supported"
    assert post.got == []


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        ("451 try later", "queued", "target_refused"),
        ("552 too large", "failed", "target_refused"),
    ],
)
def test_what_the_server_answers(office: Office, post: Post, answer: str, state: str, code: str) -> None:
    channel = mailbox(office, post)
    post.data = answer
    office.post("a", channel)
    office.send()
    assert office.states(channel) == {"a": state}
    assert office.shown(channel)["last_error"]["code"] == code
    assert office.shown(channel)["last_error"]["params"] == {"status": int(answer[:3])}


def test_a_connection_lost_after_the_message_was_handed_over(office: Office, post: Post) -> None:
    channel = mailbox(office, post)
    post.cut = "after"
    office.post("a", channel)
    office.send()
    office.later(hours=1)
    office.send()
    assert (office.states(channel), len(post.got)) == ({"a": "unsure"}, 1)


def test_a_server_that_is_down_is_tried_again(office: Office) -> None:
    with listening() as post:
        channel = mailbox(office, post)
    office.post("a", channel)
    office.send()
    assert office.states(channel) == {"a": "queued"}
    assert office.shown(channel)["last_error"]["code"] == "target_unreachable"


def test_one_of_the_recipients_is_unknown(office: Office, post: Post) -> None:
    channel = mailbox(office, post)
    post.rcpt["ops@example.com"] = "550 no such user"
    office.post("a", channel)
    office.send()
    assert [to for to, _ in post.got] == [["boss@example.cn"]]
    shown = office.shown(channel)
    assert (shown["status"], shown["last_error"]["code"]) == ("fine", "recipients_refused")
    post.rcpt["boss@example.cn"] = "550 no such user"
    office.post("b", channel)
    office.send()
    assert office.states(channel)["b"] == "failed"
    assert len(post.got) == 1
