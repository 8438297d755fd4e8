"""Readers of file formats: each turns a file into chunks of columns."""

from __future__ import annotations

from pathlib import Path

from yunying.collect.files.mapping import Format
from yunying.collect.files.readers.base import Chunk, ColumnHead, Reader, join, shown
from yunying.collect.files.readers.delimited import DelimitedReader
from yunying.collect.files.readers.jsonl import JsonLinesReader
from yunying.collect.files.readers.parquet import ParquetReader
from yunying.collect.files.readers.xlsx import XlsxReader
from yunying.collect.files.sources import Source
from yunying.core import Refused

__all__ = [
    "Chunk",
    "ColumnHead",
    "DelimitedReader",
    "JsonLinesReader",
    "ParquetReader",
    "Reader",
    "XlsxReader",
    "format_of",
    "join",
    "open_reader",
    "shown",
]

_BY_ENDING: dict[str, Format] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}


def format_of(source: Source) -> Format:
    """The format by the first bytes, else by the name, else by what the text looks like."""
    head = source.head(4096)
    if not head:
        raise Refused("empty_file", "The file is empty.")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "old_excel",
            "This is an Excel file of before 2007, or one with a password; save it as XLSX without a password.",
        )
    by_ending = _BY_ENDING.get(Path(source.plain_name).suffix.lower())
    if by_ending in ("csv", "tsv", "jsonl"):
        return by_ending
    return "jsonl" if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else "csv"


def open_reader(
    source: Source,
    folder: Path,
    format: Format | None,  # noqa: A002 - the word people use for it
    encoding: str | None,
    delimiter: str | None,
) -> tuple[Format, Reader]:
    """The reader for a file; `folder` is for what must be unpacked first."""
    chosen = format or format_of(source)
    if chosen == "parquet":
        return chosen, ParquetReader(source, folder)
    if chosen == "xlsx":
        return chosen, XlsxReader(source, folder)
    if chosen == "jsonl":
        return chosen, JsonLinesReader(source, encoding)
    return chosen, DelimitedReader(source, encoding, delimiter or ("\t" if chosen == "tsv" else None))
