"""A list of ids from a file of whatever format: one of its columns as text."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.arrays import texts_of, trimmed
from yunying.collect.files.readers import open_reader
from yunying.collect.files.sources import Source
from yunying.core import Refused

LONGEST_LIST = 5_000_000


def read_list(path: Path, column: str | None = None, *, name: str | None = None) -> tuple[str, pa.Array]:
    """The column that was read (the first by default) and its values in order, without those that are empty.

    `name` is what the file was called where it came from. A file without a head is read from its second row on,
    unless it has only one.
    """
    source = Source.at(path, name)
    with tempfile.TemporaryDirectory(prefix="yunying-list-") as folder:
        _, reader = open_reader(source, Path(folder), None, None, None)
        with closing(reader.chunks(None)) as chunks:
            parts: list[pa.Array] = []
            chosen = column
            for chunk in chunks:
                if chosen is None and reader.heads:
                    chosen = reader.heads[0].name
                if chosen is not None:
                    parts.append(_texts(chunk.column(chosen)))
                if sum(map(len, parts)) > LONGEST_LIST:
                    raise Refused(
                        "list_too_long",
                        f"A list has up to {LONGEST_LIST:,} ids; split it.",
                        field="file",
                        most=LONGEST_LIST,
                    )
        names = [head.name for head in reader.heads]
    if chosen is None or chosen not in names:
        raise Refused(
            "unknown_column",
            f"The file has no column {column!r}; it has {', '.join(map(repr, names[:20])) or 'none'}.",
            field="column",
            column=column,
        )
    values = pa.concat_arrays(parts) if parts else pa.array([], pa.string())
    return chosen, values.filter(pc.and_(pc.is_valid(values), pc.not_equal(values, "")))


def _texts(values: pa.Array) -> pa.Array:
    texts = trimmed(texts_of(values))
    if pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_decode()
    # A spreadsheet keeps an id made of digits as a number.
    numbers = pc.match_substring_regex(texts, r"^\d+\.0$").fill_null(False)
    if np.any(numbers.to_numpy(zero_copy_only=False)):
        texts = pc.if_else(numbers, pc.replace_substring_regex(texts, r"\.0$", ""), texts)
    return texts.cast(pa.string())
