"""Local times to instants, a column at a time, by the rules of Python's own zone data.

A time that the clocks skipped is read as if they had not been put forward yet (02:30 becomes 03:30); a time
that happened twice is its first occurrence. That is what `datetime` does with `fold=0`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from yunying.core import microseconds_of

Int64s = npt.NDArray[np.int64]

_SECOND = 1_000_000


def to_utc(local: Int64s, zone: str) -> Int64s:
    """Wall-clock microseconds (as if they were UTC) to microseconds since the epoch."""
    if local.size == 0:
        return local
    first, last = _year(int(local.min())), _year(int(local.max()))
    turns, offsets = _table(zone, first - 1, last + 1)
    return local - offsets[np.searchsorted(turns, local, side="right")]


def _year(microseconds: int) -> int:
    return int(np.datetime64(microseconds, "us").astype("datetime64[Y]").astype(np.int64)) + 1970


@lru_cache(maxsize=256)
def _table(zone: str, first: int, last: int) -> tuple[Int64s, Int64s]:
    """Local times at which a new offset begins to hold, and the offsets before, between and after them."""
    rules = ZoneInfo(zone)
    turns: list[int] = []
    offsets = [_offset(rules, datetime(max(first, 1), 1, 1, tzinfo=UTC))]
    for year in range(first, last + 1):
        for instant, before, after in _changes(zone, year):
            # Up to the later of the two wall clocks the old offset holds: over a gap it carries skipped
            # times forward, over an overlap it chooses the first occurrence.
            turns.append(instant + max(before, after))
            offsets.append(after)
    return np.array(turns, np.int64), np.array(offsets, np.int64)


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """Instants in a UTC year at which the zone's offset changes, with the offsets (µs) before and after."""
    rules = ZoneInfo(zone)
    found = []
    day = datetime(year, 1, 1, tzinfo=UTC)
    before = _offset(rules, day)
    while day.year == year:
        following = day + timedelta(days=1)
        after = _offset(rules, following)
        if after != before:
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
                low, high = (middle, high) if _offset(rules, middle) == before else (low, middle)
            found.append((microseconds_of(high), before, after))
        day, before = following, after
    return tuple(found)


def _offset(rules: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(rules).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) * _SECOND
