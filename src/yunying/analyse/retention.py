"""Retention: of those who began in a period, how many came back in each later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.questions import Retention
from yunying.core import Refused, day_number
from yunying.kernels import retention_every_day, retention_first_day
from yunying.metrics import (
    Answer,
    Behind,
    Marked,
    Selection,
    Selector,
    address,
    bad_address,
    check_size,
    make_buckets,
    parse_address,
)
from yunying.store import Dataset

Counts = npt.NDArray[np.int64]
MAX_PERIODS = 1000
"""What a fold remembers grows with the square of the periods."""


@dataclass(frozen=True)
class Prepared:
    """A retention question checked against the project; `period[i]` is that of day i (−1: before the range)."""

    frame: Frame
    question: Retention
    starts: list[date]
    complete: list[bool]
    marked: list[Marked]
    period: list[int]


def prepare(data: Dataset, question: Retention) -> Prepared:
    """Periods of the range that have begun, and the marked days that decide them."""
    if question.brackets or question.breakdown or question.value or question.return_mode != "on":
        raise Refused(
            "not_yet", "Brackets, breakdown, value and return_mode come with the next step.", field=""
        )
    if question.clock != "calendar":
        raise Refused("not_yet", "Rolling periods come with the next step.", field="clock")
    frame = Frame.take(data, question.range, marked=question.marked)
    selectors = [
        Selector.of(question.start, "start"),
        Selector.of(question.return_, "return"),
    ]
    selection = Selection(data, frame.view, selectors, question.filters)
    buckets = make_buckets(frame.days, question.interval, data.calendar, frame.known_until)
    if len(buckets) > MAX_PERIODS:
        raise Refused(
            "too_many_buckets",
            f"{len(buckets)} periods are more than {MAX_PERIODS}; choose a longer interval or a shorter range.",
            field="interval",
            interval=question.interval,
        )
    begun = [b for b in buckets.buckets if b.start <= frame.known_until]
    first = day_number(frame.days.first)
    # Who began before the range is known only by looking at what came before it.
    earliest = None if question.cohort == "first" else first
    marked = selection.mark_all(frame.load(earliest, day_number(frame.days.last)))
    return Prepared(
        frame=frame,
        question=question,
        starts=[date.fromisoformat(b.label) for b in begun],
        complete=[b.complete for b in begun],
        marked=marked,
        period=[-1 if m.day.number < first else buckets.first_of(m.day.number) for m in marked],
    )


def fold(this: Prepared, cohort: int = -1, offset: int = -1) -> tuple[Counts, Counts, npt.NDArray[np.bool_]]:
    """`(sizes[c], table[c, k], people of the cell (cohort, offset))`; offset −1 is the whole cohort."""
    periods = max(len(this.starts), 1 + max(this.period, default=0))
    hit = np.zeros(this.frame.people, np.uint8)
    first_only = this.question.cohort == "first"

    def walk(low: int, high: int) -> tuple[Counts, Counts]:
        sizes, table = np.zeros(periods, np.int64), np.zeros((periods, periods), np.int64)
        last = np.full(high - low, -1, np.int32)
        out = (sizes, table, cohort, offset, hit[low:high])
        if first_only:
            first = np.full(high - low, -1, np.int32)
            for m, period in zip(this.marked, this.period, strict=True):
                retention_first_day(
                    m.day.person, m.day.event, m.lut, m.gate, period, low, high, first, last, *out
                )
        else:
            began = np.zeros((high - low, periods), np.uint8)
            same = np.full(high - low, -1, np.int32)
            for m, period in zip(this.marked, this.period, strict=True):
                retention_every_day(
                    m.day.person, m.day.event, m.lut, m.gate, period, low, high, began, same, last, *out
                )
        return sizes, table

    width = 2 if first_only else periods // 8 + 2
    slices = this.frame.data.each_slice(walk, this.frame.people, width)
    sizes = sum((s for s, _ in slices), start=np.zeros(periods, np.int64))
    table = sum((t for _, t in slices), start=np.zeros((periods, periods), np.int64))
    return sizes, table, hit.astype(np.bool_)


def answer(data: Dataset, question: Retention) -> Answer:
    """A row: `cohort` (first day of its period), `offset, people, size, rate, complete, address,
    cohort_address`. A cell is `complete` once its period, and the cohort's, have ended before the newest event of the
    project. `totals.average` is the mean over complete cells, weighted by cohort size. Only periods that have begun
    are shown.
    """
    this = prepare(data, question)
    count = len(this.starts)
    limit = count if question.periods is None else min(count, question.periods + 1)
    check_size(count * limit - limit * (limit - 1) // 2, "periods", "ask for fewer periods")
    sizes, table, _ = fold(this)
    rows = []
    for c in range(count):
        label = this.starts[c].isoformat()
        size = int(sizes[c])
        for k in range(min(limit, count - c)):
            people = int(table[c, k])
            rows.append(
                {
                    "cohort": label,
                    "offset": k,
                    "people": people,
                    "size": size,
                    "rate": people / size if size else None,
                    "complete": this.complete[c] and this.complete[c + k],
                    "address": address(cohort=label, offset=k),
                    "cohort_address": address(cohort=label),
                }
            )
    return Answer(
        columns=[{"name": name, "type": kind} for name, kind in _COLUMNS],
        rows=rows,
        totals={
            "people": int(sizes[:count].sum()) if question.cohort == "first" else None,
            "average": [_average(this, sizes, table, k) for k in range(limit)],
        },
        provenance=this.frame.provenance(
            _definition(question), question.filters, incomplete=not all(this.complete)
        ),
    )


def behind(data: Dataset, question: Retention, text: str) -> Behind:
    """The people of one cell, or of a whole cohort."""
    at = parse_address(text, {"cohort", "offset"})
    this = prepare(data, question)
    labels = [d.isoformat() for d in this.starts]
    offset = at.get("offset", -1)
    if at.get("cohort") not in labels or not isinstance(offset, int) or isinstance(offset, bool):
        raise bad_address(text)
    cohort = labels.index(at["cohort"])
    if ("offset" in at and offset < 0) or cohort + offset >= len(labels):
        raise bad_address(text)
    return Behind(np.flatnonzero(fold(this, cohort, offset)[2]))


def _average(this: Prepared, sizes: Counts, table: Counts, k: int) -> dict[str, Any]:
    cohorts = range(len(this.starts) - k)
    complete = [c for c in cohorts if this.complete[c] and this.complete[c + k]]
    chosen: Sequence[int] = complete or cohorts
    people, of = int(sum(table[c, k] for c in chosen)), int(sum(sizes[c] for c in chosen))
    return {
        "offset": k,
        "people": people,
        "of": of,
        "rate": people / of if of else None,
        "complete": bool(complete),
    }


_COLUMNS = (
    ("cohort", "day"),
    ("offset", "number"),
    ("people", "number"),
    ("size", "number"),
    ("rate", "rate"),
    ("complete", "boolean"),
    ("address", "address"),
    ("cohort_address", "address"),
)


def _definition(question: Retention) -> str:
    who = "first ever" if question.cohort == "first" else "every"
    return f"retention by {question.interval}: {who} {question.start.label} → {question.return_.label}"
