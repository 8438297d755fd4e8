"""JSON Lines: one object a line. Nested objects become columns with dotted names, lists stay JSON text."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from yunying.collect.arrays import Int64s, texts_of
from yunying.collect.files.encodings import Utf8
from yunying.collect.files.readers.base import MAX_COLUMNS, MIXED, Chunk, ColumnHead, shown
from yunying.collect.files.result import BadRow, Note
from yunying.collect.files.sources import Source
from yunying.collect.files.values import EXACT, KINDS, Kind
from yunying.core import Refused

_BLOCK = 8 << 20  # no line may be longer than a block
_HEAD = 1 << 18
_CELLS = 8_000_000
_DEPTH = 32  # deeper objects stay JSON text

Value = Any  # whatever JSON holds


class JsonLinesReader:
    """A file with one JSON object on each line."""

    inferred: frozenset[Kind] = frozenset(("time",))
    open_ended = True
    rereadable = True

    def __init__(self, source: Source, encoding: str | None, *, block: int = _BLOCK) -> None:
        self._source = source
        self._encoding = encoding
        self._block = block
        self._names: dict[str, None] = {}
        with source.open() as stream:
            text = Utf8(stream, encoding)
            head = text.read(_HEAD)
            while b"\n" not in head and (more := text.read(_HEAD)):
                head += more
                if len(head) > block:
                    raise _too_long(1, block)
            self.encoding = text.encoding or "utf-8"
        if not head.strip():
            raise Refused("empty_file", "The file is empty.")
        if head.lstrip()[:1] == b"[":
            raise Refused(
                "json_array",
                "The file holds one JSON array; JSON Lines has one object on each line "
                "(for example: jq -c '.[]' file.json > file.jsonl).",
            )
        lines = head.split(b"\n")
        whole = lines if len(head) % _HEAD or len(lines) == 1 else lines[:-1]
        self._parse(whole[:2000], np.arange(1, len(whole[:2000]) + 1), None)

    @property
    def heads(self) -> list[ColumnHead]:
        """The keys met so far."""
        return [ColumnHead(name, name) for name in self._names]

    @property
    def notes(self) -> list[Note]:
        """Nothing to say."""
        return []

    def chunks(self, wanted: Collection[str] | None) -> Generator[Chunk]:
        """All lines that hold an object; row numbers are line numbers."""
        with self._source.open() as stream:
            text = Utf8(stream, self._encoding)
            rest = b""
            line = 0
            while block := text.read(self._block):
                lines = (rest + block).split(b"\n")
                rest = lines.pop()
                if len(block) < self._block and rest.strip():  # the end, without a line break
                    lines.append(rest)
                    rest = b""
                if len(rest) > self._block:
                    raise _too_long(line + len(lines) + 1, self._block)
                if lines:
                    numbers = np.arange(line + 1, line + 1 + len(lines))
                    line += len(lines)
                    yield from self._pieces(lines, numbers, wanted, text.fraction)
            if rest.strip():
                yield self._parse([rest], np.array([line + 1]), wanted, 1.0)

    def _pieces(
        self, lines: list[bytes], numbers: Int64s, wanted: Collection[str] | None, fraction: float
    ) -> Generator[Chunk]:
        """The lines of a block in as many chunks as it takes for each to be small when it is a table: rows with
        keys of their own would otherwise make a block of a few megabytes a table of gigabytes.
        """
        done = 0
        while done < len(lines):
            rows = max(64, _CELLS // max(len(self._names), 64))
            chunk = self._parse(lines[done : done + rows], numbers[done : done + rows], wanted, fraction)
            chunk.estimate = round(len(lines) / fraction) if fraction else None
            yield chunk
            done += rows

    def _parse(
        self,
        lines: list[bytes],
        numbers: Int64s,
        wanted: Collection[str] | None,
        fraction: float | None = None,
    ) -> Chunk:
        rejected: list[BadRow] = []
        kept: list[dict[str, Value]] = []
        rows: list[int] = []
        parsed = _loads(lines)
        for place, value in enumerate(parsed):
            if type(value) is dict:
                kept.append(value)
                rows.append(int(numbers[place]))
            elif lines[place].strip():
                reason = "invalid_json" if isinstance(value, orjson.JSONDecodeError) else "not_an_object"
                bad = shown(lines[place].decode("utf-8", "replace").strip())
                rejected.append(BadRow(row=int(numbers[place]), column=None, value=bad, reason=reason))
        gathered = _gather(kept, wanted)
        self._names.update(dict.fromkeys(gathered))
        if len(self._names) > MAX_COLUMNS:
            raise _too_many()
        columns = {name: typed_column(values) for name, values in gathered.items()}
        return Chunk(columns, np.array(rows, np.int64), rejected, fraction)


def _too_long(line: int, block: int) -> Refused:
    return Refused("line_too_long", f"Line {line:,} is longer than {block >> 20} MB.", line=line)


def _too_many() -> Refused:
    return Refused(
        "too_many_columns",
        f"The file has more than {MAX_COLUMNS:,} different keys; keys must be names, not values.",
        limit=MAX_COLUMNS,
    )


def _loads(lines: list[bytes]) -> list[Value]:
    try:  # all lines in one call; only where one is broken, each by itself
        found = orjson.loads(b"[" + b",".join(lines) + b"]")
        if len(found) == len(lines):
            return list(found)
    except orjson.JSONDecodeError:
        pass
    return [_load(line) for line in lines]


def _load(line: bytes) -> Value:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return error


def _gather(rows: list[dict[str, Value]], wanted: Collection[str] | None) -> dict[str, list[Value]]:
    """The values of each (dotted) name, one for each row."""
    columns: dict[str, list[Value]] = {}
    chosen = None if wanted is None else frozenset(wanted)
    for place, row in enumerate(rows):
        pending = [("", row, 0)]
        while pending:
            prefix, inner, depth = pending.pop()
            for key, value in inner.items():
                name = prefix + key
                if type(value) is dict and depth < _DEPTH:
                    pending.append((name + ".", value, depth + 1))
                    continue
                if value is None or (chosen is not None and name not in chosen):
                    continue
                column = columns.get(name)
                if column is None:
                    column = columns[name] = []
                    if len(columns) > MAX_COLUMNS:
                        raise _too_many()
                if len(column) < place:
                    column.extend([None] * (place - len(column)))
                if len(column) == place:
                    column.append(value)
    for column in columns.values():
        column.extend([None] * (len(rows) - len(column)))
    return columns


def typed_column(values: list[Value]) -> pa.Array:
    """Values of one kind as a typed column, else as `MIXED`."""
    types = set(map(type, values)) - {type(None)}
    try:
        if types <= {str}:
            return pa.array(values, pa.string())
        if types == {bool}:
            return pa.array(values, pa.bool_())
        if types == {int}:
            return pa.array(values, pa.int64())
        if types <= {int, float} and not any(type(v) is int and abs(v) > EXACT for v in values):
            return pa.array(values, pa.float64())
    except (OverflowError, pa.ArrowInvalid):
        pass  # whole numbers beyond 64 bits stay text
    # Fractions are written by Arrow, all at once: one call a value would cost more than all else.
    fractions = iter(texts_of(pa.array([v for v in values if type(v) is float], pa.float64())).to_pylist())
    return pa.array([None if v is None else _with_kind(v, fractions) for v in values], MIXED)


def _with_kind(value: Value, fractions: Iterator[str | None]) -> dict[str, Value]:
    if type(value) is bool:
        return {"text": "true" if value else "false", "kind": KINDS.index("boolean")}
    if type(value) is int:
        return {"text": str(value), "kind": KINDS.index("number" if abs(value) <= EXACT else "text")}
    if type(value) is float:
        return {"text": next(fractions), "kind": KINDS.index("number")}
    if type(value) is str:
        return {"text": value, "kind": KINDS.index("text")}
    return {"text": orjson.dumps(value, default=str).decode(), "kind": KINDS.index("text")}
