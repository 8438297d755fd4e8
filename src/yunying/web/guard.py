"""What every request must pass before a handler sees it, and what every response carries.

- Host: a page of another site whose name was bent to our address (DNS rebinding) sends its own name here.
- Origin: a change asked for by a page of another site is refused.
- CSRF: a change in a signed-in session must bring the session's token, which only our own pages can read.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yunying.core import Denied, YunyingError
from yunying.web.deps import COOKIE
from yunying.web.session import csrf_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, allowed_hosts: tuple[str, ...]) -> None:
        self._app = app
        self._allowed = frozenset(h.lower() for h in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, and put the security headers on whatever comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        api = scope["path"].startswith("/api")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if api:
                    # Figures and lists are never taken from a browser's cache.
                    headers["Cache-Control"] = "no-store"
            await send(message)

        try:
            self._check(scope)
        except YunyingError as error:
            await JSONResponse(error.as_wire(), error.status)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._known(host):
            raise Denied(
                "unknown_host",
                "This program does not answer to this name; `yunying serve --allow-host NAME` adds one.",
                status=403,
                host=host[:200],
            )
        if scope["method"] in SAFE:
            return
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site", "same-origin")
        foreign = origin is not None and urlsplit(origin).netloc.lower() != host.lower()
        if foreign or site not in ("same-origin", "none"):
            raise Denied("foreign_origin", "A page of another site may not change anything here.", status=403)
        token = _cookie(headers)
        if token and not (scope["path"] == "/api/session" and scope["method"] == "POST"):
            sent = headers.get("x-csrf-token", "")
            if not hmac.compare_digest(sent.encode(), csrf_of(token).encode()):
                raise Denied(
                    "csrf_mismatch",
                    "The request does not come from an open page of the console; reload the page.",
                    status=403,
                )

    def _known(self, host: str) -> bool:
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        name = name.lower()
        if name in self._allowed:
            return True
        try:
            # An address is not a name that somebody else could bend to us.
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True


def _cookie(headers: Headers) -> str | None:
    for line in headers.getlist("cookie"):
        try:
            morsel = SimpleCookie(line).get(COOKIE)
        except CookieError:
            continue
        if morsel is not None:
            return morsel.value
    return None
