"""Taking requests in: whose they are, whether they can be read at all, and that they are on disk before anybody
is told so.

Requests that come at the same time share one commit. Nothing is acknowledged that could still be lost: a full disk,
a log too far behind or too many requests waiting are said at once, and stop being said by themselves.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from yunying.collect.protocols import Protocol, Request, common_key
from yunying.collect.stream.requests import to_landing
from yunying.core import Denied, Failed, TooMany, YunyingError
from yunying.store.landing import Landing, LandingLog

log = logging.getLogger("yunying.collector")
_LOOK_EVERY = 1.0
_INLINE = 256 * 1024
"""Bodies beyond this size are read beside the event loop, so that small ones need not wait for them."""


@dataclass(frozen=True)
class Sender:
    """The source of a write key, as far as taking in needs to know."""

    source: str
    project: str
    open: bool
    debug: bool
    rate: int
    """Requests a second that it may send."""


@dataclass(frozen=True)
class Bounds:
    """How much may wait."""

    disk_reserve: int
    """Bytes of the disk that are never used up."""
    backlog: int
    """Events that may wait in a project's log."""
    pending: int = 256 * 1024**2
    """Bytes of requests that may wait for their commit."""


class Intake:
    """Takes requests in for all projects of a home."""

    def __init__(
        self,
        home: Path,
        sender: Callable[[str], Sender | None],
        log: Callable[[str], LandingLog],
        processed: Callable[[str], int],
        bounds: Bounds,
    ) -> None:
        self._sender = sender
        self._doors: dict[str, _Door] = {}
        self._writer = _Writer(log, bounds)
        self._home = home
        self._log = log
        self._processed = processed
        self._bounds = bounds
        self._rates: dict[str, _Rate] = {}

    async def take(self, request: Request, protocol: Protocol) -> tuple[Sender, int]:
        """Keep a request; returns its sender and the number of its events once it is on disk."""
        if len(request.body) > _INLINE or "content-encoding" in request.headers:
            sender, count = await asyncio.to_thread(self._check, request, protocol)
        else:
            sender, count = self._check(request, protocol)
        if count:
            await self._writer.keep(sender.project, to_landing(request, sender.source, protocol.name, count))
        return sender, count

    def sender_of(self, request: Request, protocol: Protocol) -> Sender:
        """Whose request it is."""
        key = common_key(request) or protocol.key(request)
        if not key:
            raise Denied(
                "no_write_key",
                "The request brings no write key; send it as Basic user, Bearer token, X-Write-Key or ?token=.",
            )
        sender = self._sender(key)
        if sender is None:
            raise Denied(
                "unknown_write_key",
                "No source has this write key; `yunying source list` shows the keys there are.",
            )
        if not sender.open:
            raise Denied(
                "source_archived", "The source of this write key is archived; restore it or use another."
            )
        return sender

    def close(self) -> None:
        """Finish what waits."""
        self._writer.close()

    def _check(self, request: Request, protocol: Protocol) -> tuple[Sender, int]:
        sender = self.sender_of(request, protocol)
        count = protocol.count(request)
        rate = self._rates.setdefault(sender.source, _Rate())
        rate.take(sender.rate)
        door = self._doors.setdefault(sender.project, _Door())
        door.check(self, sender.project)
        return sender, count

    def look(self, project: str) -> YunyingError | None:
        """Whether a project can take requests in just now."""
        try:
            free = shutil.disk_usage(self._home).free
            waiting = self._log(project).backlog(self._processed(project))
        except (OSError, sqlite3.Error) as error:
            return busy("cannot_read", f"The log cannot be read just now ({error}); send it again.", 5)
        if free < self._bounds.disk_reserve:
            return busy("disk_full", "The disk is nearly full; nothing is taken in until there is space.", 30)
        if waiting.events > self._bounds.backlog:
            return busy(
                "log_behind",
                f"{waiting.events:,} events wait to be processed; nothing is taken in until they are fewer.",
                10,
            )
        return None


class _Door:
    """What `look` said last, for a moment."""

    def __init__(self) -> None:
        self._looked = 0.0
        self._error: YunyingError | None = None

    def check(self, intake: Intake, project: str) -> None:
        now = time.monotonic()
        if now - self._looked > _LOOK_EVERY:
            self._looked = now
            self._error = intake.look(project)
        if self._error is not None:
            raise self._error


class _Rate:
    """A bucket that fills at a source's rate and holds two seconds of it."""

    def __init__(self) -> None:
        self._left: float | None = None
        self._at = time.monotonic()

    def take(self, rate: int) -> None:
        now = time.monotonic()
        full = 2.0 * rate
        left = full if self._left is None else min(full, self._left + (now - self._at) * rate)
        self._at = now
        if left < 1:
            self._left = left
            raise TooMany(
                "too_fast",
                f"This source sends more than {rate:,} requests a second; send batches, or more slowly.",
                retry_after=1,
            )
        self._left = left - 1


class _Writer:
    """The one thread that writes: whatever waits for a project goes into one commit."""

    def __init__(self, log: Callable[[str], LandingLog], bounds: Bounds) -> None:
        self._log = log
        self._most = bounds.pending
        self._waiting: list[tuple[str, Landing, asyncio.Future[None]]] = []
        self._bytes = 0
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def keep(self, project: str, entry: Landing) -> asyncio.Future[None]:
        """Done when the entry is on disk."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._changed:
            if self._bytes + len(entry.body) > self._most:
                raise busy("too_busy", "Too many requests wait to be written; try again.", 1)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="landing", daemon=True)
                self._thread.start()
            self._bytes += len(entry.body)
            self._waiting.append((project, entry, future))
            self._changed.notify()
        return future

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                taken, self._waiting = self._waiting, []
                if not taken:
                    return
            by_project: dict[str, list[tuple[Landing, asyncio.Future[None]]]] = defaultdict(list)
            for project, entry, future in taken:
                by_project[project].append((entry, future))
            for project, entries in by_project.items():
                error = self._append(project, [entry for entry, _ in entries])
                _tell([future for _, future in entries], error)
            with self._changed:
                self._bytes -= sum(len(entry.body) for _, entry, _ in taken)

    def _append(self, project: str, entries: list[Landing]) -> YunyingError | None:
        try:
            self._log(project).append(entries)
        except (OSError, sqlite3.Error) as error:
            return busy("cannot_write", f"The request cannot be kept just now ({error}); send it again.", 5)
        except Exception:  # this thread serves everybody: it must not end, and nobody must wait for ever
            log.exception("Requests cannot be kept")
            return Failed("internal_error", "Something went wrong that should not have; send it again.")
        return None


def _tell(futures: list[asyncio.Future[None]], error: YunyingError | None) -> None:
    """Wake up whoever waits; one call into the loop for all of them."""

    def wake() -> None:
        for future in futures:
            if future.done():
                continue  # the client is gone
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)

    futures[0].get_loop().call_soon_threadsafe(wake)


def busy(code: str, message: str, seconds: int) -> YunyingError:
    """The answer of a program that cannot take anything in for a while (HTTP 503)."""
    error = Failed(code, message, retry_after=seconds)
    error.status = 503
    return error
