"""Frequency: how many people did something how often."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import by_row, group_at, shown
from yunying.analyse.periods import Periods
from yunying.analyse.questions import Frequency
from yunying.core import Refused
from yunying.kernels import RowGroups, frequency_day, tally_times
from yunying.metrics import (
    Answer,
    Behind,
    Groups,
    Marked,
    Selection,
    Selector,
    address,
    bad_address,
    check_size,
    make_groups,
    parse_address,
)
from yunying.store import Dataset

Counts = npt.NDArray[np.int64]
Bin = tuple[int, int | None]
QUANTILES = {"p25": 25, "median": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99}
_STEPS = tuple(digit * 10**power for power in range(10) for digit in (1, 2, 5))


@dataclass(frozen=True)
class Prepared:
    """A frequency checked against the project. `spans` are the marked days of each period, or of the range."""

    frame: Frame
    periods: Periods | None
    groups: Groups
    bins: list[Bin]
    spans: list[list[Marked]]
    complete: list[bool]

    def when(self, t: int) -> dict[str, str]:
        """The `bucket` of a row or address; nothing where the whole range is one."""
        return {} if self.periods is None else {"bucket": self.periods.labels[t]}


def prepare(data: Dataset, question: Frequency) -> Prepared:
    """The days of every period that has begun, or of the range."""
    bins = make_bins(question)
    frame = Frame.take(data, question.range, marked=question.marked)
    selection = Selection(data, frame.view, [Selector.of(question.activity, "activity")], question.filters)
    if question.interval is None:
        marked = selection.mark_all(frame.load_range())
        periods, spans, complete = None, [marked], [frame.range_known()]
    else:
        periods = Periods.of(frame, question.interval)
        days = frame.load(periods.first_day, periods.last_day) if len(periods) else []
        marked = selection.mark_all(days)
        spans = [[m for m in marked if periods.of_day(m.day.number) == t] for t in range(len(periods))]
        complete = periods.complete
    groups = make_groups(data, frame.view, question.breakdown, marked, 1)
    return Prepared(frame, periods, groups, bins, spans, complete)


def make_bins(question: Frequency) -> list[Bin]:
    """From how often to how often each row counts; the last one is open."""
    exact = question.exact
    ends = [s for s in _STEPS if s > max(exact, 10)][:3] if question.brackets is None else question.brackets
    for i, (before, end) in enumerate(pairwise([exact, *ends])):
        if end <= before:
            raise Refused(
                "brackets_out_of_order",
                f"brackets.{i}: {end} is not more than {before}; brackets begin after `exact` and ascend.",
                field=f"brackets.{i}",
            )
    starts = [exact, *ends]
    tail: list[Bin] = [(a + 1, b) for a, b in pairwise(starts)]
    return [*((n, n) for n in range(1, exact + 1)), *tail, (starts[-1] + 1, None)]


def fold(this: Prepared, t: int) -> Counts:
    """`people[g, n]`: how many people did it n times in span t; n = 0 means nothing."""
    groups = by_row(this.groups, this.spans[t])

    def walk(low: int, high: int) -> Counts:
        times = _times(this, t, groups, low, high)
        people = np.zeros((this.groups.count, int(times.max(initial=0)) + 1), np.int64)
        tally_times(times, people)
        return people

    parts = this.frame.data.each_slice(walk, this.frame.people, width=this.groups.count)
    total = np.zeros((this.groups.count, max(p.shape[1] for p in parts)), np.int64)
    for part in parts:
        total[:, : part.shape[1]] += part
    total[:, 0] = 0
    return total


def _times(this: Prepared, t: int, groups: list[RowGroups], low: int, high: int) -> npt.NDArray[np.int32]:
    times = np.zeros((high - low, this.groups.count), np.int32)
    for m, rows in zip(this.spans[t], groups, strict=True):
        if m.lut.any():
            frequency_day(m.day.person, m.day.event, m.lut, m.gate, rows, low, high, times)
    return times


def answer(data: Dataset, question: Frequency) -> Answer:
    """A row: `[bucket]` (first day of the period, with an interval), `[breakdown], from, to` (how many times; `to` is
    `null` in the last, open row), `people, share` (of all who did it at all), `complete, address`. `totals.groups` has
    for each period and group `people`, `events`, the `mean`, `p25`, `median`, `p75`, `p90`, `p95`, `p99` and `max` of
    how often each person did it (percentiles interpolate between neighbours), and the `address` of all of them.
    A period or range is `complete` once the newest event of the project is later than its end.
    """
    this = prepare(data, question)
    check_size(
        len(this.spans) * this.groups.count * len(this.bins),
        "interval",
        "choose a longer interval, or fewer groups or counts",
    )
    folded = [fold(this, t) for t in range(len(this.spans))]
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    found = np.zeros(this.groups.count, np.bool_)
    for people in folded:
        found |= people.any(axis=1)
    for g in shown(this.groups, found):
        for t, people in enumerate(folded):
            place = {**this.when(t), **this.groups.named(g)}
            rows += _rows(this, t, place, people[g])
            totals.append(
                {
                    **place,
                    **_total(people[g]),
                    "complete": this.complete[t],
                    "address": address(all=True, **place),
                }
            )
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals={"groups": totals},
        provenance=this.frame.provenance(
            _definition(question), question.filters, incomplete=not all(this.complete)
        ),
    )


def behind(data: Dataset, question: Frequency, text: str) -> Behind:
    """The people of one row, or of a whole period or group, and how often each did it."""
    at = parse_address(text, {"bucket", "breakdown", "from", "all"})
    this = prepare(data, question)
    labels: list[Any] = [None] if this.periods is None else list(this.periods.labels)
    if at.get("bucket") not in labels or ("bucket" in at) != (this.periods is not None):
        raise bad_address(text)
    chosen: list[Bin] = [b for b in this.bins if type(at.get("from")) is int and b[0] == at["from"]]
    if ("from" in at) == ("all" in at) or ("from" in at and not chosen) or at.get("all", True) is not True:
        raise bad_address(text)
    low_times, high_times = chosen[0] if chosen else (1, None)
    group, t = group_at(at, this.groups, text), labels.index(at.get("bucket"))
    groups = by_row(this.groups, this.spans[t])

    def walk(low: int, high: int) -> npt.NDArray[np.int32]:
        return _times(this, t, groups, low, high)[:, group]

    parts = this.frame.data.each_slice(walk, this.frame.people, width=this.groups.count)
    times = np.concatenate(parts)
    people = np.flatnonzero((times >= low_times) & (times <= (high_times or np.iinfo(np.int32).max)))
    return Behind(people, times[people].astype(np.int64))


def _rows(this: Prepared, t: int, place: dict[str, Any], people: Counts) -> list[dict[str, Any]]:
    everybody = int(people.sum())
    rows = []
    for first, last in this.bins:
        count = int(people[first : None if last is None else last + 1].sum())
        rows.append(
            {
                **place,
                "from": first,
                "to": last,
                "people": count,
                "share": count / everybody if everybody else None,
                "complete": this.complete[t],
                "address": address(**place, **{"from": first}),
            }
        )
    return rows


def _total(people: Counts) -> dict[str, Any]:
    count, events = int(people.sum()), int(people @ np.arange(len(people)))
    reached = np.cumsum(people)
    return {
        "people": count,
        "events": events,
        "mean": events / count if count else None,
        **{name: _quantile(reached, share) if count else None for name, share in QUANTILES.items()},
        "max": int(np.flatnonzero(people)[-1]) if count else None,
    }


def _quantile(reached: Counts, share: int) -> float:
    """Between the two neighbours of a rank, in proportion; `reached[n]` people have at most n."""
    whole, rest = divmod((int(reached[-1]) - 1) * share, 100)
    low = int(np.searchsorted(reached, whole, side="right"))
    high = int(np.searchsorted(reached, whole + (rest > 0), side="right"))
    return low + (high - low) * rest / 100


def _columns(question: Frequency) -> list[dict[str, str]]:
    columns = [("bucket", "day")] if question.interval else []
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns += [
        ("from", "number"),
        ("to", "number"),
        ("people", "number"),
        ("share", "rate"),
        ("complete", "boolean"),
        ("address", "address"),
    ]
    return [{"name": name, "type": kind} for name, kind in columns]


def _definition(question: Frequency) -> str:
    return f"frequency by {question.interval or 'range'}: {question.activity.events}"
