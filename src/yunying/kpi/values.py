"""What a metric was: by bucket of time, over a whole range, and by the values of a property."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from yunying.analyse import Funnel, Retention, Trend
from yunying.core import Interval, Refused, day_number
from yunying.kpi.columns import (
    Column,
    Desk,
    Doors,
    Flags,
    Floats,
    Rows,
    Wanted,
    by_hour,
    of_cohorts,
)
from yunying.kpi.expression import (
    Combined,
    Expression,
    Fact,
    Figure,
    Leaf,
    Line,
    Return,
    Step,
    Summed,
    replace_filters,
)
from yunying.kpi.figures import read_figure
from yunying.metrics import Buckets, make_buckets

_MOST_LINES = 24
"""Of one trend: a question has 32 selectors at most."""


def values_of(desk: Desk, wanted: Wanted, expressions: Iterable[Expression]) -> list[Column]:
    """The values of each, in as few questions as there can be."""
    sheet = _Sheet(desk, wanted)
    expressions = list(expressions)
    for expression in expressions:
        sheet.collect(expression, wanted.interval)
    return [sheet.column(expression, wanted.interval) for expression in expressions]


def buckets_of(desk: Desk, wanted: Wanted) -> Buckets:
    """The buckets that values are of."""
    return make_buckets(wanted.days, wanted.interval, desk.calendar, desk.known_until)


@dataclass
class _Sheet:
    """What is asked for some metrics over one range."""

    desk: Desk
    wanted: Wanted
    _lines: dict[tuple[Interval, int], list[Line]] = field(default_factory=dict)
    _known: dict[tuple[str, Interval], Column] = field(default_factory=dict)
    """By what a leaf says: leaves hold lists."""

    def collect(self, expression: Expression, interval: Interval) -> None:
        """Notice which series are needed, so that one trend has many of them."""
        if isinstance(expression, Summed):
            self.collect(expression.of, "day")
            if expression.over == "daily_average":
                self.collect(expression.of, interval)  # for its people
        elif isinstance(expression, Combined):
            for part in expression.parts:
                self.collect(part, interval)
        elif isinstance(expression, Line):
            grain = "day" if expression.days > 1 else interval
            lines = self._lines.setdefault((grain, expression.days), [])
            if expression not in lines:
                lines.append(expression)

    def column(self, expression: Expression, interval: Interval) -> Column:
        """An expression's values by buckets of an interval."""
        if isinstance(expression, Combined):
            return self._combined(expression, [self.column(part, interval) for part in expression.parts])
        if isinstance(expression, Summed):
            return self._summed(expression, interval)
        key = repr(expression)
        if (key, interval) not in self._known:
            self._read(expression, interval)
        return self._known[key, interval]

    def _combined(self, expression: Combined, parts: list[Column]) -> Column:
        labels = list(dict.fromkeys(label for part in parts for label in part.labels))
        parts = [part.placed(labels) for part in parts]
        return Column(
            tuple(labels),
            expression.formula.values([part.values for part in parts]),
            expression.formula.values([part.totals for part in parts]),
            np.logical_and.reduce([part.complete for part in parts]),
            tuple(door for part in parts for door in part.doors),
        )

    def _summed(self, expression: Summed, interval: Interval) -> Column:
        """From the values of days: their mean, or the last one's. Days that have not ended are looked at only where
        none has."""
        if interval == "hour":
            raise by_hour()
        daily = self.column(expression.of, "day")
        days, buckets = self._buckets("day"), self._buckets(interval)
        bucket_of = np.array([buckets.first_of(one.start_day) for one in days.buckets])
        now = day_number(self.desk.calendar.today(self.desk.now))
        begun = np.array([one.start_day <= now for one in days.buckets])
        chosen = [
            _chosen(np.flatnonzero((bucket_of == b) & begun), daily.complete, expression.over)
            for b in range(len(buckets))
        ]
        everything = _chosen(np.flatnonzero(begun), daily.complete, expression.over)
        if expression.over == "last":
            doors = tuple(_last_doors(one, chosen, everything) for one in daily.doors)
        else:
            doors = self.column(expression.of, interval).placed(daily.labels).doors
        return Column(
            daily.labels,
            np.array([_mean(daily.values[at]) for at in chosen]).reshape(len(buckets), len(daily.labels)),
            _mean(daily.values[everything]),
            np.array(
                [
                    one.complete and daily.complete[bucket_of == b].all()
                    for b, one in enumerate(buckets.buckets)
                ]
            ),
            doors,
        )

    def _buckets(self, interval: Interval) -> Buckets:
        return make_buckets(self.wanted.days, interval, self.desk.calendar, self.desk.known_until)

    def _read(self, leaf: Leaf, interval: Interval) -> None:
        match leaf:
            case Line():
                self._read_lines(leaf, interval)
            case Step():
                self._read_funnel(leaf, interval)
            case Return():
                self._read_retention(leaf, interval)
            case Fact():
                self._known[repr(leaf), interval] = self._fact(leaf, interval)
            case Figure():
                self._known[repr(leaf), interval] = read_figure(self.desk, self.wanted, leaf, interval)

    def _read_lines(self, leaf: Line, interval: Interval) -> None:
        if leaf.days > 1 and interval != "day":
            # It is told of the days that end with a day; `Summed` says which day that is.
            raise by_hour()
        there = self._lines[interval, leaf.days]
        at = there.index(leaf) // _MOST_LINES * _MOST_LINES
        lines = there[at : at + _MOST_LINES]
        first = self.wanted.days.first - timedelta(days=leaf.days - 1)
        question = Trend.model_validate(
            {
                "kind": "trend",
                "series": [
                    replace_filters(line.series, *line.filters).model_copy(update={"name": str(i)})
                    for i, line in enumerate(lines)
                ],
                "interval": interval,
                "range": {"from": first, "to": self.wanted.days.last},
                "filters": list(self.wanted.filters),
                "breakdown": self.wanted.breakdown,
            }
        )
        answer = self.desk.ask(question)
        table = Rows(answer.rows, question)
        totals = answer.totals["series"]
        for i, line in enumerate(lines):
            column = table.column(
                [row for row in answer.rows if row["series"] == str(i)],
                [row for row in totals if row["series"] == str(i)],
                "value",
                "address",
            )
            self._known[repr(line), interval] = _rolled(column, line.days) if line.days > 1 else column

    def _read_funnel(self, leaf: Step, interval: Interval) -> None:
        if interval == "hour" or leaf.days > 1:
            raise by_hour()
        shape = leaf.shape
        question = Funnel.model_validate(
            {
                "kind": "funnel",
                **{name: getattr(shape, name) for name in ("steps", "order", "window", "exclude", "hold")},
                "range": {"from": self.wanted.days.first, "to": self.wanted.days.last},
                "filters": [*self.wanted.filters, *leaf.filters],
                "breakdown": self.wanted.breakdown,
                "interval": interval,
            }
        )
        answer = self.desk.ask(question)
        last = len(shape.steps)
        for column, step, door in (("entered", 1, "address"), ("converted", last, "converted_address")):
            table = Rows(answer.totals["trend"], question)
            self._known[repr(replace(leaf, column=column)), interval] = table.column(
                answer.totals["trend"],
                [
                    {**row, column: row["people"], door: row["address"]}
                    for row in answer.rows
                    if row["step"] == step
                ],
                column,
                door,
            )

    def _read_retention(self, leaf: Return, interval: Interval) -> None:
        if interval == "hour" or leaf.days > 1:
            raise by_hour()
        shape = leaf.shape
        question = Retention.model_validate(
            {
                "kind": "retention",
                "start": shape.start,
                "return": shape.return_,
                "cohort": shape.cohort,
                "interval": "day",
                "return_mode": "on_or_after" if shape.or_later else "on",
                "brackets": [[shape.at, shape.last]],
                "range": {
                    "from": self.wanted.days.first,
                    "to": self.wanted.days.last + timedelta(days=shape.last),
                },
                "filters": [*self.wanted.filters, *leaf.filters],
                "breakdown": self.wanted.breakdown,
            }
        )
        answer = self.desk.ask(question)
        buckets = self._buckets(interval)
        inside = [
            {
                **row,
                "bucket": buckets.buckets[
                    buckets.first_of(day_number(date.fromisoformat(row["cohort"])))
                ].label,
            }
            for row in answer.rows
            if row["cohort"] <= self.wanted.days.last.isoformat()
        ]
        for column, door in (("size", "cohort_address"), ("people", "address")):
            self._known[repr(replace(leaf, column=column)), interval] = of_cohorts(
                inside, buckets, column, door if interval == "day" else None, question
            )

    def _fact(self, leaf: Fact, interval: Interval) -> Column:
        if interval == "hour":
            raise by_hour()
        by = self.wanted.breakdown
        if self.wanted.filters:
            raise Refused(
                "fact_filtered",
                "A measured fact is of no person and cannot be asked of some people only; leave the filters out.",
                field="filters",
            )
        table = self.desk.facts(leaf.shape.fact)
        first = self.wanted.days.first - timedelta(days=leaf.days - 1)
        labels, days = table.by_day(
            first,
            self.wanted.days.last,
            leaf.shape.where,
            None if by is None else by.property,
            by.top if by else 1,
        )
        if leaf.days > 1:
            days = np.lib.stride_tricks.sliding_window_view(days, leaf.days, axis=0).sum(axis=-1)
        buckets = self._buckets(interval)
        values = np.zeros((len(buckets), len(labels)))
        for i in range(self.wanted.days.count):
            b = buckets.first_of(day_number(self.wanted.days.first) + i)
            values[b] += days[i]
        return Column(
            tuple(labels), values, days.sum(axis=0), np.array([one.complete for one in buckets.buckets])
        )


def _rolled(column: Column, days: int) -> Column:
    """Of daily values that begin `days − 1` earlier the sums over so many days that end with each."""
    values = np.lib.stride_tricks.sliding_window_view(column.values, days, axis=0).sum(axis=-1)
    # The window of the first day is complete where all its days are: those before the range are known longer.
    return Column(column.labels, values, values[-1], column.complete[days - 1 :])


def _last_doors(
    doors: Doors, chosen: Sequence[npt.NDArray[np.intp]], everything: npt.NDArray[np.intp]
) -> Doors:
    def of(rows: npt.NDArray[np.intp]) -> list[str | None]:
        return doors.cells[rows[-1]] if len(rows) else [None] * len(doors.totals)

    return Doors(doors.question, [of(rows) for rows in chosen], of(everything))


def _chosen(rows: npt.NDArray[np.intp], complete: Flags, over: str) -> npt.NDArray[np.intp]:
    """Which of a bucket's days its value is made from."""
    ended = rows[complete[rows]]
    some = ended if len(ended) else rows
    return some[-1:] if over == "last" else some


def _mean(values: Floats) -> Floats:
    """By group, over the days on which there is a value."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        found: Floats = np.where(known, values, 0).sum(axis=0) / known.sum(axis=0)
    return found
