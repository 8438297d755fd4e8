"""How goals stand: values of their metrics, once for all of them, and what these say of each key result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.audience import Names
from yunying.audience.finding.regions import region_of
from yunying.kpi import Column, Desk, Metrics, Wanted, buckets_of, expression_of, values_of
from yunying.kpi.goals import Course, Goal, KeyResult, Standing, counted_as, stand
from yunying.kpi.holidays import countries, days_off
from yunying.kpi.metric import Cumulative, Metric
from yunying.metrics import Days

_HISTORY = 400
"""Days before today that expectations are learnt from."""
_EARLIEST = date(1971, 2, 5)


@dataclass(frozen=True)
class Shown:
    """A key result: how it stands (None where its metric is gone), and what opens the people behind its figure."""

    wanted: KeyResult
    standing: Standing | None
    doors: tuple[tuple[dict[str, Any], str], ...] = ()


class Standings:
    """Stands of key results in one state of a project. What is asked of one is kept for the others."""

    def __init__(self, desk: Desk, metrics: Metrics, goals: Iterable[Goal]) -> None:
        self._desk = desk
        self._metrics = metrics
        self.today = desk.calendar.today(desk.now)
        begins = min([self.today, *(goal.from_ for goal in goals)])
        self._span = Days(max(begins - timedelta(days=_HISTORY), _EARLIEST), self.today)
        self._columns: dict[tuple[str, Days], Column] = {}
        buckets = buckets_of(desk, Wanted(self._span)).buckets
        whole = [day for day, one in zip(_days(self._span), buckets, strict=True) if one.complete]
        self.through = whole[-1] if whole else self.today - timedelta(days=1)
        country = region_of(desk.calendar.timezone)
        self._country = country if country in countries() else None

    def of(self, goal: Goal, as_of: date | None = None, *, doors: bool = False) -> list[Shown]:
        """Each key result of a goal at the end of a day, by default of the last day that is complete."""
        through = min(self.through, as_of or self.through)
        return [self._one(goal, wanted, through, doors=doors) for wanted in goal.key_results]

    def _one(self, goal: Goal, wanted: KeyResult, through: date, *, doors: bool) -> Shown:
        metric = self._metrics.get(wanted.metric)
        if metric is None:
            return Shown(wanted, None)
        counted = counted_as(metric, self._metrics)
        period = Days(goal.from_, min(through, goal.to))
        column = self._column(wanted, wanted.metric, metric, self._span)
        known = column.values[: (min(through, goal.to) - self._span.first).days + 1, 0]
        so_far, reached = None, None
        if period.last >= period.first:
            if counted == "people":
                running = Metric.model_validate(
                    {
                        "name": Names(zh="累计", en="So far"),
                        "is": Cumulative(type="cumulative", of=wanted.metric),
                    }
                )
                reached = self._column(wanted, f"{wanted.metric} so far", running, period).values[:, 0]
                reached = np.maximum.accumulate(np.nan_to_num(reached))
                so_far = float(reached[-1])
            elif counted == "average" and metric.summed == "total":
                whole = self._column(wanted, wanted.metric, metric, period).totals[0]
                so_far = None if np.isnan(whole) else float(whole)
        course = Course(self._span.first, _begun(known, goal.from_ - self._span.first), so_far, reached)
        standing = stand(wanted, counted, metric.good, (goal.from_, goal.to), course, self._holidays(goal.to))
        opened: tuple[tuple[dict[str, Any], str], ...] = ()
        if doors and period.last >= period.first:
            found = self._column(wanted, wanted.metric, metric, period)
            opened = tuple(
                (one.question, address)
                for one in found.doors
                if (address := one.totals[0] or one.cells[-1][0]) is not None
            )
        return Shown(wanted, standing, opened)

    def _column(self, wanted: KeyResult, name: str, metric: Metric, days: Days) -> Column:
        key = (f"{name} {[one.model_dump_json(by_alias=True) for one in wanted.filters]}", days)
        if key not in self._columns:
            asked = Wanted(days, "day", tuple(wanted.filters))
            (found,) = values_of(self._desk, asked, [expression_of(metric, self._metrics)])
            found.values[~found.complete] = np.nan
            self._columns[key] = found
        return self._columns[key]

    def _holidays(self, last: date) -> Mapping[date, str]:
        if self._country is None:
            return {}
        return days_off(self._country, self._span.first, max(last, self.today))


def _begun(values: npt.NDArray[np.float64], before: timedelta) -> npt.NDArray[np.float64]:
    """Values without the empty days before anything was recorded: they say nothing of what is usual."""
    there = np.flatnonzero(~np.isnan(values) & (values != 0))
    first = min(int(there[0]) if len(there) else len(values), before.days)
    found = values.copy()
    found[: max(first, 0)] = np.nan
    return found


def _days(span: Days) -> Sequence[date]:
    return [span.first + timedelta(days=i) for i in range(span.count)]
