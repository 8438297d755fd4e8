"""Single events as people read them: what the lake stores of each, by name, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.store import Dataset, HotView, LakeFile
from yunying.store.schema import ARRIVAL, MARK, OVERFLOW, PROFILE_MARK

Record = dict[str, Any]


def newest_first(
    view: HotView, test: pc.Expression, days: list[int], before: int | None = None
) -> Iterator[Record]:
    """Events that pass `test`, of the given days (day numbers) only, not after `before` (µs UTC).

    Days are read one at a time as the reader goes on, so the newest few of many events cost little.
    """
    for number in reversed(days):
        start, end = view.calendar.day_start(number), view.calendar.day_start(number + 1)
        if before is not None and start > before:
            continue
        tables = [_read(view, file, test) for file in view.sources(number)]
        table = pa.concat_tables(tables, promote_options="default")
        time = table["time"].cast(pa.int64()).to_numpy()
        rows = np.flatnonzero((time >= start) & (time < end) & (True if before is None else time <= before))
        file = np.repeat(np.arange(len(tables)), [t.num_rows for t in tables])
        rows = rows[np.lexsort((_places(table)[rows], file[rows], time[rows]))][::-1]
        for at in range(0, len(rows), 200):
            yield from _records(view, table.take(pa.array(rows[at : at + 200])))


def of_person(view: HotView, person_id: int) -> pc.Expression:
    """The test for events of one person."""
    return pc.field("person_id").isin(view.identity.members(person_id))


def stored_event(data: Dataset, event_id: str, time: int) -> Record | None:
    """The event of this id that happened at about `time` (µs UTC), marked or not, as it is stored."""
    for view in (data.hot.view(marked=True), data.hot.view().profiles):
        number = data.calendar.day_at(time)
        days = [d for d in (number - 1, number, number + 1) if d in view.numbers]
        for record in newest_first(view, pc.field("event_id") == event_id, days):
            return record
    return None


def _places(table: pa.Table) -> npt.NDArray[np.int64]:
    """What tells which of two events of one moment in one file arrived first."""
    places = np.arange(table.num_rows)
    if ARRIVAL in table.column_names:
        said = table[ARRIVAL].to_numpy()
        known = ~np.isnan(said)
        places[known] = said[known]
    return places


def _read(view: HotView, file: LakeFile, test: pc.Expression) -> pa.Table:
    # Files are sorted by person, so row groups of other people are skipped by their statistics.
    found = pq.read_table(view.snapshot.root / file.path, filters=test, partitioning=None)
    if MARK in found.column_names and view.rows == "events":
        found = found.filter(found[MARK].is_null())
    elif MARK in found.column_names:
        profile = pc.fill_null(pc.equal(found[MARK], PROFILE_MARK), False)
        found = found.filter(profile if view.rows == "profiles" else pc.invert(profile))
    elif view.rows == "profiles":
        found = found.slice(0, 0)
    return found


def _records(view: HotView, table: pa.Table) -> Iterator[Record]:
    named = [
        (c.scope, c.name, table[c.column].to_pylist())
        for c in view.snapshot.columns
        if c.column in table.column_names and c.op == "set"
    ]
    overflow = table[OVERFLOW].to_pylist() if OVERFLOW in table.column_names else [None] * table.num_rows
    marks = table[MARK].to_pylist() if MARK in table.column_names else [None] * table.num_rows
    fixed = [table[c].to_pylist() for c in ("event_id", "event", "time", "distinct_id", "person_id")]
    for i, (event_id, event, time, distinct_id, person_id) in enumerate(zip(*fixed, strict=True)):
        found: dict[str, Any] = {}
        for _, name, values in named:
            if values[i] is not None and name not in found:
                found[name] = wire_value(values[i])
        if rest := overflow[i]:
            for part in json.loads(rest).values():
                found.update({k: v for k, v in part.items() if k not in found})
        yield {
            "event_id": event_id,
            "event": event,
            "time": time,
            "distinct_id": distinct_id,
            "person_id": view.identity.person(person_id),
            "properties": found,
            "mark": marks[i],
        }


def wire_value(value: Any) -> str | float | bool | int | None:
    """A stored value as JSON has it: whole numbers without a fraction, times as ISO 8601 UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value  # type: ignore[no-any-return]
