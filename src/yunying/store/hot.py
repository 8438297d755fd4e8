"""Hot columns: a project's events by day of its zone, sorted by (person, time, arrival), mapped into memory.

`Hot` gives the view of the newest state; a `HotView` keeps what was read of it and what follows from it, for all
questions about this state. What lies in the cache and how it is made is `day_files`.
"""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, get_args

import numpy.typing as npt

from yunying.core import Calendar
from yunying.store.control import UNCONTROLLED, Control
from yunying.store.day import Day
from yunying.store.day_files import DayFiles, columns_of
from yunying.store.derived import Derived
from yunying.store.identity import Identity
from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.people import People
from yunying.store.row_kinds import Rows
from yunying.store.schema import Property
from yunying.store.scratch import Scratch
from yunying.store.values import Values

SCRATCH = 256 * 1024**2
"""Bytes of arrays that questions share where nothing else is said."""
KEPT = 64
"""How many things a view keeps that were derived of it from definitions."""
EARLIER_STATES = 8
"""How many states of earlier days a view keeps, with what was derived of them."""
Progress = Callable[[float], None]
R = TypeVar("R")
T = TypeVar("T")


class HotView:
    """Hot columns of one snapshot: it never changes while a question is answered."""

    def __init__(
        self,
        folder: Path,
        snapshot: Snapshot,
        identity: Identity,
        calendar: Calendar,
        pool: ThreadPoolExecutor,
        rows: Rows = "events",
        before: HotView | None = None,
        scratch: Scratch | None = None,
    ) -> None:
        self._scratch = scratch or Scratch(SCRATCH)
        self.snapshot = snapshot
        self.identity = identity
        self.calendar = calendar
        self.rows = rows
        self.last: int | None = None
        """The day at whose end this is the state; None for the newest."""
        self.derived: Mapping[str, Derived] = {}
        self._files = DayFiles(folder, snapshot, identity, calendar, rows)
        self.numbers = list(self._files.sources)
        self.control = UNCONTROLLED
        self._root = folder
        self._pool = pool
        self._days: dict[int, Day] = {}
        self._values: dict[tuple[str, int], Values] = {}
        self._locks: dict[object, threading.Lock] = {}
        self.carried: dict[str, Any] = {}
        """What was derived of some days, for later states in which these are the same (`state_of`)."""
        self._memo: dict[str, Any] = {}
        self._memo_lock = threading.RLock()
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._whole: HotView | None = None
        self._earlier: OrderedDict[int, HotView] = OrderedDict()
        self._before: dict[Rows, HotView] = {}
        if before is not None:
            self._inherit(before)
            self._before = {r: v for r in get_args(Rows) if (v := before._memo.get(r)) is not None}

    @property
    def profiles(self) -> HotView:
        """The rows that only describe people, of the same moment."""
        return self._sibling("profiles")

    @property
    def said(self) -> HotView:
        """Everything that was said of people's properties, of the same moment: by events and by profiles."""
        if not self.snapshot.has_marks:
            return self
        return self._sibling("said" if self.rows == "events" else "said_marked")

    @property
    def newest(self) -> HotView:
        """The newest state, of which this may be an earlier one."""
        return self if self._whole is None else self._whole.knowing(self.derived).under(self.control)

    def until(self, last: int) -> HotView:
        """The state at the end of an earlier day: nothing later is in it. Who is who is as known now."""
        whole = self._whole or self
        with whole._once("earlier"):
            view = whole._earlier.get(last)
            if view is None:
                view = copy.copy(whole)
                view._whole, view.last = whole, last
                view.numbers = [n for n in whole.numbers if n <= last]
                view._memo, view._memo_lock = {}, threading.RLock()
                view._kept, view._locks = OrderedDict(), {}
                whole._earlier[last] = view
                if len(whole._earlier) > EARLIER_STATES:
                    whole._earlier.popitem(last=False)
            whole._earlier.move_to_end(last)
        return view.knowing(self.derived).under(self.control)

    def knowing(self, derived: Mapping[str, Derived]) -> HotView:
        """The same columns with these derived properties of people, by name."""
        if derived is self.derived:
            return self
        view = copy.copy(self)
        view.derived = derived
        return view

    def _sibling(self, rows: Rows) -> HotView:
        if self._whole is not None and self.last is not None:
            whole = self._whole.knowing(self.derived).under(self.control)
            return whole._sibling(rows).until(self.last)
        found: HotView = self.memo(
            rows,
            lambda: HotView(
                self._root,
                self.snapshot,
                self.identity,
                self.calendar,
                self._pool,
                rows,
                self._before.get(rows),
                self._scratch,
            ),
        )
        return found.knowing(self.derived).under(self.control)

    def days(
        self, first: int | None = None, last: int | None = None, progress: Progress | None = None
    ) -> list[Day]:
        """Days with events, in order, from day number `first` to `last` (both included)."""
        wanted = [n for n in self.numbers if (first is None or n >= first) and (last is None or n <= last)]
        missing = [n for n in wanted if n not in self._days]
        if missing:
            with self.control.uncounted():
                for done, _ in enumerate(self.map(self._load_day, missing)):
                    if progress:
                        progress((done + 1) / len(missing))
        self._files.stamp(wanted)
        return [day for n in wanted if (day := self._days[n]).rows]

    def values(self, prop: Property, day: Day) -> Values:
        """A property's values, row by row of `day`."""
        key = (columns_of(prop), day.number)
        found = self._values.get(key)
        if found is None:
            with self._once(key):
                found = self._values.get(key)
                if found is None:
                    self.control.check()
                    found = self._values[key] = self._files.values(prop, day)
        return found

    def state_of(self, number: int) -> str:
        """The same as long as a day's rows are, and whose they are."""
        return self._files.fingerprint(number)

    def sources(self, number: int) -> list[LakeFile]:
        """Lake files that hold the day's events (and others), in order of arrival."""
        return self._files.sources[number][1]

    def prepare(self, prop: Property, days: Sequence[Day]) -> list[Values]:
        """`values` of many days, made side by side."""
        if all((columns_of(prop), day.number) in self._values for day in days):
            return [self.values(prop, day) for day in days]
        with self.control.uncounted():
            return list(self.map(lambda day: self.values(prop, day), days))

    def map(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
        """`work(thing)` for many things, side by side; results in order. `work` must not call `map` itself."""

        def guarded(thing: T) -> R:
            self.control.check()
            return work(thing)

        return self._pool.map(guarded, things)

    def under(self, control: Control) -> HotView:
        """The same columns for one question, whose work ends when `control` says so."""
        if control is self.control:
            return self
        view = copy.copy(self)
        view.control = control
        return view

    def memo(self, name: str, make: Callable[[], Any]) -> Any:
        """Something derived from this snapshot alone, made once."""
        # What is there is read without the lock: its holder may be waiting for the very thread that asks.
        if name in self._memo:
            return self._memo[name]
        with self._memo_lock:
            if name not in self._memo:
                self._memo[name] = make()
            return self._memo[name]

    def has_memo(self, name: str) -> bool:
        """Whether `memo` has made this already."""
        return name in self._memo

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Like `memo`, for what may be made with the help of `map`: whoever asks first makes it, others wait. The
        last that were used are kept."""
        with self._once(f"kept {name}"):
            if name in self._kept:
                self._kept.move_to_end(name)
            else:
                self._kept[name] = make()
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            found: T = self._kept[name]
            return found

    def shared(
        self, day: Day, name: str, make: Callable[[], npt.NDArray[Any]], *, lasting: bool
    ) -> npt.NDArray[Any]:
        """An array about the rows of a day, made once for all questions that need it at about the same time.

        `lasting` where it follows from the day's own rows alone, so that later states of the project share it too.
        """
        state: Any = self._files.fingerprint(day.number)
        if not lasting:
            state = self.snapshot.version, self.identity.version, self.last
        return self._scratch.get((self._files.folder, day.number, state, name), make)

    def _inherit(self, before: HotView) -> None:
        """Take over what is mapped of days that did not change."""
        self.carried = before.carried
        for number in self._files.inherit(before._files):
            if number in before._days:
                self._days[number] = before._days[number]
        kept = self._days.keys()
        columns = {c.column for c in before.snapshot.columns}
        if columns == {c.column for c in self.snapshot.columns}:
            self._values = {k: v for k, v in before._values.items() if k[1] in kept}

    def _load_day(self, number: int) -> Day:
        with self._once(number):
            if number not in self._days:
                self._days[number] = self._files.day(number)
            return self._days[number]

    def _once(self, thing: object) -> threading.Lock:
        """Held while something is made, so that two questions do not make it twice."""
        return self._locks.setdefault(thing, threading.Lock())


class Hot:
    """Gives the view of the newest state; older views live as long as somebody uses them."""

    def __init__(
        self,
        folder: Path,
        lake: EventLake,
        people: People,
        calendar: Calendar,
        threads: int,
        scratch: Scratch | None = None,
    ) -> None:
        self._scratch = scratch or Scratch(SCRATCH)
        self._folder = folder / calendar.timezone.replace("/", "-")
        self._lake = lake
        self._people = people
        self._calendar = calendar
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hot")
        self._views: dict[Rows, HotView] = {}
        self._lock = threading.Lock()
        self._control = UNCONTROLLED
        self.derived: Mapping[str, Derived] = {}

    def deriving(self, derived: Mapping[str, Derived]) -> Hot:
        """The same columns; their views know these properties of people, by name."""
        hot = copy.copy(self)
        hot.derived = derived
        return hot

    def under(self, control: Control) -> Hot:
        """The same columns for one question, whose work ends when `control` says so."""
        hot = copy.copy(self)
        hot._control = control
        return hot

    def view(self, *, marked: bool = False) -> HotView:
        """Hot columns as of now; `marked` ones too where wanted."""
        rows: Rows = "marked" if marked else "events"
        snapshot, identity = self._lake.snapshot(), self._people.identity()
        with self._lock:
            view = self._views.get(rows)
            if view is None or (view.snapshot.version, view.identity.version) != (
                snapshot.version,
                identity.version,
            ):
                view = HotView(
                    self._folder,
                    snapshot,
                    identity,
                    self._calendar,
                    self._pool,
                    rows,
                    before=view,
                    scratch=self._scratch,
                )
                self._views[rows] = view
            return view.knowing(self.derived).under(self._control)
