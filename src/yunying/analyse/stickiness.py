"""Stickiness: on how many days of each week or month people were active."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import group_at, once, shown
from yunying.analyse.periods import Periods
from yunying.analyse.questions import Stickiness
from yunying.kernels import active_days_day
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

Ints = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
_MOST_DAYS = 31


@dataclass(frozen=True)
class Prepared:
    """A stickiness checked against the project."""

    frame: Frame
    periods: Periods
    groups: Groups
    marked: list[Marked]

    def days_in(self, t: int) -> int:
        """How many days period t has."""
        bucket, after = self.periods.buckets.buckets[t], self.periods.buckets.buckets[t + 1 :]
        end = after[0].start_day if after else self.periods.last_day + 1
        return end - bucket.start_day


def prepare(data: Dataset, question: Stickiness) -> Prepared:
    """Whole periods that have begun, and their days."""
    frame = Frame.take(data, question.range, marked=question.marked)
    selection = Selection(data, frame.view, [Selector.of(question.activity, "activity")], question.filters)
    periods = Periods.of(frame, question.interval)
    marked = selection.mark_all(frame.load(periods.first_day, periods.last_day) if len(periods) else [])
    groups = make_groups(data, frame.view, question.breakdown, marked, 1)
    return Prepared(frame, periods, groups, marked)


def fold(this: Prepared, only: int | None = None) -> tuple[Counts, Ints, Ints]:
    """`people[t, g, days]`, and of the last period walked (`only` one, where given) each person's days and group."""
    shape = max(len(this.periods), 1), this.groups.count, _MOST_DAYS + 1
    days, own_group = np.zeros(this.frame.people, np.int32), np.zeros(this.frame.people, np.int32)
    marked = [m for m in this.marked if only is None or this.periods.of_day(m.day.number) == only]
    marked, groups = once(this.groups, marked, 1)

    def walk(low: int, high: int) -> Counts:
        people = np.zeros(shape, np.int64)
        last = np.full(high - low, -1, np.int32)
        for m, rows in zip(marked, groups, strict=True):
            if m.lut.any():
                active_days_day(
                    m.day.person, m.day.event, m.lut, m.gate, rows, this.periods.of_day(m.day.number), low, high,
                    last, days[low:high], own_group[low:high], people,
                )  # fmt: skip
        return people

    parts = this.frame.data.each_slice(walk, this.frame.people, width=2)
    return sum(parts, start=np.zeros(shape, np.int64)), days, own_group


def answer(data: Dataset, question: Stickiness) -> Answer:
    """A row a period and number of days: `bucket` (the period's first day), `[breakdown], days, people, share,
    at_least, at_least_share, complete, address, at_least_address`. `people` were active on exactly so many days,
    `at_least` on so many or more; shares are of all who were active in the period. `totals.periods` has for each
    period and group the `active` people with their `address`, `average_days` on which they were active, and
    `stickiness`: that as a share of the days of the period, which is its average daily by its own active people.
    `totals.average` has for each number of days and group the mean of the shares over complete periods in which
    anybody was active, each period counting the same (over all such periods where none is complete). A period is
    `complete` once the newest event of the project is later than its end.
    """
    this = prepare(data, question)
    check_size(
        len(this.periods) * this.groups.count * _MOST_DAYS, "range", "choose a shorter range, or fewer groups"
    )
    people, _, _ = fold(this)
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    means: list[dict[str, Any]] = []
    for g in shown(this.groups, np.asarray(people.any(axis=(0, 2)))):
        group = this.groups.named(g)
        own: list[dict[str, Any]] = []
        for t in range(len(this.periods)):
            days = this.days_in(t)
            exactly = people[t, g, : days + 1]
            own += _rows(this, t, group, exactly)
            totals.append(_total(this, t, group, exactly))
        rows += own
        means += [{"days": k, **group, **_mean(own, k)} for k in range(1, _longest(this) + 1)]
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals={"periods": totals, "average": means},
        provenance=this.frame.provenance(
            f"stickiness by {question.interval}: {question.activity.events}",
            question.filters,
            incomplete=not all(this.periods.complete),
        ),
    )


def behind(data: Dataset, question: Stickiness, text: str) -> Behind:
    """The people active on some number of days of a period, or at all."""
    at = parse_address(text, {"bucket", "days", "at_least", "breakdown"})
    this = prepare(data, question)
    if at.get("bucket") not in this.periods.labels or {"days", "at_least"} <= at.keys():
        raise bad_address(text)
    t = this.periods.labels.index(at["bucket"])
    wanted = at.get("days", at.get("at_least", 1))
    if not isinstance(wanted, int) or isinstance(wanted, bool) or not 1 <= wanted <= this.days_in(t):
        raise bad_address(text)
    group = group_at(at, this.groups, text)
    _, days, own_group = fold(this, t)
    chosen = days == wanted if "days" in at else days >= wanted
    return Behind(np.flatnonzero(chosen & (own_group == group)))


def _rows(this: Prepared, t: int, group: dict[str, Any], exactly: Counts) -> list[dict[str, Any]]:
    label, active = this.periods.labels[t], int(exactly.sum())
    rows = []
    for k in range(1, len(exactly)):
        people, at_least = int(exactly[k]), int(exactly[k:].sum())
        rows.append(
            {
                "bucket": label,
                **group,
                "days": k,
                "people": people,
                "share": people / active if active else None,
                "at_least": at_least,
                "at_least_share": at_least / active if active else None,
                "complete": this.periods.complete[t],
                "address": address(bucket=label, days=k, **group),
                "at_least_address": address(bucket=label, at_least=k, **group),
            }
        )
    return rows


def _total(this: Prepared, t: int, group: dict[str, Any], exactly: Counts) -> dict[str, Any]:
    active = int(exactly.sum())
    average = float(exactly @ np.arange(len(exactly))) / active if active else None
    return {
        "bucket": this.periods.labels[t],
        **group,
        "active": active,
        "average_days": average,
        "stickiness": None if average is None else average / (len(exactly) - 1),
        "complete": this.periods.complete[t],
        "address": address(bucket=this.periods.labels[t], **group),
    }


def _mean(rows: list[dict[str, Any]], k: int) -> dict[str, Any]:
    known = [r for r in rows if r["days"] == k and r["share"] is not None]
    chosen = [r for r in known if r["complete"]] or known
    count = len(chosen)
    return {
        "share": math.fsum(r["share"] for r in chosen) / count if count else None,
        "at_least_share": math.fsum(r["at_least_share"] for r in chosen) / count if count else None,
        "complete": any(r["complete"] for r in known),
    }


def _longest(this: Prepared) -> int:
    return max((this.days_in(t) for t in range(len(this.periods))), default=0)


def _columns(question: Stickiness) -> list[dict[str, str]]:
    columns = [("bucket", "day")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns += [
        ("days", "number"),
        ("people", "number"),
        ("share", "rate"),
        ("at_least", "number"),
        ("at_least_share", "rate"),
        ("complete", "boolean"),
        ("address", "address"),
        ("at_least_address", "address"),
    ]
    return [{"name": name, "type": kind} for name, kind in columns]
