"""Buckets of time as SQL: a table with a row a bucket, by the zone's own rules."""

from __future__ import annotations

from datetime import date, timedelta

from yunying.analyse.reference.project import Project
from yunying.analyse.reference.text import select
from yunying.store import quote

_LENGTH = {"day": "1 DAY", "week": "7 DAY", "month": "1 MONTH"}


def bucket_tables(project: Project, days: tuple[date, date], interval: str, name: str) -> dict[str, str]:
    """The table `name`: `number` (from 0), `label`, `begins` and `ends` (instants), `complete`.

    A bucket is complete where it lies inside the range and all of its data has arrived.
    """
    first, after = days[0], days[1] + timedelta(days=1)
    span = "day" if interval == "hour" else interval
    tables = {
        f"{name}_begin": (
            f"SELECT DISTINCT {project.period_start('CAST(d AS DATE)', span)} AS day\n"
            f"FROM range(DATE '{first}', DATE '{after}', INTERVAL 1 DAY) AS days(d)"
        ),
        f"{name}_span": select(
            "day", "first_instant(day) AS begins", f"first_instant(day + INTERVAL {_LENGTH[span]}) AS ends"
        )
        + f"\nFROM {name}_begin",
    }
    label = "CAST(day AS VARCHAR)"
    if interval == "hour":
        tables[f"{name}_hour"] = (
            "-- whole hours since the day began\n"
            "SELECT begins, least(begins + INTERVAL 1 HOUR, day_ends) AS ends\n"
            "FROM (SELECT unnest(range(begins, ends, INTERVAL 1 HOUR)) AS begins, ends AS day_ends "
            f"FROM {name}_span)"
        )
        label = _hour_label(project)
    tables[name] = (
        select(
            f"row_number() OVER (ORDER BY {'begins' if interval == 'hour' else 'day'}) - 1 AS number",
            f"{label} AS label",
            "begins",
            "ends",
            f"begins >= first_instant(DATE '{first}') AND ends <= first_instant(DATE '{after}')\n"
            "    AND ends <= (SELECT until FROM known) AS complete",
        )
        + f"\nFROM {name}_{'hour' if interval == 'hour' else 'span'}"
    )
    return tables


def in_bucket(project: Project, interval: str, instant: str) -> str:
    """The condition that an instant lies in bucket `b`. Larger buckets than hours are found by their first day."""
    if interval == "hour":
        return f"{instant} >= b.begins AND {instant} < b.ends"
    return f"b.label = CAST({project.period_start(f'day_of({instant})', interval)} AS VARCHAR)"


def _hour_label(project: Project) -> str:
    local = f"timezone({quote(project.zone)}, begins)"
    offset = f"({local} - timezone('UTC', begins))"
    return (
        f"strftime({local}, '%Y-%m-%dT%H:%M') || if({offset} < INTERVAL 0 HOUR, '-', '+') || "
        f"strftime(TIMESTAMP '2000-01-01' + abs(epoch({offset})) * INTERVAL 1 SECOND, '%H:%M')"
    )
