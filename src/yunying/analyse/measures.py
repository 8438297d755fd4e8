"""Figures of a trend's cells: counts by folding, measures of a property by DuckDB over the selected rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import by_row
from yunying.analyse.questions import Measure, PerPerson
from yunying.kernels import tick_people, trend_by_group_day, trend_day
from yunying.metrics import Buckets, Groups, Marked, Reader, Taken

Table = npt.NDArray[np.int64]
_NOBODY: Table = np.zeros((1, 1), np.int64)
Floats = npt.NDArray[np.float64]
_SQL: dict[str, str] = {
    "sum": "sum(value)",
    "avg": "avg(value)",
    "min": "min(value)",
    "max": "max(value)",
    "median": "quantile_cont(value, 0.5)",
    "p90": "quantile_cont(value, 0.9)",
    "p95": "quantile_cont(value, 0.95)",
    "p99": "quantile_cont(value, 0.99)",
}


@dataclass(frozen=True)
class Cells:
    """What to measure: marked days, the buckets and groups they fall into, and the selector's bit."""

    frame: Frame
    marked: Sequence[Marked]
    buckets: Buckets
    groups: Groups
    hourly: bool
    bit: int

    def slots(self, marked: Marked) -> npt.NDArray[np.int32]:
        """Hours since the day began, by row; an empty array where the day is one bucket."""
        return marked.day.ms // np.int32(3_600_000) if self.hourly else np.zeros(0, np.int32)

    def unread(self) -> bool:
        """Whether the names alone tell how many events count: no row need be looked at."""
        return self.groups.count == 1 and not self.hourly and not any(len(m.gate) for m in self.marked)

    def once(self) -> Cells:
        """The same people with fewer rows, where each is wanted but once a day."""
        if self.hourly or self.groups.apart:
            return self
        return replace(self, marked=[m.once(self.bit).marked for m in self.marked])


@dataclass(frozen=True)
class Measured:
    """Values by (bucket, group) and totals by group, NaN where there is none; `found[g]`: any event at all."""

    values: npt.NDArray[np.float64]
    totals: npt.NDArray[np.float64]
    found: npt.NDArray[np.bool_]
    whole: bool

    def value(self, bucket: int, group: int) -> float | int | None:
        """One cell; None where nothing can be computed."""
        return self._out(self.values[bucket, group]) if bucket < len(self.values) else None

    def total(self, group: int) -> float | int | None:
        """The figure over the whole range."""
        return self._out(self.totals[group])

    def _out(self, number: np.float64) -> float | int | None:
        if np.isnan(number):
            return None
        return int(number) if self.whole else float(number)


def count_cells(cells: Cells, measure: Measure) -> Measured:
    """Events, people, or events per person. People over the range are counted once, not once a bucket."""
    if measure == "events" and cells.unread():
        events, people, ever = _tallied(cells), _NOBODY, _NOBODY
    elif measure == "people":
        events, people, ever = _listed(cells) or _count(cells.once())
    else:
        events, people, ever = _count(cells)
    if measure == "events":
        values, totals = events.astype(float), events.sum(axis=0).astype(float)
    elif measure == "people":
        values, totals = people.astype(float), ever.astype(float)
    else:
        with np.errstate(invalid="ignore"):
            values, totals = events / people, events.sum(axis=0) / ever
    found = events.sum(axis=0) > 0
    return Measured(values, totals, found, measure != "events_per_person")


def _tallied(cells: Cells) -> Table:
    """Events by (bucket, group) from how many events of each name the days have."""
    events = np.zeros((len(cells.buckets), 1), np.int64)
    for m in cells.marked:
        named = (m.lut[: len(m.day.names)] & np.uint32(cells.bit)) != 0
        events[cells.buckets.first_of(m.day.number)] += m.day.counts[named].sum()
    return events


