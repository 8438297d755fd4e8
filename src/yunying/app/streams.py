"""Each project's stream: its landing log, its quarantine, and the processor that takes it to the lake."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from yunying import collect
from yunying.app.datasets import Datasets
from yunying.collect.enrich import Enricher, Geo, staff_in
from yunying.collect.plan import Checker, Learner, Plans
from yunying.collect.protocols import PROTOCOLS, Routes
from yunying.collect.rules import Rules, RulesStore
from yunying.collect.stream import Bounds, Intake, Laws, Origin, Processor, Sender, Step, Stores
from yunying.core import Calendar, Clock, Conflict, Settings, day_number, microseconds_of
from yunying.store.landing import Landed, LandingLog
from yunying.store.quarantine import Quarantine
from yunying.store.seen import SeenIds
from yunying.workspace import Project, Source, Workspace

log = logging.getLogger("yunying.processor")
_LOOK_EVERY = 1.0
_KEYS_KEPT = 10_000
_NOTE_EVERY = 5.0
_MINUTE = 60_000_000
PROGRESS, TROUBLE = "progress", "trouble"
"""Notes that the processor leaves beside the quarantine: how far it is, and what stops it."""


class Stream:
    """One project's stream. Made once for each process and kept."""

    def __init__(self, streams: Streams, project: Project) -> None:
        self._streams = streams
        self.project = project
        self.log = LandingLog(streams.settings.landing(project.id))
        self.quarantine = Quarantine(streams.settings.landing(project.id) / "state.sqlite")
        self._processor: Processor | None = None
        self._laws: Laws | None = None
        self._laws_of: tuple[str, object] | None = None
        self._looked = 0.0
        self.rules = Rules()
        self.remarks: dict[tuple[str, str, str], int] = {}

    @property
    def processor(self) -> Processor:
        """Takes the log to the lake. Whoever calls it holds `writing`."""
        if self._processor is None:
            data = self._streams.datasets.of(self.project)
            seen = SeenIds(self._streams.settings.cache(self.project.id) / "seen")
            stores = Stores(data.lake, data.people, seen, self.quarantine)
            self._processor = Processor(
                self.log, stores, self._streams.routes, self.laws, self._streams.clock
            )
        return self._processor

    def laws(self) -> Laws:
        """What records are held against now: looked up again once a second."""
        now = time.monotonic()
        if self._laws is None or now - self._looked > _LOOK_EVERY:
            self._looked = now
            streams, project_id = self._streams, self.project.id
            version, self.rules = streams.rules.current(project_id)
            of = (version, streams.plans.version(project_id))
            if self._laws is None or self._laws_of != of:
                plan = streams.plans.get(project_id)
                staff = self._staff()
                calendar = Calendar(self.project.timezone, self.project.week_start)
                laws = Laws(
                    Checker(plan),
                    Learner(plan),
                    Enricher(self.rules, streams.geo, staff),
                    streams.origin,
                    self.rules.future_minutes * _MINUTE,
                )
                if self.rules.starts_on is not None:
                    start = calendar.day_start(day_number(self.rules.starts_on))
                    laws = Laws(laws.checker, laws.learner, laws.enricher, laws.origin, laws.future, start)
                self._laws, self._laws_of = laws, of
        return self._laws

    def _staff(self) -> list[tuple[str, str]]:
        """Who is known to be of the team by their e-mail address; searched for anew where the rules say so anew."""
        before = self._laws.enricher if self._laws is not None else None
        if before is not None and before.rules.staff.email_domains == self.rules.staff.email_domains:
            return before.staff
        return staff_in(self._streams.datasets.of(self.project).lake, self.rules.staff)

    def step(self) -> Step | None:
        """Process what waits, if nobody else writes to the project just now."""
        with collect.writer_lock(self._streams.settings.home / "locks", self.project.id):
            self.laws()
            step = self.processor.step(self.rules.max_ids_per_person)
        if step is not None:
            self.after(step)
        return step

    def again(self, requests: list[Landed], *, wait: float = 60.0) -> Step:
        """Process requests once more."""
        with collect.writer_lock(self._streams.settings.home / "locks", self.project.id, timeout=wait):
            self.laws()
            step = self.processor.again(requests, self.rules.max_ids_per_person)
        self.after(step)
        return step

    def after(self, step: Step) -> None:
        """Keep what was learned on the way."""
        laws = self.laws()
        learned = laws.learner.take()
        if learned:
            self._streams.plans.add_learned(self.project.id, learned)
        for key, count in step.problems.items():
            self.remarks[key] = self.remarks.get(key, 0) + count

    def processed(self) -> int:
        """Position up to which the log is in the lake, as the processor last said: cheap, a moment old."""
        note = self.quarantine.notes().get(PROGRESS)
        return int(note[1]["position"]) if note else 0


