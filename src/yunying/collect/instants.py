"""Instants as programs write them, read one at a time. Files have columns of them: see `files.times`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yunying.core import microseconds_of

_LOWEST, _HIGHEST = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years 1 and 9999


def from_iso(text: str, *, needs_zone: bool = False) -> int:
    """µs since the epoch of an ISO 8601 text. Without a zone it is UTC, or a `ValueError` if it `needs_zone`."""
    instant = datetime.fromisoformat(text.strip())
    if instant.tzinfo is None:
        if needs_zone:
            raise ValueError("it has no time zone: end it with Z or an offset such as +08:00")
        instant = instant.replace(tzinfo=UTC)
    return microseconds_of(instant)


def from_number(value: float, unit: int) -> int:
    """µs since the epoch of a count of `unit` µs (1,000: milliseconds)."""
    found = int(value * unit)  # int() refuses nan and infinities
    if not _LOWEST <= found <= _HIGHEST:
        raise ValueError("it is not between the years 1 and 9999")
    return found


def from_epoch(value: float) -> int:
    """µs since the epoch of a count of seconds, milliseconds or microseconds, told apart by size."""
    size = abs(value)
    unit = 1_000_000 if size < 1e11 else 1_000 if size < 1e14 else 1
    return from_number(value, unit)


def from_any(value: Any, *, needs_zone: bool = False) -> int | None:
    """An instant written as a number or as ISO 8601; None where there is none.

    Raises `ValueError` with what is wrong.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise ValueError("it is not a time")
    if isinstance(value, int | float):
        return from_epoch(value)
    if isinstance(value, str):
        if value.isdecimal():
            return from_epoch(int(value)) if len(value) < 20 else from_number(float(value), 1)
        return from_iso(value, needs_zone=needs_zone)
    raise ValueError("it is not a time")
