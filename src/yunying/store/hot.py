"""Hot columns: a project's events by day of its zone, sorted by (person, time, arrival), mapped into memory.

Built from the lake when first asked for, one folder a day. A file's name carries a fingerprint of the lake files
it was made from and of the merges that touch its people, so a new commit or merge makes only the touched days anew
and a stale file is never read. The folder is a cache: it can be deleted at any time, and a damaged file is built
again.

    cache/<project>/<zone>/<rows>/<day>/core-<fingerprint>.arrow     person int32, ms int32, event dictionary
                                        order-<fingerprint>.arrow    where each row stands in the lake, its µs
                                        <column>-<fingerprint>.arrow a property, in the same order
                                        ids-<fingerprint>.arrow      numbers of the ids that occur
                                        people-<fingerprint>.arrow   the person of each, where some were merged

A day to which rows came is not sorted anew: they are merged into what was made before (`day_rows`), unless ids in it
now belong to somebody else.

`<rows>` says which of a project's rows: see `Rows`.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.core import Calendar, day_number, day_of
from yunying.store.arrow import read_mapped, write_mapped
from yunying.store.control import UNCONTROLLED, Control
from yunying.store.day import Day
from yunying.store.day_rows import DayReader, Grown, Sorted, about, made_from
from yunying.store.derived import Derived
from yunying.store.identity import Identity
from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.people import People
from yunying.store.row_kinds import Rows
from yunying.store.schema import Property
from yunying.store.scratch import Scratch
from yunying.store.values import Values, gather_values

Ints = npt.NDArray[np.int32]
FORMAT = "5"
"""Part of every fingerprint: a change of the files' layout makes old ones invisible."""

