"""Hot columns: a project's events by day of its zone, sorted by (person, time, arrival), mapped into memory.

Built from the lake when first asked for, one folder a day. A file's name carries a fingerprint of the lake files
it was made from and of the merges that touch its people, so a new commit or merge makes only the touched days anew
and a stale file is never read. The folder is a cache: it can be deleted at any time, and a damaged file is built
again.

    cache/<project>/<zone>/<rows>/<day>/core-<fingerprint>.arrow     person int32, ms int32, event dictionary
                                        order-<fingerprint>.arrow    where each row stands in the lake
                                        <column>-<fingerprint>.arrow a property, in the same order
                                        ids-<fingerprint>.arrow      numbers of the ids that occur

`<rows>` says which of a project's rows: see `Rows`.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.core import Calendar, day_number, day_of
from yunying.store.arrow import read_mapped, write_mapped
from yunying.store.identity import Identity
from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.people import People
from yunying.store.row_kinds import Rows, add_tested, rows_of_kind
from yunying.store.schema import ARRIVAL, Property
from yunying.store.values import Values, gather_values, read_columns

Ints = npt.NDArray[np.int32]
FORMAT = "4"
"""Part of every fingerprint: a change of the files' layout makes old ones invisible."""

_UTC_DAY = 86_400_000_000
Progress = Callable[[float], None]
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True)
class Day:
    """The events of one day of the project's zone.

    `ms` counts milliseconds since the day's first instant; `event` indexes `names`, the day's own dictionary.
    """

    number: int
    start_ms: int
    person: Ints
    ms: Ints
    event: npt.NDArray[np.int16] | Ints
    names: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Number of events."""
        return len(self.person)


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
    ) -> None:
        self.snapshot = snapshot
        self.identity = identity
        self.calendar = calendar
        self.rows = rows
        self.numbers, self._sources = _sources(snapshot, calendar)
        self._folder = folder / rows
        self._root = folder
        self._pool = pool
        self._moved = identity.moved()
        self._merged: dict[int, str] = {}
        self._days: dict[int, Day] = {}
        self._values: dict[tuple[str, int], Values] = {}
        self._memo: dict[str, Any] = {}
        self._memo_lock = threading.RLock()
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

    def _sibling(self, rows: Rows) -> HotView:
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
            ),
        )
        return found

    def days(
        self, first: int | None = None, last: int | None = None, progress: Progress | None = None
    ) -> list[Day]:
        """Days with events, in order, from day number `first` to `last` (both included)."""
        wanted = [n for n in self.numbers if (first is None or n >= first) and (last is None or n <= last)]
        missing = [n for n in wanted if n not in self._days]
        for done, day in enumerate(self._pool.map(self._load_day, missing)):
            self._days[day.number] = day
            if progress:
                progress((done + 1) / len(missing))
        return [day for n in wanted if (day := self._days[n]).rows]

    def values(self, prop: Property, day: Day) -> Values:
        """A property's values, row by row of `day`."""
        key = (_columns_of(prop), day.number)
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = self._load_values(prop, day)
        return found

    def sources(self, number: int) -> list[LakeFile]:
        """Lake files that hold the day's events (and others), in order of arrival."""
        return self._sources[number][1]

    def prepare(self, prop: Property, days: Sequence[Day]) -> list[Values]:
        """`values` of many days, made side by side."""
        return list(self._pool.map(lambda day: self.values(prop, day), days))

    def map(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
        """`work(thing)` for many things, side by side; results in order. `work` must not call `map` itself."""
        return self._pool.map(work, things)

    def memo(self, name: str, make: Callable[[], Any]) -> Any:
        """Something derived from this snapshot alone, made once."""
        # What is there is read without the lock: its holder may be waiting for the very thread that asks.
        if name in self._memo:
            return self._memo[name]
        with self._memo_lock:
            if name not in self._memo:
                self._memo[name] = make()
            return self._memo[name]

    def _inherit(self, before: HotView) -> None:
        """Take over what is mapped of days that did not change."""
        same_people = self.identity.version == before.identity.version
        for number, (files, _) in self._sources.items():
            old = before._sources.get(number)
            if old is None or old[0] != files:
                continue
            if not same_people and before._merged.get(number) != self._merges_of(number):
                continue
            if number in before._days:
                self._days[number] = before._days[number]
            if number in before._merged:
                self._merged[number] = before._merged[number]
        kept = self._days.keys()
        columns = {c.column for c in before.snapshot.columns}
        if columns == {c.column for c in self.snapshot.columns}:
            self._values = {k: v for k, v in before._values.items() if k[1] in kept}

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
            path = self._place(number) / f"ids-{self._sources[number][0]}.arrow"
            table = read_mapped(path)
            if table is None:
                lake, keep, _ = self._read(number, ["person_id", "time"])
                ids = np.unique(lake["person_id"].to_numpy()[keep]).astype(np.int32)
                table = _keep(path, pa.table({"id": ids}))
            numbers = table["id"].to_numpy()
            people = self.identity.people(numbers)
            moved = people != numbers
            pairs = numbers[moved].tobytes() + people[moved].tobytes()
            self._merged[number] = "-" + hashlib.sha256(pairs).hexdigest()[:16] if pairs else ""
        return self._merged[number]

    def _load_day(self, number: int) -> Day:
        path = self._path(number, "core")
        table = read_mapped(path)
        if table is None:
            table = _keep(path, self._build_day(number)[0])
            self._drop_older(number)
        event = table["event"].combine_chunks()
        if isinstance(event, pa.ChunkedArray):
            event = event.chunk(0) if event.num_chunks else pa.array([], pa.string()).dictionary_encode()
        return Day(
            number=number,
            start_ms=self.calendar.day_start(number) // 1000,
            person=table["person"].to_numpy(),
            ms=table["ms"].to_numpy(),
            event=event.indices.to_numpy(),
            names=tuple(event.dictionary.to_pylist()),
        )

    def _drop_older(self, number: int) -> None:
        """Delete what was made for this day from other lake files. Whoever has it mapped keeps it."""
        current = (f"-{self._fingerprint(number)}.arrow", f"ids-{self._sources[number][0]}.arrow")
        for file in self._place(number).glob("*.arrow"):
            if not file.name.endswith(current):
                file.unlink(missing_ok=True)

    def _build_day(self, number: int) -> tuple[pa.Table, Ints]:
        """The day's core, and where each of its rows stands in the lake."""
        start = self.calendar.day_start(number)
        merged = bool(self._merges_of(number))
        ranked = merged and self.snapshot.has_arrival
        wanted = ["person_id", "time", "event", *([ARRIVAL] if ranked else [])]
        table, keep, single = self._read(number, wanted)
        time = table["time"].to_numpy().view("int64")[keep]
        number_of_id = table["person_id"].to_numpy()[keep]
        person = self.identity.people(number_of_id)
        # Files are sorted by (id, time, arrival) and stand in order of arrival. With one file a UTC day and nobody
        # merged, ordering by person alone keeps times in order; else times must be merged too.
        if ranked:
            rank, file = self._arrived(number, table)
            order = np.lexsort((rank[keep], file[keep], time, person))
        elif single and not merged:
            order = np.argsort(person, kind="stable")
        else:
            order = np.lexsort((time, person))
        rows = np.flatnonzero(keep)[order].astype(np.int32)
        event = table["event"].combine_chunks().take(pa.array(rows))
        if isinstance(event, pa.ChunkedArray):
            event = event.combine_chunks()
        index = pa.int16() if len(event.dictionary) < 2**15 else pa.int32()
        _keep(self._path(number, "order"), pa.table({"row": rows}))
        core = pa.table(
            {
                "person": person[order].astype(np.int32),
                "ms": ((time - start) // 1000)[order].astype(np.int32),
                "event": pa.DictionaryArray.from_arrays(event.indices.cast(index), event.dictionary),
            }
        )
        return core, rows

    def _arrived(self, number: int, table: pa.Table) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """What tells the order of arrival as far as times and ids do not: a row's place in its file, and the file."""
        counts = [f.rows for f in self._sources[number][1]]
        rows = pa.array(np.arange(table.num_rows))
        rank = pc.coalesce(table[ARRIVAL].cast(pa.int64()), rows).to_numpy()
        return rank, np.repeat(np.arange(len(counts)), counts)

    def _load_values(self, prop: Property, day: Day) -> Values:
        digest = hashlib.sha256(_columns_of(prop).encode()).hexdigest()[:16]
        path = self._path(day.number, f"v-{digest}")
        table = read_mapped(path)
        if table is None or table.num_rows != day.rows:
            order = read_mapped(self._path(day.number, "order"))
            if order is not None and order.num_rows == day.rows:
                rows = order["row"]
            else:
                rows = pa.array(self._build_day(day.number)[1])
            raw, _, _ = self._read(day.number, [c.column for c in prop.columns], times=False)
            table = _keep(path, gather_values(raw.take(rows), prop))
        return Values.of(table, prop.type)

    def _read(
        self, number: int, columns: list[str], *, times: bool = True
    ) -> tuple[pa.Table, npt.NDArray[np.bool_], bool]:
        """Lake rows of the UTC days that `number` touches: `(table, rows of this day, one file a UTC day?)`."""
        files = self._sources[number][1]
        schema = pa.schema([self.snapshot.field(c) for c in columns])
        chosen = add_tested(schema, self.snapshot, self.rows) if times else schema
        table = pa.concat_tables([read_columns(self.snapshot.root / f.path, chosen) for f in files])
        keep = np.ones(table.num_rows, np.bool_)
        if times:
            start, end = self.calendar.day_start(number), self.calendar.day_start(number + 1)
            time = table["time"].to_numpy().view("int64")
            keep = (time >= start) & (time < end) & rows_of_kind(table, self.snapshot, self.rows)
        return table, keep, len({f.day for f in files}) == len(files)


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
        self, folder: Path, lake: EventLake, people: People, calendar: Calendar, threads: int
    ) -> None:
        self._folder = folder / calendar.timezone.replace("/", "-")
        self._lake = lake
        self._people = people
        self._calendar = calendar
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hot")
        self._views: dict[Rows, HotView] = {}
        self._lock = threading.Lock()

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
                    self._folder, snapshot, identity, self._calendar, self._pool, rows, before=view
                )
                self._views[rows] = view
            return view


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
