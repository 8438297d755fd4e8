"""A collector small enough to be seen through: it routes, answers and keeps requests, and decodes them when asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from yunying.collect.protocols import PROTOCOLS, Answer, Protocol, Request, Routes, common_key
from yunying.collect.records import Record, Refusal
from yunying.core import Refused, microseconds_of, utc_now

KEY = "wk_0123456789abcdef"
SDKS = Path(__file__).parent / "sdks"


class Server:
    """What arrived, and what it says. The tests know no more of a collector than this."""

    def __init__(self, address: str, write_key: str) -> None:
        self.address = address
        self.write_key = write_key
        self.requests: list[tuple[Protocol, Request]] = []
        self.failures: list[str] = []

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    def decoded(self) -> list[Record | Refusal]:
        """Everything that was said, in the order it arrived."""
        return [one for protocol, request in list(self.requests) for one in protocol.decode(request).records]

    def records(self) -> list[Record]:
        """The records; nothing may have been refused."""
        assert self.failures == []
        found = self.decoded()
        assert [one for one in found if isinstance(one, Refusal)] == []
        return [one for one in found if isinstance(one, Record)]

    def until(self, done: Callable[[list[Record]], bool], seconds: float = 15) -> list[Record]:
        """The records, as soon as they are what is waited for."""
        end = time.monotonic() + seconds
        while not done(found := self.records()):
            assert time.monotonic() < end, [(r.event, r.distinct_id, r.links) for r in found]
            time.sleep(0.02)
        return found

    def named(self, event: str, seconds: float = 15) -> Record:
        """The one record of an event, once it is there."""
        found = self.until(lambda records: any(r.event == event for r in records), seconds)
        (record,) = [r for r in found if r.event == event]
        return record


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Collector

    def _respond(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # a page that is left does not wait for answers
            self._take()

    def _take(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            ip=self.client_address[0],
            received_at=microseconds_of(utc_now()),
        )
        answer = Answer(status=204) if self.command == "OPTIONS" else self._answer(request)
        if answer.status >= 400:
            self.server.seen.failures.append(f"{answer.status} {self.command} {self.path} {body[:200]!r}")
        self.send_response(answer.status)
        # As the collector does it for pages of any origin.
        origin = request.headers.get("origin")
        if origin is not None:
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Credentials", "true")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
            asked = request.headers.get("access-control-request-headers", "*")
            self.send_header("Access-Control-Allow-Headers", asked)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_GET = do_POST = do_HEAD = do_OPTIONS = _respond  # noqa: N815  # the names http.server asks for

    def _answer(self, request: Request) -> Answer:
        found = self.server.routes.find(request.path)
        if found is None or request.method not in found[1].methods:
            return Answer(status=404)
        protocol, route = found
        try:
            if route.reply is not None:
                return route.reply(request, common_key(request))
            key = common_key(request) or protocol.key(request)
            if key != KEY:
                return Answer.json({"error": {"code": "wrong_key", "message": f"not a key: {key}"}}, 401)
            count = protocol.count(request)
        except Refused as error:
            return Answer.json({"error": {"code": error.code, "message": str(error)}}, 400)
        self.server.seen.requests.append((protocol, request))
        return protocol.answer(request, count)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name http.server has
        pass


class _Collector(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.routes = Routes(PROTOCOLS)
        self.seen = Server(f"http://127.0.0.1:{self.server_port}", KEY)


class _Pages(SimpleHTTPRequestHandler):
    """The files of the SDKs, and a page at every address that ends with a slash."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(SDKS / "node_modules"))

    def do_GET(self) -> None:
        if not urlsplit(self.path).path.endswith("/"):
            super().do_GET()
            return
        page = b"<!doctype html><html lang=en><title>Shop</title><link rel=icon href='data:,'><h1>Shop</h1></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name http.server has
        pass


@contextmanager
def _served(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def collecting() -> Iterator[Server]:
    """A running collector."""
    collector = _Collector()
    with _served(collector):
        yield collector.seen


@contextmanager
def pages() -> Iterator[str]:
    """The address of a web site, of another origin than the collector."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    server.daemon_threads = True
    with _served(server) as address:
        yield address
