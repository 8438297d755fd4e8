"""`python -m benchmarks.collect_bench [SECONDS]`: events over HTTP until a question counts them.

What sends runs on the same machine and is part of the load. An event counts once it is acknowledged, which is when
it is on disk.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from tests.torture.counting import landed, processed
from tests.torture.serving import Served, Source, run, serving

from benchmarks.sending import Load, Sent
from benchmarks.sending import run as send

_BATCH, _CONNECTIONS = 50, 16


@dataclass
class Memory:
    """Resident memory of processes, sampled, MB."""

    samples: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """After the first quarter, at the end, and the most."""
        found = self.samples[name]
        return f"{found[len(found) // 4]:.0f} → {found[-1]:.0f} MB (most {max(found):.0f})"


@contextmanager
def watching(served: Served) -> Iterator[Memory]:
    """Watch the server for the length of a block."""
    memory, done = Memory(), threading.Event()
    processes = {name: p for name, p in served.children().items() if name in ("web", "processor")}
    before = {name: sum(p.cpu_times()[:2]) for name, p in processes.items()}
    began = time.perf_counter()

    def watch() -> None:
        while not done.wait(1.0):
            for name, process in processes.items():
                memory.samples.setdefault(name, []).append(process.memory_info().rss / 1e6)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield memory
    finally:
        done.set()
        thread.join()
        passed = time.perf_counter() - began
        memory.cpu = {n: (sum(p.cpu_times()[:2]) - before[n]) / passed for n, p in processes.items()}


class Console:
    """Somebody who is signed in and asks."""

    def __init__(self, served: Served) -> None:
        self._session = requests.Session()
        self._address = served.address
        password = re.search(r"one-time password (\S+)", served.said)
        assert password is not None, served.said
        self._csrf(self._call("POST", "session", {"name": "owner", "password": password[1]}))
        changed = {"current": password[1], "new": "a much better password"}
        self._csrf(self._call("POST", "session/password", changed))

    def events(self, project: str) -> int:
        """How many events a question over the last days counts."""
        question = {
            "kind": "trend",
            "series": [{"event": None, "measure": "events"}],
            "interval": "day",
            "range": {"last": 3, "unit": "day"},
        }
        answer = self._call("POST", f"projects/{project}/ask", question)
        return int(answer["totals"]["series"][0]["value"])

    def _call(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._session.request(method, f"{self._address}/api/{path}", json=body, timeout=60)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _csrf(self, session: dict[str, Any]) -> None:
        self._session.headers["X-CSRF-Token"] = str(session["csrf"])


@dataclass
class Run:
    """One load and what came of it."""

    sent: Sent
    memory: Memory
    waiting: int
    """Requests not in the lake when the last one was acknowledged."""
    stored: float
    """Seconds from then until all were."""
    lag: float
    """Seconds from then until a question counted all."""
    busy: float
    """Load average of the machine before."""


def measure(served: Served, console: Console, source: Source, load: Load, already: int) -> Run:
    """Send, and wait until a question counts everything."""
    busy = os.getloadavg()[0]
    with watching(served) as memory:
        sent = send(load)
    ended = time.perf_counter()
    last = landed(served.home, source.project)
    waiting = last - processed(served.home, source.project)
    while processed(served.home, source.project) < last:
        time.sleep(0.05)
    stored = time.perf_counter() - ended
    while console.events(source.project) < already + sent.acknowledged:
        time.sleep(0.05)
    return Run(sent, memory, waiting, stored, time.perf_counter() - ended, busy)


def main() -> None:
    """Everything in a temporary folder, so that nothing is left."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory(prefix="yunying-bench-") as folder:
        home = Path(folder) / "home"
        run(home, "project", "create", "bench", "--timezone", "UTC")
        with serving(home) as served:
            source, console = served.source("bench", "bench"), Console(served)
            port, key = served.port, source.write_key
            console.events(
                source.project
            )  # compiled code and caches are warm from the start in a server that runs
            rate = 25_000 / _BATCH
            steady = Load(served.host, port, key, _BATCH, _CONNECTIONS, seconds, rate, seed=1)
            full = measure(served, console, source, steady, 0)
            _print(
                f"25,000 events/s in batches of {_BATCH}, {_CONNECTIONS} connections, {seconds:.0f} s",
                full,
                "all acknowledged, lag ≤ 5 s",
            )
            already = full.sent.acknowledged
            most = Load(served.host, port, key, _BATCH, _CONNECTIONS, seconds / 6, seed=4)
            found = measure(served, console, source, most, already)
            _print("as many as it takes", found, "more than that")
            already += found.sent.acknowledged
            rate = 12_500 / _BATCH
            half = Load(served.host, port, key, _BATCH, _CONNECTIONS, seconds / 3, rate, seed=2)
            found = measure(served, console, source, half, already)
            _print("half of that load: 12,500 events/s", found, "p99 ≤ 100 ms")
            already += found.sent.acknowledged
            single = Load(served.host, port, key, 1, _CONNECTIONS, seconds / 3, seed=3)
            _print("single events", measure(served, console, source, single, already), "≥ 2,000 requests/s")


def _print(name: str, run: Run, wanted: str) -> None:
    sent = run.sent
    print(f"{name} (wanted: {wanted}); load average before: {run.busy:.2f}")
    print(
        f"  {sent.acknowledged / sent.seconds:,.0f} events/s acknowledged, "
        f"{sum(sent.answers.values()) / sent.seconds:,.0f} requests/s, {sent.bytes_per_event:.0f} bytes an event"
    )
    print(
        f"  acknowledged after {sent.p50 * 1e3:.1f} ms (median), {sent.p99 * 1e3:.1f} ms (p99), "
        f"{sent.slowest * 1e3:.0f} ms (slowest); answers {sent.answers}"
    )
    print(
        f"  at the end {run.waiting:,} requests wait; in the lake after {run.stored:.1f} s, counted by a "
        f"question after {run.lag:.1f} s"
    )
    for process in ("web", "processor"):
        print(f"  {process}: {run.memory.said(process)}, {run.memory.cpu[process]:.0%} of a core")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
