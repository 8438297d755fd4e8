"""A receiver of webhooks as somebody outside would write it: verifies signatures, keeps who is in which segment.

It shares no code with what sends. What it does wrong can be said request by request.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Manner = Literal["fine", "refuse", "busy", "lose", "cut", "twice", "redirect"]
"""fine; refuse: 500 and nothing done; busy: 429 with Retry-After; lose: done, but answered 500; cut: done, and the
connection is closed without an answer; twice: done twice, as by a proxy that repeats; redirect: 302 elsewhere."""
SECRET = "whsec_" + base64.b64encode(b"a key of the receiver's own").decode()


@dataclass
class Receiver:
    """What has arrived. `people` are who is in each segment, with their properties."""

    secret: str = SECRET
    by_id: bool = True
    """Whether it remembers ids and does nothing twice; otherwise it does everything that comes."""
    manner: Manner = "fine"
    port: int = 0
    people: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _seen: dict[str, bytes] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/people"

    def take(self, headers: dict[str, str], body: bytes) -> None:
        """Verify, and do what is said."""
        message_id, said = headers["webhook-id"], headers["webhook-timestamp"]
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{message_id}.{said}.".encode() + body, hashlib.sha256).digest()
        if headers["webhook-signature"] != "v1," + base64.b64encode(digest).decode():
            self.errors.append("the signature is wrong")
            return
        if headers["idempotency-key"] != message_id:
            self.errors.append("two ids")
        if self._seen.setdefault(message_id, body) != body:
            self.errors.append(f"{message_id} has come with two bodies")
        elif self.by_id and any(h["webhook-id"] == message_id for h in self.headers):
            return
        self.headers.append(headers)
        read = json.loads(body)
        self.bodies.append(read)
        if read["type"] != "segment.changed":
            return
        data = read["data"]
        there = self.people.setdefault(data["segment"]["id"], {})
        for person in data["left"]:
            there.pop(person, None)
        for person in data["entered"]:
            there[person["person_id"]] = person["properties"]

    @contextmanager
    def listening(self, port: int = 0) -> Iterator[Receiver]:
        """Listen on this port of 127.0.0.1, on a free one by default."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                manner = receiver.manner
                if manner in ("fine", "lose", "cut", "twice"):
                    receiver.take(headers, body)
                if manner == "twice":
                    receiver.take(headers, body)
                if manner == "cut":
                    self.close_connection = True
                    return
                self.send_response(
                    {"refuse": 500, "lose": 500, "busy": 429, "redirect": 302}.get(manner, 204)
                )
                if manner == "busy":
                    self.send_header("Retry-After", "100")
                if manner == "redirect":
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
