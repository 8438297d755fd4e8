"""E-mail through a mail server of one's own: text and HTML, with the picture in it.

Each step of SMTP is taken by itself, because what a lost connection means depends on the step: before the message is
handed over nothing was sent, after it nobody can say.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from html import escape
from typing import Any

from yunying.adapters.allowed import AllowList
from yunying.adapters.notices.port import Notice, Said, field
from yunying.adapters.posting import Unsure
from yunying.core import Clock, Failed, Refused, YunyingError

_CONNECT, _TALK = 5.0, 20.0
"""Seconds until it is given up."""
_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_MOST_RECIPIENTS = 50
_LATER = range(400, 500)
"""Answers of SMTP that may be others when it is tried again."""


class Mail:
    """Sends through one server to a few people."""

    knows_ids = False

    def __init__(self, said: Said, allowed: AllowList, clock: Clock) -> None:
        self._host = field(said, "host", "The name of the mail server")
        self._security = said.get("security") or "tls"
        if self._security not in _PORTS:
            raise Refused("unknown_security", f"Security is one of {', '.join(_PORTS)}.", field="security")
        self._port = _port(said.get("port") or str(_PORTS[self._security]))
        self._user, self._password = said.get("user", "").strip(), said.get("password", "")
        for name, text in (("user", self._user), ("password", self._password)):
            if not text.isascii() or (text and not text.isprintable()):
                raise Refused(
                    "ascii_wanted",
                    "Mail servers are signed in to with Latin letters, digits and signs.",
                    field=name,
                )
        self._sender = _address(field(said, "sender", "The address that it comes from"), "sender")
        self._to = _addresses(said.get("recipients", ""))
        if not 1 <= len(self._to) <= _MOST_RECIPIENTS:
            raise Refused(
                "recipients_wanted",
                f"Say one to {_MOST_RECIPIENTS} addresses that it goes to.",
                field="recipients",
                most=_MOST_RECIPIENTS,
            )
        self._allowed = allowed
        self._clock = clock
        if not allowed.check(self._host, self._port) and self._security == "none":
            raise Refused(
                "tls_wanted",
                "Mail leaves only through TLS or STARTTLS; hosts of a private network are excepted where they are "
                "listed as private.",
                field="security",
            )
        self.address = f"{', '.join(a.addr_spec for a in self._to)} ({self._host})"

    def send(self, notice: Notice) -> YunyingError | None:
        """Hand it over to the server; tells whom the server would not take it for."""
        body = self._message(notice).as_bytes(policy=LINES)
        with self._connected() as server:
            with self._asking("not sent"):
                _told(server.mail(self._sender.addr_spec))
                answers = {to.addr_spec: server.rcpt(to.addr_spec) for to in self._to}
                refused = {to: answer for to, answer in answers.items() if answer[0] not in (250, 251)}
                if len(refused) == len(answers):
                    _told(next(iter(refused.values())))
                _told(server.docmd("DATA"), 354)
            with self._asking("perhaps sent"):
                server.send(_stuffed(body))
                answer = server.getreply()
            _told(answer)
        if not refused:
            return None
        return Refused(
            "recipients_refused",
            f"The mail server does not take mail for {', '.join(refused)}.",
            field="recipients",
            recipients=", ".join(refused),
        )

    def _message(self, notice: Notice) -> EmailMessage:
        message = EmailMessage(policy=LINES)
        # Header fields refuse line breaks, and a title is one line anyway.
        message["Subject"] = " ".join(notice.title.split())
        message["From"] = self._sender
        message["To"] = self._to
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{notice.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        text = notice.text if notice.link is None else f"{notice.text}\n\n{notice.link}"
        message.set_content(text, cte="base64")
        message.add_alternative(_html(notice), subtype="html", cte="base64")
        if notice.image_png is not None:
            whole = message.get_payload()
            html: Any = whole[1]  # type: ignore[index]
            html.add_related(
                notice.image_png,
                "image",
                "png",
                cid="<picture>",
                filename="picture.png",
                disposition="inline",
            )
        return message

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server: smtplib.SMTP | None = None
        try:
            with self._asking("not sent"):
                server = self._connect()
                if self._security == "starttls":
                    _told(server.starttls(context=ssl.create_default_context()), 220)
                server.ehlo_or_helo_if_needed()
                if self._user:
                    server.login(self._user, self._password)
            yield server
        finally:
            if server is not None:
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()
                server.close()

    def _connect(self) -> smtplib.SMTP:
        addresses = self._allowed.addresses(self._host, self._port)
        for address in addresses:
            try:
                if self._security == "tls":
                    return _Tls(address, self._host, self._port)
                return _Plain(address, self._host, self._port)
            except OSError:
                if address == addresses[-1]:
                    raise
        raise AssertionError("a host has an address")

    @contextmanager
    def _asking(self, state: str) -> Iterator[None]:
        """What goes wrong here, in words; nothing of what was said is repeated."""
        unsure = state == "perhaps sent"
        where = f"{self._host}:{self._port}"
        try:
            yield
        except smtplib.SMTPAuthenticationError as error:
            raise Refused(
                "mail_login_refused",
                f"The mail server does not take this user and password (it answered {error.smtp_code}).",
                field="password",
                status=error.smtp_code,
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise Refused(
                "mail_not_supported",
                "The mail server does not offer what is wanted (STARTTLS, or signing in); see its settings.",
                field="security",
            ) from None
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code) from None
        except ssl.SSLCertVerificationError:
            raise Refused(
                "certificate_wrong",
                f"The certificate of {where} is not one of that name, or not one that this machine trusts.",
                field="host",
                host=where,
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            if unsure:
                raise Unsure(
                    "target_broke_off",
                    f"The connection to {where} broke off ({type(error).__name__}).",
                    host=where,
                ) from None
            raise Failed(
                "target_unreachable", f"{where} cannot be reached; see whether it runs.", host=where
            ) from None


class _Plain(smtplib.SMTP):
    """A connection to the address that was judged, of a server known by its name."""

    def __init__(self, address: str, host: str, port: int) -> None:
        self._place = address, port
        super().__init__(host, port, timeout=_TALK)

    def _get_socket(self, _host: str, _port: int, timeout: float) -> socket.socket:
        return _reached(self._place, timeout)


class _Tls(smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""

    def __init__(self, address: str, host: str, port: int) -> None:
        self._place = address, port
        super().__init__(host, port, timeout=_TALK, context=ssl.create_default_context())

    def _get_socket(self, host: str, _port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(_reached(self._place, timeout), server_hostname=host)


def _reached(place: tuple[str, int], timeout: float) -> socket.socket:
    found = socket.create_connection(place, _CONNECT)
    found.settimeout(timeout)
    return found


def _told(answer: tuple[int, bytes], *fine: int) -> None:
    if answer[0] not in (fine or (250, 251)):
        raise _refusal(answer[0])


def _refusal(status: int) -> YunyingError:
    kind = Failed if status in _LATER else Refused
    return kind("target_refused", f"The receiver did not take it: it answered {status}.", status=status)


def _stuffed(body: bytes) -> bytes:
    """A message as DATA has it: lines that begin with a dot get another one, and a dot alone ends it."""
    lines = body.replace(b"\r\n.", b"\r\n..")
    first = b"." + lines if lines.startswith(b".") else lines
    return first + (b".\r\n" if first.endswith(b"\r\n") else b"\r\n.\r\n")


def _html(notice: Notice) -> str:
    lines = "<br>\n".join(escape(line) for line in notice.text.split("\n"))
    link = (
        "" if notice.link is None else f'<p><a href="{escape(notice.link)}">{escape(notice.link)}</a></p>\n'
    )
    picture = (
        "" if notice.image_png is None else '<p><img src="cid:picture" alt="" style="max-width:100%"></p>\n'
    )
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n'
        f"<h2>{escape(notice.title)}</h2>\n<p>{lines}</p>\n{picture}{link}</body></html>\n"
    )


def _addresses(text: str) -> list[Address]:
    """Addresses between commas, semicolons or line breaks, each once."""
    said = [one.strip() for one in text.replace(";", ",").replace("\n", ",").split(",")]
    found = [_address(one, "recipients") for one in said if one]
    return list({one.addr_spec: one for one in found}.values())


def _address(text: str, name: str) -> Address:
    try:
        found = Address(addr_spec=text)
        fine = text.isascii() and text.isprintable() and bool(found.username) and "." in found.domain
    except (ValueError, IndexError, HeaderParseError):
        fine = False
    if not fine:
        raise Refused(
            "bad_mail_address", f"{text!r} is not an address such as ops@example.com.", field=name, value=text
        )
    return found


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refused("bad_port", "A port is a number from 1 to 65535.", field="port", value=text)
    return int(text)
