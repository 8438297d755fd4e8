"""Each project's stream: its landing log, its quarantine, and the processor that takes it to the lake."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from yunying import collect
from yunying.app.datasets import Datasets
from yunying.app.laws import LawBook
from yunying.collect.enrich import Geo
from yunying.collect.plan import Plans
from yunying.collect.protocols import PROTOCOLS, Routes
from yunying.collect.rules import RulesStore
from yunying.collect.stream import Bounds, Intake, Origin, Processor, Sender, Step, Stores
from yunying.core import Clock, Settings, microseconds_of
from yunying.store.landing import Landed, LandingLog
from yunying.store.quarantine import Quarantine, Remark
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
        self._data = streams.datasets.of(project)
        self.project = project
        self.log = LandingLog(streams.settings.landing(project.id))
        self.quarantine = Quarantine(streams.settings.landing(project.id) / "state.sqlite")
        self._processor: Processor | None = None
        self._laws = LawBook(
            project.id, self._data, streams.rules, streams.plans, streams.geo, streams.origin
        )

    @property
    def processor(self) -> Processor:
        """Takes the log to the lake. Whoever calls it holds `writing`."""
        if self._processor is None:
            data = self._data
            seen = SeenIds(self._streams.settings.cache(self.project.id) / "seen")
            self._processor = self._processor_into(Stores(data.lake, data.people, seen, self.quarantine))
        return self._processor

    def _processor_into(self, stores: Stores) -> Processor:
        """One that takes this log, by this project's rules and plan, to other stores."""
        return Processor(self.log, stores, self._streams.routes, self._laws.now, self._streams.clock)

    def step(self) -> Step | None:
        """Process what waits, if nobody else writes to the project just now."""
        with self.writing():
            step = self.processor.step(self._max_ids())
        self._laws.keep_learned()
        return step

    def again(self, requests: list[Landed], *, wait: float = 60.0) -> Step:
        """Process requests once more."""
        with self.replaying() as again:
            return again(requests, wait)

    @contextmanager
    def replaying(self, into: Stream | None = None) -> Iterator[Callable[[list[Landed], float], Step]]:
        """Process requests of this log once more, to this project's lake or another's: `again(requests, wait)`.

        The usual processor knows what was stored within 30 days, requests may be older: this one knows everything.
        """
        target = into or self
        self._laws.look_again()  # most often asked for because a rule or the plan was mended a moment ago
        cache = self._streams.settings.cache(target.project.id)
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="replay-", dir=cache) as folder:
            quarantine = target.quarantine
            if target is not self:
                # Refusals are called by their place in the log, and this is not the target's.
                quarantine = Quarantine(Path(folder) / "state.sqlite")
            data = target._data
            seen = SeenIds(Path(folder) / "seen", keep=None)
            processor = self._processor_into(Stores(data.lake, data.people, seen, quarantine))

            def again(requests: list[Landed], wait: float) -> Step:
                with target.writing(wait):
                    step = processor.again(requests, self._max_ids())
                self._laws.keep_learned()
                return step

            try:
                yield again
            finally:
                if target is not self:
                    quarantine.close()

    def writing(self, wait: float = 0.0) -> AbstractContextManager[None]:
        """The right to write to the project; `Conflict` where somebody else keeps it longer than `wait` seconds."""
        return collect.writer_lock(self._streams.settings.home / "locks", self.project.id, timeout=wait)

    def processed(self) -> int:
        """Position up to which the log is in the lake, as the processor last said: cheap, a moment old."""
        note = self.quarantine.notes().get(PROGRESS)
        return int(note[1]["position"]) if note else 0

    def remarks(self) -> list[Remark]:
        """What of the last week's events was not as planned and was taken all the same."""
        since = microseconds_of(self._streams.clock() - timedelta(days=7))
        return self.quarantine.remarks(since, self.processed())

    def _max_ids(self) -> int:
        self._laws.now()
        return self._laws.rules.max_ids_per_person


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
