"""Keeping all streams going: the processor's loop, and what it says of itself."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from yunying.app.streams import PROGRESS, TROUBLE, Stream, Streams
from yunying.collect.stream import Step
from yunying.core import Conflict, microseconds_of

log = logging.getLogger("yunying.processor")
_NOTE_EVERY = 5.0


class Pump:
    """Keeps all streams going, for as long as its process lives."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._next: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._cleaned: set[str] = set()
        self._noted: dict[str, float] = {}

    def run_once(self) -> bool:
        """Give every stream that is due one step; whether there was anything to do."""
        busy = False
        for stream in self._streams.active():
            key = stream.project.id
            if time.monotonic() < self._next.get(key, 0.0):
                continue
            busy = self._step(stream) or busy
        return busy

    def _step(self, stream: Stream) -> bool:
        key, began = stream.project.id, time.monotonic()
        try:
            if key not in self._cleaned:
                with stream.writing():
                    stream.processor.clean()
                self._cleaned.add(key)
            if not stream.processor.waiting():
                self._note(stream, None)
                return False
            step = stream.step()
        except Conflict:
            self._next[key] = began + 0.2  # an import is writing; it will be done
            return False
        except Exception as error:  # whatever it is must be told, and must not end the other streams
            self._fail(stream, error)
            return False
        self._failures.pop(key, None)
        if step is None:
            return False
        self._note(stream, step)
        full = step.requests >= 2_000 or step.events >= 20_000
        # A commit a second is enough for anybody's eyes, and keeps the number of files low.
        self._next[key] = began if full else began + 1.0
        return True

    def _note(self, stream: Stream, step: Step | None) -> None:
        key, now = stream.project.id, self._streams.clock()
        if step is None and time.monotonic() - self._noted.get(key, 0.0) < _NOTE_EVERY:
            return
        self._noted[key] = time.monotonic()
        position = step.position if step is not None else stream.processor.position()
        stream.quarantine.note(
            PROGRESS, microseconds_of(now), {"position": position, "moved_at": _moved(stream, step, now)}
        )

    def _fail(self, stream: Stream, error: Exception) -> None:
        key = stream.project.id
        failures = self._failures[key] = self._failures.get(key, 0) + 1
        log.error("The stream of %s stands still", stream.project.name, exc_info=error)
        self._next[key] = time.monotonic() + min(30.0, 0.5 * 2**failures)
        said = f"{type(error).__name__}: {error}"
        try:
            stream.quarantine.note(
                TROUBLE, microseconds_of(self._streams.clock()), {"error": said, "times": failures}
            )
        except Exception:  # the disk may be full, which is then the trouble itself
            log.exception("Nor can this be noted")


def _moved(stream: Stream, step: Step | None, now: datetime) -> int | None:
    """When the log was last moved on, µs."""
    if step is not None:
        return microseconds_of(now)
    note = stream.quarantine.notes().get(PROGRESS)
    return note[1].get("moved_at") if note else None
