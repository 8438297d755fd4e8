"""Clients that behave as SDKs do: batches over kept connections, sent again with the same ids until acknowledged."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.torture.serving import Served, Source

_TIMEOUT = 5.0
_WAIT = 0.05
_AGENT = "torture-client/1.0"


class Client(threading.Thread):
    """One connection. Event ids are unique; some acknowledged batches are sent once more, as after a lost answer."""

    def __init__(
        self, served: Served, source: Source, number: int, *, size: int = 20, pause: float = 0.0
    ) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self.source = source
        self.acknowledged: set[str] = set()
        self.doubtful: set[str] = set()
        """Sent, and neither acknowledged nor refused: they may be there or not, but not twice."""
        self.answers: dict[int, int] = {}
        self.complaint = ""
        """What the last answer that was none said."""
        self.broken = 0
        """Requests without an answer."""
        self.unwaited = 0
        """Answers 503 or 429 that did not say when to come back."""
        self._served = served
        self._size = size
        self._pause = pause
        self._dice = random.Random(number)  # noqa: S311 - sizes and moments, not secrets
        self._number = number
        self._sent = 0
        self._done = threading.Event()
        self._connection: http.client.HTTPConnection | None = None
        self._protocol: Callable[[list[str]], tuple[str, dict[str, str], bytes]] = (
            self._segment,
            self._own,
            self._posthog,
        )[number % 3]

    def finish(self) -> None:
        """Send nothing new; what is under way is still brought to its end."""
        self._done.set()

    def run(self) -> None:
        """Send until told to finish."""
        while not self._done.is_set():
            ids = [str(uuid.UUID(int=self._dice.getrandbits(128), version=4)) for _ in range(self._size)]
            request = self._protocol(ids)
            self.doubtful.update(ids)
            if self._deliver(*request):
                self.acknowledged.update(ids)
                self.doubtful.difference_update(ids)
                if self._dice.random() < 0.1:
                    self._deliver(*request)
            time.sleep(self._pause * self._dice.random() * 2)
        if self._connection is not None:
            self._connection.close()

    def _deliver(self, path: str, headers: dict[str, str], body: bytes) -> bool:
        """Send until it is acknowledged. SDKs give up in the end; these have more patience."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            status, wait = self._post(path, headers, body)
            if status == 200:
                return True
            assert status in (0, 429, 500, 503), f"{status} at {path}"
            time.sleep(min(wait, 1.0) if wait else _WAIT)
        return False

    def _post(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, float]:
        """The status, 0 where there was no answer, and the seconds to wait."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                self._served.host, self._served.port, timeout=_TIMEOUT
            )
        try:
            self._connection.request("POST", path, body, headers)
            answer = self._connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            self.broken += 1
            return 0, 0.0
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        if answer.status != 200:
            self.complaint = said.decode(errors="replace")
        after = answer.getheader("Retry-After")
        self.unwaited += answer.status in (429, 503) and after is None
        return answer.status, float(after or 0)

    def _who(self) -> str:
        return f"u-{self._number}-{self._dice.randrange(400)}"

    def _segment(self, ids: list[str]) -> tuple[str, dict[str, str], bytes]:
        now = datetime.now(UTC)
        calls: list[dict[str, Any]] = [
            {
                "type": "track",
                "event": f"event {self._dice.randrange(12)}",
                "userId": self._who(),
                "messageId": event_id,
                "timestamp": (now - timedelta(seconds=self._dice.expovariate(1 / 3600))).isoformat(),
                "properties": {"amount": self._dice.randrange(1000), f"p{self._dice.randrange(30)}": "text"},
            }
            for event_id in ids
        ]
        person = self._dice.randrange(400)
        calls[0] = {
            "type": "identify",
            "userId": f"u-{self._number}-{person}",
            "anonymousId": f"a-{self._number}-{person}",
            "messageId": ids[0],
            "timestamp": now.isoformat(),
            "traits": {"seen": self._sent},
        }
        self._sent += 1
        body = json.dumps({"batch": calls, "sentAt": datetime.now(UTC).isoformat()}).encode()
        token = f"{self.source.write_key}:"
        return "/v1/batch", self._headers() | {"Authorization": http_basic(token)}, body

    def _own(self, ids: list[str]) -> tuple[str, dict[str, str], bytes]:
        now = datetime.now(UTC).isoformat()
        events = [
            {
                "event": f"event {self._dice.randrange(12)}",
                "distinct_id": self._who(),
                "event_id": event_id,
                "time": now,
                "properties": {"amount": self._dice.random()},
            }
            for event_id in ids
        ]
        body = gzip.compress(json.dumps({"events": events, "sent_at": now}).encode(), 1)
        headers = {"Authorization": f"Bearer {self.source.write_key}", "Content-Encoding": "gzip"}
        return "/v1/events", self._headers() | headers, body

    def _posthog(self, ids: list[str]) -> tuple[str, dict[str, str], bytes]:
        now = datetime.now(UTC).isoformat()
        events = [
            {
                "event": f"event {self._dice.randrange(12)}",
                "distinct_id": self._who(),
                "uuid": event_id,
                "timestamp": now,
                "properties": {"distinct_id": self._who(), "amount": self._dice.randrange(9)},
            }
            for event_id in ids
        ]
        body = {"api_key": self.source.write_key, "batch": events, "sentAt": now, "sent_at": now}
        return "/batch/", self._headers(), json.dumps(body).encode()

    def _headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "User-Agent": _AGENT}


def http_basic(text: str) -> str:
    """The value of an `Authorization` header."""
    return "Basic " + base64.b64encode(text.encode()).decode()