@dataclass
class _Known:
    """A source as it was when last looked up."""

    sender: Sender | None
    at: float


class Streams:
    """The streams of a home."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        workspace: Workspace,
        datasets: Datasets,
        rules: RulesStore,
        plans: Plans,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.datasets = datasets
        self.rules = rules
        self.plans = plans
        self.routes = Routes(PROTOCOLS)
        self.geo = Geo(settings.home / "geo")
        self._workspace = workspace
        self._streams: dict[str, Stream] = {}
        self._origins: dict[str, tuple[Origin, float]] = {}
        self._keys: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def of(self, project: Project) -> Stream:
        """The stream of a project."""
        with self._lock:
            if project.id not in self._streams:
                self._streams[project.id] = Stream(self, project)
            return self._streams[project.id]

    def by_id(self, project_id: str) -> Stream:
        """The same by the project's id."""
        found = self._streams.get(project_id)
        return found or self.of(self._workspace.projects.get(project_id))

    def active(self) -> list[Stream]:
        """Streams that anything was ever sent to."""
        landing = self.settings.home / "landing"
        return [self.of(p) for p in self._workspace.projects.all() if (landing / p.id).is_dir()]

    def intake(self) -> Intake:
        """The way in."""
        return Intake(
            self.settings.home,
            self._sender,
            lambda project: self.by_id(project).log,
            lambda project: self.by_id(project).processed(),
            Bounds(self.settings.disk_reserve, self.settings.backlog),
        )

    def address(self) -> str:
        """Where programs send to: where `yunying serve` listens, or would by default."""
        try:
            return (self.settings.home / "address").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return f"http://{self.settings.host}:{self.settings.port}"

    def origin(self, source_id: str) -> Origin:
        """What records say of their source; looked up again once a second."""
        known = self._origins.get(source_id)
        now = time.monotonic()
        if known is None or now - known[1] > _LOOK_EVERY:
            names = {s.id: Origin(s.name, s.debug) for s in self._workspace.sources.all()}
            self._origins.update({key: (origin, now) for key, origin in names.items()})
            known = self._origins.get(source_id) or (Origin(source_id), now)
        return known[0]

    def forget(self) -> None:
        """Look sources up anew."""
        self._keys.clear()
        self._origins.clear()

    def _sender(self, key: str) -> Sender | None:
        known = self._keys.get(key)
        now = time.monotonic()
        if known is None or now - known.at > _LOOK_EVERY:
            if len(self._keys) > _KEYS_KEPT:
                self._keys.clear()
            known = self._keys[key] = _Known(self._look_up(key), now)
        return known.sender

    def _look_up(self, key: str) -> Sender | None:
        source: Source | None = self._workspace.sources.with_key(key) if len(key) <= 80 else None
        if source is None:
            return None
        return Sender(
            source=source.id,
            project=source.project_id,
            open=source.archived_at is None,
            debug=source.debug,
            rate=self.rules.get(source.project_id).requests_per_second,
        )


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
                with collect.writer_lock(self._streams.settings.home / "locks", key):
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
