"""A program of one's own: JSON by POST, signed as Standard Webhooks has it. It knows ids."""

from __future__ import annotations

import base64

import orjson

from yunying.adapters.allowed import AllowList
from yunying.adapters.notices.port import Notice, Said, field
from yunying.adapters.signing import key_of
from yunying.adapters.webhook import secure_web_url, shown_web_url, signed_post
from yunying.core import Clock


class Hook:
    """Posts `notice.posted` to one URL."""

    knows_ids = True

    def __init__(self, said: Said, allowed: AllowList, clock: Clock) -> None:
        url = field(said, "url", "The URL of the webhook", most=2000)
        self._url = secure_web_url(url, allowed)
        self._secret = field(said, "secret", "The signing secret")
        key_of(self._secret)
        self._allowed = allowed
        self._clock = clock
        self.address = shown_web_url(url)

    def send(self, notice: Notice) -> None:
        """Post it."""
        image = notice.image_png
        data = {
            "id": notice.id,
            "title": notice.title,
            "text": notice.text,
            "link": notice.link,
            "image_png": None if image is None else base64.b64encode(image).decode(),
        }
        body = orjson.dumps({"type": "notice.posted", "data": data})
        signed_post(self._url, self._secret, notice.id, body, self._allowed, self._clock)
