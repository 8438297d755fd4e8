"""CSV and TSV: quoted fields with line breaks in them, any delimiter, any encoding; broken rows are told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Generator

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv

from yunying.collect.files.encodings import Utf8
from yunying.collect.files.readers.base import MAX_COLUMNS, Chunk, ColumnHead, heads_of, shown
from yunying.collect.files.result import BadRow, Note
from yunying.collect.files.sources import Source
from yunying.collect.files.values import Kind
from yunying.core import Refused

_BLOCK = 8 << 20  # no row may be longer than a block
_HEAD = 1 << 18
_DELIMITERS = ",\t;|"


class DelimitedReader:
    """A file of delimited text whose first row names the columns."""

    inferred: frozenset[Kind] = frozenset(("number", "boolean", "time"))
    open_ended = False
    rereadable = True

    def __init__(
        self, source: Source, encoding: str | None, delimiter: str | None, *, block: int = _BLOCK
    ) -> None:
        self._source = source
        self._wanted_encoding = encoding
        self._block = block
        with source.open() as stream:
            text = Utf8(stream, encoding)
            head = _Head.of(text.read(_HEAD), delimiter)
            self.encoding = text.encoding or "utf-8"
        self.delimiter = head.delimiter
        self._skip = head.length
        self._lines = head.lines
        self._heads = heads_of(head.labels)
        self._replaced = 0

    @property
    def heads(self) -> list[ColumnHead]:
        """The columns the header names."""
        return self._heads

    @property
    def notes(self) -> list[Note]:
        """Bytes that were not of the encoding; a header that looks like data."""
        found = []
        if self._replaced:
            found.append(
                Note(
                    code="replaced_bytes",
                    message=f"{self._replaced:,} characters could not be read as {self.encoding} and were "
                    "replaced; if that is many, say the right encoding.",
                    params={"count": self._replaced, "encoding": self.encoding},
                )
            )
        labels = [h.label for h in self._heads]
        if labels and all(label and label.replace(".", "").replace("-", "").isdigit() for label in labels):
            found.append(
                Note(
                    code="header_looks_like_data",
                    message="The first row holds only numbers; it was taken for the names of the columns.",
                )
            )
        return found

    def chunks(self, wanted: Collection[str] | None) -> Generator[Chunk]:
        """All rows; row 1 is the header, and a record is one row however many lines it has. Blank lines are
        not counted."""
        # Inner names are places, so that labels which differ only in something Arrow folds stay apart.
        chosen = [i for i, h in enumerate(self._heads) if wanted is None or h.name in wanted]
        broken = _BrokenRows(self._lines)
        with self._source.open() as stream:
            text = Utf8(stream, self._wanted_encoding)
            text.read(self._skip)
            try:
                reader = self._open(text, chosen, broken)
            except pa.ArrowInvalid as error:
                if "Empty CSV" in str(error):
                    return
                raise _too_long(error, self._block) from None
            done = 0
            while True:
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    break
                except pa.ArrowInvalid as error:
                    raise _too_long(error, self._block) from None
                rows, done = broken.number(batch.num_rows, done)
                columns = {self._heads[i].name: batch.column(f"c{i}") for i in chosen}
                yield Chunk(columns, rows, broken.take(), text.fraction, self._estimate(batch.num_rows, text))
            if rejected := broken.take():
                yield Chunk({}, np.empty(0, np.int64), rejected, 1.0)
            self._replaced = text.replaced

    def _estimate(self, rows: int, text: Utf8) -> int:
        """Rows in the whole file, if all of its blocks are like one that holds `rows`."""
        whole = text.produced / (text.fraction or 1.0)  # Arrow reads ahead, so this is more than one block
        return round(rows * max(1.0, whole / self._block))

    def _open(self, text: Utf8, chosen: list[int], broken: _BrokenRows) -> pv.CSVStreamingReader:
        return pv.open_csv(
            pa.PythonFile(text, mode="r"),
            read_options=pv.ReadOptions(
                use_threads=False,  # only then does Arrow know the number of a broken row
                block_size=self._block,
                column_names=[f"c{i}" for i in range(len(self._heads))],
            ),
            parse_options=pv.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=True,
                invalid_row_handler=broken,
            ),
            convert_options=pv.ConvertOptions(
                column_types={f"c{i}": pa.string() for i in range(len(self._heads))},
                include_columns=[f"c{i}" for i in chosen],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
            ),
        )


class _BrokenRows:
    """Rows with too many or too few fields, as Arrow meets them, and the numbers of the rows between them."""

    def __init__(self, header_rows: int) -> None:
        self._before = header_rows
        self._numbers: list[int] = []
        self._waiting: list[BadRow] = []

    def __call__(self, row: pv.InvalidRow) -> str:
        self._numbers.append(row.number)
        if row.text.strip():
            self._waiting.append(
                BadRow(
                    row=row.number + self._before,
                    column=None,
                    value=shown(row.text),
                    reason="wrong_number_of_columns",
                )
            )
        return "skip"

    def number(self, count: int, done: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int]:
        """Numbers of the next `count` good rows after record `done`, and the last record they reach."""
        skipped = [n for n in self._numbers if n > done]
        records = np.arange(done + 1, done + 1 + count, dtype=np.int64)
        for number in skipped:
            at = int(np.searchsorted(records, number))
            if at == count:
                break
            records[at:] += 1
        self._numbers = [n for n in skipped if count == 0 or n > records[-1]]
        return records + self._before, (int(records[-1]) if count else done)

    def take(self) -> list[BadRow]:
        """The broken rows met since the last call."""
        taken, self._waiting = self._waiting, []
        return taken


class _Head:
    """The header record, its delimiter, and where the data begin."""

    def __init__(self, labels: list[str], delimiter: str, length: int, lines: int) -> None:
        self.labels = labels
        self.delimiter = delimiter
        self.length = length
        self.lines = lines

    @classmethod
    def of(cls, head: bytes, delimiter: str | None) -> _Head:
        text = head.decode("utf-8", "ignore")
        skipped = 0
        blank = 0
        lines = text.splitlines(keepends=True)
        while lines and not lines[0].strip():
            skipped += len(lines.pop(0).encode())
            blank += 1
        if not lines:
            raise Refused("empty_file", "The file is empty.")
        if lines[0].lower().startswith("sep=") and len(lines[0].rstrip("\r\n")) == 5:
            delimiter = delimiter or lines[0][4]
            skipped += len(lines.pop(0).encode())
            blank += 1
        body = "".join(lines)
        chosen = delimiter or _most_consistent(body)
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=chosen)
        try:
            labels = [label.strip() for label in next(reader)]
        except (csv.Error, StopIteration) as error:
            raise Refused(
                "bad_header", f"The first row cannot be read as names of columns: {error}."
            ) from None
        if len(labels) > MAX_COLUMNS:
            raise Refused(
                "too_many_columns",
                f"The file has {len(labels):,} columns; {MAX_COLUMNS:,} can be read.",
                count=len(labels),
            )
        consumed = _lines_of(body)[: reader.line_num]
        return cls(labels, chosen, skipped + len("".join(consumed).encode()), blank + 1)


def _most_consistent(text: str) -> str:
    """The delimiter by which most records have as many fields as the header, more fields winning a tie."""
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            widths = [len(row) for row, _ in zip(reader, range(200), strict=False) if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        score = (Counter(widths)[widths[0]] / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _lines_of(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


def _too_long(error: Exception, block: int) -> Refused:
    if "straddling" in str(error) or "block" in str(error).lower():
        return Refused(
            "line_too_long",
            f"A row is longer than {block >> 20} MB. Perhaps a quote is never closed, or the delimiter or the "
            "encoding is another one.",
        )
    return Refused("damaged_file", f"The file cannot be read as delimited text: {error}.", why=str(error))
