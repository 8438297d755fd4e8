"""From a file to events in the lake, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Literal

import pyarrow as pa

from yunying.collect.mapping import Mapping
from yunying.collect.result import ImportResult
from yunying.core import Calendar, Clock, utc_now
from yunying.store.lake import EventLake
from yunying.store.people import People

Stage = Literal["reading", "sorting", "writing"]
Progress = Callable[[Stage, float | None, int], None]


def run_import(
    lake: EventLake,
    people: People,
    source: Path | BinaryIO,
    mapping: Mapping,
    *,
    import_id: str,
    name: str,
    calendar: Calendar,
    staging: Path,
    errors_file: Path | None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Clock = utc_now,
) -> ImportResult:
    """Import a file. `staging` is this import's own folder; the caller holds `writer_lock`."""
    raise NotImplementedError


def import_batches(
    lake: EventLake,
    people: People,
    batches: Iterable[pa.RecordBatch],
    mapping: Mapping,
    *,
    import_id: str,
    calendar: Calendar,
    staging: Path,
    errors_file: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Clock = utc_now,
) -> ImportResult:
    """Import typed batches that some program makes, the same way as a file."""
    raise NotImplementedError
