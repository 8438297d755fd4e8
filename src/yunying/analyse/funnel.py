"""Funnel: how many people get through ordered steps within a window, and how long it takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.questions import Funnel
from yunying.core import day_number
from yunying.kernels import funnel_day
from yunying.metrics import (
    Answer,
    Behind,
    Groups,
    Marked,
    Selection,
    Selector,
    address,
    bad_address,
    make_groups,
    parse_address,
)
from yunying.store import Dataset

_ONE_GROUP = np.zeros(0, np.int32)
_AFTER_ENTRY = np.zeros(1, np.int32)
"""On days on which nobody enters no row's group is looked at, but chains still carry theirs on."""


@dataclass(frozen=True)
class Progress:
    """How far each person got. `level[p]` steps; times in ms, valid up to the level; `group[p]` of those ≥ 1."""

    level: npt.NDArray[np.int8]
    took: npt.NDArray[np.int64]
    took_last: npt.NDArray[np.int64]
    group: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Folded:
    """A funnel answered person by person."""

    frame: Frame
    groups: Groups
    progress: Progress

    def reached(self, step: int, group: int | None) -> npt.NDArray[np.bool_]:
        """Which people reached `step` (counted from 1), of one group or of all."""
        mask = self.progress.level >= step
        return mask if group is None else mask & (self.progress.group == group)


def fold(data: Dataset, question: Funnel) -> Folded:
    """Walk every person through the steps."""
    frame = Frame.take(data, question.range, marked=question.marked)
    selectors = [Selector.of(s, f"steps.{i}") for i, s in enumerate(question.steps)]
    selection = Selection(data, frame.view, selectors, question.filters)
    last_entry = day_number(frame.days.last)
    window_days = -(-question.window.milliseconds // 86_400_000) + 1
    marked = selection.mark_all(frame.load(day_number(frame.days.first), last_entry + window_days))
    entering = [m for m in marked if m.day.number <= last_entry]
    groups = make_groups(data, frame.view, question.breakdown, entering, 1)
    return Folded(frame, groups, _walk(frame, question, marked, groups, last_entry))


def _walk(frame: Frame, question: Funnel, marked: list[Marked], groups: Groups, last_entry: int) -> Progress:
    people, steps = frame.people, len(question.steps)
    level = np.zeros(people, np.int8)
    took = np.zeros((people, steps), np.int64)
    took_last = np.zeros((people, steps), np.int64)
    group = np.zeros(people, np.int32)
    by_day = [
        _ONE_GROUP
        if groups.count == 1
        else groups.of_rows(m.day)
        if m.day.number <= last_entry
        else _AFTER_ENTRY
        for m in marked
    ]

    def walk(low: int, high: int) -> None:
        chain = np.full((high - low, 2 * steps), -1, np.int64)
        chain_group = np.zeros((high - low, steps), np.int32)
        reached_group = np.zeros((high - low, steps), np.int32)
        for m, rows in zip(marked, by_day, strict=True):
            funnel_day(
                m.day.person, m.day.ms, m.day.event, m.lut, m.gate, rows, m.day.start_ms, steps,
                question.window.milliseconds, m.day.number <= last_entry, low, high,
                chain, chain_group, level[low:high], took[low:high], took_last[low:high], reached_group,
            )  # fmt: skip
        furthest = np.maximum(level[low:high].astype(np.int64) - 1, 0)
        group[low:high] = np.take_along_axis(reached_group, furthest[:, None], axis=1)[:, 0]

    frame.data.each_slice(walk, people, width=steps * 3)
    return Progress(level, took, took_last, group)


def answer(data: Dataset, question: Funnel) -> Answer:
    """A row: `step` (from 1), `event, [breakdown], people, from_first, from_previous, median_seconds,
    median_seconds_from_previous, address, dropped_address`. Rates are shares between 0 and 1. `dropped_address` opens
    those who reached the step before and not this one. `totals.rows` sums up each group. With a breakdown, a person
    belongs to the group of the first step of the chain that took them furthest.
    """
    folded = fold(data, question)
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    for g in _shown(folded):
        group = folded.groups.named(g)
        counts: list[int] = []
        for s, step in enumerate(question.steps):
            reached = folded.reached(s + 1, g)
            people = int(np.count_nonzero(reached))
            row: dict[str, Any] = {
                "step": s + 1,
                "event": step.label,
                **group,
                "people": people,
                "from_first": _rate(people, counts[0] if s else people),
                "from_previous": _rate(people, counts[-1] if s else people),
                "median_seconds": _median(folded.progress.took[reached, s]) if s else None,
                "median_seconds_from_previous": _median(folded.progress.took_last[reached, s]) if s else None,
                "address": address(step=s + 1, **group),
                "dropped_address": address(step=s + 1, **group, dropped=True) if s else None,
            }
            counts.append(people)
            rows.append(row)
        totals.append(
            {
                **group,
                "entered": counts[0],
                "converted": counts[-1],
                "rate": _rate(counts[-1], counts[0]),
                "median_seconds": rows[-1]["median_seconds"],
            }
        )
    window = timedelta(milliseconds=question.window.milliseconds)
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals={"rows": totals},
        provenance=folded.frame.provenance(
            _definition(question), question.filters, incomplete=not folded.frame.range_known(window)
        ),
    )


def behind(data: Dataset, question: Funnel, text: str) -> Behind:
    """The people who reached a step, or who reached the one before and not this one."""
    at = parse_address(text, {"step", "breakdown", "dropped"})
    step, dropped = at.get("step"), "dropped" in at
    if not isinstance(step, int) or isinstance(step, bool) or not 1 <= step <= len(question.steps):
        raise bad_address(text)
    if dropped and (at["dropped"] is not True or step == 1):
        raise bad_address(text)
    if ("breakdown" in at) != (question.breakdown is not None):
        raise bad_address(text)
    folded = fold(data, question)
    group = folded.groups.index(at["breakdown"]) if "breakdown" in at else 0
    if group is None:
        raise bad_address(text)
    reached = folded.reached(step, group)
    if dropped:
        reached = folded.reached(step - 1, group) & ~reached
    return Behind(np.flatnonzero(reached))


def _shown(folded: Folded) -> list[int]:
    """Every group that has people; the single group even without."""
    if not folded.groups.apart:
        return [0]
    return [g for g in range(folded.groups.count) if folded.reached(1, g).any()]


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _median(milliseconds: npt.NDArray[np.int64]) -> float | None:
    return float(np.median(milliseconds)) / 1000 if len(milliseconds) else None


def _columns(question: Funnel) -> list[dict[str, str]]:
    columns = [("step", "number"), ("event", "text")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns += [
        ("people", "number"),
        ("from_first", "rate"),
        ("from_previous", "rate"),
        ("median_seconds", "seconds"),
        ("median_seconds_from_previous", "seconds"),
        ("address", "address"),
        ("dropped_address", "address"),
    ]
    return [{"name": name, "type": kind} for name, kind in columns]


def _definition(question: Funnel) -> str:
    steps = " → ".join(s.label for s in question.steps)
    return f"funnel within {question.window.value} {question.window.unit}(s): {steps}"
