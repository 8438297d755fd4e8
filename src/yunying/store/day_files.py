"""Columns of days in the cache: read as they are mapped, or made from the lake when first asked for.

One folder a day. A file's name carries a fingerprint of the lake files it was made from and of the merges that touch
its people, so a new commit or merge makes only the touched days anew and a stale file is never read. The folder is a
cache: it can be deleted at any time, and a damaged file is made again.

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
import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.core import Calendar, day_number, day_of
from yunying.store.arrow import read_mapped, write_mapped
from yunying.store.day import Day
from yunying.store.day_rows import DayReader, Grown, Sorted, about, made_from
from yunying.store.identity import Identity
from yunying.store.lake import LakeFile, Snapshot
from yunying.store.row_kinds import Rows
from yunying.store.schema import Property
from yunying.store.values import Values, gather_values

Ints = npt.NDArray[np.int32]
FORMAT = "5"
"""Part of every fingerprint: a change of the files' layout makes old ones invisible."""

STAMP_EVERY = 600.0
"""Seconds after which the use of a day is noted again."""
_UTC_DAY = 86_400_000_000


class DayFiles:
    """The days of one kind of rows of one snapshot. Each call reads or makes; whoever wants to keep it does so."""

    def __init__(
        self, folder: Path, snapshot: Snapshot, identity: Identity, calendar: Calendar, rows: Rows
    ) -> None:
        self.folder = folder / rows
        self.sources = _sources(snapshot, calendar)
        """Days that may have events; of each the fingerprint and list of the lake files it is made from."""
        self._identity = identity
        self._calendar = calendar
        self._reader = DayReader(snapshot, identity, calendar, rows)
        self._moved = identity.moved()
        self._merged: dict[int, str] = {}
        self._grown: dict[int, tuple[Grown, dict[str, pa.Table]]] = {}
        self._stamped: dict[int, float] = {}

    def inherit(self, before: DayFiles) -> list[int]:
        """Take over what an earlier state knew of days that did not change since; these are returned."""
        self._stamped = before._stamped
        same_people = self._identity.version == before._identity.version
        unchanged = []
        for number, (files, _) in self.sources.items():
            old = before.sources.get(number)
            if old is None or old[0] != files:
                continue
            if not same_people and before._merges_of(number) != self._merges_of(number):
                continue
            if number in before._grown:
                self._grown[number] = before._grown[number]
            if number in before._merged:
                self._merged[number] = before._merged[number]
            unchanged.append(number)
        return unchanged

    def day(self, number: int) -> Day:
        """The events of one day."""
        path = self._path(number, "core")
        core = read_mapped(path)
        if core is None:
            core = _keep(path, self._build_day(number).core)
            self._drop_older(number)
        # The one chunk as it is mapped: putting chunks together would copy it.
        event = core["event"].chunk(0) if core.num_rows else pa.array([], pa.string()).dictionary_encode()
        return Day(
            number=number,
            start_ms=self._calendar.day_start(number) // 1000,
            person=core["person"].to_numpy(),
            ms=core["ms"].to_numpy(),
            event=event.indices.to_numpy(),
            names=tuple(event.dictionary.to_pylist()),
        )

    def values(self, prop: Property, day: Day) -> Values:
        """A property's values on the rows of a day."""
        name = f"v-{hashlib.sha256(columns_of(prop).encode()).hexdigest()[:16]}"
        path = self._path(day.number, name)
        table = read_mapped(path)
        if table is None or table.num_rows != day.rows:
            table = _keep(path, self._make_values(prop, day, f"{name}-"))
        return Values.of(table, prop.type)

    def stamp(self, numbers: Sequence[int]) -> None:
        """Tell whoever keeps the cache small that these days are in use: a folder's time is its day's last use."""
        now = time.time()
        for number in numbers:
            if now - self._stamped.get(number, 0) > STAMP_EVERY:
                self._stamped[number] = now
                with contextlib.suppress(OSError):
                    os.utime(self._place(number))

    def fingerprint(self, number: int) -> str:
        """What tells this state of a day from others: its lake files, and the merges that touch its people."""
        return self.sources[number][0] + self._merges_of(number)

    def _path(self, number: int, name: str) -> Path:
        return self._place(number) / f"{name}-{self.fingerprint(number)}.arrow"

    def _place(self, number: int) -> Path:
        return self.folder / day_of(number).isoformat()

    def _merges_of(self, number: int) -> str:
        """What tells apart the merges that touch the people of a day; nothing where none does."""
        if not len(self._moved):
            return ""
        if number not in self._merged:
            numbers = self._ids(number)
            people = self._identity.people(numbers)
            moved = people != numbers
            pairs = numbers[moved].tobytes() + people[moved].tobytes()
            self._merged[number] = "-" + hashlib.sha256(pairs).hexdigest()[:16] if pairs else ""
        return self._merged[number]

    def _ids(self, number: int) -> Ints:
        """Numbers of the ids that occur on a day."""
        fingerprint, files = self.sources[number]
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

    def _drop_older(self, number: int) -> None:
        """Delete what was made for this day from other lake files. Whoever has it mapped keeps it."""
        current = (f"-{self.fingerprint(number)}.arrow", f"ids-{self.sources[number][0]}.arrow")
        for file in self._place(number).glob("*.arrow"):
            if not file.name.endswith(current):
                file.unlink(missing_ok=True)

    def _build_day(self, number: int) -> Sorted:
        """The day's rows in order: what was made from earlier files with the new rows merged in, where there is any."""
        files, merged = self.sources[number][1], bool(self._merges_of(number))
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
            people = pa.table({"id": ids, "person": self._identity.people(ids)})
            _keep(self._path(number, "people"), people)
        return found

    def _older(self, number: int) -> tuple[str, Sorted] | None:
        """An earlier state of a day that only lacks rows that arrived later, and how its files' names end."""
        place, files = self._place(number), self.sources[number][1]
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
        return bool(np.array_equal(self._identity.people(ids), people))

    def _make_values(self, prop: Property, day: Day, name: str) -> pa.Table:
        grown, older = self._grown.get(day.number, (None, {}))
        if grown is not None and name in older:
            raw = self._reader.read_property(prop, grown.files).take(pa.array(grown.new_rows))
            return grown.values(older[name], gather_values(raw, prop))
        order = read_mapped(self._path(day.number, "order"))
        if order is None or order.num_rows != day.rows:
            order = self._build_day(day.number).order
        raw = self._reader.read_property(prop, self.sources[day.number][1])
        return gather_values(raw.take(order["row"]), prop)


def columns_of(prop: Property) -> str:
    """What tells one property's values from another's: the columns they are read from."""
    return " ".join(c.column for c in prop.columns)


def _keep(path: Path, table: pa.Table) -> pa.Table:
    """Write to the cache and map it; where that cannot be done the table itself will do."""
    try:
        write_mapped(path, table)
    except OSError:
        return table
    return read_mapped(path) or table


def _sources(snapshot: Snapshot, calendar: Calendar) -> dict[int, tuple[str, list[LakeFile]]]:
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
    return sources
