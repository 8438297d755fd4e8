"""A project's calendar: its days, weeks and months as instants.

A day is identified by its ordinal (`date.toordinal() - EPOCH`, days since 1970-01-01) in the project's zone.
Its first instant is found with the zone's rules, so a day may have 23, 24, 25 (or 24.5) hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from yunying.core.errors import Refused

Interval = Literal["hour", "day", "week", "month"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

EPOCH = date(1970, 1, 1)
_EPOCH_ORDINAL = EPOCH.toordinal()
_EPOCH_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The date with this day number."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def instant_of(microseconds: int) -> datetime:
    """Microseconds since the epoch as a zone-aware UTC instant."""
    return _EPOCH_INSTANT + timedelta(microseconds=microseconds)


def microseconds_of(instant: datetime) -> int:
    """A zone-aware instant as microseconds since the epoch (exact)."""
    return (instant - _EPOCH_INSTANT) // _MICROSECOND


@lru_cache(maxsize=65_536)
def _day_start(zone: str, number: int) -> int:
    """First instant (µs UTC) of a zone's day. Where midnight does not exist, the instant of the jump."""
    local = datetime.combine(day_of(number), datetime.min.time(), tzinfo=ZoneInfo(zone))
    return microseconds_of(local.astimezone(UTC))


@dataclass(frozen=True)
class Calendar:
    """Time zone and first weekday of a project."""

    timezone: str
    week_start: Weekday = "monday"

    def __post_init__(self) -> None:
        if self.timezone not in _zones():
            raise Refused(
                "unknown_timezone",
                f"There is no time zone {self.timezone!r}; use an IANA name such as Asia/Shanghai or UTC.",
                field="timezone",
                value=self.timezone,
            )
        if self.week_start not in WEEKDAYS:
            raise Refused(
                "unknown_weekday",
                f"A week cannot start on {self.week_start!r}; use one of {', '.join(WEEKDAYS)}.",
                field="week_start",
                value=self.week_start,
            )

    @property
    def zone(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.timezone)

    def day_start(self, number: int) -> int:
        """First instant of day `number`, µs since the epoch, UTC."""
        return _day_start(self.timezone, number)

    def day_at(self, microseconds: int) -> int:
        """Day number that holds this instant."""
        return day_number(instant_of(microseconds).astimezone(self.zone).date())

    def today(self, now: datetime) -> date:
        """The date of `now` in this zone."""
        return now.astimezone(self.zone).date()

    def period_start(self, day: date, interval: Interval) -> date:
        """First day of the day/week/month that holds `day`."""
        if interval == "week":
            back = (day.weekday() - WEEKDAYS.index(self.week_start)) % 7
            return day - timedelta(days=back)
        if interval == "month":
            return day.replace(day=1)
        return day

    def next_period(self, start: date, interval: Interval) -> date:
        """First day of the period after the one that starts on `start`."""
        if interval == "week":
            return start + timedelta(days=7)
        if interval == "month":
            return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        return start + timedelta(days=1)

    def periods(self, first: date, last: date, interval: Interval) -> list[date]:
        """Starts of every period that touches `first`..`last` (both included)."""
        starts = []
        start = self.period_start(first, interval)
        while start <= last:
            starts.append(start)
            start = self.next_period(start, interval)
        return starts


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