STAMP_EVERY = 600.0
"""Seconds after which the use of a day is noted again."""
SCRATCH = 256 * 1024**2
"""Bytes of arrays that questions share where nothing else is said."""
KEPT = 64
"""How many things a view keeps that were derived of it from definitions."""
EARLIER_STATES = 8
"""How many states of earlier days a view keeps, with what was derived of them."""
_UTC_DAY = 86_400_000_000
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
        self._schema = hash(snapshot.columns)
        self.snapshot = snapshot
        self.identity = identity
        self.calendar = calendar
        self.rows = rows
        self.last: int | None = None
        """The day at whose end this is the state; None for the newest."""
        self.derived: Mapping[str, Derived] = {}
        self.numbers, self._sources = _sources(snapshot, calendar)
        self.control = UNCONTROLLED
        self._reader = DayReader(snapshot, identity, calendar, rows)
        self._folder = folder / rows
        self._root = folder
        self._pool = pool
        self._moved = identity.moved()
        self._merged: dict[int, str] = {}
        self._days: dict[int, Day] = {}
        self._values: dict[tuple[str, int], Values] = {}
        self._grown: dict[int, tuple[Grown, dict[str, pa.Table]]] = {}
        self._stamped: dict[int, float] = {}
        self._locks: dict[object, threading.Lock] = {}
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
        self._stamp(wanted)
        return [day for n in wanted if (day := self._days[n]).rows]

    def values(self, prop: Property, day: Day) -> Values:
        """A property's values, row by row of `day`."""
        key = (_columns_of(prop), day.number)
        found = self._values.get(key)
        if found is None:
            with self._once(key):
                found = self._values.get(key)
                if found is None:
                    self.control.check()
                    found = self._values[key] = self._load_values(prop, day)
        return found

    def sources(self, number: int) -> list[LakeFile]:
        """Lake files that hold the day's events (and others), in order of arrival."""
        return self._sources[number][1]

    def prepare(self, prop: Property, days: Sequence[Day]) -> list[Values]:
        """`values` of many days, made side by side."""
        if all((_columns_of(prop), day.number) in self._values for day in days):
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
        state: Any = self._fingerprint(day.number)
        if not lasting:
            state = self.snapshot.version, self.identity.version, self.last
        return self._scratch.get((self._folder, day.number, state, name), make)

    def _inherit(self, before: HotView) -> None:
        """Take over what is mapped of days that did not change."""
        self._stamped = before._stamped
        same_people = self.identity.version == before.identity.version
        for number, (files, _) in self._sources.items():
            old = before._sources.get(number)
            if old is None or old[0] != files:
                continue
            if not same_people and before._merges_of(number) != self._merges_of(number):
                continue
            if number in before._days:
                self._days[number] = before._days[number]
            if number in before._grown:
                self._grown[number] = before._grown[number]
            if number in before._merged:
                self._merged[number] = before._merged[number]
        kept = self._days.keys()
        columns = {c.column for c in before.snapshot.columns}
        if columns == {c.column for c in self.snapshot.columns}:
            self._values = {k: v for k, v in before._values.items() if k[1] in kept}

    def _stamp(self, numbers: Sequence[int]) -> None:
        """Tell whoever keeps the cache small that these days are in use: a folder's time is its day's last use."""
        now = time.time()
        for number in numbers:
            if now - self._stamped.get(number, 0) > STAMP_EVERY:
                self._stamped[number] = now
                with contextlib.suppress(OSError):
                    os.utime(self._place(number))

    def _path(self, number: int, name: str) -> Path:
        return self._place(number) / f"{name}-{self._fingerprint(number)}.arrow"

    def _place(self, number: int) -> Path:
        return self._folder / day_of(number).isoformat()

    def _fingerprint(self, number: int) -> str:
        return self._sources[number][0] + self._merges_of(number)

    def _merges_of(self, number: int) -> str:
        """What tells apart the merges that touch the people of a day; nothing where none does."""
        if not len(self._moved):
            return ""
        if number not in self._merged:
            numbers = self._ids(number)
            people = self.identity.people(numbers)
            moved = people != numbers
            pairs = numbers[moved].tobytes() + people[moved].tobytes()
            self._merged[number] = "-" + hashlib.sha256(pairs).hexdigest()[:16] if pairs else ""
        return self._merged[number]

    def _ids(self, number: int) -> Ints:
        """Numbers of the ids that occur on a day."""
        fingerprint, files = self._sources[number]
        path = self._place(number) / f"ids-{fingerprint}.arrow"
        table = read_mapped(path)
        if table is None:
            known, missing = np.zeros(0, np.int32), files
            for other in self._place(number).glob("ids-*.arrow"):
                older = read_mapped(other)
                had = None if older is None else made_from(older, files)
                if older is not None and had is not None:
                    known, missing = older["id"].to_numpy(), [f for f in files if f not in had]
                    break
            ids = np.union1d(known, self._reader.ids(number, missing)) if missing else known
            table = pa.table({"id": ids.astype(np.int32)}).replace_schema_metadata(about(files))
            table = _keep(path, table)
        numbers: Ints = table["id"].to_numpy()
        return numbers

    def _load_day(self, number: int) -> Day:
        with self._once(number):
            if number in self._days:
                return self._days[number]
            path = self._path(number, "core")
            core = read_mapped(path)
            if core is None:
                core = _keep(path, self._build_day(number).core)
                self._drop_older(number)
            # The one chunk as it is mapped: putting chunks together would copy it.
            event = core["event"].chunk(0) if core.num_rows else pa.array([], pa.string()).dictionary_encode()
            day = self._days[number] = Day(
                number=number,
                start_ms=self.calendar.day_start(number) // 1000,
                person=core["person"].to_numpy(),
                ms=core["ms"].to_numpy(),
                event=event.indices.to_numpy(),
                names=tuple(event.dictionary.to_pylist()),
            )
            return day

    def _drop_older(self, number: int) -> None:
        """Delete what was made for this day from other lake files. Whoever has it mapped keeps it."""
        current = (f"-{self._fingerprint(number)}.arrow", f"ids-{self._sources[number][0]}.arrow")
        for file in self._place(number).glob("*.arrow"):
            if not file.name.endswith(current):
                file.unlink(missing_ok=True)

    def _build_day(self, number: int) -> Sorted:
        """The day's rows in order: what was made from earlier files with the new rows merged in, where there is any."""
        files, merged = self._sources[number][1], bool(self._merges_of(number))
        older = self._older(number)
        if older is None:
            found = self._reader.sort(number, files, merged=merged)
        else:
            fingerprint, old = older
            columns = {
                path.name.removesuffix(fingerprint): table
                for path in self._place(number).glob(f"v-*-{fingerprint}")
                if (table := read_mapped(path)) is not None and table.num_rows == old.core.num_rows
            }
            found, grown = self._reader.add(number, old, files, merged=merged)
            self._grown[number] = grown, columns
        _keep(self._path(number, "order"), found.order)
        if merged:
            ids = self._ids(number)
            people = pa.table({"id": ids, "person": self.identity.people(ids)})
            _keep(self._path(number, "people"), people)
        return found

    def _older(self, number: int) -> tuple[str, Sorted] | None:
        """An earlier state of a day that only lacks rows that arrived later, and how its files' names end."""
        place, files = self._place(number), self._sources[number][1]
        for path in place.glob("order-*.arrow"):
            fingerprint = path.name.removeprefix("order-")
            order, core = read_mapped(path), read_mapped(place / f"core-{fingerprint}")
            if order is None or core is None or order.num_rows != core.num_rows:
                continue
            had = made_from(order, files)
            if had is None or len(had) == len(files):
                continue  # of other files, or just made by somebody else
            if self._same_people(place, fingerprint, core):
                return fingerprint, Sorted(core, order, had)
        return None

    def _same_people(self, place: Path, fingerprint: str, core: pa.Table) -> bool:
        """Whether each id of an earlier state of a day is still of the person it was of."""
        if "-" not in fingerprint:
            person = core["person"].to_numpy()  # in order
            ids = people = person[np.diff(person, prepend=np.int32(-1)) != 0]
        else:
            known = read_mapped(place / f"people-{fingerprint}")
            if known is None:
                return False
            ids, people = known["id"].to_numpy(), known["person"].to_numpy()
        return bool(np.array_equal(self.identity.people(ids), people))

    def _load_values(self, prop: Property, day: Day) -> Values:
        name = f"v-{hashlib.sha256(_columns_of(prop).encode()).hexdigest()[:16]}"
        path = self._path(day.number, name)
        table = read_mapped(path)
        if table is None or table.num_rows != day.rows:
            table = _keep(path, self._make_values(prop, day, f"{name}-"))
        return Values.of(table, prop.type)

    def _make_values(self, prop: Property, day: Day, name: str) -> pa.Table:
        grown, older = self._grown.get(day.number, (None, {}))
        if grown is not None and name in older:
            raw = self._reader.read_property(prop, grown.files).take(pa.array(grown.new_rows))
            return grown.values(older[name], gather_values(raw, prop))
        order = read_mapped(self._path(day.number, "order"))
        if order is None or order.num_rows != day.rows:
            order = self._build_day(day.number).order
        raw = self._reader.read_property(prop, self._sources[day.number][1])
        return gather_values(raw.take(order["row"]), prop)

    def _once(self, thing: object) -> threading.Lock:
        """Held while something is made, so that two questions do not make it twice."""
        return self._locks.setdefault(thing, threading.Lock())


