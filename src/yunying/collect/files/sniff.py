"""Look at the head of a file and say what it is."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from yunying.collect.arrays import decoded, texts_of, trimmed
from yunying.collect.files.mapping import Format
from yunying.collect.files.propose import Seen, propose
from yunying.collect.files.readers import Chunk, ParquetReader, Reader, XlsxReader, open_reader, shown
from yunying.collect.files.result import Note, Preview, PreviewColumn
from yunying.collect.files.sources import Source
from yunying.collect.files.time_texts import day_order_of
from yunying.collect.files.times import TimeReader
from yunying.collect.files.values import PropertyColumn
from yunying.core import Calendar

_ROWS = 20
_LOOKED_AT = 10_000
_SAMPLES = 5


def preview(
    path: Path,
    *,
    name: str | None = None,
    format: Format | None = None,  # noqa: A002 - the word people use for it on the command line
    encoding: str | None = None,
    delimiter: str | None = None,
    timezone: str | None = None,
) -> Preview:
    """Read the head of `path` only. `name` is what the file was called where it came from.

    A compressed Parquet file or workbook is unpacked whole, since its directory is at its end.
    """
    zone = Calendar(timezone).timezone if timezone else "UTC"
    source = Source.at(path, name)
    with tempfile.TemporaryDirectory(prefix="yunying-preview-") as folder:
        chosen, reader = open_reader(source, Path(folder), format, encoding, delimiter)
        with closing(reader.chunks(None)) as chunks:
            chunk = next(chunks, None)
        head = _head(reader, chunk)
        seen, described = [], []
        for column in reader.heads:
            values = head.column(column.name)
            look, described_column = _look(column.name, column.label, values, reader, zone)
            seen.append(look)
            described.append(described_column)
        texts = [look.texts for look in seen]
        proposed = propose(seen, source.plain_name)
        proposed = proposed.model_copy(
            update={"timezone": timezone, "format": format, "encoding": encoding, "delimiter": delimiter}
        )
        return Preview(
            format=chosen,
            compression=source.compression,
            encoding=getattr(reader, "encoding", None),
            delimiter=getattr(reader, "delimiter", None),
            columns=described,
            rows=[[shown(t[row].as_py()) for t in texts] for row in range(min(_ROWS, len(head.rows)))],
            row_estimate=_estimate(reader, chunk),
            proposed=proposed,
            notes=[*reader.notes, *_notes(described, proposed.time, head, zone)],
        )


def _head(reader: Reader, chunk: Chunk | None) -> Chunk:
    if chunk is None:
        return Chunk(
            {h.name: pa.array([], pa.string()) for h in reader.heads}, pa.array([], pa.int64()).to_numpy()
        )
    return Chunk({n: v.slice(0, _LOOKED_AT) for n, v in chunk.columns.items()}, chunk.rows[:_LOOKED_AT])


def _look(name: str, label: str, values: pa.Array, reader: Reader, zone: str) -> tuple[Seen, PreviewColumn]:
    kept = PropertyColumn(name, reader.inferred, zone)
    kept.prepare(values)
    texts = decoded(texts_of(values))
    present = trimmed(texts).drop_null()
    distinct = present.unique()
    times = TimeReader(zone).read(values)
    share = float((times.ok & times.in_range).sum() / max(len(present), 1))
    seen = Seen(name, label, kept.type, texts, len(distinct), len(present), share)
    column = PreviewColumn(
        name=name,
        label=label,
        type=kept.type,
        samples=[shown(v) or "" for v in distinct[:_SAMPLES].to_pylist()],
        filled=len(present) / max(len(values), 1),
        mixed=kept.mixed,
    )
    return seen, column


def _estimate(reader: Reader, chunk: Chunk | None) -> int | None:
    if isinstance(reader, ParquetReader):
        return reader.num_rows
    if isinstance(reader, XlsxReader):
        return reader.height
    if chunk is None:
        return 0
    return chunk.estimate


def _notes(columns: list[PreviewColumn], time: str | None, head: Chunk, zone: str) -> list[Note]:
    notes = []
    mixed = [c.name for c in columns if c.mixed]
    if mixed:
        notes.append(
            Note(
                code="mixed_columns",
                message=f"Values of several types stay text: {', '.join(map(repr, mixed[:20]))}.",
                params={"columns": mixed},
            )
        )
    if time is not None:
        order, needed = day_order_of([texts_of(head.column(time))])
        if needed:
            first = {"day_first": "the day", "month_first": "the month", None: "perhaps the day"}[order]
            notes.append(
                Note(
                    code="day_order",
                    message=f"In {time!r} {first} comes first; the whole column decides, or the time format "
                    "day_first or month_first.",
                    params={"column": time, "order": order},
                )
            )
    return notes
