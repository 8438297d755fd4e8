"""One writer per project, over all processes on this home folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from yunying.core import Conflict

_POLL = 0.02


@contextmanager
def writer_lock(locks: Path, project_id: str, *, timeout: float = 0.0) -> Iterator[None]:
    """Hold the right to add events to a project; raises `Conflict` when another writer keeps it longer
    than `timeout` seconds. The lock ends with the process, however that ends.
    """
    locks.mkdir(parents=True, exist_ok=True)
    lock = FileLock(locks / f"{project_id}.writer.lock")
    # Whoever waits holds the turn meanwhile, so that a writer that comes back at once cannot pass them by.
    turn = FileLock(locks / f"{project_id}.turn.lock")
    try:
        with turn.acquire(timeout=timeout, poll_interval=_POLL):
            lock.acquire(timeout=timeout, poll_interval=_POLL)
    except Timeout:
        raise Conflict(
            "project_busy",
            "Somebody else is writing to this project (an import, or what programs send); try again in a while.",
            project=project_id,
        ) from None
    try:
        yield
    finally:
        lock.release()
