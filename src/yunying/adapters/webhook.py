"""A target that takes POST requests with JSON, signed. Answered with 2xx it has taken them, with anything else not."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx2
import orjson

from yunying import __version__
from yunying.adapters.allowed import AllowList
from yunying.adapters.port import Delivery
from yunying.adapters.signing import key_of, sign
from yunying.core import Clock, Failed, Refused, new_id, plain_text, utc_now

_TIMEOUT = httpx2.Timeout(20.0, connect=5.0)
_PORTS = {"http": 80, "https": 443}
_LATER = frozenset((408, 409, 425, 429))
"""Statuses below 500 that may be others when it is tried again."""


def read_web_url(text: str) -> SplitResult:
    """A URL that could be that of a webhook."""
    try:
        url = urlsplit(text.strip())
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in _PORTS or not url.hostname or port == 0 or not text.strip().isprintable():
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
        self._url = read_web_url(url)
        self._port = self._url.port or _PORTS[self._url.scheme]
        self._secret = secret
        self._allowed = allowed
        self._clock = clock
        key_of(secret)
        if not allowed.check(self._host, self._port) and self._url.scheme != "https":
            raise Refused(
                "https_wanted",
                "People's data leave only through https://; hosts of a private network are excepted where they "
                "are listed as private.",
                field="url",
            )

    def send(self, delivery: Delivery) -> None:
        """Post it; Failed or Refused where it was not taken."""
        self._post(delivery.id, body_of(delivery))

    def test(self) -> str:
        """Post a message that names nobody."""
        status = self._post(new_id("tst"), _json("target.test", {}))
        return f"The receiver answered {status}."

    @property
    def _host(self) -> str:
        return self._url.hostname or ""

    def _post(self, message_id: str, body: bytes) -> int:
        said = int(self._clock().timestamp())
        headers = {
            "Host": self._url.netloc,
            "Content-Type": "application/json",
            "User-Agent": f"Yunying/{__version__}",
            "Idempotency-Key": message_id,
            "webhook-id": message_id,
            "webhook-timestamp": str(said),
            "webhook-signature": sign(self._secret, message_id, said, body),
        }
        addresses = self._allowed.addresses(self._host, self._port)
        for address in addresses:
            try:
                return self._answered(address, headers, body)
            except httpx2.ConnectError:
                if address != addresses[-1]:
                    continue
                raise Failed(
                    "target_unreachable",
                    f"{self._host}:{self._port} cannot be reached; see whether the receiver runs.",
                    host=f"{self._host}:{self._port}",
                ) from None
            except httpx2.TimeoutException:
                raise Failed(
                    "target_timeout", f"{self._host} did not answer in time.", host=self._host
                ) from None
            except httpx2.HTTPError as error:
                raise Failed(
                    "target_broke_off",
                    f"The connection to {self._host} broke off ({type(error).__name__}).",
                    host=self._host,
                ) from None
        raise AssertionError("a host has an address")

    def _answered(self, address: str, headers: dict[str, str], body: bytes) -> int:
        place = f"[{address}]" if ":" in address else address
        # To the address that was judged; the certificate is that of the name.
        url = self._url._replace(netloc=f"{place}:{self._port}", fragment="").geturl()
        with (
            httpx2.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST", url, content=body, headers=headers, extensions={"sni_hostname": self._host}
            ) as answer,
        ):
            # What it says besides is not read: it is nobody's business here.
            status = answer.status_code
            after = answer.headers.get("Retry-After", "")
        if answer.is_success:
            return status
        if answer.has_redirect_location:
            raise Refused(
                "target_redirects",
                f"The receiver sends us on to another address ({status}), which is not followed; give the final URL.",
                field="url",
                status=status,
            )
        more: dict[str, Any] = {"retry_after": int(after)} if after.isdecimal() else {}
        kind = Refused if 400 <= status < 500 and status not in _LATER else Failed
        raise kind(
            "target_refused", f"The receiver did not take it: it answered {status}.", status=status, **more
        )


def _json(kind: str, data: dict[str, Any]) -> bytes:
    return orjson.dumps({"type": kind, "data": data}, default=plain_text)
