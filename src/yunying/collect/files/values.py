"""What kind of value a column holds, decided over all of it, and its cast to the lake's type.

A number is text that would come back the same: no leading zeros, no plus sign, no thousands separators, and no
whole number that a double cannot hold exactly. Truth is `true` or `false`; a time is written year first.
Words for "nothing" (`NULL`, `NaN`, …) do not make a column of numbers a mixed one.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.arrays import (
    Bools,
    bools_of,
    decoded,
    is_text,
    matches,
    null_where,
    on_dictionary,
    texts_of,
    trimmed,
)
from yunying.collect.files.times import TimeReader
from yunying.store.schema import ARROW_TYPES, TIME, PropertyType

Kind = Literal["number", "boolean", "time", "text"]
KINDS: tuple[Kind, ...] = ("number", "boolean", "time", "text")
EXACT = 2**53
"""Largest whole number up to which a double holds every one exactly."""

_NUMBER = r"^\s*-?(?:(?:0|[1-9]\d{0,14}|[1-8]\d{15})(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,2})?\s*$"
_NEAR_LIMIT = r"^\s*-?9\d{15}\s*$"
_BOOLEAN = r"^\s*(?:[Tt]rue|TRUE|[Ff]alse|FALSE)\s*$"
_DIGITS = r"^\s*\d+\s*$"
_TIME = r"^\s*\d{4}[-/年]\d{1,2}[-/月]\d{1,2}"
_NOTHING = r"^\s*(?:NULL|null|Null|NaN|nan|N/A|#N/A|None|\\N|<NA>)?\s*$"
_LONGEST_NOTHING = 4
_MIXED_SHARE = 0.01
_DICTIONARY_SHARE = 0.3


class PropertyColumn:
    """One mapped column while it streams by: counts what it sees, and so knows its type at the end.

    `inferred` are the kinds that its text may turn out to be; a file format that has types of its own
    leaves nothing to infer for them.
    """

    def __init__(self, name: str, inferred: frozenset[Kind], zone: str) -> None:
        self.name = name
        self._inferred = inferred
        self._times = TimeReader(zone)
        self._counts: Counter[Kind] = Counter()
        self._digits = 0  # text only because a number would not hold it: 007, or too long
        self._repeats = True

    @property
    def filled(self) -> bool:
        """Whether there was any value."""
        return sum(self._counts.values()) > 0

    @property
    def counts(self) -> dict[Kind, int]:
        """Values seen of each kind (of a column that is plainly text, those seen until that was plain)."""
        return {kind: self._counts[kind] for kind in KINDS if self._counts[kind]}

    @property
    def type(self) -> PropertyType:
        """The one kind all values are of, else text."""
        kinds = list(self.counts)
        return kinds[0] if len(kinds) == 1 else "text"

    @property
    def mixed(self) -> bool:
        """Whether it is text only because its values are of several kinds."""
        counts = self.counts
        if len(counts) < 2 or (self._digits == counts.get("text") and set(counts) == {"number", "text"}):
            return False
        return sum(n for kind, n in counts.items() if kind != "text") >= _MIXED_SHARE * sum(counts.values())

    def prepare(self, values: pa.Array) -> pa.Array:
        """Count the values and give them back as they are to be staged: text that repeats as a dictionary."""
        if pa.types.is_struct(values.type):  # text with the kind of each value beside it
            for kind in pc.value_counts(pc.struct_field(values, "kind")).to_pylist():
                if kind["values"] is not None:
                    self._counts[KINDS[kind["values"]]] += kind["counts"]
            return pc.struct_field(values, "text")
        if not is_text(values.type):
            self._counts.update(self._typed(values))
            return values
        if not pa.types.is_dictionary(values.type):
            if values.type != pa.string():
                values = values.cast(pa.string())
            if self._repeats and len(values):
                encoded = values.dictionary_encode()
                self._repeats = len(encoded.dictionary) <= _DICTIONARY_SHARE * len(values)
                values = encoded if self._repeats else values
        if not self._plainly_text:
            self._counts.update(self._text(values))
        return values

    def cast(self, values: pa.Array, kind: PropertyType) -> pa.Array:
        """Staged values as the lake keeps them."""
        if kind == "text":
            return decoded(texts_of(values))
        if pa.types.is_dictionary(values.type):
            if len(values.dictionary) > len(values):  # a few rows of a large batch
                return self.cast(decoded(values), kind)
            return on_dictionary(values, self.cast(values.dictionary, kind))
        if kind == "time":
            times = self._times.read(values)
            return pa.array(times.microseconds, mask=~times.ok).cast(TIME)
        if is_text(values.type):
            bare = trimmed(values)
            values = null_where(pa.array(matches(bare, _NOTHING)), bare)
        if kind == "boolean" and is_text(values.type):
            values = pc.utf8_lower(values)
        cast = values.cast(ARROW_TYPES[kind], safe=False)
        return null_where(pc.is_nan(cast), cast) if kind == "number" else cast

    @property
    def _plainly_text(self) -> bool:
        text = self._counts["text"]
        return text > 0 and (not self._inferred or text > (1 - _MIXED_SHARE) * sum(self._counts.values()))

    def _typed(self, values: pa.Array) -> dict[Kind, int]:
        kind = values.type
        present = len(values) - values.null_count
        if pa.types.is_boolean(kind):
            return {"boolean": present}
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            return {"time": present}
        if pa.types.is_floating(kind):
            return {"number": present - (pc.sum(pc.is_nan(values)).as_py() or 0)}
        if pa.types.is_integer(kind):
            low, high = pc.min_max(values).as_py().values()
            if present and (low < -EXACT or high > EXACT):
                beyond = pc.or_(pc.greater(values, EXACT), pc.less(values, -EXACT))
                count = pc.sum(beyond).as_py()
                return {"number": present - count, "text": count}
            return {"number": present}
        return {"text": present}

    def _text(self, values: pa.Array) -> dict[Kind, int]:
        weights = None
        if pa.types.is_dictionary(values.type):
            weights = np.bincount(values.indices.drop_null().to_numpy(), minlength=len(values.dictionary))
            values = values.dictionary
        if not self._inferred:
            return {"text": _weigh(bools_of(values.is_valid()), weights)}
        nothing = matches(values, _NOTHING)
        left = bools_of(values.is_valid()) & ~nothing
        found: dict[Kind, int] = {}
        for kind in ("number", "boolean", "time"):
            if kind in self._inferred and left.any():
                matched = self._is(kind, values) & left
                found[kind] = _weigh(matched, weights)
                left &= ~matched
        found["text"] = _weigh(left, weights)
        if found["text"] and "number" in self._inferred:
            self._digits += _weigh(left & matches(values, _DIGITS), weights)
        return found

    def _is(self, kind: Kind, texts: pa.Array) -> Bools:
        if kind == "boolean":
            return matches(texts, _BOOLEAN)
        if kind == "number":
            matched = matches(texts, _NUMBER)
            near = matches(texts, _NEAR_LIMIT)
            if near.any():
                rows = np.flatnonzero(near)
                whole = pc.utf8_trim_whitespace(texts.take(pa.array(rows))).cast(pa.int64()).to_numpy()
                matched[rows] = np.abs(whole) <= EXACT
            return matched
        matched = matches(texts, _TIME)
        rows = np.flatnonzero(matched)
        if rows.size:
            times = self._times.read(texts.take(pa.array(rows)))
            matched[rows] = times.ok & times.in_range
        return matched


def is_nothing(texts: pa.Array) -> Bools:
    """Whether each trimmed text is missing, or a word by which programs write that it is."""
    if pa.types.is_dictionary(texts.type):
        if len(texts.dictionary) == 0:
            return np.ones(len(texts), np.bool_)
        at = pc.fill_null(texts.indices, 0).to_numpy(zero_copy_only=False)
        nothing: Bools = is_nothing(texts.dictionary)[at] | bools_of(texts.is_null())
        return nothing
    short = pc.less_equal(pc.binary_length(texts), pa.scalar(_LONGEST_NOTHING, pa.int32()))
    if texts.null_count == 0 and not pc.any(short, min_count=0).as_py():
        return np.zeros(len(texts), np.bool_)
    return matches(texts, _NOTHING) | bools_of(texts.is_null())


def _weigh(matched: Bools, weights: np.ndarray[tuple[int], np.dtype[np.int64]] | None) -> int:
    return int(matched.sum() if weights is None else weights[matched].sum())
