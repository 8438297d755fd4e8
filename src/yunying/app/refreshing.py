"""Dynamic segments are made anew, in the order in which they look at each other, whenever something changed that
they follow from.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from yunying.analyse import Question, parse_question, people_behind
from yunying.app.datasets import Datasets
from yunying.app.deriving import Deriving
from yunying.audience import in_order
from yunying.core import Clock, Failed, Settings, YunyingError
from yunying.metrics import address, people_count, references
from yunying.store import Dataset
from yunying.store.ledger import Segment
from yunying.store.membership import ascending
from yunying.workspace import Project, Workspace

log = logging.getLogger("yunying.segments")
LOOK_EVERY = 2.0
Ints = npt.NDArray[np.int32]
PEOPLE = address(people="all")


@dataclass(frozen=True)
class Refreshed:
    """What a round did: how many segments were made anew, how many of these changed, how many could not be made."""

    looked: int
    made: int
    changed: int
    failed: int
    seconds: float


class Refreshing:
    """Use-cases of keeping segments fresh. One process at a time does it for a project."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        workspace: Workspace,
        datasets: Datasets,
        deriving: Deriving,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._workspace = workspace
        self._datasets = datasets
        self._deriving = deriving

    def refresh(self, project: Project, only: str | None = None, *, forced: bool = False) -> Refreshed:
        """Make anew what is not up to date: all dynamic segments, or one with those that it looks at."""
        began = time.perf_counter()
        dynamic = {s.id: s for s in self._workspace.segments.all(project.id) if s.kind == "dynamic"}
        needs = self.needs(project, dynamic.values())
        wanted = _reaching(needs, only) if only else needs.keys()
        made = changed = failed = 0
        if not dynamic:
            return Refreshed(0, 0, 0, 0, 0.0)
        with self._lock(project):
            for segment_id in in_order(needs):
                segment = dynamic.get(segment_id)
                if segment is None or segment_id not in wanted:
                    continue
                data = self._datasets.of(project)  # anew: layers follow from the segments that were just made
                state = self.state(data, segment, needs)
                if segment.refreshed_state == state and not (forced and only in (None, segment_id)):
                    continue
                made += 1
                try:
                    changed += self._make(data, segment, state)
                except YunyingError as error:
                    failed += 1
                    self._workspace.segments.failed(segment.id, error.as_wire()["error"])
                except Exception as error:
                    # One that cannot be made must not keep the others from being fresh.
                    log.exception("Segment %s could not be made", segment.name)
                    failed += 1
                    text = f"It could not be made ({type(error).__name__}); see the log of the worker."
                    self._workspace.segments.failed(
                        segment.id, Failed("refresh_failed", text).as_wire()["error"]
                    )
                    if only:
                        raise
        return Refreshed(len(wanted), made, changed, failed, time.perf_counter() - began)

    def keep(self, project: Project, segment: Segment, people: Ints, milliseconds: float) -> None:
        """Keep who is in a segment that has got another definition, and how long it took to find them."""
        data = self._datasets.of(project)
        state = self.state(data, segment, self.needs(project, [segment]))
        version = data.lake.snapshot().version
        with self._lock(project):
            self._replace(data, segment, people)
        self._workspace.segments.refreshed(
            segment.id, size=len(people), data_version=version, state=state, milliseconds=milliseconds
        )

    def fresh(self, project: Project, segment: Segment) -> bool:
        """Whether a segment is what it would be if it were made now; a frozen one always is."""
        if segment.kind != "dynamic":
            return True
        data = self._datasets.of(project)
        return segment.refreshed_state == self.state(data, segment, self.needs(project, [segment]))

    def needs(self, project: Project, segments: Iterable[Segment]) -> dict[str, frozenset[str]]:
        """Which segments each looks at, also by way of layers and other derived properties."""
        self._datasets.of(project)  # knows the definitions as they are now
        return {segment.id: self.looked_at(project, parse_question(segment.question)) for segment in segments}

    def looked_at(self, project: Project, question: Question) -> frozenset[str]:
        """The segments that a question looks at."""
        uses = references(question)
        return uses.segments | self._deriving.segments_behind(project.id, uses.properties)

    def state(self, data: Dataset, segment: Segment, needs: Mapping[str, frozenset[str]]) -> str:
        """Tells the state of everything that a segment follows from: it is the same as long as this is."""
        view = data.hot.view()
        named = references(parse_question(segment.question)).properties
        parts = (
            segment.version,
            segment.question,
            segment.address,
            view.snapshot.version,
            view.identity.version,
            data.calendar,
            data.sessions,
            data.calendar.today(data.clock()),
            sorted((name, one.version) for name, one in view.derived.items() if name in named),
            data.segments.state(sorted(needs.get(segment.id, ()))),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _make(self, data: Dataset, segment: Segment, state: str) -> bool:
        began = time.perf_counter()
        version = data.lake.snapshot().version
        people = people_of(data, parse_question(segment.question), segment.address)
        changed = self._replace(data, segment, people)
        self._workspace.segments.refreshed(
            segment.id,
            size=len(people),
            data_version=version,
            state=state,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        return changed

    def _replace(self, data: Dataset, segment: Segment, people: Ints) -> bool:
        """Keep other people, and note who entered and who left as the people they are today: a merge moves nobody."""
        before = data.segments.people(segment.id)
        if before is None or not np.array_equal(before, people):
            data.segments.keep(segment.id, people)
        there = people if before is None else ascending(data.people.identity().people(before))
        entered = np.setdiff1d(people, there, assume_unique=True)
        gone = np.setdiff1d(there, people, assume_unique=True)
        changed = bool(len(entered) or len(gone))
        if changed or not data.segments.log.of(segment.id, 1):
            data.segments.log.add(segment.id, self._clock(), len(people), entered, gone)
        return changed

    def _lock(self, project: Project) -> FileLock:
        path = self._settings.home / "locks" / f"segments-{project.id}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(path)


def people_of(data: Dataset, question: Question, at: str | None) -> Ints:
    """Everybody behind a figure, ascending; of a list of people where no address is given."""
    found = people_behind(data, question, at or PEOPLE).people
    return ascending(found[found < people_count(data.hot.view(marked=question.marked))])


def _reaching(needs: Mapping[str, frozenset[str]], name: str) -> set[str]:
    """A segment and all that it looks at, by whatever way."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(needs.get(one, ()))
    return found


class Keeper:
    """Keeps the segments of all projects fresh. One process does this, on a thread of its own."""

    def __init__(
        self,
        workspace: Workspace,
        refreshing: Refreshing,
        *,
        pause: float = 20.0,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._workspace = workspace
        self._refreshing = refreshing
        self._pause = pause
        self._wait = wait
        self._due: dict[str, float] = {}

    def start(self) -> threading.Thread:
        """Work until the process ends."""
        thread = threading.Thread(target=self._forever, name="segments", daemon=True)
        thread.start()
        return thread

    def run_once(self) -> int:
        """Make anew what is not up to date in every project whose turn it is; returns how many segments were made."""
        made = 0
        for project in self._workspace.projects.all():
            if time.monotonic() < self._due.get(project.id, 0):
                continue
            try:
                done = self._refreshing.refresh(project)
            except Exception:
                log.exception("The segments of project %s could not be looked after", project.name)
                self._due[project.id] = time.monotonic() + self._pause
                continue
            made += done.made
            # Where segments take long they leave most of the time to others.
            self._due[project.id] = time.monotonic() + max(self._pause if done.made else 0, 4 * done.seconds)
        return made

    def _forever(self) -> None:
        while True:
            try:
                self.run_once()
            except Exception:  # the ledger may be out of reach for a moment
                log.exception("Segments could not be looked after")
            self._wait(LOOK_EVERY)
