"""One part of the index: what some values are found by, in order, and whose values they are.

    <name>.tokens.arrow     token bytes, value int32: in order of the tokens; ~value where one begins at a later word
    <name>.people.arrow     by value, the people who have it; ids have none: value v is the id of number first + v
    <name>.telling.arrow    values that look like something to be masked, ascending

Files are written once and mapped by whoever looks.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.audience.finding.telling import telling_ids, telling_values
from yunying.audience.finding.words import Sought, tokens_of
from yunying.core import new_id
from yunying.kernels.words import mark_people, sort_texts
from yunying.store import Values
from yunying.store.arrow import read_mapped, write_mapped
from yunying.store.identity import Identity

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
_AFTER = b"\xff"
"""Greater than any byte of a text."""
_PIECE = 1 << 24


class File(NamedTuple):
    """How a file was when it was written."""

    size: int
    checksum: int


class Tables(NamedTuple):
    """A part's contents; ids have no list of people."""

    tokens: pa.Table
    people: pa.Table | None
    telling: pa.Table


@dataclass(frozen=True)
class About:
    """Whose values a part holds: of a property, or ids from the number `first` on.

    Values hold only of people of whom no later epoch says anything.
    """

    property: str | None
    first: int = 0
    epoch: int = 0


@dataclass(frozen=True)
class Part:
    """A part as it lies on disk."""

    name: str
    about: About
    files: dict[str, File]


def tables_of_ids(ids: pa.Array, region: str | None) -> Tables:
    """What ids are found by; an erased one is an empty text, and found by nothing."""
    return Tables(_tokens(ids, region, phone=False), None, _telling(telling_ids(ids)))


def tables_of_values(
    values: Values, low: int, high: int, people: Ints, region: str | None, *, phone: bool
) -> Tables:
    """What the texts `low` to `high` (codes of `values`) are found by, and who has them: row `i` is of `people[i]`."""
    rows = np.flatnonzero((values.codes >= low) & (values.codes < high))
    codes = values.codes[rows] - low
    theirs = people[rows[np.argsort(codes)]]
    count = np.bincount(codes, minlength=high - low)
    texts = values.labels.slice(low, high - low)
    return Tables(
        _tokens(texts, region, phone=phone), _people_table(count, theirs), _telling(telling_values(texts))
    )


def without(tables: Tables, gone: Ints, first: int) -> Tables | None:
    """The contents without these people, or without the ids of these numbers; None where nothing of theirs is in it."""
    value = _plain(tables.tokens["value"].to_numpy())
    if tables.people is None:
        theirs = np.isin(value + first, gone)
        return tables._replace(tokens=tables.tokens.filter(pa.array(~theirs))) if theirs.any() else None
    bounds, people = _people(tables.people)
    theirs = np.isin(people, gone)
    if not theirs.any():
        return None
    count = np.diff(bounds)
    left = np.bincount(np.repeat(np.arange(len(count)), count)[~theirs], minlength=len(count))
    kept = tables.tokens.filter(pa.array((left > 0)[value]))
    return tables._replace(tokens=kept, people=_people_table(left, people[~theirs]))


def write_part(folder: Path, about: About, tables: Tables) -> Part:
    """Put a part on disk."""
    name, files = new_id("part"), {}
    for what, table in tables._asdict().items():
        if table is not None:
            path = path_of(folder, name, what)
            write_mapped(path, table)
            files[what] = describe(path)
    return Part(name, about, files)


def read_part(folder: Path, part: Part) -> Tables | None:
    """A part's contents, mapped; None where a file is gone or was cut."""
    found: dict[str, pa.Table] = {}
    for what, file in part.files.items():
        path = path_of(folder, part.name, what)
        table = read_mapped(path)
        if table is None or path.stat().st_size != file.size:
            return None
        found[what] = table
    whole = found.keys() >= {"tokens", "telling"}
    return Tables(found["tokens"], found.get("people"), found["telling"]) if whole else None


