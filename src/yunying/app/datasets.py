"""Each project's data, opened once and kept, so that what a question has warmed stays warm."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from yunying.app.deriving import Deriving
from yunying.collect.rules import RulesStore
from yunying.core import Calendar, Clock, Settings
from yunying.store import Dataset
from yunying.store.scratch import Scratch
from yunying.workspace import Project


class Datasets:
    """Gives a project's `Dataset`; the same one each time while its name, calendar, session rules and
    definitions stay.
    """

    def __init__(self, settings: Settings, clock: Clock, rules: RulesStore, deriving: Deriving) -> None:
        self._settings = settings
        self._clock = clock
        self._rules = rules
        self._deriving = deriving
        self._scratch = Scratch(settings.shared_memory)
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str, Calendar], Dataset] = {}

    def of(self, project: Project) -> Dataset:
        """The data of a project."""
        calendar = Calendar(project.timezone, project.week_start)
        key = (project.id, project.name, calendar)
        sessions = self._rules.get(project.id).session.value
        with self._lock:
            if key not in self._open:
                self._open[key] = Dataset.open(
                    project.name,
                    calendar,
                    self._settings.lake(project.id),
                    self._settings.cache(project.id),
                    self._settings.threads,
                    self._clock,
                    self._settings.segments(project.id),
                    self._scratch,
                )
            data = self._open[key]
            # Other values over the same warm columns: whoever is answering keeps what it began with.
            if data.sessions != sessions:
                data = replace(data, sessions=sessions)
            derived = self._deriving.of(project.id, data.segments)
            if data.hot.derived is not derived:
                data = data.deriving(derived)
            self._open[key] = data
            return data

    def folder(self, project: Project) -> Path:
        """Where a project's events are kept."""
        return self._settings.lake(project.id)
