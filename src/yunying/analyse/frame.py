"""What every question shares: its data at one moment, its days, and the provenance of its answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from yunying.core import day_number, instant_of
from yunying.metrics import (
    Days,
    Filter,
    Provenance,
    Range,
    describe,
    known_until,
    people_count,
    resolve_range,
)
from yunying.store import Dataset, Day, HotView

DEFINITION_VERSION = 1
"""Goes up when the same question on the same data would give another answer."""


@dataclass
class Frame:
    """One question's view of one project: taken once, so that an answer and its lists come from one state."""

    data: Dataset
    view: HotView
    days: Days
    known_until: int
    people: int
    _began: float = field(default_factory=time.perf_counter)
    _read: int = 0

    @classmethod
    def take(cls, data: Dataset, wanted: Range, *, marked: bool = False) -> Frame:
        """The newest state of `data`, marked events counted or not, and the days meant by `wanted`."""
        view = data.hot.view(marked=marked)
        return cls(
            data=data,
            view=view,
            days=resolve_range(wanted, data.calendar, data.clock()),
            known_until=known_until(data, view),
            people=people_count(view),
        )

    def load(self, first: int | None, last: int | None) -> list[Day]:
        """Days with events between two day numbers."""
        days = self.view.days(first, last)
        self._read += sum(day.rows for day in days)
        return days

    def load_range(self, days: Days | None = None) -> list[Day]:
        """Days with events of a range (the question's own by default)."""
        chosen = days or self.days
        return self.load(day_number(chosen.first), day_number(chosen.last))

    def provenance(self, definition: str, filters: Sequence[Filter], *, incomplete: bool) -> Provenance:
        """Where the answer comes from."""
        known = instant_of(self.known_until - self.known_until % 1000)
        return Provenance(
            project=self.data.name,
            timezone=self.data.calendar.timezone,
            week_start=self.data.calendar.week_start,
            range={"from": self.days.first.isoformat(), "to": self.days.last.isoformat()},
            definition=definition,
            definition_version=DEFINITION_VERSION,
            filters=[describe(f) for f in filters],
            data_version=self.view.snapshot.version,
            known_until=known.isoformat().replace("+00:00", "Z"),
            events_read=self._read,
            computed_ms=round((time.perf_counter() - self._began) * 1000, 1),
            incomplete=incomplete,
        )

    def range_known(self, extra: timedelta = timedelta()) -> bool:
        """Whether all data of the range, and `extra` after it, has arrived."""
        end = self.data.calendar.day_start(day_number(self.days.last) + 1)
        return end + extra // timedelta(microseconds=1) <= self.known_until
