"""One writer per project, over all processes on this home folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from yunying.core import Conflict


@contextmanager
def writer_lock(locks: Path, project_id: str, *, timeout: float = 0.0) -> Iterator[None]:
    """Hold the right to add events to a project; raises `Conflict` when another writer keeps it longer
    than `timeout` seconds. The lock ends with the process, however that ends.
    """
    locks.mkdir(parents=True, exist_ok=True)
    lock = FileLock(locks / f"{project_id}.writer.lock")
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise Conflict(
            "project_busy",
            "Another import into this project is running; wait until it is done, then try again.",
            project=project_id,
        ) from None
    try:
        yield
    finally:
        lock.release()
