"""The real collector over a fresh home, listening on a real port; and a web site of another origin beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yunying.app import App
from yunying.collect.protocols import Request
from yunying.collect.records import Record, Refusal
from yunying.collect.stream import Step, to_request
from yunying.web.server import build_server

SDKS = Path(__file__).parent / "sdks"


@dataclass
class Running:
    """A collector that listens, and how often it had to say no."""

    app: App
    address: str = ""
    failures: list[str] = field(default_factory=list)


class Server:
    """A project of its own in a running collector: what arrived, and what it says."""

    def __init__(self, running: Running, name: str) -> None:
        app = running.app
        project = app.workspace.projects.create(name, "Asia/Shanghai")
        self.address = running.address
        self.write_key = app.workspace.sources.create(project.id, "sdk", "api").write_key
        self.failures = running.failures
        self.failures.clear()
        self._routes = app.streams.routes
        self._stream = app.streams.of(project)

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    def requests(self) -> list[tuple[str, Request]]:
        """Every request that is kept, with the name of its protocol."""
        return [(landed.protocol, to_request(landed)) for landed in self._stream.log.read(0)]

    def records(self) -> list[Record]:
        """Everything that was said, in the order it arrived; nothing may have been refused."""
        assert self.failures == []
        found = [
            one
            for protocol, request in self.requests()
            for one in self._routes.by_name[protocol].decode(request).records
        ]
        assert [one for one in found if isinstance(one, Refusal)] == []
        return [one for one in found if isinstance(one, Record)]

    def process(self) -> Step:
        """Take everything that is kept to the lake."""
        step = self._stream.step()
        assert step is not None
        return step

    def until(self, done: Callable[[list[Record]], bool], seconds: float = 90) -> list[Record]:
        """The records, as soon as they are what is waited for."""
        end = time.monotonic() + seconds
        while not done(found := self.records()):
            assert time.monotonic() < end, [(r.event, r.distinct_id, r.links) for r in found]
            time.sleep(0.02)
        return found

    def named(self, event: str, seconds: float = 90) -> Record:
        """The one record of an event, once it is there."""
        found = self.until(lambda records: any(r.event == event for r in records), seconds)
        (record,) = [r for r in found if r.event == event]
        return record


@contextmanager
def collecting(app: App) -> Iterator[Running]:
    """The app's server on a port of its own."""
    running = Running(app)
    config = uvicorn.Config(
        _watched(build_server(app), running), port=0, log_level="warning", access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen(128)  # so that nobody is turned away before the thread runs
    running.address = f"http://127.0.0.1:{socket.getsockname()[1]}"
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.should_exit = True
        thread.join(90)
        socket.close()


def _watched(app: ASGIApp, running: Running) -> ASGIApp:
    """An SDK that is content is never answered with an error."""

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                running.failures.append(f"{message['status']} {scope['method']} {scope['path']}")
            await send(message)

        await app(scope, receive, sent)

    return watched


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
def pages() -> Iterator[str]:
    """The address of a web site, of another origin than the collector."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
