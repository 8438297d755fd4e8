"""Small random projects: few people, many ties, several commits, nasty values, every sort of zone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st
from tests.support.lake import Wanted, add_events

from yunying.core import Calendar, Weekday
from yunying.store import Dataset, PropertyType, Scope
from yunying.store.merges import Merge
from yunying.store.schema import ARROW_TYPES, TIME

ZONES: tuple[tuple[str, date], ...] = (
    ("UTC", date(2020, 2, 28)),
    ("Asia/Shanghai", date(2019, 12, 31)),
    ("America/Los_Angeles", date(2019, 3, 10)),
    ("America/Los_Angeles", date(2019, 11, 3)),
    ("Asia/Kolkata", date(2021, 6, 1)),
    ("Asia/Kathmandu", date(2021, 6, 1)),
    ("America/Santiago", date(2019, 9, 8)),  # no midnight on this day
    ("America/Santiago", date(2019, 4, 6)),  # its last hour comes twice
    ("America/Havana", date(2019, 11, 3)),  # midnight comes twice
    ("Asia/Beirut", date(2019, 3, 31)),
    ("Pacific/Apia", date(2011, 12, 30)),  # this day never was
    ("Australia/Lord_Howe", date(2019, 10, 6)),  # the clocks move by half an hour
    ("Asia/Shanghai", date(1970, 1, 3)),
)
"""Zones with a day on which something happens."""

EVENTS = ("view", "buy", "访问", 'it\'s "x"')
TEXTS = (
    "", "a", "A", "ab", "b", "$other", "it's", 'say "hi"', "中文", "😀", "a b", "100%", "null", "true", "1", "1.5",
    "\\", "a\nb", "é", "nul\0l",
)  # fmt: skip
NUMBERS = (0.0, -0.0, 1.0, 1.5, -2.25, 10.0, 0.1, 1e15, 1e-7, 123456.789, 2.0**53, 3.0, float("nan"))
IDS = 10
"""How many ids there are: each is its number as text."""
KINDS: tuple[PropertyType, ...] = ("text", "number", "boolean", "time")

_FIXED_KINDS: tuple[Wanted, ...] = (
    ("plan", "event", "text"),
    ("price", "event", "number"),
    ("vip", "event", "boolean"),
    ("due", "event", "time"),
    ("$channel", "event", "text"),
    ("plan", "person", "text"),
    ("level", "person", "number"),
    ("member", "person", "boolean"),
    ("born", "person", "time"),
)
_MIXED: tuple[tuple[str, Scope], ...] = (("混 合", "event"), ("mixed", "person"))


@dataclass(frozen=True)
class Commit:
    """Rows of (person, event, time in µs, then a value a property), in order of arrival."""

    properties: tuple[Wanted, ...]
    rows: tuple[tuple[Any, ...], ...]
    marks: tuple[str | None, ...] | None = None

    def marked_rows(self) -> list[tuple[tuple[Any, ...], str | None]]:
        """Each row with its mark."""
        return list(zip(self.rows, self.marks or [None] * len(self.rows), strict=True))


@dataclass(frozen=True)
class Plan:
    """A project, before it is written anywhere."""

    zone: str
    week_start: Weekday
    anchor: date
    now: datetime
    commits: tuple[Commit, ...]
    merges: tuple[tuple[int, int], ...] = ()
    """Pairs of ids: the first becomes the person of the second."""
    segments: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Segments with the ids that are in them."""

    @property
    def events(self) -> list[str]:
        """Names of events that exist."""
        return sorted({row[1] for row in self.rows(marked=False)})

    def rows(self, *, marked: bool) -> list[tuple[Any, ...]]:
        """Rows that are events, marked ones where wanted, in order of arrival."""
        return [
            row
            for commit in self.commits
            for row, mark in commit.marked_rows()
            if mark is None or (marked and mark != "profile")
        ]

    def person(self, number: int) -> int:
        """The person of an id."""
        identity = list(range(5 + 1 + max((r[0] for c in self.commits for r in c.rows), default=0)))
        for one, into in self.merges:
            identity = [identity[into] if i == identity[one] else i for i in identity]
        return identity[number]

    @property
    def properties(self) -> dict[tuple[str, Scope], PropertyType]:
        """Properties that exist, with their type in questions."""
        found: dict[tuple[str, Scope], PropertyType] = {
            ("$first_seen", "person"): "time",
            ("$last_seen", "person"): "time",
            ("$events", "person"): "number",
        }
        seen: dict[tuple[str, Scope], PropertyType] = {}
        for commit in self.commits:
            for name, scope, kind in commit.properties:
                seen[name, scope] = kind if seen.get((name, scope), kind) == kind else "text"
        if ("$channel", "event") in seen:
            found["$first_channel", "person"] = "text"
        return found | seen


