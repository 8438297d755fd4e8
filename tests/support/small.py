"""A project small enough to be checked by eye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.support.lake import Wanted
from tests.support.projects import Commit, Plan, add_commit, moment, open_plan

from yunying.store import Dataset

DAY = date(2020, 2, 28)
MINUTE, HOUR, A_DAY = 60, 3600, 86_400


def small_project(
    folder: Path, rows: Sequence[tuple[Any, ...]], properties: Sequence[Wanted] = (), day: date = DAY
) -> Dataset:
    """Events as (person, name, seconds since the day began, a value a property), in UTC, in one commit."""
    plan = Plan("UTC", "monday", day, datetime(2030, 1, 1, tzinfo=UTC), ())
    data = open_plan(plan, folder)
    written = tuple((who, event, moment(day, at), *values) for who, event, at, *values in rows)
    add_commit(data, Commit(tuple(properties), written))
    return data
