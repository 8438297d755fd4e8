"""Times as files hold them become microseconds since the epoch, a column at a time.

Understood without being told: timestamps and dates of typed files; ISO 8601 and its relatives
(`2010-12-01 08:26`, `2010/12/1`, `2010年12月1日`), with or without zone; `1/12/2010 8:26`; seconds,
milliseconds, microseconds and nanoseconds since the epoch; Excel's day numbers; `20101201` and
`20101201082600`. What a value means follows from the value alone, except for the order of day and month,
which the column decides (`day_order_of`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.arrays import Bools, Int64s, bools_of, decoded, is_text, texts_of, trimmed
from yunying.collect.civil import Readings, from_numbers
from yunying.collect.files.time_texts import DayOrder, parse_texts
from yunying.collect.files.zones import to_utc
from yunying.core import Refused

UNITS = ("epoch_s", "epoch_ms", "epoch_us", "excel")
ORDERS: tuple[DayOrder, ...] = ("day_first", "month_first")
_EARLIEST = -2_208_988_800_000_000  # 1900-01-01
_LATEST = 7_258_118_400_000_000  # 2200-01-01
_DIRECTIVES = "aAbBdHIjmMpSfyYzZ%-ng"


class Times(NamedTuple):
    """Instants of a column: `given` where there was a value, `ok` where it was a time, `in_range` where it
    lies in the centuries in which events can have happened."""

    microseconds: Int64s
    given: Bools
    ok: Bools

    @property
    def in_range(self) -> Bools:
        """Whether the instant is of this or a neighbouring century."""
        return (self.microseconds >= _EARLIEST) & (self.microseconds < _LATEST)


class TimeReader:
    """Reads times of one column; those written without a zone are local to `zone`.

    `time_format` is a `strptime` pattern, one of `UNITS`, or one of `ORDERS`; without it every value is read
    for what it looks like.
    """

    def __init__(self, zone: str, time_format: str | None = None, day_order: DayOrder | None = None) -> None:
        self.zone = zone
        self.day_order: DayOrder | None = day_order
        self.guessed: DayOrder | None = None
        """The order that was assumed where nothing proved one."""
        self._unit: str | None = None
        self._pattern: str | None = None
        for order in ORDERS:
            if time_format == order:
                self.day_order = order
                return
        if time_format in UNITS:
            self._unit = time_format
        elif time_format:
            self._pattern = _checked_pattern(time_format)

    @property
    def needs_day_order(self) -> bool:
        """Whether the column is still to be asked which of day and month comes first."""
        return self.day_order is None and self._unit is None and self._pattern is None

    def read(self, values: pa.Array) -> Times:
        """Instants of a column of any type."""
        if pa.types.is_struct(values.type):
            values = texts_of(values)
        kind = values.type
        if pa.types.is_dictionary(kind):
            if len(values.dictionary) == 0:
                return self.read(decoded(values))
            entries = self.read(values.dictionary)
            at = pc.fill_null(values.indices, 0).to_numpy(zero_copy_only=False)
            present = bools_of(values.is_valid())
            return Times(entries.microseconds[at], present & entries.given[at], present & entries.ok[at])
        given = bools_of(values.is_valid())
        if is_text(kind):
            texts = trimmed(values)
            given = bools_of(texts.is_valid())
            return self._finish(self._text(texts), given)
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            unzoned = pa.types.is_date(kind) or kind.tz is None
            instants = values.cast(pa.timestamp("us", None if unzoned else "UTC"), safe=False)
            microseconds = np.array(pc.fill_null(instants.cast(pa.int64()), 0), np.int64)
            return self._finish(Readings(microseconds, given, given & unzoned), given)
        if pa.types.is_integer(kind):
            numbers = pc.fill_null(values, 0).to_numpy(zero_copy_only=False).astype(np.int64)
            return self._finish(from_numbers(numbers, self._unit), given)
        if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            floats = pc.fill_null(values.cast(pa.float64(), safe=False), float("nan"))
            decimals = floats.to_numpy(zero_copy_only=False)
            given = given & ~np.isnan(decimals)
            return self._finish(_floats(decimals, self._unit), given)
        return self._finish(Readings(np.zeros(len(values), np.int64), ~given & False, ~given & False), given)

    def _text(self, texts: pa.Array) -> Readings:
        if self._pattern is not None:
            return _by_pattern(texts, self._pattern)
        # The month comes first in America and hardly anywhere else.
        usual: DayOrder = "month_first" if self.zone.startswith(("America/", "US/")) else "day_first"
        found, ordered = parse_texts(texts, self.day_order or usual, self._unit)
        if ordered and self.day_order is None:
            self.guessed = usual
        return found

    def _finish(self, read: Readings, given: Bools) -> Times:
        microseconds = read.microseconds
        if read.local.any():
            # Anything outside would only be refused; far years are no zone's business.
            local = read.local & (microseconds > _EARLIEST) & (microseconds < _LATEST)
            if local.all():
                microseconds = to_utc(microseconds, self.zone)
            else:
                microseconds[local] = to_utc(microseconds[local], self.zone)
        return Times(microseconds, given, read.ok & given)


def _floats(decimals: np.ndarray[tuple[int], np.dtype[np.float64]], unit: str | None) -> Readings:
    whole = np.isfinite(decimals) & (decimals == np.trunc(decimals)) & (np.abs(decimals) < 2**53)
    if whole.all():
        return from_numbers(decimals.astype(np.int64), unit)
    found = from_numbers(np.where(np.isfinite(decimals), decimals, 0.0), unit)
    exact = from_numbers(np.where(whole, decimals, 0).astype(np.int64), unit)
    return Readings(*(np.where(whole, e, f) for e, f in zip(exact, found, strict=True)))


def _checked_pattern(pattern: str) -> str:
    directives = re.findall(r"%-?(.?)", pattern)
    if not directives or any(d == "" or d not in _DIRECTIVES for d in directives):
        raise Refused(
            "bad_time_format",
            f"{pattern!r} is no time format; write it like %d/%m/%Y %H:%M, or use one of "
            f"{', '.join((*UNITS, *ORDERS))}.",
            field="time_format",
            value=pattern,
        )
    return pattern


def _by_pattern(texts: pa.Array, pattern: str) -> Readings:
    zoned = "%z" in pattern or "%Z" in pattern
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("given", pa.table({"text": texts}))
        literal = pattern.replace("'", "''")
        try:
            found = connection.sql(
                f"SELECT epoch_us(try_strptime(text, '{literal}')) AS t FROM given"
            ).to_arrow_table()["t"]
        except duckdb.Error as error:
            raise Refused(
                "bad_time_format",
                f"{pattern!r} is no time format: {str(error).splitlines()[0]}",
                field="time_format",
                value=pattern,
            ) from None
    ok = bools_of(found.combine_chunks().is_valid())
    microseconds = np.array(pc.fill_null(found, 0), np.int64)
    return Readings(microseconds, ok, ok & (not zoned))