def path_of(folder: Path, name: str, what: str) -> Path:
    """Where a file of a part lies."""
    return folder / f"{name}.{what}.arrow"


def describe(path: Path) -> File:
    """How a file is now."""
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            checksum = zlib.crc32(piece, checksum)
    return File(path.stat().st_size, checksum)


class OpenPart:
    """A part to look in."""

    def __init__(self, about: About, tables: Tables) -> None:
        self.about = about
        column = _only(tables.tokens["token"])
        _, bounds, data = column.buffers()
        self._count = len(column)
        self._bounds = (
            np.frombuffer(bounds, np.int32)[column.offset :] if self._count else np.zeros(1, np.int32)
        )
        self._data = memoryview(data) if data else memoryview(b"")
        self._values: Ints = tables.tokens["value"].to_numpy()
        self._people = None if tables.people is None else _people(tables.people)
        self._telling: Ints = tables.telling["value"].to_numpy()

    def mark(self, wanted: Sought, identity: Identity, found: Mask, hidden: Collection[str] | None) -> None:
        """Mark in `found`, by person id, of whom a value is found.

        With `hidden` (properties whose values are masked) their values, and others that look so, must be typed in
        whole: else they could be guessed letter by letter.
        """
        exact = [self._values[low:high] for low, high in (self._rows(t, whole=True) for t in wanted.all)]
        exact = [values[values >= 0] for values in exact]
        looked = [*exact]
        if hidden is None or self.about.property not in hidden:
            begin = [self._values[low:high] for low, high in map(self._rows, wanted.beginnings)]
            if hidden is not None and len(self._telling):
                begin = [v[~np.isin(_plain(v), self._telling)] for v in begin]
            looked += begin
        for values in looked:
            if not len(values):
                continue
            if self._people is not None:
                mark_people(values, *self._people, found)
            else:
                people = identity.people(_plain(values) + np.int32(self.about.first))
                found[people[people < len(found)]] = True

    def numbers(self, token: bytes) -> Ints:
        """Of a part of ids: the numbers of those that are this token."""
        low, high = self._rows(token, whole=True)
        values = self._values[low:high]
        return np.unique(values[values >= 0]) + np.int32(self.about.first)

    def _rows(self, token: bytes, *, whole: bool = False) -> tuple[int, int]:
        """The tokens that begin so, or are so."""
        low = bisect_left(range(self._count), token, key=self._token)
        return low, bisect_left(
            range(self._count), token + (b"\0" if whole else _AFTER), low, key=self._token
        )

    def _token(self, at: int) -> bytes:
        return self._data[self._bounds[at] : self._bounds[at + 1]].tobytes()


def _tokens(texts: pa.Array, region: str | None, *, phone: bool) -> pa.Table:
    tokens = tokens_of(texts, region, phone=phone)
    order = np.arange(len(tokens.text), dtype=np.int32)
    sort_texts(tokens.bounds, tokens.data, order)
    buffers = [None, pa.py_buffer(tokens.bounds), pa.py_buffer(tokens.data)]
    column = pa.Array.from_buffers(pa.binary(), len(order), buffers)
    return pa.table({"token": column.take(pa.array(order)), "value": tokens.text[order]})


def _plain(values: Ints) -> Ints:
    """Values without the note that they are found from a later word on."""
    return np.where(values < 0, ~values, values)


def _telling(which: Mask) -> pa.Table:
    return pa.table({"value": np.flatnonzero(which).astype(np.int32)})


def _people_table(count: npt.NDArray[np.int64], people: Ints) -> pa.Table:
    bounds = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    return pa.table({"people": pa.ListArray.from_arrays(pa.array(bounds), pa.array(people))})


def _people(table: pa.Table) -> tuple[Ints, Ints]:
    """`(bounds, people)`: those who have value v are `people[bounds[v]:bounds[v + 1]]`."""
    column = _only(table["people"])
    return column.offsets.to_numpy(), column.values.to_numpy()


def _only(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array; without a copy where it is one already, as in a file."""
    return (
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks or [pa.array([], column.type)])
    )
