"""The collecting addresses: who is let in, what is refused and how that is said, what other pages may do."""

from __future__ import annotations

import base64
import gzip
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import httpx2
import orjson
import pytest
import uvicorn
import zstandard

from yunying.app import App, open_app
from yunying.core import Settings
from yunying.web.server import build_server
from yunying.workspace import Source

EVENT = {"event": "view", "distinct_id": "u1"}


class Served:
    """A web process's application under a real server, in this process."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.project = app.workspace.projects.create("shop", "Asia/Shanghai")
        self.source: Source = app.workspace.sources.create(self.project.id, "web", "api")
        self._server = uvicorn.Server(
            uvicorn.Config(build_server(app), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}")

    def send(self, body: Any = EVENT, *, path: str = "/v1/events", key: str | None = None, **how: Any) -> Any:
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        headers = {"x-write-key": key or self.source.write_key} | how.pop("headers", {})
        return self.client.post(path, content=content, headers=headers, **how)

    def landed(self) -> int:
        return self.app.streams.of(self.project).log.backlog(0).events

    def close(self) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join()


def serve(home: Path, **settings: Any) -> Served:
    return Served(open_app(Settings(home=home, **settings)))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = serve(tmp_path / "home")
    yield made
    made.close()


def code_of(response: Any) -> str:
    return str(response.json()["error"]["code"])


def test_accepted_means_kept(served: Served) -> None:
    response = served.send([EVENT] * 3)
    assert (response.status_code, response.json()) == (200, {"accepted": 3})
    assert served.landed() == 3


@pytest.mark.parametrize("place", ["basic", "bearer", "header", "token", "api_key", "writeKey", "body"])
def test_the_key_is_found_wherever_programs_put_it(served: Served, place: str) -> None:
    key = served.source.write_key
    basic = base64.b64encode(f"{key}:".encode()).decode()
    how: dict[str, Any] = {
        "basic": {"headers": {"authorization": f"Basic {basic}"}},
        "bearer": {"headers": {"authorization": f"Bearer {key}"}},
        "header": {"headers": {"X-Write-Key": key}},
        "body": {},
    }.get(place, {"params": {place: key}})
    body = orjson.dumps(EVENT | ({"write_key": key} if place == "body" else {}))
    assert served.client.post("/v1/events", content=body, **how).json() == {"accepted": 1}


def test_who_is_not_let_in(served: Served) -> None:
    assert code_of(served.client.post("/v1/events", content=orjson.dumps(EVENT))) == "no_write_key"
    wrong = served.send(key="0" * 32)
    assert (wrong.status_code, code_of(wrong)) == (401, "unknown_write_key")
    served.app.workspace.sources.change(served.project.id, served.source.id, archived=True)
    assert code_of(served.send()) == "source_archived"
    assert served.landed() == 0


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
        ("br", brotli.compress),
        ("gzip, gzip", lambda b: gzip.compress(gzip.compress(b))),
    ],
)
def test_packed_bodies(served: Served, encoding: str, pack: Any) -> None:
    body = pack(orjson.dumps([EVENT] * 40))
    assert served.send(body, headers={"content-encoding": encoding}).json() == {"accepted": 40}
    bomb = pack(b" " * (64 * 1024**2))
    response = served.send(bomb, headers={"content-encoding": encoding})
    assert (response.status_code, code_of(response)) == (413, "body_too_large")
    broken = served.send(body[: len(body) // 2], headers={"content-encoding": encoding})
    assert (broken.status_code, code_of(broken)) == (400, "bad_compression")
    assert served.landed() == 40


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "body_empty"),
        (b"{", 400, "bad_json"),
        (b"[" * 2000 + b"]" * 2000, 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b"7", 400, "bad_shape"),
        ([EVENT] * 1001, 400, "too_many_events"),
        (b" " * (5 * 1024**2 + 1), 413, "body_too_large"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(served: Served, body: Any, status: int, code: str) -> None:
    response = served.send(body)
    assert (response.status_code, code_of(response)) == (status, code)
    assert served.landed() == 0


def test_a_body_that_declares_no_length_is_bounded_as_it_comes(served: Served) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(60):
            yield b" " * 100_000

    response = served.client.post(
        "/v1/events", content=pieces(), headers={"x-write-key": served.source.write_key}
    )
    assert (response.status_code, code_of(response)) == (413, "body_too_large")


def test_too_fast(served: Served) -> None:
    rules = served.app.rules.get(served.project.id)
    served.app.rules.put(served.project.id, rules.model_copy(update={"requests_per_second": 3}))
    served.app.streams.forget()
    answers = [served.send() for _ in range(12)]
    slow = [a for a in answers if a.status_code == 429]
    assert 0 < len(slow) < 12
    assert slow[0].headers["retry-after"] == "1"
    assert served.landed() == 12 - len(slow)


def test_a_disk_that_is_nearly_full_and_a_log_too_far_behind(tmp_path: Path) -> None:
    full = serve(tmp_path / "full", disk_reserve=2**62)
    try:
        response = full.send()
        assert (response.status_code, code_of(response)) == (503, "disk_full")
        assert "retry-after" in response.headers
        assert full.landed() == 0
    finally:
        full.close()
    behind = serve(tmp_path / "behind", backlog=5)
    try:
        assert behind.send([EVENT] * 6).status_code == 200
        behind.app.streams.of(behind.project)
        threading.Event().wait(1.1)  # how full it is is looked up once a second
        assert code_of(behind.send()) == "log_behind"
        step = behind.app.streams.of(behind.project).step()
        assert step is not None
        behind.app.streams.of(behind.project).quarantine.note("progress", 0, {"position": step.position})
        threading.Event().wait(1.1)
        assert behind.send().status_code == 200
    finally:
        behind.close()


def test_pages_of_other_sites_may_send(served: Served) -> None:
    origin = {"origin": "https://shop.example"}
    asked = served.client.options(
        "/v1/events",
        headers=origin
        | {"access-control-request-method": "POST", "access-control-request-headers": "x-write-key"},
    )
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-headers"] == "x-write-key"
    assert asked.headers["access-control-allow-origin"] == "https://shop.example"
    sent = served.send(headers=origin)
    assert sent.headers["access-control-allow-origin"] == "https://shop.example"
    refused = served.send(b"{", headers=origin)
    assert refused.headers["access-control-allow-origin"] == "https://shop.example"


def test_methods_and_other_addresses(served: Served) -> None:
    assert served.client.get("/v1/events").status_code == 405
    assert served.client.get("/api/health").json()["status"] == "ok"
    assert served.client.post("/v1/nothing", content=b"{}").status_code in (404, 405)


def test_a_source_that_is_being_debugged_is_told_what_is_wrong(served: Served) -> None:
    source = served.app.workspace.sources.create(served.project.id, "phone", "api", debug=True)
    answer = served.send([EVENT, {"event": "x", "distinct_id": "null"}], key=source.write_key).json()
    assert answer["accepted"] == 2
    assert [(f["place"], f["code"]) for f in answer["findings"]] == [(1, "shared_id")]


def test_what_authorizes_is_not_kept(served: Served) -> None:
    served.send(headers={"authorization": "Bearer secret-of-a-proxy", "cookie": "yunying_session=abc"})
    landed = served.app.streams.of(served.project).log.newest(1)[0]
    assert not {"authorization", "cookie", "x-write-key"} & landed.head["headers"].keys()
