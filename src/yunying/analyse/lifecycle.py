"""Lifecycle: who is new, returning, resurrected and dormant in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import group_at, once, shown
from yunying.analyse.periods import Periods
from yunying.analyse.questions import Lifecycle
from yunying.core import day_number, day_of
from yunying.kernels import lifecycle_day
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
STATUSES = ("new", "returning", "resurrected")
_EARLIER = 2
"""Slots before the first period of the range: everything older, and the period before it."""


@dataclass(frozen=True)
class Prepared:
    """A lifecycle checked against the project; `slot[i]` is the period of marked day i, counted from two before."""

    frame: Frame
    periods: Periods
    groups: Groups
    marked: list[Marked]
    slot: list[int]


def prepare(data: Dataset, question: Lifecycle) -> Prepared:
    """The periods, and all days up to their end: what is new is known by what was before."""
    frame = Frame.take(data, question.range, marked=question.marked)
    selection = Selection(data, frame.view, [Selector.of(question.activity, "activity")], question.filters)
    periods = Periods.of(frame, question.interval)
    first = periods.first_day
    previous = day_number(data.calendar.period_start(day_of(first - 1), question.interval))
    marked = selection.mark_all(frame.load(None, periods.last_day) if len(periods) else [])
    inside = [m for m in marked if m.day.number >= first]
    groups = make_groups(data, frame.view, question.breakdown, inside, 1)
    slot = [
        periods.of_day(m.day.number) + _EARLIER if m.day.number >= first else int(m.day.number >= previous)
        for m in marked
    ]
    return Prepared(frame, periods, groups, marked, slot)


@dataclass(frozen=True)
class Folded:
    """`active[t, g, status]` and `stayed[t, g]` by slot; of the slot watched, people's groups (−1: not active)."""

    active: Counts
    stayed: Counts
    before: Ints
    now: Ints
    status: Ints


def fold(this: Prepared, watched: int = -1) -> Folded:
    """Walk everybody through the periods."""
    slots, count, people = len(this.periods) + _EARLIER, this.groups.count, this.frame.people
    before, now, status = (np.full(people, -1, np.int32) for _ in range(3))
    marked, groups = once(this.groups, this.marked, 1)

    def walk(low: int, high: int) -> tuple[Counts, Counts]:
        active, stayed = np.zeros((slots, count, 3), np.int64), np.zeros((slots, count), np.int64)
        last, last_group = np.full(high - low, -1, np.int32), np.zeros(high - low, np.int32)
        for m, slot, rows in zip(marked, this.slot, groups, strict=True):
            if m.lut.any():
                lifecycle_day(
                    m.day.person, m.day.event, m.lut, m.gate, rows, slot, low, high, last, last_group,
                    active, stayed, watched, before[low:high], now[low:high], status[low:high],
                )  # fmt: skip
        return active, stayed

    parts = this.frame.data.each_slice(walk, people, width=2)
    active = sum((a for a, _ in parts), start=np.zeros((slots, count, 3), np.int64))
    stayed = sum((s for _, s in parts), start=np.zeros((slots, count), np.int64))
    return Folded(active, stayed, before, now, status)


def answer(data: Dataset, question: Lifecycle) -> Answer:
    """A row a period: `bucket` (its first day), `[breakdown], active, new, returning, resurrected, dormant,
    quick_ratio, complete`, and addresses: `address` of the active, `new_address, returning_address,
    resurrected_address, dormant_address`. `active` is the sum of new, returning and resurrected; `dormant` are of the
    period before, so charts show them below zero. `quick_ratio` is (new + resurrected) / dormant, `null` where nobody
    is dormant. A period is `complete` once the newest event of the project is later than its end. With a breakdown
    by an event property a person belongs to the group of their first match in the period (the dormant: in the period
    before). `totals.groups` has, for each group, the sums over complete periods and their quick ratio.
    """
    this = prepare(data, question)
    check_size(len(this.periods) * this.groups.count, "interval", "choose a longer interval, or fewer groups")
    folded = fold(this)
    active = folded.active.sum(axis=2)
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    # The dormant of the first period are of the one before it.
    gone = active[1] > folded.stayed[_EARLIER : _EARLIER + 1].sum(axis=0)
    found = np.asarray(active[_EARLIER:].any(axis=0) | (gone if len(this.periods) else False))
    for g in shown(this.groups, found):
        group = this.groups.named(g)
        own = []
        for t, label in enumerate(this.periods.labels):
            slot = t + _EARLIER
            new, returning, resurrected = (int(n) for n in folded.active[slot, g])
            dormant = int(active[slot - 1, g] - folded.stayed[slot, g])
            own.append(
                {
                    "bucket": label,
                    **group,
                    "active": int(active[slot, g]),
                    "new": new,
                    "returning": returning,
                    "resurrected": resurrected,
                    "dormant": dormant,
                    "quick_ratio": (new + resurrected) / dormant if dormant else None,
                    "complete": this.periods.complete[t],
                    "address": address(bucket=label, **group),
                    **{
                        f"{status}_address": address(bucket=label, status=status, **group)
                        for status in (*STATUSES, "dormant")
                    },
                }
            )
        rows += own
        totals.append({**group, **_sums([r for r in own if r["complete"]])})
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals={"groups": totals},
        provenance=this.frame.provenance(
            f"lifecycle by {question.interval}: {question.activity.events}",
            question.filters,
            incomplete=not all(this.periods.complete),
        ),
    )


def behind(data: Dataset, question: Lifecycle, text: str) -> Behind:
    """The people of one status, or all who are active, in one period."""
    at = parse_address(text, {"bucket", "status", "breakdown"})
    this = prepare(data, question)
    if at.get("bucket") not in this.periods.labels:
        raise bad_address(text)
    if "status" in at and at["status"] not in (*STATUSES, "dormant"):
        raise bad_address(text)
    group = group_at(at, this.groups, text)
    folded = fold(this, this.periods.labels.index(at["bucket"]) + _EARLIER)
    if at.get("status") == "dormant":
        return Behind(np.flatnonzero((folded.before == group) & (folded.now < 0)))
    chosen = folded.now == group
    if "status" in at:
        chosen &= folded.status == STATUSES.index(at["status"])
    return Behind(np.flatnonzero(chosen))


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    sums: dict[str, Any] = {name: sum(r[name] for r in rows) for name in (*STATUSES, "dormant")}
    grown, dormant = sums["new"] + sums["resurrected"], sums["dormant"]
    return {**sums, "quick_ratio": grown / dormant if dormant else None}


def _columns(question: Lifecycle) -> list[dict[str, str]]:
    columns = [("bucket", "day")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns += [(name, "number") for name in ("active", *STATUSES, "dormant")]
    columns += [("quick_ratio", "number"), ("complete", "boolean"), ("address", "address")]
    columns += [(f"{name}_address", "address") for name in (*STATUSES, "dormant")]
    return [{"name": name, "type": kind} for name, kind in columns]
