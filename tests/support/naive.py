"""A plan's events as plain loops see them: a third witness, slow and easy to believe.

Knows no filters and no breakdowns; `kinds/` answers the questions with it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.projects import Plan

from yunying.analyse import EventRef
from yunying.core import WEEKDAYS


@dataclass(frozen=True)
class Event:
    """One event; `at` in ms since the epoch, `day` in the project's zone."""

    person: int
    name: str
    at: int
    day: date
    values: dict[str, Any]


def takes(ref: EventRef, event: Event) -> bool:
    """Whether an event is one of those meant (without regard to filters)."""
    return any(one.event in (None, event.name) for one in ref.alternatives)


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
