"""The port every protocol implements: from a request to its write key, its size and its records.

A protocol is one module with one `PROTOCOL`. Its functions are pure: the collector asks for the key and the count
before anything is kept, the processor decodes the same bytes later, possibly years later.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import brotli
import orjson
import zstandard

from yunying.collect.records import Decoded
from yunying.core import Refused

MAX_BODY = 5 * 1024**2
"""Bytes of a body as sent."""
MAX_UNPACKED = 20 * 1024**2
"""Bytes of a body once unpacked."""
MAX_EVENTS = 1_000
"""Events in one request."""

_GZIP = b"\x1f\x8b"
_STEP = 1 << 20


@dataclass(frozen=True)
class Request:
    """A request as it was received. Header names are lower case; `query` holds the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    ip: str
    received_at: int

    @cached_property
    def content(self) -> bytes:
        """The body, unpacked."""
        content = self.body
        for encoding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            content = unpack(content, encoding.strip())
        return content

    @cached_property
    def json(self) -> Any:
        """The content as JSON."""
        return parse_json(self.content)

    @cached_property
    def form(self) -> dict[str, str]:
        """The content as a form."""
        return parse_form(self.content)

    @property
    def user_agent(self) -> str:
        """What the client calls itself."""
        return self.headers.get("user-agent", "")

    @property
    def from_browser(self) -> bool:
        """Whether a browser sent it, so that it came from somebody's own device."""
        return "origin" in self.headers or self.user_agent.startswith("Mozilla/")


@dataclass(frozen=True)
class Answer:
    """What a client is told."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any, status: int = 200) -> Answer:
        """An answer in JSON."""
        return cls(orjson.dumps(value), status)


@dataclass(frozen=True)
class Route:
    """An address of a protocol. `path` may hold one `*`, which stands for one segment.

    With `reply` the request brings no events and is answered at once (settings, flags): `reply(request, key)`.
    """

    path: str
    methods: tuple[str, ...] = ("POST",)
    reply: Callable[[Request, str | None], Answer] | None = None


@dataclass(frozen=True)
class Protocol:
    """One way in which programs send events."""

    name: str
    routes: tuple[Route, ...]
    key: Callable[[Request], str | None]
    """The write key as this protocol carries it, where it is not in one of the `common_key` places."""
    count: Callable[[Request], int]
    """How many things the request says; raises `Refused` where it cannot be read at all."""
    decode: Callable[[Request], Decoded]
    answer: Callable[[Request, int], Answer]
    """What the client is told once everything is kept."""
    error: Mapping[str, Any] = field(default_factory=dict)
    """What the body of an error holds beside `error`, where this protocol's SDKs look for it."""


def common_key(request: Request) -> str | None:
    """The write key where any protocol may carry it: `X-Write-Key`, Basic user, Bearer token, the query."""
    if header := request.headers.get("x-write-key"):
        return header
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user = base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            user = ""
        if user:
            return user
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    for name in ("write_key", "writeKey", "token", "api_key"):
        if request.query.get(name):
            return request.query[name]
    return None


def unpack(content: bytes, encoding: str, limit: int = MAX_UNPACKED) -> bytes:
    """Undo a content encoding, never making more than `limit` bytes of it."""
    if encoding in ("", "identity"):
        return content
    try:
        if encoding in ("gzip", "x-gzip", "deflate", "gzip-js"):
            return _inflate(content, limit)
        if encoding == "zstd":
            return _bounded(_unzstd(content, limit), limit)
        if encoding == "br":
            return _bounded(_unbrotli(content, limit), limit)
    except (zlib.error, zstandard.ZstdError, brotli.error, EOFError) as error:
        raise Refused(
            "bad_compression",
            f"The body is not the {encoding} it says it is; send it again.",
            reason=str(error),
        ) from None
    raise Refused(
        "unknown_encoding",
        f"Content-Encoding {encoding!r} is not known; use gzip, deflate, zstd, br or none.",
        field="content-encoding",
    )


def gunzip_if_packed(content: bytes) -> bytes:
    """Unpack what begins like gzip, whatever its headers say."""
    return unpack(content, "gzip") if content.startswith(_GZIP) else content


def from_base64(text: str | bytes) -> bytes:
    """Decode base 64, also URL-safe and without its padding."""
    raw = text.encode() if isinstance(text, str) else text
    raw = raw.strip().replace(b"-", b"+").replace(b"_", b"/").replace(b" ", b"+")
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
    except binascii.Error:
        raise Refused("bad_base64", "The data is not base 64; send it again.") from None


def parse_json(content: bytes) -> Any:
    """JSON, or `Refused` with the place of the mistake."""
    if not content.strip():
        raise Refused("body_empty", "The body is empty; send JSON.")
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Refused("bad_json", f"The body is not JSON: {error}.", reason=str(error)) from None


def parse_form(content: bytes) -> dict[str, str]:
    """An URL-encoded form; of repeated names the last."""
    try:
        return dict(parse_qsl(content.decode(), keep_blank_values=True, max_num_fields=100))
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused("bad_form", f"The body is not a form: {error}.") from None


def check_count(count: int) -> int:
    """The number of events of a request, refused beyond the limit."""
    if count > MAX_EVENTS:
        raise Refused(
            "too_many_events",
            f"A request may bring {MAX_EVENTS:,} events, this one brings {count:,}; send several.",
            limit=MAX_EVENTS,
            count=count,
        )
    return count


def _inflate(content: bytes, limit: int) -> bytes:
    parts, size = [], 0
    # 47: gzip or zlib, whichever its head says; bare deflate is tried where neither is there.
    window = 47 if content[:2] == _GZIP or (content[:1] == b"x" and _is_zlib(content)) else -15
    while content:
        inflater = zlib.decompressobj(window)
        while not inflater.eof:
            piece = inflater.decompress(content, _STEP)
            content = inflater.unconsumed_tail
            if not piece and not content:
                raise EOFError("it is cut off")
            parts.append(piece)
            size += len(piece)
            _check(size, limit)
        content = inflater.unused_data  # gzip may hold several members
        if window != 47 or content[:2] != _GZIP:
            break
    return b"".join(parts)


def _is_zlib(content: bytes) -> bool:
    return len(content) > 1 and (content[0] * 256 + content[1]) % 31 == 0


def _unzstd(content: bytes, limit: int) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(content) as reader:
        unpacked = reader.read(limit + 1)
    if not unpacked and content:
        raise EOFError("it is cut off")
    return bytes(unpacked)


def _unbrotli(content: bytes, limit: int) -> bytes:
    inflater = brotli.Decompressor()
    parts = [inflater.process(content, output_buffer_limit=_STEP)]
    size = len(parts[0])
    while not inflater.is_finished():
        _check(size, limit)
        if inflater.can_accept_more_data():
            raise EOFError("it is cut off")
        parts.append(inflater.process(b"", output_buffer_limit=_STEP))
        size += len(parts[-1])
    return b"".join(parts)


def _bounded(content: bytes, limit: int) -> bytes:
    _check(len(content), limit)
    return content


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise too_large("unpacked", limit)


def too_large(what: str, limit: int) -> Refused:
    """The refusal of a body beyond a limit (HTTP 413)."""
    error = Refused(
        "body_too_large",
        f"The body is larger than {limit // 1024**2} MB {what}; send fewer events at a time.",
        limit=limit,
    )
    error.status = 413
    return error