def _listed(cells: Cells) -> tuple[Table, Table, Table] | None:
    """People by day, and over the whole range, where every day has a list of who did it; None where one has not."""
    if cells.hourly or cells.groups.apart or cells.buckets.interval != "day":
        return None
    lists = [m.once(cells.bit) for m in cells.marked]
    if any(one.rows is None for one in lists):
        return None
    people, ever = np.zeros((len(cells.buckets), 1), np.int64), np.zeros(cells.frame.people, np.uint8)
    for one in lists:
        people[cells.buckets.first_of(one.whole.number)] += one.marked.day.rows

    def tick(some: Sequence[Taken]) -> None:
        for one in some:
            tick_people(one.marked.day.person, ever)  # two at once write the same

    threads = cells.frame.data.threads
    list(cells.frame.view.map(tick, [lists[i::threads] for i in range(threads)]))
    return people, people, np.array([np.count_nonzero(ever)])


def _count(cells: Cells) -> tuple[Table, Table, Table]:
    """Events and people by (bucket, group), and people by group over the whole range."""
    buckets, groups = len(cells.buckets), cells.groups.count
    plain = groups == 1 and not cells.hourly
    daily = cells.buckets.interval == "day"
    taken = [m.taken(cells.bit) for m in cells.marked]
    by_day = (
        []
        if plain
        else [t.groups(of) for t, of in zip(taken, by_row(cells.groups, cells.marked), strict=True)]
    )

    def fold(low: int, high: int) -> tuple[Table, Table, Table]:
        seen = np.full((high - low, groups), -1, np.int32)
        ever = np.zeros(high - low if plain else 0, np.uint8)
        events = np.zeros((buckets, groups), np.int64)
        people = np.zeros((buckets, groups), np.int64)
        flat = (seen.reshape(-1), ever, events.reshape(-1), people.reshape(-1))
        for k, m in enumerate(t.marked for t in taken):
            first = cells.buckets.first_of(m.day.number)
            if plain:
                trend_day(m.day.person, m.day.event, m.lut, m.gate, cells.bit, first, daily, low, high, *flat)
            else:
                trend_by_group_day(
                    m.day.person, m.day.event, cells.slots(m), m.lut, m.gate, cells.bit, by_day[k],
                    first, low, high, seen, events, people,
                )  # fmt: skip
        counted = ever[:, None] if plain else seen >= 0
        return events, people, counted.sum(axis=0, dtype=np.int64)

    parts = cells.frame.data.each_slice(fold, cells.frame.people, width=groups * 2)
    zero = (
        np.zeros((buckets, groups), np.int64),
        np.zeros((buckets, groups), np.int64),
        np.zeros(groups, np.int64),
    )
    events, people, ever = (sum((p[i] for p in parts), start=zero[i]) for i in range(3))
    return events, people, ever


def person_cells(cells: Cells, per_person: PerPerson, read: Reader | None) -> Measured:
    """Over people who have any: each with how many events, or with the sum of a property over those on which it is
    set."""
    selected = pa.concat_tables(
        [_EMPTY_PEOPLE, *cells.frame.view.map(lambda m: _select_people(cells, m, read), cells.marked)]
    )
    buckets, groups = len(cells.buckets), cells.groups.count
    values, totals = np.full((buckets, groups), np.nan), np.full(groups, np.nan)
    with duckdb.connect(config={"threads": cells.frame.data.threads}) as sql:
        sql.register("selected", selected)
        result = sql.execute(
            f"select bucket, grp, {_SQL[per_person]} as value from (\n"
            "  select bucket, grp, person, sum(value) as value from selected\n"
            "  group by grouping sets ((bucket, grp, person), (grp, person))\n) group by bucket, grp"
        ).fetchnumpy()
    _place(result, values, totals)
    return Measured(values, totals, ~np.isnan(totals), whole=False)


