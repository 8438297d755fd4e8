"""Interval: how long it takes people from one event to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import bucket_of, columns, group_at, shown
from yunying.analyse.histogram import bar_of, checked_edges
from yunying.analyse.keys import Keys, held_keys, people_keys
from yunying.analyse.questions import TimeBetween
from yunying.analyse.spread import Spread, different_people, medians
from yunying.core import day_number
from yunying.kernels import ONE_GROUP, intervals_day, intervals_each_day
from yunying.metrics import (
    Answer,
    Behind,
    Bucket,
    Groups,
    Marked,
    Selection,
    Selector,
    address,
    bad_address,
    check_size,
    make_buckets,
    make_groups,
    parse_address,
)
from yunying.store import Dataset

Ints = npt.NDArray[np.int64]
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
EDGES = (
    0, 1, 5, 10, 30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR,
    8 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 3 * _DAY, 5 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 60 * _DAY, 90 * _DAY,
    180 * _DAY, 365 * _DAY,
)  # fmt: skip
"""Where bars begin unless the question says it, in seconds."""


@dataclass(frozen=True)
class Pairs:
    """Every pair: its person, bucket, group, and how long it took (ms)."""

    person: Ints
    bucket: Ints
    group: Ints
    took: Ints


@dataclass(frozen=True)
class Folded:
    """An interval question answered pair by pair."""

    frame: Frame
    question: TimeBetween
    buckets: tuple[Bucket, ...]
    groups: Groups
    pairs: Pairs
    edges: tuple[float, ...]

    def bars(self, took: npt.NDArray[Any]) -> Ints:
        """The bar of each length (ms)."""
        return bar_of(took / 1000, self.edges)

    def figures(self, cell: Ints) -> tuple[Ints, Ints, npt.NDArray[np.float64]]:
        """`(cell, person, ms)` of what is counted: pairs, or each person's median in a cell."""
        p = self.pairs
        took = p.took.astype(np.float64)
        return medians(cell, p.person, took) if self.question.by == "people" else (cell, p.person, took)


