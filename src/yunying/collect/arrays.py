"""Small steps on Arrow columns that several files need."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_FEW = 64


def is_text(kind: pa.DataType) -> bool:
    """Whether values are text, dictionary or not."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def bools_of(values: pa.Array) -> Bools:
    """Truth of each row; null is false."""
    found: Bools = pc.fill_null(values, False).to_numpy(zero_copy_only=False)
    return found


def plain(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One array, not chunked."""
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
    return values


def decoded(values: pa.Array) -> pa.Array:
    """The values themselves instead of a dictionary of them."""
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def matches(texts: pa.Array, pattern: str) -> Bools:
    """Whether each text matches a pattern (one that Python and RE2 read alike); null does not."""
    if len(texts) > _FEW:
        return bools_of(pc.match_substring_regex(texts, pattern))
    compiled = _compiled(pattern)  # Arrow compiles at every call, which takes longer than a few texts do
    return np.array([t is not None and compiled.search(t) is not None for t in texts.to_pylist()], np.bool_)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


def null_where(mask: pa.Array, values: pa.Array) -> pa.Array:
    """The values, null where `mask` is true."""
    # Literals are given their type: Arrow's guessing costs as much as a thousand rows.
    return pc.if_else(mask, pa.scalar(None, values.type), values)


def equals(texts: pa.Array, text: str) -> pa.Array:
    """Whether each text is `text`."""
    return pc.equal(texts, pa.scalar(text, pa.string()))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts put together row by row; null where one of them is."""
    typed = [pa.scalar(part, pa.string()) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*typed, pa.scalar("", pa.string()))


def on_dictionary(values: pa.Array, change: pa.Array) -> pa.Array:
    """The same rows with another dictionary, whose entries may be null or repeat: as plain values."""
    return change.take(values.indices)


def trimmed(texts: pa.Array) -> pa.Array:
    """Text (or a dictionary of it) without white space around it; nothing left is null."""
    if pa.types.is_dictionary(texts.type):
        entries = trimmed(texts.dictionary)
        if entries.equals(texts.dictionary):
            return texts
        return on_dictionary(texts, entries).dictionary_encode()
    if texts.type != pa.string():
        texts = texts.cast(pa.string())
    if not _may_have_space_around(texts):
        return texts
    bare = pc.utf8_trim_whitespace(texts)
    return null_where(equals(bare, ""), bare)


def _may_have_space_around(texts: pa.Array) -> bool:
    """Whether any text begins or ends with a byte that may be (part of) white space, or is empty."""
    _, offsets, data = texts.buffers()
    if len(texts) == 0 or data is None or data.size == 0:
        return bool(len(texts) > texts.null_count)
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    starts, stops = bounds[:-1], bounds[1:]
    present = starts < stops
    if np.count_nonzero(~present) > texts.null_count:
        return True
    content = np.frombuffer(data, np.uint8)
    edges = np.concatenate([content[starts[present]], content[stops[present] - 1]])
    return bool(np.any((edges <= 32) | (edges >= 128)))


def texts_of(values: pa.Array) -> pa.Array:
    """The canonical text of each value; numbers that are whole have no fraction, not-a-number is null."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        if is_text(kind):
            return values
        return texts_of(decoded(values))
    if pa.types.is_struct(kind):
        return pc.struct_field(values, "text")
    if pa.types.is_string(kind):
        return values
    if pa.types.is_floating(kind):
        texts = values.cast(pa.string())
        missing = pc.fill_null(pc.is_nan(values), False)
        return null_where(missing, texts) if pc.any(missing, min_count=0).as_py() else texts
    return values.cast(pa.string())
