"""The days a question is about, and the buckets of time in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from yunying.core import Calendar, Interval, Refused, day_number
from yunying.metrics.strict import Strict

MAX_BUCKETS = 5000
_PER_DAY: dict[Interval, float] = {"hour": 24, "day": 1, "week": 1 / 7, "month": 1 / 31}
_EARLIEST, _LATEST = date(1970, 1, 2), date(2199, 12, 31)


def _day(raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
        raise ValueError("a day is written like 2025-03-31")
    return date.fromisoformat(raw)


class Between(Strict):
    """From one day to another, both included, days of the project's zone."""

    from_: Annotated[date, BeforeValidator(_day)] = Field(alias="from")
    to: Annotated[date, BeforeValidator(_day)]


class Last(Strict):
    """The last so many days, weeks or months, the running one included."""

    last: int = Field(ge=1, le=4000)
    unit: Literal["day", "week", "month"] = "day"


def _shape(raw: Any) -> str:
    return "last" if (isinstance(raw, dict) and "last" in raw) or hasattr(raw, "last") else "between"


Range: TypeAlias = Annotated[
    Annotated[Between, Tag("between")] | Annotated[Last, Tag("last")], Discriminator(_shape)
]


class DaysEarlier(Strict):
    """The range so many days earlier."""

    days: int = Field(ge=1, le=40_000)


class BeginningOn(Strict):
    """The range of equal length that begins on a day."""

    from_: Annotated[date, BeforeValidator(_day)] = Field(alias="from")


def _which(raw: Any) -> str:
    if isinstance(raw, str):
        return "previous"
    return "days" if (isinstance(raw, dict) and "days" in raw) or hasattr(raw, "days") else "from"


Compare: TypeAlias = Annotated[
    Annotated[Literal["previous"], Tag("previous")]
    | Annotated[DaysEarlier, Tag("days")]
    | Annotated[BeginningOn, Tag("from")],
    Discriminator(_which),
]
"""Which range of equal length to compare with; `previous` is the one just before."""


@dataclass(frozen=True)
class Days:
    """A range made definite: first and last day, both included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def before(self) -> Days:
        """The range of the same length that ends where this one begins."""
        return Days(self.first - timedelta(days=self.count), self.first - timedelta(days=1))

    def compared(self, compare: Compare) -> Days:
        """The range of the same length to compare with; refuses one that cannot be asked about."""
        if compare == "previous":
            return self.before()
        back = compare.days if isinstance(compare, DaysEarlier) else (self.first - compare.from_).days
        if not _EARLIEST <= self.first - timedelta(days=back) <= _LATEST - timedelta(days=self.count):
            raise Refused(
                "range_out_of_bounds",
                f"The range to compare with is outside of what can be asked ({_EARLIEST} to {_LATEST}).",
                field="compare",
            )
        return Days(self.first - timedelta(days=back), self.last - timedelta(days=back))


def resolve_range(wanted: Range, calendar: Calendar, now: datetime, field: str = "range") -> Days:
    """The days meant; refuses a range that ends before it starts."""
    if isinstance(wanted, Last):
        today = calendar.today(now)
        start = calendar.period_start(today, wanted.unit)
        for _ in range(wanted.last - 1):
            start = calendar.period_start(start - timedelta(days=1), wanted.unit)
        return Days(max(start, _EARLIEST), today)
    if wanted.to < wanted.from_:
        raise Refused(
            "range_ends_before_start",
            f"The range ends ({wanted.to}) before it starts ({wanted.from_}); swap the two days.",
            field=f"{field}.to",
            start=str(wanted.from_),
            end=str(wanted.to),
        )
    for name, day in (("from", wanted.from_), ("to", wanted.to)):
        if not _EARLIEST <= day <= _LATEST:
            raise Refused(
                "range_out_of_bounds",
                f"{day} is outside of what can be asked ({_EARLIEST} to {_LATEST}).",
                field=f"{field}.{name}",
            )
    return Days(wanted.from_, wanted.to)


@dataclass(frozen=True)
class Bucket:
    """One bucket of time: its label, the day it starts on, its instants (µs UTC), and whether all of it is known.

    For hours, `hour` counts whole hours since the day's first instant.
    """

    label: str
    start_day: int
    start: int
    end: int
    complete: bool


@dataclass(frozen=True)
class Buckets:
    """The buckets of a range, in order."""

    interval: Interval
    days: Days
    buckets: tuple[Bucket, ...]
    _first_of_day: dict[int, int]

    def __len__(self) -> int:
        return len(self.buckets)

    def first_of(self, day: int) -> int:
        """Index of the (first) bucket of a day of the range."""
        return self._first_of_day[day]

    def index(self, label: str) -> int | None:
        """Index of the bucket with this label."""
        for i, bucket in enumerate(self.buckets):
            if bucket.label == label:
                return i
        return None


def make_buckets(days: Days, interval: Interval, calendar: Calendar, known_until: int) -> Buckets:
    """Buckets that cover `days`; incomplete where they reach outside of it or past `known_until` (µs UTC)."""
    if days.count * _PER_DAY[interval] > MAX_BUCKETS:
        raise Refused(
            "too_many_buckets",
            f"{days.count} days by {interval} make more than {MAX_BUCKETS} points; choose a longer interval.",
            field="interval",
            days=days.count,
            interval=interval,
        )
    low = calendar.day_start(day_number(days.first))
    high = calendar.day_start(day_number(days.last) + 1)
    buckets: list[Bucket] = []
    first_of_day: dict[int, int] = {}
    for start_day in calendar.periods(days.first, days.last, "day" if interval == "hour" else interval):
        number = day_number(start_day)
        end_number = day_number(calendar.next_period(start_day, "day" if interval == "hour" else interval))
        for day in range(max(number, day_number(days.first)), min(end_number, day_number(days.last) + 1)):
            first_of_day[day] = len(buckets)
        start, end = calendar.day_start(number), calendar.day_start(end_number)
        spans = _hours(start, end) if interval == "hour" else [(start, end)]
        for a, b in spans:
            label = _hour_label(a, calendar) if interval == "hour" else start_day.isoformat()
            complete = low <= a and b <= high and b <= known_until
            buckets.append(Bucket(label, number, a, b, complete))
    return Buckets(interval, days, tuple(buckets), first_of_day)


_HOUR = 3_600_000_000


def _hours(start: int, end: int) -> list[tuple[int, int]]:
    return [(a, min(a + _HOUR, end)) for a in range(start, end, _HOUR)]


def _hour_label(moment: int, calendar: Calendar) -> str:
    # With the offset: on the day the clocks go back one hour comes twice.
    instant = datetime.fromtimestamp(moment / 1e6, UTC).astimezone(calendar.zone)
    return instant.isoformat(timespec="minutes")
