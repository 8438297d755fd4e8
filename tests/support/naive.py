"""The three questions answered from a plan by plain loops: a third witness, slow and easy to believe.

Knows no filters and no breakdowns. A funnel is answered by trying every chain there is.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.projects import Plan

from yunying.analyse import Funnel, Retention, Trend
from yunying.core import WEEKDAYS
from yunying.metrics import Between


@dataclass(frozen=True)
class Event:
    """One event; `at` in ms since the epoch, `day` in the project's zone."""

    person: int
    name: str
    at: int
    day: date
    values: dict[str, Any]


def timelines(plan: Plan, *, marked: bool) -> dict[int, list[Event]]:
    """Each person's events in order of time, then of arrival (of one commit: of their ids first)."""
    zone = ZoneInfo(plan.zone)
    arrived: list[tuple[int, int, int, Event]] = []
    for order, commit in enumerate(plan.commits):
        names = [name if scope == "event" else f"person {name}" for name, scope, _ in commit.properties]
        for (number, name, time, *values), mark in commit.marked_rows():
            if mark == "profile" or (mark is not None and not marked):
                continue
            instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=time)
            day = instant.astimezone(zone).date()
            given = dict(zip(names, values, strict=True))
            event = Event(plan.person(number), name, time // 1000, day, given)
            arrived.append((time, order, number, event))
    found: dict[int, list[Event]] = defaultdict(list)
    for *_, event in sorted(arrived, key=lambda row: row[:3]):
        found[event.person].append(event)
    return found


def period(plan: Plan, day: date, interval: str) -> date:
    """First day of the day, week or month that holds `day`."""
    if interval == "week":
        return day - timedelta(days=(day.weekday() - WEEKDAYS.index(plan.week_start)) % 7)
    return day.replace(day=1) if interval == "month" else day


def trend_values(plan: Plan, question: Trend) -> dict[tuple[int, str | None], Any]:
    """Values by series and bucket (None: the whole range); empty cells are left out."""
    assert isinstance(question.range, Between)
    cells: dict[tuple[int, str | None], list[Event]] = defaultdict(list)
    for events in timelines(plan, marked=question.marked).values():
        for event in events:
            if not question.range.from_ <= event.day <= question.range.to:
                continue
            for i, series in enumerate(question.series):
                if series.event not in (None, event.name):
                    continue
                value = event.values.get(series.property) if series.property else 0
                if value is None or value != value:  # noqa: PLR0124  NaN is not a value
                    continue
                cells[i, str(period(plan, event.day, question.interval))].append(event)
                cells[i, None].append(event)
    return {key: _measure(question.series[key[0]], events) for key, events in cells.items()}


def _measure(series: Any, events: list[Event]) -> Any:
    people = len({e.person for e in events})
    counts = {"events": len(events), "people": people, "events_per_person": len(events) / people}
    if series.measure in counts:
        return counts[series.measure]
    values = sorted(e.values[series.property] for e in events)
    if series.measure in ("median", "p90", "p95", "p99"):
        share = {"median": 50, "p90": 90, "p95": 95, "p99": 99}[series.measure]
        return _at(values, share)
    plain: dict[str, Callable[[list[float]], float]] = {
        "sum": sum,
        "avg": statistics.fmean,
        "min": min,
        "max": max,
    }
    return float(plain[series.measure](values))


def _at(values: list[float], share: int) -> float:
    """Between the two neighbours of a rank, in proportion."""
    whole, rest = divmod((len(values) - 1) * share, 100)
    if not rest:
        return float(values[whole])
    return float(values[whole] + (values[whole + 1] - values[whole]) * rest / 100)


def funnel_values(plan: Plan, question: Funnel) -> list[tuple[int, float | None, float | None]]:
    """Of each step: people, median seconds since the first step, and since the step before."""
    people = [0] * len(question.steps)
    took: list[list[float]] = [[] for _ in question.steps]
    took_last: list[list[float]] = [[] for _ in question.steps]
    for events in timelines(plan, marked=question.marked).values():
        chains = [list(_chains(question, events, length)) for length in range(1, len(question.steps) + 1)]
        for s, found in enumerate(chains):
            if not found:
                continue
            people[s] += 1
            reached = min(chain[-1] for chain in found)
            first = [chain for chain in found if chain[-1] == reached]
            chosen = max(first, key=lambda chain: (chain[0], chain[-2:]))
            took[s].append((events[chosen[-1]].at - events[chosen[0]].at) / 1000)
            took_last[s].append((events[chosen[-1]].at - events[chosen[-2:][0]].at) / 1000)
    return [
        (n, statistics.median(a) if s and a else None, statistics.median(b) if s and b else None)
        for s, (n, a, b) in enumerate(zip(people, took, took_last, strict=True))
    ]


def _chains(question: Funnel, events: list[Event], length: int) -> Iterator[tuple[int, ...]]:
    """Every way to go through the first `length` steps in time: places of the events."""
    assert isinstance(question.range, Between)
    if length == 0:
        yield ()
        return
    step = question.steps[length - 1]
    for chain in _chains(question, events, length - 1):
        for i in range(chain[-1] + 1 if chain else 0, len(events)):
            event = events[i]
            if step.event not in (None, event.name):
                continue
            if not chain and not question.range.from_ <= event.day <= question.range.to:
                continue
            if chain and event.at - events[chain[0]].at > question.window.milliseconds:
                continue
            yield (*chain, i)


def retention_values(plan: Plan, question: Retention) -> dict[tuple[str, str], tuple[set[int], set[int]]]:
    """Who is in a cohort and who came back, by the first days of the cohort and of the later period."""
    assert isinstance(question.range, Between)
    first, last = question.range.from_, question.range.to
    cells: dict[tuple[str, str], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for person, events in timelines(plan, marked=question.marked).items():
        known = [e for e in events if e.day <= last]
        starts = [i for i, e in enumerate(known) if question.start.event in (None, e.name)]
        if question.cohort == "first":
            starts = starts[:1]
        begun: dict[date, int] = {}
        for i in starts:
            if known[i].day >= first:
                begun.setdefault(period(plan, known[i].day, question.interval), i)
        for cohort, start in begun.items():
            cells[str(cohort), str(cohort)][0].add(person)
            for event in known[start:]:
                if question.return_.event in (None, event.name):
                    later = period(plan, event.day, question.interval)
                    cells[str(cohort), str(later)][1].add(person)
    return cells
