"""Keeps what grows in order, in the background: small files packed, old requests and counts let go of, logs short,
hot columns within their size."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from yunying import collect
from yunying.app.streams import Stream, Streams
from yunying.core import Conflict, microseconds_of
from yunying.store import cache_budget, packing
from yunying.store.append_table import pack as pack_table
from yunying.store.lake import EventLake

log = logging.getLogger("yunying.maintenance")
NOTE = "maintenance"
"""The note that this leaves beside the quarantine: when it last got through, and what stopped it."""
LOOK_EVERY = 10.0
TIDY_EVERY = 300.0
SWEEP_EVERY = 60.0
_WAIT = 60.0


@dataclass
class _Of:
    """What is kept of a project between two looks."""

    lake: EventLake
    tidied: float = float("-inf")
    packed: int = 0
    last_error: str | None = None
    times: int = 0


class Maintenance:
    """Looks after all streams of a home. One process does this, on a thread of its own."""

    def __init__(
        self,
        streams: Streams,
        *,
        first: Callable[[Stream], None] | None = None,
        keep: timedelta = packing.KEEP_REPLACED,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._streams = streams
        self._first = first
        self._keep = keep
        self._wait = wait
        self._known: dict[str, _Of] = {}
        self._swept = float("-inf")

    def start(self) -> threading.Thread:
        """Work until the process ends."""
        thread = threading.Thread(target=self._forever, name="maintenance", daemon=True)
        thread.start()
        return thread

    def run_once(self) -> int:
        """Do for every stream what is due; returns how many runs of files became one."""
        self._sweep()
        return sum(self._look_after(stream) for stream in self._streams.active())

    def _forever(self) -> None:
        while True:
            try:
                self.run_once()
            except Exception:  # the ledger may be out of reach for a moment
                log.exception("Nothing could be looked after")
            self._wait(LOOK_EVERY)

    def _sweep(self) -> None:
        """Keep hot columns of all projects within their size."""
        if time.monotonic() - self._swept < SWEEP_EVERY:
            return
        self._swept = time.monotonic()
        settings = self._streams.settings
        freed = cache_budget.sweep(settings.caches, settings.cache_limit)
        if freed:
            log.info("%.1f GB of hot columns that were unused for longest were deleted", freed / 1024**3)

    def _look_after(self, stream: Stream) -> int:
        key = stream.project.id
        if key not in self._known:
            # Objects of its own: those of the processor belong to its thread.
            self._known[key] = _Of(EventLake(self._streams.settings.lake(key) / "events"))
        known, done = self._known[key], 0
        try:
            if self._first is not None:
                self._first(stream)
            due = time.monotonic() - known.tidied > TIDY_EVERY
            if due:  # first, because with a short log everything else is quick
                with self._writing(stream):
                    known.lake.keep_log_short()
            while self._pack(stream, known):
                done += 1
            if due:
                self._tidy(stream, known)
                known.tidied = time.monotonic()
        except Conflict:
            return done  # an import is writing; it will be done
        except Exception as error:  # told, and must not end the care for other projects
            log.error("%s could not be looked after", stream.project.name, exc_info=error)
            known.last_error, known.times = f"{type(error).__name__}: {error}", known.times + 1
        else:
            known.last_error, known.times = None, 0
        known.packed += done
        self._note(stream, known)
        return done

    def _pack(self, stream: Stream, known: _Of) -> bool:
        """Put one run of files together, if there is one."""
        began, now = time.monotonic(), self._streams.clock()
        snapshot = known.lake.snapshot()
        run = packing.find_run(snapshot, now)
        if not run:
            return False
        try:
            packed = packing.pack(snapshot, run)
        except FileNotFoundError:
            return False  # somebody was erased from these files while they were read
        with self._writing(stream):
            packing.exchange(known.lake, run, packed, now)
        self._wait(time.monotonic() - began)  # at most half of the time: events and questions come first
        return True

    def _tidy(self, stream: Stream, known: _Of) -> None:
        now, settings = self._streams.clock(), self._streams.settings
        with self._writing(stream):
            if known.lake.snapshot().version >= 0:
                packing.sweep(known.lake, now, self._keep)
            for name in ("ids", "merges"):
                pack_table(settings.lake(stream.project.id) / name, now, self._keep)
        days = self._streams.rules.get(stream.project.id).landing_days
        processed = stream.processed()
        if processed:
            stream.log.drop_before(microseconds_of(now - timedelta(days=days)), processed)
            with self._writing(stream):
                stream.quarantine.fold(processed)

    def _writing(self, stream: Stream) -> AbstractContextManager[None]:
        return collect.writer_lock(self._streams.settings.home / "locks", stream.project.id, timeout=_WAIT)

    def _note(self, stream: Stream, known: _Of) -> None:
        said = {"packed": known.packed, "error": known.last_error, "times": known.times}
        stream.quarantine.note(NOTE, microseconds_of(self._streams.clock()), said)
