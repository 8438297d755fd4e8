"""Cohorts of a retention question, and walking everybody through them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import by_row, once
from yunying.analyse.periods import MAX_PERIODS
from yunying.analyse.questions import Retention
from yunying.core import Refused, day_number
from yunying.kernels import (
    RETURN,
    START,
    RowGroups,
    retention_every_day,
    retention_every_rolling_day,
    retention_every_slots,
    retention_every_table,
    retention_first_day,
    retention_first_slots_day,
    tally_last,
)
from yunying.metrics import (
    Bucket,
    Groups,
    Marked,
    Selection,
    Selector,
    find_property,
    make_buckets,
    make_groups,
    reader,
)
from yunying.store import Dataset

Ints = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
_DAY_US = 86_400_000_000
_UNITS_US = {"day": _DAY_US, "week": 7 * _DAY_US, "month": 30 * _DAY_US}
_NO_NUMBERS = np.zeros(0)
EVERYBODY = -3
"""Less than what folds say of people in no cohort."""


@dataclass(frozen=True)
class Cohorts:
    """A retention question checked against the project.

    `slots` are the offsets, first and last, that have a column each; `slot_of[offset]` the one that counts an offset
    (−1: none). `period[i]` is that of marked day i (−1: before the range), `values[i]` what its rows are worth.
    """

    frame: Frame
    question: Retention
    buckets: list[Bucket]
    marked: list[Marked]
    period: list[int]
    groups: Groups
    rows: list[RowGroups]
    values: list[Floats]
    slots: list[tuple[int, int]]
    slot_of: Ints
    unit: int
    """Length of a rolling period in µs; 0 by the calendar."""
    starts: int
    """First instant of the range (µs)."""
    ends: int
    """First instant after the range (µs)."""

    @property
    def unbounded(self) -> bool:
        """Whether coming back later counts too."""
        return self.question.return_mode == "on_or_after"

    def shown(self, c: int) -> int:
        """How many slots of a cohort, from the first on, have cells: those whose first period has begun."""
        if not self.unit:
            return bisect_left([first for first, _ in self.slots], len(self.buckets) - c)
        begins, now = max(self.buckets[c].start, self.starts), min(self.frame.known_until, self.ends - 1)
        return bisect_right([first for first, _ in self.slots], (now - begins) // self.unit)

    def complete(self, c: int) -> int:
        """Of how many slots of a cohort, from the first on, everything is known: its period and theirs have ended."""
        if not self.buckets[c].complete:
            return 0
        lasts = [last for _, last in self.slots]
        if not self.unit:
            # The range may begin inside its first period: that one is never complete, later ones are.
            ended = max(i + 1 for i, bucket in enumerate(self.buckets) if bucket.complete)
            return bisect_left(lasts, ended - c)
        return bisect_left(lasts, (min(self.frame.known_until, self.ends) - self.buckets[c].end) // self.unit)


def prepare(data: Dataset, question: Retention) -> Cohorts:
    """Periods of the range that have begun, and the marked days that decide them."""
    frame = Frame.take(data, question.range, marked=question.marked)
    selectors = [Selector.of(question.start, "start"), Selector.of(question.return_, "return")]
    selection = Selection(data, frame.view, selectors, question.filters)
    buckets = make_buckets(frame.days, question.interval, data.calendar, frame.known_until)
    if len(buckets) > MAX_PERIODS:
        raise Refused(
            "too_many_buckets",
            f"{len(buckets)} periods are more than {MAX_PERIODS}; choose a longer interval or a shorter range.",
            field="interval",
            interval=question.interval,
        )
    first = day_number(frame.days.first)
    begun = [b for b in buckets.buckets if b.start <= frame.known_until]
    after = buckets.buckets[len(begun)].start_day if len(begun) < len(buckets) else None
    last = day_number(frame.days.last) if after is None else after - 1
    # Who began before the range is known only by looking at what came before it.
    days = frame.load(None if question.cohort == "first" else first, last) if begun else []
    marked = selection.mark_all(days)
    unit = _UNITS_US[question.interval] if question.clock == "rolling" else 0
    inside = [m for m in marked if m.day.number >= first]
    groups = make_groups(data, frame.view, question.breakdown, inside, 1)
    starts = data.calendar.day_start(first)
    ends = data.calendar.day_start(day_number(frame.days.last) + 1)
    reach = (ends - starts) // unit + 2 if unit else len(begun) + 1
    shown = (min(frame.known_until, ends - 1) - starts) // unit + 1 if unit and begun else len(begun)
    slots, slot_of = _slots(question, reach, shown)
    values = _values(frame, question, marked)
    if unit or question.value:
        rows = by_row(groups, marked)
    else:
        marked, rows = once(groups, marked, START | RETURN)
    return Cohorts(
        frame=frame,
        question=question,
        buckets=begun,
        marked=marked,
        period=[-1 if m.day.number < first else buckets.first_of(m.day.number) for m in marked],
        groups=groups,
        rows=rows,
        values=values,
        slots=slots,
        slot_of=slot_of,
        unit=unit,
        starts=starts,
        ends=ends,
    )


def _slots(question: Retention, reach: int, shown: int) -> tuple[list[tuple[int, int]], Ints]:
    """Slots, and the slot of every offset below `reach`."""
    slot_of = np.full(reach, -1, np.int32)
    if question.brackets is None:
        count = shown if question.periods is None else min(shown, question.periods + 1)
        slot_of[:count] = np.arange(count)
        if question.return_mode == "on_or_after":
            slot_of[count:] = count - 1
        return [(k, k) for k in range(count)], slot_of
    if question.periods is not None:
        raise Refused(
            "periods_and_brackets",
            "Brackets say themselves up to which offset to look; leave out `periods`.",
            field="periods",
        )
    if question.return_mode != "on":
        raise Refused(
            "brackets_unbounded",
            "Brackets say themselves until when a return counts; ask for them with return_mode `on`.",
            field="return_mode",
        )
    for i, (low, high) in enumerate(question.brackets):
        if high < low:
            raise Refused(
                "brackets_out_of_order",
                f"brackets.{i} ends ({high}) before it begins ({low}); swap the two.",
                field=f"brackets.{i}",
            )
        slot_of[low : high + 1] = i
    for i, (before, bracket) in enumerate(pairwise(question.brackets), start=1):
        if bracket[0] <= before[1]:
            raise Refused(
                "brackets_out_of_order",
                f"brackets.{i} begins ({bracket[0]}) before the one before it ends ({before[1]}); they stand in "
                "order and apart.",
                field=f"brackets.{i}",
            )
    return [(low, high) for low, high in question.brackets], slot_of


def _values(frame: Frame, question: Retention, marked: list[Marked]) -> list[Floats]:
    if question.value is None:
        return [_NO_NUMBERS] * len(marked)
    prop = find_property(frame.view, question.value.property, "event", "value.property")
    if prop.type != "number":
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; only a number can be added up.",
            field="value.property",
            property=prop.name,
            type=prop.type,
        )
    read = reader(frame.data, frame.view, prop)
    returning = [bool((m.lut & 2).any()) for m in marked]
    return [
        read(m.day).numbers if some else np.full(m.day.rows, np.nan)
        for m, some in zip(marked, returning, strict=True)
    ]


@dataclass(frozen=True)
class Folded:
    """Counts by group, cohort (and slot); of the cohort watched, each person's group (−1: not in it), and who of
    them came back in the slot watched."""

    sizes: Counts
    table: Counts
    values: Floats
    group: Ints
    hit: Mask


def fold(this: Cohorts, cohort: int = -1, slot: int = -1) -> Folded:
    """Walk everybody through the periods, watching one cohort (`EVERYBODY`: whoever is in any, cohort `first` only)
    and slot (−1: none)."""
    shape = this.groups.count, max(len(this.buckets), 1), max(len(this.slots), 1)
    people = this.frame.people
    totals = _Totals.empty(shape)
    group, hit = np.full(people, -1, np.int32), np.zeros(people, np.uint8)
    walk, width = _walker(this, shape)

    def work(low: int, high: int) -> _Totals:
        mine = _Totals.empty(shape)
        walk(low, high, mine, _Watched(cohort, slot, group[low:high], hit[low:high]))
        return mine

    for part in this.frame.data.each_slice(work, people, width):
        totals.sizes += part.sizes
        totals.table += part.table
        totals.values += part.values
    if this.unbounded:
        totals.table = totals.table[:, :, ::-1].cumsum(axis=2)[:, :, ::-1]
        totals.values = totals.values[:, :, ::-1].cumsum(axis=2)[:, :, ::-1]
    return Folded(totals.sizes, totals.table, totals.values, group, hit.astype(np.bool_))


@dataclass
class _Totals:
    sizes: Counts
    table: Counts
    values: Floats

    @classmethod
    def empty(cls, shape: tuple[int, int, int]) -> _Totals:
        return cls(np.zeros(shape[:2], np.int64), np.zeros(shape, np.int64), np.zeros(shape))


@dataclass(frozen=True)
class _Watched:
    cohort: int
    slot: int
    group: Ints
    hit: npt.NDArray[np.uint8]

    def note(self, joined: Mask, group: Ints | npt.NDArray[np.int16] | int) -> None:
        """Say who is in the cohort, with their groups."""
        self.group[:] = np.where(joined, group, -1)


_Walk = Callable[[int, int, _Totals, _Watched], None]


def _walker(this: Cohorts, shape: tuple[int, int, int]) -> tuple[_Walk, int]:
    """How to walk a slice of people, and how many cells of state one of them needs."""
    plain = shape[0] == 1 and not (this.unbounded or this.question.brackets or this.question.value)
    cohorts = shape[1]
    if this.question.cohort == "first":
        if plain and not this.unit:
            return (lambda *args: _first_plain(this, *args)), 2
        return (lambda *args: _first(this, *args)), 4
    if this.unit:
        return (lambda *args: _every_rolling(this, cohorts, *args)), 2 * cohorts
    width = 3 * (cohorts // 64 + 1) + cohorts // 4 + (2 * cohorts if this.question.value else 0)
    return (lambda *args: _every(this, cohorts, plain, *args)), width


def _first_plain(this: Cohorts, low: int, high: int, totals: _Totals, watched: _Watched) -> None:
    first, last = np.full(high - low, -1, np.int32), np.full(high - low, -1, np.int32)
    for m, period in zip(this.marked, this.period, strict=True):
        retention_first_day(
            m.day.person, m.day.event, m.lut, m.gate, period, low, high, first, last,
            totals.sizes[0], totals.table[0], watched.slot, watched.hit,
        )  # fmt: skip
    watched.note(first >= 0 if watched.cohort == EVERYBODY else first == watched.cohort, 0)


def _first(this: Cohorts, low: int, high: int, totals: _Totals, watched: _Watched) -> None:
    first, last = np.full(high - low, -1, np.int32), np.full(high - low, -1, np.int32)
    began, own_group = np.zeros(high - low, np.int64), np.zeros(high - low, np.int32)
    table = np.zeros_like(totals.table) if this.unbounded else totals.table
    for m, period, rows, values in zip(this.marked, this.period, this.rows, this.values, strict=True):
        retention_first_slots_day(
            m.day.person, m.day.ms, m.day.event, m.lut, m.gate, rows, values, m.day.start_ms, period,
            this.unit // 1000, this.slot_of, low, high, first, began, own_group, last,
            totals.sizes, table, totals.values, watched.slot, watched.hit,
        )  # fmt: skip
    if this.unbounded:
        tally_last(first, own_group, last, totals.table)
        watched.hit[:] = last >= max(watched.slot, 0)
    watched.note(first >= 0 if watched.cohort == EVERYBODY else first == watched.cohort, own_group)


def _every(
    this: Cohorts, cohorts: int, plain: bool, low: int, high: int, totals: _Totals, watched: _Watched
) -> None:
    people = high - low
    words = cohorts // 64 + 1
    began, returned, same = (np.zeros((words, people), np.uint64) for _ in range(3))
    grouped, valued = this.groups.count > 1, this.question.value is not None
    own_group = np.zeros((cohorts if grouped else 0, people), np.int16)
    worth, worth_same = (np.zeros((cohorts if valued else 0, people)) for _ in range(2))
    no_group = np.zeros(0, np.int16)
    for m, period, rows, values in zip(this.marked, this.period, this.rows, this.values, strict=True):
        word = period // 64
        retention_every_day(
            m.day.person, m.day.event, m.lut, m.gate, rows, values, np.uint64(1 << period % 64), low, high,
            began[word], returned[word], same[word], own_group[period] if grouped else no_group,
            worth[period] if valued else _NO_NUMBERS, worth_same[period] if valued else _NO_NUMBERS,
        )  # fmt: skip
    if plain:
        retention_every_table(began, returned, same, totals.sizes[0], totals.table[0])
    else:
        retention_every_slots(
            began, returned, same, own_group, worth, worth_same, this.slot_of, this.unbounded,
            totals.sizes, totals.table, totals.values,
        )  # fmt: skip
    if watched.cohort < 0:
        return
    watched.note(_bit(began, watched.cohort), own_group[watched.cohort] if grouped else 0)
    if watched.slot >= 0:
        first, last = this.slots[watched.slot]
        for offset in range(first, cohorts - watched.cohort if this.unbounded else last + 1):
            if offset == 0:
                watched.hit[:] |= _bit(same, watched.cohort)
            elif watched.cohort + offset < cohorts:
                watched.hit[:] |= _bit(returned, watched.cohort + offset)


def _bit(words: npt.NDArray[np.uint64], period: int) -> Mask:
    return np.asarray((words[period // 64] >> np.uint64(period % 64)) & np.uint64(1) != 0)


def _every_rolling(
    this: Cohorts, cohorts: int, low: int, high: int, totals: _Totals, watched: _Watched
) -> None:
    people = high - low
    began = np.full((people, cohorts), -1, np.int64)
    own_group, last = np.zeros((people, cohorts), np.int16), np.full((people, cohorts), -1, np.int16)
    table = np.zeros_like(totals.table) if this.unbounded else totals.table
    for m, period, rows, values in zip(this.marked, this.period, this.rows, this.values, strict=True):
        retention_every_rolling_day(
            m.day.person, m.day.ms, m.day.event, m.lut, m.gate, rows, values, m.day.start_ms, period,
            this.unit // 1000, this.slot_of, low, high, began, own_group, last,
            totals.sizes, table, totals.values, watched.cohort, watched.slot, watched.hit,
        )  # fmt: skip
    if this.unbounded:
        for c in range(cohorts):
            joined = np.where(began[:, c] >= 0, c, -1).astype(np.int32)
            tally_last(joined, own_group[:, c].astype(np.int32), last[:, c].astype(np.int32), totals.table)
    if watched.cohort >= 0:
        watched.note(began[:, watched.cohort] >= 0, own_group[:, watched.cohort])
        if this.unbounded:
            watched.hit[:] = last[:, watched.cohort] >= max(watched.slot, 0)
