"""Answers: rows, totals and where they come from; and addresses, which name the people behind one figure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote_plus

import numpy as np
import numpy.typing as npt

from yunying.core import Refused

MAX_ROWS = 200_000


@dataclass(frozen=True)
class Provenance:
    """Where an answer comes from: enough to compute it again and to explain a difference.

    `known_until` is the instant up to which data had arrived; `events_read` how many events were looked at.
    `cached`: it was found for an earlier asker; `computed_ms` is what it took then.
    """

    project: str
    timezone: str
    week_start: str
    range: dict[str, str]
    definition: str
    definition_version: int
    filters: list[str]
    data_version: int
    known_until: str
    events_read: int
    computed_ms: float
    incomplete: bool
    cached: bool = False


@dataclass(frozen=True)
class Answer:
    """A question's answer in long form: one record a row; each figure's `address` opens its people."""

    columns: list[dict[str, str]]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    provenance: Provenance
    before: dict[str, Any] | None = None
    """What the range compared with says, where the answer does not say it row by row: `question` (the same without
    `compare`, over that range: its figures' people are found with it), `rows`, `totals` and `provenance`."""

    def as_wire(self) -> dict[str, Any]:
        """As JSON-ready values."""
        return {
            "columns": self.columns,
            "rows": self.rows,
            "totals": self.totals,
            "provenance": asdict(self.provenance),
            "before": self.before,
        }


@dataclass(frozen=True)
class Behind:
    """The people behind a figure: dense ids in order, and how many matching events each has (where it counts)."""

    people: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64] | None = field(default=None)

    def part(self, start: int, stop: int) -> Behind:
        """Some of them, from one place in the list to before another."""
        return Behind(self.people[start:stop], None if self.counts is None else self.counts[start:stop])


def check_size(rows: int, field: str, advice: str) -> None:
    """Refuse an answer nobody could read, before it is made."""
    if rows > MAX_ROWS:
        raise Refused(
            "too_many_rows",
            f"The answer would have {rows:,} rows, more than {MAX_ROWS:,}; {advice}.",
            field=field,
            rows=rows,
            most=MAX_ROWS,
        )


def address(**parts: Any) -> str:
    """An address: `series=0&bucket=2011-01-03&breakdown=%22France%22`. Values are JSON, except plain words."""
    return "&".join([f"{k}={_written(k in _WORDS, v)}" for k, v in parts.items()])


def _written(word: bool, value: Any) -> str | int:
    if type(value) is int:
        return value
    if isinstance(value, list):  # equal lists may hold values of different types, which a cache would mix up
        return quote_plus(json.dumps(value, ensure_ascii=False))
    return _encode(word, value)


@lru_cache(maxsize=10_000, typed=True)
def _encode(word: bool, value: Any) -> str:
    return quote_plus(value if word else json.dumps(value, ensure_ascii=False))


def parse_address(text: str, allowed: set[str] | None = None) -> dict[str, Any]:
    """The parts of an address; refuses what is none, and parts other than those `allowed`."""
    parts: dict[str, Any] = {}
    try:
        for key, value in parse_qsl(text, keep_blank_values=True, strict_parsing=True):
            if (allowed is not None and key not in allowed) or key in parts:
                raise ValueError(key)
            parts[key] = value if key in _WORDS else json.loads(value)
    except (ValueError, RecursionError):
        raise bad_address(text) from None
    return parts


def bad_address(text: str) -> Refused:
    """The refusal of an address that names no figure of this question."""
    text = text[:200].encode("utf-8", "replace").decode()
    return Refused(
        "bad_address",
        f"{text!r} names no figure of this question; take the `address` of a row of its answer.",
        field="address",
        address=text,
    )


_WORDS = frozenset({"bucket", "cohort"})
