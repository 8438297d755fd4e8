"""Keeps the folder of hot columns within its size: the days unused for longest go first, whatever their project.

A day's folder bears the time of its day's last use (`HotView` sees to that). Days used within `IN_USE` stay even where
the folder is too large: whoever uses them would only make them again.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yunying.store.day_files import STAMP_EVERY

IN_USE = 6 * STAMP_EVERY
FILL = 0.9
"""Share of the limit that a sweep leaves, so that not every new day needs one."""


@dataclass(frozen=True)
class _Day:
    used: float
    size: int
    folder: Path


def size_of(cache: Path) -> int:
    """Bytes of hot columns under `cache`, which holds `<project>/<zone>/<rows>/<day>/`."""
    return sum(day.size for day in _days(cache))


def sweep(cache: Path, limit: int, now: float | None = None) -> int:
    """Delete days until `cache` is within `limit` bytes; returns how many bytes went.

    Safe beside whoever reads or makes them: what is mapped stays with its reader, and what is missing is made again.
    """
    now = time.time() if now is None else now
    days = sorted(_days(cache), key=lambda day: day.used)
    size = sum(day.size for day in days)
    if size <= limit:
        return 0
    freed = 0
    for day in days:
        if size - freed <= limit * FILL or now - day.used < IN_USE:
            break
        for file in list(day.folder.glob("*")):
            file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody is making it again
            day.folder.rmdir()
        freed += day.size
    return freed


def _days(cache: Path) -> Iterator[_Day]:
    for folder in cache.glob("*/*/*/*"):
        try:
            size = sum(entry.stat().st_size for entry in os.scandir(folder))
            yield _Day(folder.stat().st_mtime, size, folder)
        except OSError:
            continue  # it went while it was looked at