def moment(day: date, seconds: float = 0, micros: int = 0) -> int:
    """µs since the epoch of a UTC day, and some."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (start // timedelta(microseconds=1)) + int(seconds * 1e6) + micros


_OFFSETS = st.one_of(
    st.sampled_from((0, 0, 1, 59, 60, 3599, 3600, 3601, 86_399, 86_400, 2 * 86_400, 7 * 86_400)),
    st.integers(-6 * 24, 8 * 24).map(lambda half_hours: half_hours * 1800),
    st.integers(-40, 40).map(lambda days: days * 86_400),
)
_MICROS = st.sampled_from((0, 0, 0, 1, 999, 1000, 1001, 999_999))


@st.composite
def _times(draw: st.DrawFn, anchor: date) -> int:
    return moment(anchor, draw(_OFFSETS), draw(_MICROS))


def _values(kind: PropertyType, anchor: date) -> st.SearchStrategy[Any]:
    if kind == "text":
        return st.sampled_from(TEXTS)
    if kind == "number":
        return st.sampled_from(NUMBERS)
    if kind == "boolean":
        return st.booleans()
    return _times(anchor)


_MARKS = st.sampled_from((None, None, None, "bot", "profile"))
_IDS = st.integers(0, 4)
_MEMBERS = st.sampled_from((0, 1, 2, 3, 4, 9, 99))  # some have no events


@st.composite
def _commits(draw: st.DrawFn, anchor: date, size: int, kinds: tuple[PropertyType, ...]) -> Commit:
    properties = [p for p in _FIXED_KINDS if draw(st.booleans()) and p[2] in kinds]
    for name, scope in _MIXED:
        properties += [(name, scope, kind) for kind in draw(st.sets(st.sampled_from(kinds), max_size=2))]
    fixed = (st.integers(0, 4), st.sampled_from(EVENTS), _times(anchor))
    values = [st.one_of(st.none(), _values(kind, anchor)) for _, _, kind in properties]
    row = st.tuples(*fixed, *values)
    rows = draw(st.lists(row, min_size=1, max_size=size))
    for row_again in draw(st.lists(st.sampled_from(rows), max_size=3)):
        rows.append(row_again)
    marks = None
    if draw(st.booleans()):
        marks = tuple(draw(st.lists(_MARKS, min_size=len(rows), max_size=len(rows))))
    return Commit(tuple(properties), tuple(rows), marks)


@st.composite
def plans(
    draw: st.DrawFn,
    size: int = 12,
    zones: tuple[tuple[str, date], ...] = ZONES,
    kinds: tuple[PropertyType, ...] = KINDS,
) -> Plan:
    """Projects of a few commits of up to `size` rows and some doubles."""
    zone, anchor = draw(st.sampled_from(zones))
    later = moment(anchor, draw(st.sampled_from((-86_400, 0, 3600, 90_000, 4 * 86_400, 10**9, 10**9))))
    return Plan(
        zone=zone,
        week_start=draw(st.sampled_from(("monday", "sunday", "saturday", "wednesday"))),
        anchor=anchor,
        now=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=later),
        commits=tuple(draw(st.lists(_commits(anchor, size, kinds), min_size=1, max_size=3))),
        merges=tuple(draw(st.lists(st.tuples(_IDS, _IDS), max_size=3))),
        segments=tuple((f"seg_{i}", tuple(draw(st.lists(_MEMBERS, max_size=4)))) for i in range(2)),
    )


def add_commit(data: Dataset, commit: Commit) -> None:
    """Write one commit into a project's lake."""
    people, events, times, *values = zip(*commit.rows, strict=True)
    arrays = [
        pa.array(people, pa.int32()),
        pa.array(events, pa.string()),
        pa.array(times, pa.int64()).cast(TIME),
    ]
    for column, (_, _, kind) in zip(values, commit.properties, strict=True):
        if kind == "time":
            arrays.append(pa.array(column, pa.int64()).cast(TIME))
        else:
            arrays.append(pa.array(column, ARROW_TYPES[kind], from_pandas=False))
    names = ["person_id", "event", "time", *(name for name, _, _ in commit.properties)]
    marks = None if commit.marks is None else list(commit.marks)
    add_events(data.lake, pa.Table.from_arrays(arrays, names), list(commit.properties), marks)


def add_merges(data: Dataset, pairs: Sequence[tuple[int, int]]) -> None:
    """Say which ids are one person."""
    count = data.people.merges.count()
    data.people.merges.append(
        [
            Merge(count + i, "merge", datetime(2020, 1, 1, tzinfo=UTC), a, b, str(a), str(b), "test", "test")
            for i, (a, b) in enumerate(pairs)
        ]
    )


def open_plan(plan: Plan, folder: Path, cache: str = "cache", threads: int = 2) -> Dataset:
    """A project's data in a folder; nothing is written."""
    calendar = Calendar(plan.zone, plan.week_start)
    return Dataset.open("test", calendar, folder / "lake", folder / cache, threads, clock=lambda: plan.now)


@contextmanager
def built(plan: Plan) -> Iterator[Dataset]:
    """A project's data, written and opened, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="yunying-test-", ignore_cleanup_errors=True) as folder:
        data = open_plan(plan, Path(folder))
        data.people.resolve(pa.array([str(number) for number in range(IDS)], pa.string()))
        for commit in plan.commits:
            add_commit(data, commit)
        add_merges(data, plan.merges)
        for segment, ids in plan.segments:
            data.segments.keep(segment, np.array(ids, np.int32))
        yield data