def _select_people(cells: Cells, marked: Marked, read: Reader | None) -> pa.Table:
    """Sums by bucket, group and person; one may occur on several days."""
    numbers = None if read is None else read(marked.day).numbers
    rows = marked.where(cells.bit)
    if numbers is not None:
        rows = rows[~np.isnan(numbers[rows])]
    person = marked.day.person[rows]
    bucket = cells.slots(marked)[rows] if cells.hourly else np.zeros(len(rows), np.int32)
    group = (
        cells.groups.of_rows(marked.day).at(rows) if cells.groups.count > 1 else np.zeros(len(rows), np.int32)
    )
    value = np.ones(len(rows)) if numbers is None else numbers[rows]
    # Rows of a person stand together: where they change nothing but in number they are added here.
    differs = (np.diff(person) != 0) | (np.diff(bucket) != 0) | (np.diff(group) != 0)
    begins = np.flatnonzero(np.concatenate([np.ones(min(len(rows), 1), np.bool_), differs]))
    return pa.table(
        {
            "bucket": bucket[begins] + np.int32(cells.buckets.first_of(marked.day.number)),
            "grp": group[begins],
            "person": person[begins],
            "value": np.add.reduceat(value, begins) if len(rows) else value,
        }
    )


def _place(result: dict[str, Any], values: Floats, totals: Floats) -> npt.NDArray[np.bool_]:
    """Put figures where they belong: those without a bucket are totals. Which groups have any?"""
    whole_range = np.ma.getmaskarray(result["bucket"])
    bucket, group = np.ma.getdata(result["bucket"]), np.ma.getdata(result["grp"])
    value = np.ma.filled(result["value"].astype(float), np.nan)
    values[bucket[~whole_range], group[~whole_range]] = value[~whole_range]
    totals[group[whole_range]] = value[whole_range]
    found = np.zeros(len(totals), np.bool_)
    found[group] = True
    return found


def value_cells(cells: Cells, measure: Measure, read: Reader) -> Measured:
    """A measure of a numeric property over the rows on which it is set."""
    buckets, groups = len(cells.buckets), cells.groups.count
    selected = pa.concat_tables(
        [_EMPTY, *cells.frame.view.map(lambda m: _select_rows(cells, m, read), cells.marked)]
    )
    values = np.full((buckets, groups), np.nan)
    totals = np.full(groups, np.nan)
    with duckdb.connect(config={"threads": cells.frame.data.threads}) as sql:
        sql.register("selected", selected)
        result = sql.execute(
            f"select bucket, grp, {_SQL[measure]} as value from selected "
            "group by grouping sets ((bucket, grp), (grp))"
        ).fetchnumpy()
    found = _place(result, values, totals)
    if measure == "sum":
        # The sum of nothing is zero; there is no average, extreme or percentile of nothing.
        values[np.isnan(values)] = 0.0
        totals[np.isnan(totals)] = 0.0
    return Measured(values, totals, found, whole=False)


_EMPTY_PEOPLE = pa.table(
    {
        "bucket": pa.array([], pa.int32()),
        "grp": pa.array([], pa.int32()),
        "person": pa.array([], pa.int32()),
        "value": pa.array([], pa.float64()),
    }
)
_EMPTY = pa.table(
    {"bucket": pa.array([], pa.int32()), "grp": pa.array([], pa.int32()), "value": pa.array([], pa.float64())}
)


def _select_rows(cells: Cells, marked: Marked, read: Reader) -> pa.Table:
    values = read(marked.day).numbers
    rows = marked.where(cells.bit)
    rows = rows[~np.isnan(values[rows])]
    bucket = np.full(len(rows), cells.buckets.first_of(marked.day.number), np.int32)
    if cells.hourly:
        bucket += cells.slots(marked)[rows]
    group = (
        cells.groups.of_rows(marked.day).at(rows) if cells.groups.count > 1 else np.zeros(len(rows), np.int32)
    )
    return pa.table({"bucket": bucket, "grp": group, "value": values[rows]})
