"""A target that takes POST requests with JSON, signed. Answered with 2xx it has taken them, with anything else not."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

import orjson

from yunying.adapters.allowed import AllowList
from yunying.adapters.port import Delivery
from yunying.adapters.posting import PORTS, post
from yunying.adapters.signing import key_of, sign
from yunying.core import Clock, Failed, Refused, new_id, plain_text, utc_now

LATER = frozenset((408, 409, 425, 429))
"""Statuses below 500 that may be others when it is tried again."""


def read_web_url(text: str) -> SplitResult:
    """A URL that could be that of a webhook."""
    try:
        url = urlsplit(text.strip())
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in PORTS or not url.hostname or port == 0 or not text.strip().isprintable():
        raise Refused(
            "bad_url", "The URL of a webhook begins with https:// (or http://) and names a host.", field="url"
        )
    if url.username is not None or url.password is not None:
        raise Refused(
            "bad_url",
            "Leave user and password out of the URL; the receiver knows us by the signature.",
            field="url",
        )
    return url


def secure_web_url(text: str, allowed: AllowList) -> SplitResult:
    """A URL of a webhook that may be reached: only through https:// beyond the private network."""
    url = read_web_url(text)
    if not allowed.check(url.hostname or "", url.port or PORTS[url.scheme]) and url.scheme != "https":
        raise Refused(
            "https_wanted",
            "What is yours leaves only through https://; hosts of a private network are excepted where they are "
            "listed as private.",
            field="url",
        )
    return url


def shown_web_url(text: str) -> str:
    """A URL for people to read: a query may hold a token."""
    url = read_web_url(text)
    return url._replace(query="…" if url.query else "", fragment="").geturl()


def body_of(delivery: Delivery) -> bytes:
    """What is posted."""
    return _json(
        "segment.changed",
        {
            "push": delivery.push,
            "segment": {"id": delivery.segment, "name": delivery.segment_name},
            "mode": delivery.mode,
            "sequence": delivery.sequence,
            "entered": [
                {"person_id": m.person_id, "distinct_id": m.distinct_id, "properties": m.properties}
                for m in delivery.entered
            ],
            "left": list(delivery.left),
            "complete": delivery.complete,
        },
    )


class Webhook:
    """Posts to one URL."""

    def __init__(self, url: str, secret: str, allowed: AllowList, *, clock: Clock = utc_now) -> None:
        self._url = secure_web_url(url, allowed)
        self._secret = secret
        self._allowed = allowed
        self._clock = clock
        key_of(secret)

    def send(self, delivery: Delivery) -> None:
        """Post it; Failed or Refused where it was not taken."""
        self._post(delivery.id, body_of(delivery))

    def test(self) -> str:
        """Post a message that names nobody."""
        status = self._post(new_id("tst"), _json("target.test", {}))
        return f"The receiver answered {status}."

    def _post(self, message_id: str, body: bytes) -> int:
        return signed_post(self._url, self._secret, message_id, body, self._allowed, self._clock)


def signed_post(
    url: SplitResult, secret: str, message_id: str, body: bytes, allowed: AllowList, clock: Clock
) -> int:
    """Post a body signed as Standard Webhooks has it; the status of whoever took it."""
    said = int(clock().timestamp())
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": message_id,
        "webhook-id": message_id,
        "webhook-timestamp": str(said),
        "webhook-signature": sign(secret, message_id, said, body),
    }
    # What it says besides its status is nobody's business here.
    answer = post(url, body, headers, allowed)
    if answer.fine:
        return answer.status
    if answer.redirects:
        raise Refused(
            "target_redirects",
            f"The receiver sends us on to another address ({answer.status}), which is not followed; give the final "
            "URL.",
            field="url",
            status=answer.status,
        )
    more: dict[str, Any] = {} if answer.retry_after is None else {"retry_after": answer.retry_after}
    kind = Refused if 400 <= answer.status < 500 and answer.status not in LATER else Failed
    raise kind(
        "target_refused",
        f"The receiver did not take it: it answered {answer.status}.",
        status=answer.status,
        **more,
    )


def _json(kind: str, data: dict[str, Any]) -> bytes:
    return orjson.dumps({"type": kind, "data": data}, default=plain_text)
