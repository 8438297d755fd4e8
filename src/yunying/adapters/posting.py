"""One POST request to a place that may be reached: to the address that was judged, past no proxy, after no redirect."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

import httpx2

from yunying import __version__
from yunying.adapters.allowed import AllowList
from yunying.core import Failed

PORTS = {"http": 80, "https": 443}
_TIMEOUT = httpx2.Timeout(20.0, connect=5.0)
_LONGEST = 30.0
"""Seconds after which an answer that trickles in is given up."""
_MOST = 64 * 1024
"""Bytes of an answer that are read."""


class Unsure(Failed):
    """Nobody can say whether it was taken: it was sent, wholly or in part, and not answered."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; `retry_after` in seconds, `body` as far as it came, cut where it is long."""

    status: int
    body: bytes
    retry_after: int | None
    redirects: bool

    @property
    def fine(self) -> bool:
        """Whether it has the status of a success."""
        return 200 <= self.status < 300


def post(url: SplitResult, body: bytes, headers: Mapping[str, str], allowed: AllowList) -> Answer:
    """Failed where it was surely not sent, Unsure where it may have been; Refused where it may not be sent there.

    No error says more of the URL than its host: path and query may hold a token.
    """
    host = url.hostname or ""
    port = url.port or PORTS[url.scheme]
    said = {"Host": url.netloc, "User-Agent": f"Yunying/{__version__}", **headers}
    addresses = allowed.addresses(host, port)
    for address in addresses:
        place = f"[{address}]" if ":" in address else address
        # The certificate is that of the name.
        there = url._replace(netloc=f"{place}:{port}", fragment="").geturl()
        try:
            return _post(there, body, said, host)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            if address != addresses[-1]:
                continue
            raise Failed(
                "target_unreachable",
                f"{host}:{port} cannot be reached; see whether the receiver runs.",
                host=f"{host}:{port}",
            ) from None
        except httpx2.TimeoutException:
            raise Unsure("target_timeout", f"{host} did not answer in time.", host=host) from None
        except httpx2.HTTPError as error:
            raise Unsure(
                "target_broke_off",
                f"The connection to {host} broke off ({type(error).__name__}).",
                host=host,
            ) from None
    raise AssertionError("a host has an address")


def _post(url: str, body: bytes, headers: Mapping[str, str], host: str) -> Answer:
    deadline = time.monotonic() + _LONGEST
    with (
        httpx2.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client,
        client.stream(
            "POST", url, content=body, headers=headers, extensions={"sni_hostname": host}
        ) as answer,
    ):
        read = bytearray()
        with contextlib.suppress(
            httpx2.HTTPError
        ):  # the status is known; whoever needs the rest looks for it
            for part in answer.iter_bytes():
                read += part
                if len(read) >= _MOST or time.monotonic() > deadline:
                    break
        after = answer.headers.get("Retry-After", "")
        return Answer(
            answer.status_code,
            bytes(read[:_MOST]),
            int(after) if after.isdecimal() else None,
            answer.has_redirect_location,
        )
