"""What commands write: files, where a result is not printed."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from yunying.cli.output import Format, note
from yunying.core import Refused


class Printed(StrEnum):
    """How a result is printed, or that it becomes a workbook."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


def as_format(printed: Printed) -> Format:
    """How it is printed where it is."""
    return Format(printed.value)


def require_out(printed: Printed, out: Path | None) -> None:
    """Refuse a workbook without a file, and a file for what is printed."""
    if printed is Printed.xlsx and out is None:
        raise Refused("out_wanted", "A workbook is not printed; say where it goes with --out.", field="out")
    if printed is not Printed.xlsx and out is not None:
        raise Refused(
            "out_not_wanted", "Only --format xlsx writes a file; send the others on with >.", field="out"
        )


def keep(file: BinaryIO, out: Path | None) -> None:
    """Write a file where it was asked for."""
    assert out is not None  # noqa: S101 (required before the work)
    try:
        with file, out.open("wb") as target:
            shutil.copyfileobj(file, target)
    except OSError as error:
        raise Refused(
            "cannot_write", f"{out} cannot be written ({error.strerror}); choose another place.", field="out"
        ) from error
    note(f"Wrote {out}.")
