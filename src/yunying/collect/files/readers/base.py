"""What every reader of a file format gives: chunks of named columns, and the rows it could not make sense of."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa

from yunying.collect.arrays import Bools, Int64s
from yunying.collect.files.result import BadRow, Note
from yunying.collect.files.values import Kind

MIXED = pa.struct([pa.field("text", pa.string()), pa.field("kind", pa.int8())])
"""A column of values of several kinds: the text of each, and its place in `KINDS`."""

MAX_COLUMNS = 20_000
SHOWN = 200
"""Characters of a bad value that are kept."""


@dataclass(frozen=True)
class ColumnHead:
    """A column of a file: the name that addresses it, and what the file calls it (names may repeat there)."""

    name: str
    label: str


@dataclass
class Chunk:
    """Some rows of a file: whole columns, the number of each row as a person would count, and bad rows.

    A column that is not in `columns` is missing in all of these rows.
    """

    columns: dict[str, pa.Array]
    rows: Int64s
    rejected: list[BadRow] = field(default_factory=list)
    fraction: float | None = None
    estimate: int | None = None
    """How many rows the file may have, where this chunk is enough to say."""

    def column(self, name: str) -> pa.Array:
        """The column, all null where these rows lack it."""
        found = self.columns.get(name)
        return pa.nulls(len(self.rows), pa.string()) if found is None else found

    def keep(self, mask: Bools) -> Chunk:
        """Only the rows for which `mask` is true."""
        if mask.all():
            return self
        chosen = pa.array(mask)
        columns = {name: values.filter(chosen) for name, values in self.columns.items()}
        return Chunk(columns, self.rows[mask], [], self.fraction)


class Reader(Protocol):
    """A file of one format. `inferred` are the kinds that text in it may turn out to be."""

    inferred: frozenset[Kind]
    open_ended: bool
    """Whether columns may appear that the head of the file did not show."""
    rereadable: bool
    """Whether `chunks` may be called again."""

    @property
    def heads(self) -> list[ColumnHead]:
        """The columns known so far, in file order."""
        ...

    @property
    def notes(self) -> list[Note]:
        """What is worth saying about how it was read."""
        ...

    def chunks(self, wanted: Collection[str] | None) -> Generator[Chunk]:
        """All rows from the start; only the `wanted` columns (all where None)."""
        ...


def heads_of(labels: list[str]) -> list[ColumnHead]:
    """Names for labels that may be empty or repeat: a nameless column is `column_3`, a second `name` `name_2`."""
    taken = set(labels)
    seen: set[str] = set()
    heads = []
    for place, label in enumerate(labels, 1):
        name = label or f"column_{place}"
        stem, number = name, 2
        while name in seen or (name != label and name in taken):
            name, number = f"{stem}_{number}", number + 1
        seen.add(name)
        heads.append(ColumnHead(name, label))
    return heads


def join(chunks: Iterable[Chunk], rows: int, size: int) -> Generator[Chunk]:
    """Neighbouring chunks of the same shape put together until they hold `rows` rows or `size` bytes."""
    held: list[Chunk] = []
    count = weight = 0
    for chunk in chunks:
        if held and _shape(held[0]) != _shape(chunk):
            yield _joined(held)
            held, count, weight = [], 0, 0
        held.append(chunk)
        count += len(chunk.rows)
        weight += sum(values.nbytes for values in chunk.columns.values())
        if count >= rows or weight >= size:
            yield _joined(held)
            held, count, weight = [], 0, 0
    if held:
        yield _joined(held)


def shown(value: object) -> str | None:
    """A value as an errors file shows it."""
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _shape(chunk: Chunk) -> list[tuple[str, pa.DataType]]:
    return [(name, values.type) for name, values in chunk.columns.items()]


def _joined(chunks: list[Chunk]) -> Chunk:
    if len(chunks) == 1:
        return chunks[0]
    columns = {
        name: pa.chunked_array([c.columns[name] for c in chunks]).unify_dictionaries().combine_chunks()
        for name in chunks[0].columns
    }
    rejected = [bad for chunk in chunks for bad in chunk.rejected]
    return Chunk(columns, np.concatenate([c.rows for c in chunks]), rejected, chunks[-1].fraction)
