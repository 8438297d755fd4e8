"""Sends Segment batches over kept connections, as fast as they are acknowledged or at a given rate.

A process of its own. Bodies are made once. Before each is sent, its message ids and users are written over, so that
making load costs next to nothing beside taking it in.
"""

from __future__ import annotations

import asyncio
import base64
import random
import subprocess
import sys
import time
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import orjson
import uvloop

_TEMPLATES = 32
_USERS = 200_000
_ID, _USER = "#" * 32, "@" * 8
_PAGES = ("/", "/goods/81723", "/cart", "/pay", "/search?q=%E5%8D%B0%E8%8A%B1", "/account/orders")


@dataclass(frozen=True)
class Load:
    """What to send: how many events in a request, over how many connections, for how long, how fast (0: at once)."""

    host: str
    port: int
    write_key: str
    batch: int
    connections: int
    seconds: float
    requests_per_second: float = 0.0
    seed: int = 1


@dataclass
class Sent:
    """What came of it. Times are seconds from when a request was due until it was acknowledged."""

    acknowledged: int
    seconds: float
    p50: float
    p99: float
    slowest: float
    answers: dict[int, int]
    bytes_per_event: float


def run(load: Load) -> Sent:
    """Send in a process of its own, so that what sends and what measures do not wait for each other."""
    words = [str(v) for v in vars(load).values()]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sending", *words], check=True, capture_output=True
    )
    said = orjson.loads(done.stdout)
    said["answers"] = {int(k): v for k, v in said["answers"].items()}
    return Sent(**said)


class _Body:
    """A request whose ids and users are written over each time it is sent."""

    def __init__(self, load: Load, dice: random.Random) -> None:
        body = orjson.dumps(
            {"batch": [_call(dice) for _ in range(load.batch)], "context": {"library": _LIBRARY}}
            if load.batch > 1
            else _call(dice)
        )
        user = base64.b64encode(f"{load.write_key}:".encode()).decode()
        path = "/v1/batch" if load.batch > 1 else "/v1/track"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {load.host}:{load.port}\r\nAuthorization: Basic {user}\r\n"
            f"Content-Type: application/json\r\nUser-Agent: analytics-python/2.3.4\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.size = len(body)
        self._bytes = bytearray(head.encode() + body)
        self._ids = _places(self._bytes, _ID.encode())
        self._users = _places(self._bytes, _USER.encode())

    def next(self, first: int, dice: random.Random) -> bytearray:
        """The request with new ids, counted from `first`."""
        made = self._bytes
        for number, place in enumerate(self._ids, first):
            made[place : place + 32] = b"%032x" % number
        for place in self._users:
            made[place : place + 8] = b"%08d" % int(dice.random() * _USERS)
        return made


_LIBRARY = {"name": "analytics-python", "version": "2.3.4"}


def _call(dice: random.Random) -> dict[str, object]:
    return {
        "type": "track",
        "messageId": _ID,
        "userId": f"u-{_USER}",
        "event": f"{dice.choice(('page viewed', 'goods viewed', 'cart changed', 'order paid'))}",
        "timestamp": datetime.now(UTC).isoformat(),
        "properties": {
            "amount": round(dice.uniform(1, 900), 2),
            "sku": f"SKU-{dice.randrange(5000):05d}",
            "category": dice.choice(("shoes", "coats", "books", "toys", "garden")),
            "vip": dice.random() < 0.2,
        },
        "context": {"page": {"path": dice.choice(_PAGES)}, "locale": dice.choice(("zh-CN", "en-US"))},
    }


def _places(text: bytearray, mark: bytes) -> list[int]:
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at)
        at = text.find(mark, at + len(mark))
    return found


class _Connection(asyncio.Protocol):
    """One request after another."""

    def __init__(self, sender: _Sender) -> None:
        self._sender = sender
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop has its own class
        self.send()

    def send(self) -> None:
        """Send the next request when it is due, if there is time for one."""
        sender = self._sender
        if sender.ended:
            sender.close(self)
            return
        self._due = sender.due()
        wait = self._due - time.perf_counter()
        if wait > 0.0005:
            sender.loop.call_later(wait, self._write)
        else:
            self._write()

    def _write(self) -> None:
        assert self._transport is not None
        self._transport.write(bytes(self._sender.request()))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        at = self._buffer.lower().find(b"content-length: ", 0, head)
        length = int(self._buffer[at + 16 : self._buffer.find(b"\r\n", at)])
        if len(self._buffer) < head + 4 + length:
            return
        self._sender.answered(int(self._buffer[9:12]), time.perf_counter() - self._due)
        self._buffer = b""
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._sender.close(self)


class _Sender:
    def __init__(self, load: Load, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.finished = loop.create_future()
        self._load = load
        self._dice = random.Random(load.seed)
        self._bodies = [_Body(load, self._dice) for _ in range(_TEMPLATES)]
        self._next = load.seed * 10**15
        self._requests = 0
        self._open = load.connections
        self._times = array("d")
        self._answers: dict[int, int] = {}
        self._began = time.perf_counter()
        self._closed: set[_Connection] = set()

    @property
    def ended(self) -> bool:
        """Whether the time is over."""
        return time.perf_counter() - self._began >= self._load.seconds

    def due(self) -> float:
        """When the next request is to be sent. One that is late counts from when it should have been."""
        if not self._load.requests_per_second:
            return time.perf_counter()
        due = self._began + self._requests / self._load.requests_per_second
        self._requests += 1
        return due

    def request(self) -> bytearray:
        """The next request."""
        body = self._bodies[self._next // self._load.batch % _TEMPLATES]
        made = body.next(self._next, self._dice)
        self._next += self._load.batch
        return made

    def answered(self, status: int, seconds: float) -> None:
        """Count an answer."""
        self._answers[status] = self._answers.get(status, 0) + 1
        self._times.append(seconds)

    def close(self, connection: _Connection) -> None:
        """One connection is done."""
        self._closed.add(connection)
        if len(self._closed) == self._load.connections and not self.finished.done():
            self.finished.set_result(None)

    def sent(self) -> Sent:
        """The figures."""
        times = sorted(self._times)
        return Sent(
            acknowledged=self._answers.get(200, 0) * self._load.batch,
            seconds=time.perf_counter() - self._began,
            p50=times[len(times) // 2],
            p99=times[len(times) * 99 // 100],
            slowest=times[-1],
            answers=self._answers,
            bytes_per_event=sum(b.size for b in self._bodies) / _TEMPLATES / self._load.batch,
        )


async def _send(load: Load) -> Sent:
    loop = asyncio.get_running_loop()
    sender = _Sender(load, loop)
    for _ in range(load.connections):
        await loop.create_connection(lambda: _Connection(sender), load.host, load.port)
    await sender.finished
    return sender.sent()


if __name__ == "__main__":
    host, port, key, batch, connections, seconds, rate, seed = sys.argv[1:]
    given = Load(host, int(port), key, int(batch), int(connections), float(seconds), float(rate), int(seed))
    sys.stdout.buffer.write(orjson.dumps(vars(uvloop.run(_send(given))), option=orjson.OPT_NON_STR_KEYS))
