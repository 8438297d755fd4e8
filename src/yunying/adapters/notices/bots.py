"""Slack (an incoming webhook) and Telegram (a bot and a chat)."""

from __future__ import annotations

import json
import re
import secrets
from html import escape
from typing import Any

from yunying.adapters.allowed import AllowList
from yunying.adapters.notices.port import Notice, Said, cut, field
from yunying.adapters.notices.service import Service, tail
from yunying.adapters.posting import Answer
from yunying.core import Clock, Refused, YunyingError

_SLACK = re.compile(
    r"https://hooks\.slack\.com(/services/[A-Z0-9]{5,40}/[A-Z0-9]{5,40}/([A-Za-z0-9]{8,100}))"
)
_TOKEN = re.compile(r"(\d{5,20}):[A-Za-z0-9_-]{20,100}")
_CHAT = re.compile(r"-?\d{1,20}|@[A-Za-z0-9_]{4,64}")
_LONGEST_TEXT, _LONGEST_CAPTION = 4096, 1024


class Slack:
    """One channel of Slack: mrkdwn; a webhook takes no pictures."""

    knows_ids = False

    def __init__(self, said: Said, _allowed: AllowList, _clock: Clock) -> None:
        found = _SLACK.fullmatch(field(said, "url", "The address of the webhook"))
        if found is None:
            like = "https://hooks.slack.com/services/T…/B…/…"
            raise Refused(
                "robot_url_wanted", f"Paste the address as the group shows it: {like}", field="url", like=like
            )
        self._path, key = found.groups()
        self._service = Service("hooks.slack.com", [key])
        self.address = f"{self._service.host} {tail(key)}"

    def send(self, notice: Notice) -> None:
        """Post it."""
        end = "" if notice.link is None else f"\n<{_mrkdwn(notice.link).replace('|', '%7C')}>"
        text = f"*{_mrkdwn(notice.title)}*\n{_mrkdwn(cut(notice.text, 7_000))}{end}"
        answer = self._service.post_json(self._path, {"text": text, "unfurl_links": False})
        words = answer.body.decode(errors="replace").strip()
        if not answer.fine:
            raise self._service.by_status(answer, words)
        if words != "ok":
            raise self._service.unclear()


class Telegram:
    """A chat that a bot of Telegram writes to: HTML, with the picture."""

    knows_ids = False

    def __init__(self, said: Said, _allowed: AllowList, _clock: Clock) -> None:
        token = field(said, "token", "The token of the bot")
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise Refused(
                "bot_token_wanted", "The token of a bot is a number, a colon and letters, as BotFather says it.",
                field="token",
            )  # fmt: skip
        self._chat = field(said, "chat", "The id of the chat")
        if not _CHAT.fullmatch(self._chat):
            raise Refused(
                "chat_id_wanted", "A chat is a number such as -1001234567890, or @name.", field="chat"
            )
        self._service = Service("api.telegram.org", [token])
        self._path = f"/bot{token}"
        self.address = f"{self._service.host} {self._chat} (bot {found[1]})"

    def send(self, notice: Notice) -> YunyingError | None:
        """Post it; what became of a picture that did not fit on the same message is returned."""
        end = "" if notice.link is None else f'\n<a href="{escape(notice.link)}">{escape(notice.link)}</a>'
        shown = _units(notice.title) + _units(notice.text) + _units(notice.link or "") + 2
        text = f"<b>{escape(notice.title)}</b>\n{escape(notice.text)}{end}"
        image = notice.image_png
        if image is not None and shown <= _LONGEST_CAPTION:
            self._photo(image, {"caption": text, "parse_mode": "HTML"})
            return None
        if shown > _LONGEST_TEXT:
            left = _LONGEST_TEXT - (shown - _units(notice.text)) - 1
            kept = notice.text.encode("utf-16-le")[: 2 * left].decode("utf-16-le", "ignore") + "…"
            text = f"<b>{escape(notice.title)}</b>\n{escape(kept)}{end}"
        body: dict[str, Any] = {"chat_id": self._chat, "text": text, "parse_mode": "HTML"}
        body |= {"link_preview_options": {"is_disabled": True}}
        self._read(self._service.post_json(f"{self._path}/sendMessage", body))
        if image is None:
            return None
        try:
            self._photo(image, {})
        except YunyingError as error:  # the words have arrived: sending all of it again would tell them twice
            return error
        return None

    def _photo(self, image: bytes, more: dict[str, str]) -> None:
        body, kind = _form({"chat_id": self._chat, **more}, image)
        self._read(self._service.post(f"{self._path}/sendPhoto", body, kind))

    def _read(self, answer: Answer) -> None:
        try:
            found: Any = json.loads(answer.body)
        except ValueError:
            found = None
        said: dict[str, Any] = found if isinstance(found, dict) else {}
        if not answer.fine:
            after = (said.get("parameters") or {}).get("retry_after")
            raise self._service.by_status(answer, said.get("description", ""), after)
        if said.get("ok") is not True:
            raise self._service.unclear()


def _form(fields: dict[str, str], image: bytes) -> tuple[bytes, str]:
    """Fields and a picture as multipart/form-data, and its content type."""
    line = secrets.token_hex(16)
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in fields.items()
    ]
    head = 'Content-Disposition: form-data; name="photo"; filename="picture.png"\r\nContent-Type: image/png'
    parts.append(f"--{line}\r\n{head}\r\n\r\n".encode() + image + f"\r\n--{line}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={line}"


def _mrkdwn(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
