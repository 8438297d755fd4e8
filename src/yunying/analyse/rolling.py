"""Figures of a trend that look further than their bucket: rolling people, stickiness, and what has come so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import by_row
from yunying.analyse.measures import Cells, Measured
from yunying.core import day_number
from yunying.kernels import first_ever_day, newcomers_day, rolling_day
from yunying.metrics import Buckets, Marked

Table = npt.NDArray[np.int64]
_LONG_AGO = np.int32(-(1 << 30))


def last_days(buckets: Buckets, known_day: int) -> list[int]:
    """The day on which the window of each bucket ends: its last of the range, or, where data ends before, that day."""
    days = range(day_number(buckets.days.first), day_number(buckets.days.last) + 1)
    ends: dict[int, int] = {}
    begins: dict[int, int] = {}
    for day in days:
        begins.setdefault(buckets.first_of(day), day)
        ends[buckets.first_of(day)] = day
    return [
        min(ends[b], known_day) if b in ends and known_day >= begins[b] else ends.get(b, days[0] - 1)
        for b in range(len(buckets))
    ]


def known_day(frame: Frame) -> int:
    """The day up to which data has arrived."""
    return frame.data.calendar.day_at(frame.known_until)


def rolling_cells(cells: Cells, earlier: Sequence[Marked], window: int, *, ratio: bool) -> Measured:
    """Different people of the `window` days that end with each bucket's; with `ratio` those of a day among them.

    `earlier` are the days before the range that windows reach.
    """
    first, last = day_number(cells.buckets.days.first), day_number(cells.buckets.days.last)
    begin = first - window + 1
    size, groups = last - begin + 1, cells.groups.count
    marked = [*earlier, *cells.marked]
    if not cells.groups.apart:
        marked = [m.once(cells.bit).marked for m in marked]
    rows = by_row(cells.groups, marked)

    def fold(low: int, high: int) -> tuple[Table, Table, Table]:
        seen = np.full((high - low, groups), _LONG_AGO, np.int32)
        change, daily = np.zeros((size + window, groups), np.int64), np.zeros((size, groups), np.int64)
        for m, group in zip(marked, rows, strict=True):
            if m.day.number >= begin:
                rolling_day(
                    m.day.person, m.day.event, m.lut, m.gate, cells.bit, group, m.day.number - begin, window,
                    low, high, seen, change, daily,
                )  # fmt: skip
        return change[:size], daily, (seen >= first - begin).sum(axis=0)

    parts = cells.frame.data.each_slice(fold, cells.frame.people, width=groups)
    shapes = ((size, groups), (size, groups), (groups,))
    change, daily, ever = (
        sum((p[i] for p in parts), start=np.zeros(shape, np.int64)) for i, shape in enumerate(shapes)
    )
    rolling = change.cumsum(axis=0)
    found = daily.sum(axis=0) > 0
    known = known_day(cells.frame)
    if not ratio:
        ends = np.array(last_days(cells.buckets, known)) - begin
        return Measured(rolling[ends].astype(float), ever.astype(float), found, whole=True)
    # Days that have not come yet have nobody, but their windows do.
    days = np.arange(first, min(last, max(known, first - 1)) + 1)
    bucket = np.array([cells.buckets.first_of(d) for d in days.tolist()], np.int64)
    people, within = np.zeros((2, len(cells.buckets), groups))
    np.add.at(people, bucket, daily[days - begin])
    np.add.at(within, bucket, rolling[days - begin])
    with np.errstate(invalid="ignore"):
        return Measured(people / within, people.sum(axis=0) / within.sum(axis=0), found, whole=False)


def people_so_far(cells: Cells) -> Measured:
    """Different people from the range's first day up to each bucket."""
    cells = cells.once()
    shape = (len(cells.buckets), cells.groups.count)
    rows = by_row(cells.groups, cells.marked)

    def fold(low: int, high: int) -> Table:
        ever = np.zeros((high - low, shape[1]), np.uint8)
        people = np.zeros(shape, np.int64)
        for m, group in zip(cells.marked, rows, strict=True):
            newcomers_day(
                m.day.person, m.day.event, cells.slots(m), m.lut, m.gate, cells.bit, group,
                cells.buckets.first_of(m.day.number), low, high, ever, people,
            )  # fmt: skip
        return people

    parts = cells.frame.data.each_slice(fold, cells.frame.people, width=shape[1])
    people = sum(parts, start=np.zeros(shape, np.int64)).cumsum(axis=0)
    return Measured(people.astype(float), people[-1].astype(float), people[-1] > 0, whole=True)


def so_far(cells: Measured) -> Measured:
    """Sums up to each bucket."""
    return Measured(np.nancumsum(cells.values, axis=0), cells.totals, cells.found, cells.whole)


def first_ever(frame: Frame, marked: Sequence[Marked], bits: int) -> list[Marked]:
    """The days with only each person's first match of these selectors; `marked` must begin with the first day."""
    only = [np.empty(m.day.rows, np.uint32) for m in marked]

    def walk(low: int, high: int) -> None:
        seen = np.zeros(high - low, np.uint32)
        for m, gate in zip(marked, only, strict=True):
            first_ever_day(m.day.person, m.day.event, m.lut, m.gate, bits, low, high, seen, gate)

    frame.data.each_slice(walk, frame.people)
    return [Marked(m.day, m.lut, gate) for m, gate in zip(marked, only, strict=True)]
