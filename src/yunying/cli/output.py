"""What is printed: tables for people, JSON and CSV for programs; progress on standard error."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from yunying.core import csv_cell, plain_text

_SAYS = {
    "reading": "Reading",
    "sorting": "Sorting",
    "writing": "Writing",
    "preparing": "Preparing columns",
    "simulating": "Simulating",
    "replaying": "Replaying",
}


class Format(StrEnum):
    """How a result is printed."""

    table = "table"
    json = "json"
    csv = "csv"


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, default=plain_text)
    sys.stdout.write("\n")


def print_csv(columns: Sequence[str], rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> None:
    """CSV on standard output. Text that a spreadsheet would run as a formula is given an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([csv_cell(c) for c in columns])
    for row in rows:
        writer.writerow([csv_cell(v) for v in row])


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    title: str | None = None,
    numeric: Sequence[bool] = (),
) -> None:
    """A table on standard output, figures to the right; never cut where the output is not a screen."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=10_000)
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    flags = list(numeric) or [any(_is_number(v) for v in column) for column in zip(*rows, strict=True)]
    for i, name in enumerate(columns):
        right = i < len(flags) and flags[i]
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(v)) for v in row))
    console.print(table)


def say(text: str) -> None:
    """A line on standard output."""
    Console(soft_wrap=True, highlight=False).print(text, markup=False)


def note(text: str) -> None:
    """A line on standard error: worth knowing, not part of the result."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(text, markup=False)


def shown(value: Any) -> str:
    """A value for a person's eyes."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return (
            f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}"
        )
    if isinstance(value, Mapping):
        return ", ".join(f"{k}={shown(v)}" for k, v in value.items())
    if hasattr(value, "isoformat"):
        return plain_text(value)
    return str(value)


class Bars:
    """Progress on standard error, shown only after a second and only to a person at a terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._began = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def update(self, stage: str, share: float | None, rows: int = 0) -> None:
        """Where the work is."""
        if not self._console.is_terminal or time.monotonic() - self._began < 1:
            return
        if self._progress is None:
            self._progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.fields[rows]}"),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._progress.add_task("", total=None, rows="")
            self._progress.start()
        assert self._task is not None  # noqa: S101 (made together with the display)
        self._progress.update(
            self._task,
            description=_SAYS.get(stage, stage),
            total=None if share is None else 1.0,
            completed=share or 0.0,
            rows=f"{rows:,} rows" if rows else "",
        )

    def close(self) -> None:
        """Take the display away."""
        if self._progress is not None:
            self._progress.stop()


@contextmanager
def bars() -> Iterator[Bars]:
    """Progress for the length of a block."""
    shown_bars = Bars()
    try:
        yield shown_bars
    finally:
        shown_bars.close()


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
