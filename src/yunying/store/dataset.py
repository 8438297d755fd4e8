"""A project's data as every question sees it: lake, people, segments, hot columns, calendar, clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from yunying.core import Calendar, Clock, SessionRules, utc_now
from yunying.store.control import UNCONTROLLED, Control
from yunying.store.derived import Derived
from yunying.store.executor import Executor, Threads
from yunying.store.hot import Hot
from yunying.store.lake import EventLake
from yunying.store.membership import Memberships
from yunying.store.people import People
from yunying.store.scratch import Scratch

R = TypeVar("R")


@dataclass
class Dataset:
    """One project's data. Cheap to make; keep it to keep what it has warmed."""

    name: str
    calendar: Calendar
    lake: EventLake
    people: People
    hot: Hot
    threads: int
    segments: Memberships
    executor: Executor
    clock: Clock = utc_now
    sessions: SessionRules = field(default_factory=SessionRules)
    control: Control = UNCONTROLLED

    @classmethod
    def open(
        cls,
        name: str,
        calendar: Calendar,
        lake: Path,
        cache: Path,
        threads: int,
        clock: Clock = utc_now,
        segments: Path | None = None,
        scratch: Scratch | None = None,
    ) -> Dataset:
        """The data in these folders; they need not exist yet. Segments are in the lake's where nothing else is said."""
        events, people = EventLake(lake / "events"), People(lake / "ids")
        return cls(
            name=name,
            calendar=calendar,
            lake=events,
            people=people,
            hot=Hot(cache, events, people, calendar, threads, scratch),
            threads=threads,
            segments=Memberships(segments or lake / "segments"),
            executor=Threads(threads),
            clock=clock,
        )

    def with_control(self, control: Control) -> Dataset:
        """The same data for one question, whose work ends when `control` says so."""
        return replace(self, control=control, hot=self.hot.under(control))

    def deriving(self, derived: Mapping[str, Derived]) -> Dataset:
        """The same data with these derived properties of people, by name."""
        return replace(self, hot=self.hot.deriving(derived))

    def each_slice(
        self, work: Callable[[int, int], R], people: int, width: int = 1, rows: int | None = None
    ) -> list[R]:
        """`work(low, high)` over slices of `people` ids, side by side; results in order of slice.

        `width` is how many cells of state a person needs: wide states get narrower slices, so that the state of
        all slices at work fits into memory. `rows` is how many events there are to go through, where that is known: a
        few are not worth many slices.
        """
        bounds = _bounds(people, self.executor.width, width, rows)
        widest = max((high - low for low, high in bounds), default=0)
        self.control.check_state(widest * min(len(bounds), self.executor.width), width)

        def slice_of_work(low: int, high: int) -> R:
            self.control.check()
            return work(low, high)

        return self.executor.run(slice_of_work, bounds)


MAX_STATE_CELLS = 16_000_000
"""Cells of state (≤ 8 bytes each) that one slice may hold."""


MANY_ROWS = 2_000_000
"""Events that take some ten milliseconds: what the calls for another slice cost is little beside it."""


def _bounds(people: int, threads: int, width: int, rows: int | None) -> Sequence[tuple[int, int]]:
    # A few slices a thread even out that early ids tend to be the busiest people.
    each = 4 if rows is None or rows >= MANY_ROWS else 1
    slices = max(each * threads if people > 10_000 else 1, -(-people * width // MAX_STATE_CELLS))
    return list(pairwise(people * i // slices for i in range(slices + 1)))