def _columns_of(prop: Property) -> str:
    """What tells one property's values from another's: the columns they are read from."""
    return " ".join(c.column for c in prop.columns)


def _keep(path: Path, table: pa.Table) -> pa.Table:
    """Write to the cache and map it; where that cannot be done the table itself will do."""
    try:
        write_mapped(path, table)
    except OSError:
        return table
    return read_mapped(path) or table


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


def _sources(
    snapshot: Snapshot, calendar: Calendar
) -> tuple[list[int], dict[int, tuple[str, list[LakeFile]]]]:
    """Days that may have events, and for each the fingerprint and list of the lake files it is made from."""
    by_utc_day: dict[int, list[LakeFile]] = {}
    for file in snapshot.files:
        by_utc_day.setdefault(day_number(file.day), []).append(file)
    local_days: set[int] = set()
    for utc_day in by_utc_day:
        local_days.update(
            range(calendar.day_at(utc_day * _UTC_DAY), calendar.day_at((utc_day + 1) * _UTC_DAY - 1) + 1)
        )
    sources = {}
    for number in sorted(local_days):
        start, end = calendar.day_start(number), calendar.day_start(number + 1)
        utc_days = range(start // _UTC_DAY, (end - 1) // _UTC_DAY + 1)
        files = [f for utc_day in utc_days for f in by_utc_day.get(utc_day, ())]
        # A zone's rules may change with an update of the system: other bounds are another day.
        text = "\n".join([FORMAT, f"{start} {end}", *(f.path for f in files)])
        sources[number] = (hashlib.sha256(text.encode()).hexdigest()[:16], files)
    return list(sources), sources
