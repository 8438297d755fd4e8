"""Group chats as their services answer: stubs of the robots of WeCom, DingTalk, Feishu, Slack and Telegram.

They share no code with what sends. A client that connects to one of their hosts over TLS is led to the stub, which
is all that is taken out of the way: what arrives here went through a socket.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest

HOSTS = (
    "qyapi.weixin.qq.com",
    "oapi.dingtalk.com",
    "open.feishu.cn",
    "open.larksuite.com",
    "hooks.slack.com",
    "api.telegram.org",
)
_FINE = {
    "qyapi.weixin.qq.com": '{"errcode":0,"errmsg":"ok"}',
    "oapi.dingtalk.com": '{"errcode":0,"errmsg":"ok"}',
    "open.feishu.cn": '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
    "open.larksuite.com": '{"code":0,"data":{},"msg":"success"}',
    "hooks.slack.com": "ok",
    "api.telegram.org": '{"ok":true,"result":{"message_id":7}}',
}


@dataclass
class Arrived:
    """One request as it came."""

    host: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Chats:
    """What has arrived, and what is answered next: status, body, headers; or a connection that is closed (None)."""

    got: list[Arrived] = field(default_factory=list)
    answers: list[tuple[int, str, dict[str, str]] | None] = field(default_factory=list)
    port: int = 0

    def will_answer(self, status: int, body: Any = "", **headers: str) -> None:
        said = body if isinstance(body, str) else json.dumps(body)
        self.answers.append((status, said, {name.replace("_", "-"): text for name, text in headers.items()}))


class _ToStub(httpx2.HTTPTransport):
    """Leads what goes to a service's host to the stub; the name that TLS would have been asked for must be it."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if (host := request.headers["Host"]) in HOSTS:
            assert (request.url.scheme, request.url.host, request.url.port) == ("https", ADDRESS, None)
            assert request.extensions["sni_hostname"] == host
            request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return super().handle_request(request)


ADDRESS = "93.184.215.14"
"""What their names stand for."""


@contextmanager
def chatting(patch: pytest.MonkeyPatch) -> Iterator[Chats]:
    """Stubs that stand for the services."""
    chats = Chats()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            chats.got.append(Arrived(headers["host"], self.path, headers, body))
            answer = chats.answers.pop(0) if chats.answers else (200, _FINE[headers["host"]], {})
            if answer is None:
                self.close_connection = True
                return
            status, said, more = answer
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chats.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    client = httpx2.Client
    patch.setattr(httpx2, "Client", lambda **more: client(transport=_ToStub(chats.port), **more))
    known = ADDRESS
    look_up = socket.getaddrinfo

    def found(host: str, port: int, *rest: Any, **more: Any) -> Any:
        return look_up(known if host in HOSTS else host, port, *rest, **more)

    patch.setattr("socket.getaddrinfo", found)
    try:
        yield chats
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
