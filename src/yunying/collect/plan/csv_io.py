"""A tracking plan as CSV: written as UTF-8 with a mark, so that Excel reads it; read in what Excel writes."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from yunying.collect.plan.drafts import Draft
from yunying.collect.plan.headers import header_of
from yunying.collect.plan.model import Plan
from yunying.collect.plan.table import HEADER_WITHIN, header_row, no_table, read_table, rows_of
from yunying.core import Refused

_DELIMITERS = ",\t;"
_HEAD = 1 << 14


def write_csv(plan: Plan) -> bytes:
    """The plan as a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header_row())
    writer.writerows(rows_of(plan))
    return text.getvalue().encode("utf-8-sig")


def read_csv(data: bytes) -> Draft:
    """What a file says."""
    text = _text(data)
    draft = Draft()
    if not read_table(_rows(text, _delimiter(text)), draft):
        raise no_table()
    return draft


def _delimiter(text: str) -> str:
    """The one by which the header names most columns: values may be full of the others."""

    def named(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=delimiter)
        headers = (header_of([cell.strip() for cell in row]) for row in islice(rows, HEADER_WITHIN))
        return max((len(header.places) for header in headers if header is not None), default=0)

    return max(_DELIMITERS, key=named)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise Refused(
            "bad_csv",
            f"The file cannot be read as CSV at line {reader.line_num}: {error}.",
            line=reader.line_num,
        ) from None


def _text(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("not_text", "The file is neither UTF-8 nor GBK text; save it as CSV UTF-8.")
