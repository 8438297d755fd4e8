"""The collecting addresses, in front of the console's API: any page and any program may send here, none may read.

They know no session and no cookie; who sends is known by the write key. So requests of other sites are welcome here,
and the guard of the console begins behind this.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from yunying.collect.protocols import (
    MAX_BODY,
    Answer,
    Protocol,
    Request,
    Route,
    Routes,
    common_key,
    too_large,
)
from yunying.collect.stream import Intake, findings
from yunying.core import Clock, Failed, Refused, YunyingError, microseconds_of

log = logging.getLogger("yunying.collector")
_LOCAL = "127.0.0.1"
_DAY = "86400"


class Collector:
    """ASGI middleware: answers at the addresses of the protocols, passes everything else on."""

    def __init__(self, app: ASGIApp, intake: Intake, routes: Routes, clock: Clock) -> None:
        self._app = app
        self._intake = intake
        self._routes = routes
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        found = self._routes.find(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        protocol, route = found
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        method = scope["method"]
        if method == "OPTIONS":
            await _send(send, Answer(status=204), headers, preflight=True)
            return
        try:
            answer = await self._answer(scope, method, headers, receive, protocol, route)
        except YunyingError as error:
            answer = _said(error, protocol)
        except Exception:
            log.exception("A request to %s failed", scope["path"])
            failed = Failed("internal_error", "Something went wrong that should not have; send it again.")
            answer = _said(failed, protocol)
        await _send(send, answer, headers, head=method == "HEAD")

    async def _answer(
        self,
        scope: Scope,
        method: str,
        headers: dict[str, str],
        receive: Receive,
        protocol: Protocol,
        route: Route,
    ) -> Answer:
        if method not in route.methods and not (method == "HEAD" and "GET" in route.methods):
            error = Refused("wrong_method", f"Use {' or '.join(route.methods)} at {scope['path']}.")
            error.status = 405
            raise error
        request = Request(
            method=method,
            path=scope["path"],
            query=dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
            headers=headers,
            body=await _body(receive, headers),
            ip=scope["client"][0] if scope.get("client") else _LOCAL,
            received_at=microseconds_of(self._clock()),
        )
        if route.reply is not None:
            return route.reply(request, common_key(request))
        sender, count = await self._intake.take(request, protocol)
        answer = protocol.answer(request, count)
        if sender.debug:
            return _with_findings(answer, findings(request, protocol))
        return answer


async def _body(receive: Receive, headers: Mapping[str, str]) -> bytes:
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise too_large("as sent", MAX_BODY)
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("cut_off", "The request broke off.")
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            raise too_large("as sent", MAX_BODY)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts) if len(parts) > 1 else part


def _said(error: YunyingError, protocol: Protocol) -> Answer:
    wait = error.params.get("retry_after")
    # What cannot be read will not be read any better the next time: programs must not send it again.
    status = 400 if error.status == 422 else error.status
    return Answer(
        orjson.dumps({**error.as_wire(), **protocol.error}),
        status,
        headers={} if wait is None else {"Retry-After": str(wait)},
    )


def _with_findings(answer: Answer, found: list[dict[str, Any]]) -> Answer:
    """A source that is being debugged is told at once what is wrong with what it sends."""
    headers = {**answer.headers, "X-Yunying-Findings": str(len(found))}
    if answer.content_type != "application/json" or not answer.body.startswith(b"{"):
        return Answer(answer.body, answer.status, answer.content_type, headers)
    body = orjson.dumps(orjson.loads(answer.body) | {"findings": found})
    return Answer(body, answer.status, answer.content_type, headers)


async def _send(
    send: Send, answer: Answer, asked: Mapping[str, str], *, preflight: bool = False, head: bool = False
) -> None:
    headers = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    ]
    if origin := asked.get("origin"):
        headers += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", b"Retry-After"),
            (b"vary", b"Origin"),
        ]
    if preflight:
        wanted = asked.get("access-control-request-headers", "")
        headers += [
            (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
            (b"access-control-allow-headers", wanted.encode("latin-1") or b"*"),
            (b"access-control-max-age", _DAY.encode()),
        ]
    headers += [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()
    ]
    if answer.status == 204:
        headers = [h for h in headers if h[0] not in (b"content-type", b"content-length")]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head or answer.status == 204 else answer.body})
