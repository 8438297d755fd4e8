"""From a metric to the series that a rule judges."""

from __future__ import annotations

from datetime import date

import numpy as np

from yunying.core import day_of
from yunying.kpi import Desk, Expression, Wanted, behind, buckets_of, values_of
from yunying.metrics import Days, Label
from yunying.watch.rule import Rule
from yunying.watch.series import Series


def read_series(
    desk: Desk, rule: Rule, expression: Expression, days: Days, *, share: bool, since: date
) -> list[tuple[Label, Series]]:
    """The series a rule watches, by value of its property (one, with the label None, where it has none). They begin
    with the first period after `since`, the day of the first event: what was before it is no figure of nought."""
    wanted = Wanted(days, rule.interval, tuple(rule.filters), rule.by)
    buckets = buckets_of(desk, wanted).buckets
    base = behind(expression, share=share)
    columns = values_of(desk, wanted, [expression, *([base.of] if base else [])])
    column = columns[0]
    counted = columns[1].placed(column.labels) if base else None
    first = next((i for i, one in enumerate(buckets) if day_of(one.start_day) > since), len(buckets))
    found = []
    for g, label in enumerate(column.labels):
        series = Series(
            interval=rule.interval,
            labels=tuple(one.label for one in buckets),
            days=tuple(day_of(one.start_day) for one in buckets),
            values=column.values[:, g],
            complete=column.complete,
            base=None if counted is None else np.nan_to_num(counted.values[:, g]),
            noise=base.noise if base else "other",
        )
        found.append((label, series.cut(first)))
    return found
