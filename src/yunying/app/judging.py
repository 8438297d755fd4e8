"""What a rule says of a project's days: the metric's values read, the days before them too, and judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from yunying.audience.finding.regions import region_of
from yunying.core import day_of
from yunying.kpi import Desk, Metric, Metrics, expression_of
from yunying.kpi.holidays import countries, days_off
from yunying.metrics import OTHER, Days, Label
from yunying.store import Dataset
from yunying.watch import Change, Rule, Season, Verdict, judge, read_series

_HISTORY = {"hour": 42, "day": 140, "week": 7 * 13}
"""Days before those asked for from which what is expected is told."""
_YEAR = 364


@dataclass(frozen=True)
class Judged:
    """The verdicts of a slice: a value of the rule's property, or everything."""

    value: Label
    verdicts: list[Verdict]


def judged(desk: Desk, data: Dataset, rule: Rule, metrics: Metrics, days: Days) -> list[Judged]:
    """The verdicts on every period that begins on these days, by slice. Values too rare to be watched by themselves
    are left out."""
    metric = metrics[rule.metric]
    numbers = data.hot.view().numbers
    if not numbers:
        return []
    first = days.first - timedelta(days=_before(rule))
    series = read_series(
        desk,
        rule,
        expression_of(metric, metrics),
        Days(first, days.last),
        share=_share(metric),
        since=day_of(numbers[0]),
    )
    country = region_of(data.calendar.timezone)
    known = days_off(country, first, days.last) if country in countries() else {}
    return [
        Judged(label, [one for one in judge(rule, of, known) if one.day >= days.first])
        for label, of in series
        if rule.by is None or label != OTHER
    ]


def _before(rule: Rule) -> int:
    history = _HISTORY[rule.interval]
    if isinstance(rule.when, Season):
        return history
    if not isinstance(rule.when, Change):
        return 7 * rule.for_ if rule.interval == "week" else rule.for_
    lag = {"previous": 1, "week_before": 7, "year_before": _YEAR}[rule.when.against]
    if rule.interval == "week":
        lag = max(lag, 7)
    return lag * rule.when.periods + rule.for_ * (7 if rule.interval == "week" else 1)


def _share(metric: Metric) -> bool:
    return metric.unit == "share"
