"""Whole periods as SQL: the days of a range widened, and which period an event falls into."""

from __future__ import annotations

from datetime import date, timedelta

from yunying.analyse.questions import EventRef
from yunying.analyse.reference.buckets import bucket_tables
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.text import select
from yunying.metrics import Filter, Range

ONE = {"day": "INTERVAL 1 DAY", "week": "INTERVAL 7 DAY", "month": "INTERVAL 1 MONTH"}


def whole_days(project: Project, wanted: Range, interval: str) -> tuple[date, date]:
    """First and last day of the periods that a range touches."""
    first, last = project.days(wanted)
    if interval == "week":
        back = timedelta(days=(first.weekday() - project.week_start) % 7)
        return first - back, last + timedelta(days=6 - (last.weekday() - project.week_start) % 7)
    if interval == "month":
        after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
        return first.replace(day=1), after - timedelta(days=1)
    return first, last


def period_tables(project: Project, wanted: Range, interval: str) -> dict[str, str]:
    """`begun`: the whole periods of a range that have begun, each with its first `day` and the `earlier` one's."""
    tables = bucket_tables(project, whole_days(project, wanted, interval), interval, "buckets")
    tables["begun"] = (
        select(
            "*",
            "CAST(label AS DATE) AS day",
            f"CAST(CAST(label AS DATE) - {ONE[interval]} AS DATE) AS earlier",
            f"date_diff('day', CAST(label AS DATE), CAST(label AS DATE) + {ONE[interval]}) AS days",
        )
        + "\nFROM buckets WHERE begins <= (SELECT until FROM known)"
    )
    return tables


def matching_table(
    project: Project, ref: EventRef, common: list[Filter], interval: str, groups: Groups
) -> str:
    """Matching events up to the last period: `person_id, position, day, period, breakdown`."""
    # First: the source must have what the condition needs to know of people.
    condition = matches(project, ref, common)
    return (
        "-- matching events with their place among their person's events, and the first day of their period\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "day_of(e.time) AS day",
            f"{project.period_start('day_of(e.time)', interval)} AS period",
            f"{groups.sql} AS breakdown",
        )
        + f"\nFROM {project.source()}\nWHERE {condition}\n"
        "  AND day_of(e.time) < (SELECT max(day + CAST(days AS INTEGER)) FROM begun)"
    )
