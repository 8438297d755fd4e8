"""Whole periods: what kinds ask about that mean a day, week or month as such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from yunying.analyse.frame import Frame
from yunying.core import Calendar, Interval, Refused, day_number
from yunying.metrics import Buckets, Days, make_buckets

MAX_PERIODS = 1000


def widen(days: Days, interval: Interval, calendar: Calendar) -> Days:
    """The range widened to the periods it touches."""
    after = calendar.next_period(calendar.period_start(days.last, interval), interval)
    return Days(calendar.period_start(days.first, interval), after - timedelta(days=1))


@dataclass(frozen=True)
class Periods:
    """The whole periods of a range that have begun: first days, and whether all of each is known."""

    labels: list[str]
    complete: list[bool]
    buckets: Buckets

    @classmethod
    def of(cls, frame: Frame, interval: Interval) -> Periods:
        """Those of the frame's range, which becomes whole by it."""
        calendar = frame.data.calendar
        frame.days = widen(frame.days, interval, calendar)
        buckets = make_buckets(frame.days, interval, calendar, frame.known_until)
        begun = [b for b in buckets.buckets if b.start <= frame.known_until]
        if len(begun) > MAX_PERIODS:
            raise Refused(
                "too_many_buckets",
                f"{len(begun)} periods are more than {MAX_PERIODS}; choose a longer interval or a shorter range.",
                field="interval",
                interval=interval,
            )
        return cls([b.label for b in begun], [b.complete for b in begun], buckets)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def first_day(self) -> int:
        """Day number of the first day."""
        return day_number(self.buckets.days.first)

    @property
    def last_day(self) -> int:
        """Day number of the last day of the last period that has begun."""
        following = self.buckets.buckets[len(self) :]
        return following[0].start_day - 1 if following else day_number(self.buckets.days.last)

    def of_day(self, day: int) -> int:
        """The period of a day."""
        return self.buckets.first_of(day)
