"""Each project's data, opened once and kept, so that what a question has warmed stays warm."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from yunying.collect.rules import RulesStore
from yunying.core import Calendar, Clock, Settings
from yunying.store import Dataset
from yunying.store.scratch import Scratch
from yunying.workspace import Project


class Datasets:
    """Gives a project's `Dataset`; the same one each time while its name, calendar and session rules stay."""

    def __init__(self, settings: Settings, clock: Clock, rules: RulesStore) -> None:
        self._settings = settings
        self._clock = clock
        self._rules = rules
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
            if self._open[key].sessions != sessions:
                # Another value over the same warm columns: whoever is answering keeps the rules it began with.
                self._open[key] = replace(self._open[key], sessions=sessions)
            return self._open[key]

    def folder(self, project: Project) -> Path:
        """Where a project's events are kept."""
        return self._settings.lake(project.id)