def fold(data: Dataset, question: TimeBetween) -> Folded:
    """Find all pairs."""
    edges = checked_edges(question.edges, EDGES)
    frame = Frame.take(data, question.range, marked=question.marked)
    selectors = [Selector.of(question.start, "start"), Selector.of(question.end, "end")]
    selection = Selection(data, frame.view, selectors, question.filters)
    last = day_number(frame.days.last)
    after = -(-question.window.milliseconds // 86_400_000) + 1
    marked = selection.mark_all(frame.load(day_number(frame.days.first), last + after))
    entering = [m for m in marked if m.day.number <= last]
    groups = make_groups(data, frame.view, question.breakdown, entering, 1)
    keys = people_keys(frame, marked)
    if question.same is not None:
        keys = held_keys(frame, marked, question.same, "same")
    if question.interval is None:
        buckets: tuple[Bucket, ...] = ()
    else:
        buckets = make_buckets(frame.days, question.interval, data.calendar, frame.known_until).buckets
    size = max(len(buckets), 1) * groups.count
    check_size(size + groups.count * (len(edges) + 1), "interval", "choose a longer interval")
    return Folded(
        frame, question, buckets, groups, _pairs(frame, question, marked, groups, keys, buckets), edges
    )


def _pairs(
    frame: Frame,
    question: TimeBetween,
    marked: Sequence[Marked],
    groups: Groups,
    keys: Keys,
    buckets: Sequence[Bucket],
) -> Pairs:
    last = day_number(frame.days.last)
    window = question.window.milliseconds
    grouped = [groups.of_rows(m.day) if m.day.number <= last else ONE_GROUP for m in marked]
    days = list(zip(marked, grouped, keys.rows, strict=True))

    def walk(low: int, high: int) -> list[tuple[npt.NDArray[Any], ...]]:
        low_key, high_key = keys.of_people(low), keys.of_people(high)
        state = np.full(high_key - low_key, -1, np.int64)
        if question.pairs == "each":
            return [
                intervals_each_day(
                    m.day.person, key, m.day.ms, m.day.event, m.lut, m.gate, group, m.day.start_ms, window,
                    m.day.number <= last, low, high, low_key, state,
                )
                for m, group, key in reversed(days)
            ]  # fmt: skip
        of = np.zeros(high_key - low_key, np.int32)
        return [
            intervals_day(
                m.day.person, key, m.day.ms, m.day.event, m.lut, m.gate, group, m.day.start_ms, window,
                m.day.number <= last, question.pairs == "last", low, high, low_key, state, of,
            )
            for m, group, key in days
        ]  # fmt: skip

    found = [part for parts in frame.data.each_slice(walk, frame.people, width=keys.width) for part in parts]
    person, began, took, group = (
        np.concatenate([np.zeros(0, np.int64), *(part[i] for part in found)]) for i in range(4)
    )
    return Pairs(person, bucket_of(began, buckets), group, took)


def answer(data: Dataset, question: TimeBetween) -> Answer:
    """A row: `[bucket], [breakdown], pairs, people, mean_seconds, min_seconds, p10_seconds, p25_seconds,
    median_seconds, p75_seconds, p90_seconds, p95_seconds, max_seconds, complete, address`. With `by` people the seconds
    are over people, each with the median of their pairs in the bucket. A bucket is `complete` where all pairs that
    can begin in it have had their whole window. `totals.rows` has the same over the whole range for each group,
    `totals.bars` the histogram: `[breakdown], from_seconds, to_seconds, pairs, people, address`, from the first to the
    last bar that has any; a bar has its lower end and not its upper, which is null for the last. By people, a person
    is in one bar of a group, that of their median, and the bar has their pairs.
    """
    folded = fold(data, question)
    size = folded.groups.count
    # Without buckets the range is one, and is in `totals.rows` anyway.
    rows = _rows(folded, folded.pairs.bucket * size + folded.pairs.group, folded.buckets or (None,))
    whole = _rows(folded, folded.pairs.group, (None,))
    return Answer(
        columns=columns(
            folded.groups,
            *([("bucket", "time" if question.interval == "hour" else "day")] if question.interval else []),
            ("breakdown", "value"),
            ("pairs", "number"),
            ("people", "number"),
            *((f"{name}_seconds", "seconds") for name in ("mean", *_QUANTILES)),
            ("complete", "boolean"),
            ("address", "address"),
        ),
        rows=rows,
        totals={"rows": whole, "bars": _bars(folded)},
        provenance=folded.frame.provenance(
            _definition(question),
            question.filters,
            incomplete=not folded.frame.range_known(_window(question)),
        ),
    )


_QUANTILES = {
    "min": 0.0,
    "p10": 0.1,
    "p25": 0.25,
    "median": 0.5,
    "p75": 0.75,
    "p90": 0.9,
    "p95": 0.95,
    "max": 1.0,
}


def _rows(folded: Folded, cell: Ints, buckets: Sequence[Bucket | None]) -> list[dict[str, Any]]:
    size = folded.groups.count
    cells = len(buckets) * size
    pairs = np.bincount(cell, minlength=cells)
    people = different_people(cell, folded.pairs.person, cells)
    counted, _, took = folded.figures(cell)
    spread = Spread.of(counted, took / 1000, cells)
    figures = {"mean": spread.means()} | {name: spread.quantiles(q) for name, q in _QUANTILES.items()}
    shown = _shown(folded)
    rows: list[dict[str, Any]] = []
    for g in shown:
        group = folded.groups.named(g)
        for b, bucket in enumerate(buckets):
            at: dict[str, Any] = {} if bucket is None else {"bucket": bucket.label}
            c = b * size + g
            rows.append(
                {
                    **at,
                    **group,
                    "pairs": int(pairs[c]),
                    "people": int(people[c]),
                    **{f"{name}_seconds": values[c] for name, values in figures.items()},
                    "complete": _complete(folded, bucket),
                    "address": address(**(at or {"total": True}), **group),
                }
            )
    return rows


def _bars(folded: Folded) -> list[dict[str, Any]]:
    edges = folded.edges
    rows: list[dict[str, Any]] = []
    size = len(edges) + 1
    cell = folded.pairs.group * size + _in_bars(folded)
    pairs = np.bincount(cell, minlength=folded.groups.count * size)
    people = different_people(cell, folded.pairs.person, folded.groups.count * size)
    for g in _shown(folded):
        at = folded.groups.named(g)
        filled = np.flatnonzero(pairs[g * size : (g + 1) * size])
        for b in range(filled[0], filled[-1] + 1) if len(filled) else ():
            rows.append(
                {
                    **at,
                    "from_seconds": edges[b - 1] if b else None,
                    "to_seconds": edges[b] if b < len(edges) else None,
                    "pairs": int(pairs[g * size + b]),
                    "people": int(people[g * size + b]),
                    "address": address(**at, bar=int(b)),
                }
            )
    return rows


def _in_bars(folded: Folded) -> Ints:
    """The bar of every pair; by people, that of its person's median."""
    p = folded.pairs
    if folded.question.by == "pairs":
        return folded.bars(p.took)
    cell, person, took = medians(p.group, p.person, p.took.astype(np.float64))
    # Sorted by group and person, so that each pair finds the median of its own.
    people = folded.frame.people + 1
    at = np.searchsorted(cell * people + person, p.group * people + p.person)
    return folded.bars(took)[at]


def behind(data: Dataset, question: TimeBetween, text: str) -> Behind:
    """The people of a bucket, of the range or of a bar, and how many pairs each has there."""
    at = parse_address(text, {"total", "bucket", "breakdown", "bar"})
    folded = fold(data, question)
    group = group_at(at, folded.groups, text)
    p = folded.pairs
    chosen = p.group == group
    if len({"total", "bucket", "bar"} & at.keys()) != 1 or at.get("total", True) is not True:
        raise bad_address(text)
    if "bucket" in at:
        labels = [b.label for b in folded.buckets]
        if at["bucket"] not in labels:
            raise bad_address(text)
        chosen &= p.bucket == labels.index(at["bucket"])
    if "bar" in at:
        if type(at["bar"]) is not int or not 0 <= at["bar"] <= len(folded.edges):
            raise bad_address(text)
        chosen &= _in_bars(folded) == at["bar"]
    people, counts = np.unique(p.person[chosen], return_counts=True)
    return Behind(people, counts)


def _shown(folded: Folded) -> list[int]:
    """Groups that have rows."""
    return shown(folded.groups, np.bincount(folded.pairs.group, minlength=folded.groups.count) > 0)


def _complete(folded: Folded, bucket: Bucket | None) -> bool:
    frame = folded.frame
    window = folded.question.window.milliseconds * 1000
    if bucket is None:
        return frame.range_known(_window(folded.question))
    inside = bucket.complete
    return inside and bucket.end + window <= frame.known_until


def _window(question: TimeBetween) -> timedelta:
    return timedelta(milliseconds=question.window.milliseconds)


def _definition(question: TimeBetween) -> str:
    same = f" of the same {question.same}" if question.same else ""
    within = f"within {question.window.value} {question.window.unit}(s)"
    return (
        f"interval {within}, {question.pairs} start: {question.start.label} → {question.end.label}{same}, "
        f"by {question.by}"
    )
