"""Columns of values, and what they are read with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse import Question, write_question
from yunying.core import Calendar, Interval, Refused, day_number, day_of
from yunying.kpi.facts import FactTable
from yunying.metrics import Answer, Breakdown, Buckets, Days, Filter, Label

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Desk:
    """Where metrics are computed: who answers questions, and by what clock. All of one state of a project."""

    ask: Callable[[Question], Answer]
    calendar: Calendar
    now: datetime
    known_until: int
    """Until when (µs UTC) data is complete."""
    facts: Callable[[str], FactTable]


@dataclass(frozen=True)
class Wanted:
    """Of which days, in which buckets, of whom, and by what."""

    days: Days
    interval: Interval = "day"
    filters: tuple[Filter, ...] = ()
    breakdown: Breakdown | None = None


@dataclass(frozen=True)
class Doors:
    """What opens the people behind figures: a question, and addresses by (bucket, group) and by group."""

    question: dict[str, Any]
    cells: list[list[str | None]]
    totals: list[str | None]


@dataclass(frozen=True)
class Column:
    """Values by (bucket, group) and over the whole range by group; NaN where there is none."""

    labels: tuple[Label, ...]
    values: Floats
    totals: Floats
    complete: Flags
    doors: tuple[Doors, ...] = ()

    def placed(self, labels: Sequence[Label]) -> Column:
        """In these groups; NaN where it has none of one."""
        if tuple(labels) == self.labels:
            return self
        at = [self.labels.index(label) if label in self.labels else -1 for label in labels]
        missing = np.array(at) < 0
        values, totals = self.values[:, at].copy(), self.totals[at].copy()
        values[:, missing], totals[missing] = np.nan, np.nan
        doors = tuple(
            Doors(
                one.question,
                [[row[i] if i >= 0 else None for i in at] for row in one.cells],
                [one.totals[i] if i >= 0 else None for i in at],
            )
            for one in self.doors
        )
        return Column(tuple(labels), values, totals, self.complete, doors)


class Rows:
    """Rows of an answer as a table of buckets and groups."""

    def __init__(self, rows: Sequence[dict[str, Any]], question: Question) -> None:
        self._buckets = list(dict.fromkeys(row["bucket"] for row in rows))
        self._question = question

    def column(
        self, rows: Sequence[dict[str, Any]], totals: Sequence[dict[str, Any]], value: str, door: str
    ) -> Column:
        """One figure of the rows."""
        labels = [row.get("breakdown") for row in totals]
        place = {key_of(label): g for g, label in enumerate(labels)}
        at = {bucket: b for b, bucket in enumerate(self._buckets)}
        values = np.full((len(at), len(labels)), np.nan)
        cells: list[list[str | None]] = [[None] * len(labels) for _ in at]
        complete = np.ones(len(at), np.bool_)
        for row in rows:
            b, g = at[row["bucket"]], place[key_of(row.get("breakdown"))]
            values[b, g] = np.nan if row[value] is None else row[value]
            cells[b][g] = row[door]
            complete[b] &= row["complete"]
        whole = np.array([np.nan if row[value] is None else row[value] for row in totals], np.float64)
        doors = Doors(write_question(self._question), cells, [row[door] for row in totals])
        return Column(tuple(labels), values, whole, complete, (doors,))


def key_of(label: Label) -> tuple[type, str]:
    """By what a group is known."""
    # 1, 1.0 and true are one key of a dictionary, but three values.
    return type(label), str(label)


def of_cohorts(
    rows: Sequence[dict[str, Any]], buckets: Buckets, value: str, door: str | None, question: Question
) -> Column:
    """Of the cohorts of a bucket together; complete once all of them are."""
    labels = list({key_of(row.get("breakdown")): row.get("breakdown") for row in rows}.values()) or [None]
    place = {key_of(label): g for g, label in enumerate(labels)}
    at = {one.label: b for b, one in enumerate(buckets.buckets)}
    values = np.zeros((len(at), len(labels)))
    complete = np.array([one.complete for one in buckets.buckets])
    cells: list[list[str | None]] = [[None] * len(labels) for _ in at]
    for row in rows:
        b, g = at[row["bucket"]], place[key_of(row.get("breakdown"))]
        values[b, g] += row[value] if row["complete"] else 0
        complete[b] &= row["complete"]
        if door:
            cells[b][g] = row[door]
    doors = (Doors(write_question(question), cells, [None] * len(labels)),) if door else ()
    if rows:
        # Those whose time has not begun have no rows.
        there = {row["cohort"] for row in rows}
        for number in range(day_number(buckets.days.first), day_number(buckets.days.last) + 1):
            complete[buckets.first_of(number)] &= day_of(number).isoformat() in there
    return Column(tuple(labels), values, values.sum(axis=0), complete, doors)


def by_hour() -> Refused:
    """What is told by days, asked by hours."""
    return Refused(
        "metric_by_hour",
        "This metric is told by days; choose an interval of a day or longer.",
        field="interval",
    )
