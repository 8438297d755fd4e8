"""Small steps on Arrow columns that several files need."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


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


def on_dictionary(values: pa.Array, change: pa.Array) -> pa.Array:
    """The same rows with another dictionary, whose entries may be null or repeat: as plain values."""
    return change.take(values.indices)


def trimmed(texts: pa.Array) -> pa.Array:
    """Text (or a dictionary of it) without white space around it; nothing left is null."""
    if pa.types.is_dictionary(texts.type):
        entries = trimmed(texts.dictionary)
        if entries.equals(texts.dictionary):
            return texts
        return pa.array(on_dictionary(texts, entries)).dictionary_encode()
    if texts.type != pa.string():
        texts = texts.cast(pa.string())
    if not _may_have_space_around(texts):
        return texts
    bare = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(bare, ""), None, bare)


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
        return pc.if_else(missing, None, texts) if pc.any(missing, min_count=0).as_py() else texts
    return values.cast(pa.string())
