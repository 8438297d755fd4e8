"""Times written as text: ISO 8601 and its relatives, and day, month and year in either order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.arrays import Bools, Int64s, bools_of, decoded, equals, is_text, null_where
from yunying.collect.civil import Readings, civil, from_numbers

DayOrder = Literal["day_first", "month_first"]

_CLOCK = (
    r"(?:(?:T|,? +)(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{1,2})"
    r"(?:[:分](?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9})\d*)?)?[分秒]?)?[时点]?"
    r" ?(?:(?P<half>[AaPp])\.?[Mm]\.?)? ?(?P<zone>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)
_ISO = r"^(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?" + _CLOCK
_PARTS = r"^(?P<first>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _CLOCK
_WHOLE = r"^-?(?:\d{1,18}|[1-8]\d{18})$"
_TRIED = 16
_DECIMAL = r"^-?\d{1,15}\.\d+$"


def parse_iso(texts: pa.Array) -> Readings:
    """Times written year first."""
    found = _empty(len(texts))
    for kind, local in ((pa.timestamp("us"), True), (pa.timestamp("us", "UTC"), False)):
        try:  # the whole column in one shape: much the most frequent, and much the fastest
            texts.slice(0, _TRIED).cast(kind)  # failing is slow, so fail on a few
            instants = texts.cast(kind).cast(pa.int64())
        except pa.ArrowInvalid:
            continue
        ok = bools_of(instants.is_valid())
        return Readings(_filled(instants), ok, ok & local)
    _year_first(texts, np.arange(len(texts)), found)
    return found


def parse_texts(texts: pa.Array, day_order: DayOrder, unit: str | None = None) -> tuple[Readings, bool]:
    """Times written in any of the ways this program understands, each value by itself; and whether
    `day_order` mattered for any of them.
    """
    ordered = False
    if unit is None:
        found = parse_iso(texts)
        rest = np.flatnonzero(~found.ok & bools_of(texts.is_valid()))
        if rest.size:
            before = rest.size
            rest = _day_and_month(texts.take(pa.array(rest)), rest, found, day_order)
            ordered = rest.size < before
    else:
        found, rest = _empty(len(texts)), np.flatnonzero(bools_of(texts.is_valid()))
    for pattern, kind in ((_WHOLE, pa.int64()), (_DECIMAL, pa.float64())):
        if rest.size:
            left = texts.take(pa.array(rest))
            matched = bools_of(pc.match_substring_regex(left, pattern))
            numbers = left.filter(pa.array(matched)).cast(kind).to_numpy()
            _put(found, rest[matched], from_numbers(numbers, unit))
            rest = rest[~matched]
    return found, ordered


def day_order_of(columns: Iterable[pa.Array]) -> tuple[DayOrder | None, bool]:
    """`(the order that a part above 12 proves, whether any value needs one)`.

    Reads on until it is proved; not at all beyond a first column of values that need no order.
    """
    needed = False
    for place, column in enumerate(columns):
        if not is_text(column.type) or (place and not needed):
            break
        parts = pc.extract_regex(decoded(column), _PARTS)
        parts = parts.filter(parts.is_valid())
        parts = parts.filter(pc.invert(equals(pc.struct_field(parts, "mark"), ".")))
        if len(parts) == 0:
            continue
        needed = True
        first, other = _integers(parts, "first"), _integers(parts, "other")
        day_first, month_first = int(np.sum(first > 12)), int(np.sum(other > 12))
        if day_first or month_first:
            return ("day_first" if day_first >= month_first else "month_first"), True
    return None, needed


def _year_first(texts: pa.Array, rows: Int64s, found: Readings) -> None:
    parts = pc.extract_regex(texts, _ISO)
    matched = bools_of(parts.is_valid())
    if matched.any():
        parts = parts.filter(pa.array(matched))
        year, month, day = (_integers(parts, name) for name in ("year", "month", "day"))
        _put(found, rows[matched], _with_clock(parts, year, month, day))


def _day_and_month(texts: pa.Array, rows: Int64s, found: Readings, order: DayOrder) -> Int64s:
    """Read `rows`; gives back those that are of another shape."""
    parts = pc.extract_regex(texts, _PARTS)
    matched = bools_of(parts.is_valid())
    if matched.any():
        parts = parts.filter(pa.array(matched))
        first, other, year = (_integers(parts, name) for name in ("first", "other", "year"))
        year = np.where(year < 70, year + 2000, np.where(year < 100, year + 1900, year))
        # Dots are only ever used by people who write the day first.
        dotted = bools_of(equals(pc.struct_field(parts, "mark"), "."))
        swap = (order == "month_first") & ~dotted
        month, day = np.where(swap, first, other), np.where(swap, other, first)
        _put(found, rows[matched], _with_clock(parts, year, month, day))
    return rows[~matched]


def _with_clock(parts: pa.StructArray, year: Int64s, month: Int64s, day: Int64s) -> Readings:
    hour, minute, second = (_integers(parts, name) for name in ("hour", "minute", "second"))
    half = pc.utf8_lower(pc.struct_field(parts, "half"))
    afternoon, morning = bools_of(equals(half, "p")), bools_of(equals(half, "a"))
    twelve_hour = (hour >= 1) & (hour <= 12)
    plausible = ~(afternoon | morning) | twelve_hour
    hour = np.where(afternoon & (hour < 12), hour + 12, np.where(morning & (hour == 12), 0, hour))
    microseconds, ok = civil(year, month, day, hour, minute, second)
    fraction = pc.utf8_slice_codeunits(
        pc.utf8_rpad(pc.struct_field(parts, "fraction"), width=6, padding="0"), 0, 6
    )
    microseconds += _filled(fraction.cast(pa.int64()))
    zone = pc.struct_field(parts, "zone")
    sign = np.where(bools_of(pc.starts_with(zone, "-")), -1, 1)
    digits = pc.replace_substring_regex(zone, r"[^0-9]", "")
    digits = _filled(pc.utf8_rpad(digits, width=4, padding="0").cast(pa.int64()))
    offset = sign * (digits // 100 * 60 + digits % 100) * 60_000_000
    return Readings(microseconds - offset, ok & plausible, bools_of(equals(zone, "")))


def _integers(parts: pa.StructArray, name: str) -> Int64s:
    texts = pc.struct_field(parts, name)
    return _filled(null_where(equals(texts, ""), texts).cast(pa.int64()))


def _filled(values: pa.Array) -> Int64s:
    filled: Int64s = np.array(pc.fill_null(values, 0).to_numpy(zero_copy_only=False), np.int64)
    return filled


def _empty(size: int) -> Readings:
    return Readings(np.zeros(size, np.int64), np.zeros(size, np.bool_), np.zeros(size, np.bool_))


def _put(found: Readings, rows: Int64s | Bools, part: Readings) -> None:
    found.microseconds[rows] = part.microseconds
    found.ok[rows] = part.ok
    found.local[rows] = part.local
