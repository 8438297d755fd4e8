"""One project's way from its landing log to its lake, a step at a time.

A step takes the next requests, sifts them, stores them and commits, with their position, in one go. A kill at any
point costs nothing: the next step begins where the last commit ended. Requests that break a step are found by
halving and set aside whole; the log never stands still for one of them.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deltalake.exceptions import DeltaError

from yunying.collect.protocols import Routes
from yunying.collect.stream.sifting import Laws, Sifted, sift
from yunying.collect.stream.storing import TRANSACTION, Stored, Stores, store
from yunying.core import Clock, Failed
from yunying.store.lake_files import STREAM, writer_of
from yunying.store.landing import Landed, LandingLog
from yunying.store.quarantine import Refused
from yunying.store.seen import commit_of_name

log = logging.getLogger("yunying.processor")
REQUESTS = 5_000
EVENTS = 40_000
"""What one step takes at most: enough to be fast, few enough to be done within a second or two."""
MOST_SET_ASIDE = 10
_NOT_THE_DATA = (OSError, MemoryError, sqlite3.Error, DeltaError, Failed)
"""What a full disk and the like end in. A full disk makes some stores fail and others not."""


@dataclass(frozen=True)
class Step:
    """What a step did. `events` were decoded, refused ones among them."""

    requests: int
    events: int
    stored: Stored
    refused: int
    position: int


class Processor:
    """Processes one project. Whoever calls holds the project's writer lock."""

    def __init__(
        self, landing: LandingLog, stores: Stores, routes: Routes, laws: Callable[[], Laws], clock: Clock
    ) -> None:
        self._landing = landing
        self._stores = stores
        self._routes = routes
        self._laws = laws
        self._clock = clock
        self._set_aside = 0
        self._done = 0

    def position(self) -> int:
        """Up to where the log is in the lake."""
        self._done = self._stores.lake.position(TRANSACTION) or 0
        return self._done

    def waiting(self) -> bool:
        """Whether there is something to do."""
        last = self._landing.last()
        return last > self._done and last > self.position()

    def step(self, max_ids: int) -> Step | None:
        """Process the next requests; None when there are none."""
        requests = self._landing.read(self.position(), requests=REQUESTS, events=EVENTS)
        if not requests:
            return None
        self._set_aside = 0
        return self._process(requests, max_ids, again=False)

    def again(self, requests: Sequence[Landed], max_ids: int) -> Step:
        """Process requests once more: what is stored stays as it is, what was refused may now be taken."""
        self._set_aside = 0
        return self._process(list(requests), max_ids, again=True)

    def clean(self) -> None:
        """Remove files of steps that were killed before their commit."""
        lake = self._stores.lake
        snapshot = lake.snapshot()
        known = {file.path for file in snapshot.files}
        for path in lake.root.glob("day=*/*.parquet"):
            unfinished = commit_of_name(path.name) > snapshot.version
            if (
                unfinished
                and writer_of(path.name) == STREAM
                and path.relative_to(lake.root).as_posix() not in known
            ):
                path.unlink(missing_ok=True)

    def _process(self, requests: list[Landed], max_ids: int, *, again: bool) -> Step:
        try:
            return self._try(requests, max_ids, again=again)
        except _NOT_THE_DATA:
            raise  # halves would fare no better: the log waits until whatever it is has passed
        except Exception:
            if len(requests) > 1:
                log.exception("A step failed; trying its halves")
                half = len(requests) // 2
                self._process(requests[:half], max_ids, again=again)
                return self._process(requests[half:], max_ids, again=again)
            self._set_aside += 1
            if self._set_aside > MOST_SET_ASIDE:
                raise  # so many do not break it each by itself: the log waits, which everybody is told
            log.exception("Request %s cannot be processed; it is set aside", requests[0].position)
            return self._try(requests, max_ids, again=again, aside=True)

    def _try(self, requests: list[Landed], max_ids: int, *, again: bool, aside: bool = False) -> Step:
        names = [p.name for p in self._stores.lake.snapshot().properties if p.scope == "person"]
        sifted = sift([] if aside else requests, self._routes, self._laws(), names)
        if aside:
            _set_aside(requests[0], sifted)
        last = requests[-1].position
        stored = store(
            sifted,
            self._stores,
            self._clock(),
            max_ids,
            position=None if again else last,
            redone=[r.position for r in requests] if again else (),
        )
        return Step(
            requests=len(requests),
            events=len(sifted.batch) + len(sifted.refused),
            stored=stored,
            refused=len(sifted.refused),
            position=last,
        )


def _set_aside(request: Landed, sifted: Sifted) -> None:
    message = "The request broke the program that reads it; replay it after an update."
    sifted.refused.append(
        Refused(
            request.position, 0, request.source, None, "processing_failed", message, request.received_at, None
        )
    )
