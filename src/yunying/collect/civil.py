"""Calendar arithmetic on columns, and numbers that stand for times."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yunying.collect.arrays import Bools, Int64s

DAY = 86_400_000_000
_EXCEL_EPOCH = -25_569 * DAY  # day 0 of Excel's calendar, right from 1 March 1900 on
_UNITS = (
    # Seconds from 1973 on, milliseconds and microseconds are told apart by their size; Excel's day numbers
    # and compact dates are far below.
    ("epoch_s", 1e8, 1e11, 1_000_000),
    ("epoch_ms", 1e11, 1e14, 1_000),
    ("epoch_us", 1e14, 1e17, 1),
)


class Readings(NamedTuple):
    """Times read from a column: `ok` where it was one, `local` where it had no zone."""

    microseconds: Int64s
    ok: Bools
    local: Bools


def civil(
    year: Int64s, month: Int64s, day: Int64s, hour: Int64s, minute: Int64s, second: Int64s
) -> tuple[Int64s, Bools]:
    """Wall-clock microseconds of dates and times, and which of them exist in the calendar.

    Second 60 (a leap second) is the first of the next minute.
    """
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1) & (year <= 9999)
    valid &= (hour >= 0) & (hour <= 23) & (minute >= 0) & (minute <= 59) & (second >= 0) & (second <= 60)
    months = np.where(valid, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + np.where(valid, day - 1, 0)
    valid &= days.astype("datetime64[M]") == months
    seconds = hour * 3600 + minute * 60 + second
    return np.where(valid, days.astype(np.int64) * DAY + seconds * 1_000_000, 0), valid


def from_numbers(
    numbers: npt.NDArray[np.int64] | npt.NDArray[np.float64], unit: str | None = None
) -> Readings:
    """Numbers as times, by their size or in the `unit` given."""
    whole = numbers.dtype.kind != "f"
    size = np.abs(numbers.astype(np.float64))
    found = Readings(
        np.zeros(numbers.size, np.int64), np.zeros(numbers.size, np.bool_), np.zeros(numbers.size, np.bool_)
    )
    for name, low, high, factor in _UNITS:
        if unit in (None, name):
            at = size < high
            if unit is None:
                at &= size >= low
            scaled = numbers[at] * factor
            found.microseconds[at] = scaled if whole else np.round(scaled).astype(np.int64)
            found.ok[at] = True
    if unit is None and whole:
        nanoseconds = size >= 1e17
        found.microseconds[nanoseconds] = numbers[nanoseconds].astype(np.int64) // 1000
        found.ok[nanoseconds] = True
        _compact(numbers.astype(np.int64), found)
    if unit in (None, "excel"):
        at = (size >= 10_000) & (size < 80_000) if unit is None else (size > 0) & (size < 200_000)
        # Excel keeps fractions of a day in 53 bits: microseconds are noise, milliseconds are meant.
        milliseconds = np.round(numbers[at].astype(np.float64) * 86_400_000).astype(np.int64)
        found.microseconds[at] = milliseconds * 1000 + _EXCEL_EPOCH
        found.ok[at] = True
        found.local[at] = True
    return found


def _compact(numbers: Int64s, found: Readings) -> None:
    """`YYYYMMDD` and `YYYYMMDDhhmmss`."""
    for low, high, unit in ((19_000_101, 22_000_000, 1), (19_000_101_000_000, 22_000_000_000_000, 1_000_000)):
        at = np.flatnonzero((numbers >= low) & (numbers < high))
        if at.size == 0:
            continue
        day, clock = np.divmod(numbers[at], unit)
        microseconds, valid = civil(
            day // 10_000, day // 100 % 100, day % 100, clock // 10_000, clock // 100 % 100, clock % 100
        )
        at = at[valid]
        found.microseconds[at] = microseconds[valid]
        found.ok[at] = True
        found.local[at] = True
