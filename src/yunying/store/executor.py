"""Where slices of a question's work are done: on threads here; a cluster would be another `Executor`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Protocol, TypeVar

R = TypeVar("R")


class Executor(Protocol):
    """Does slices of work side by side. Slices share nothing, so that their results can be added."""

    @property
    def width(self) -> int:
        """How many slices are at work at once."""

    def run(self, work: Callable[[int, int], R], bounds: Sequence[tuple[int, int]]) -> list[R]:
        """`work(low, high)` of each slice; results in order. The first error is raised once all work has ended."""


class Threads:
    """Slices on threads of this process: kernels hold no interpreter's lock."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    @property
    def width(self) -> int:
        """Number of threads."""
        return self._count

    def run(self, work: Callable[[int, int], R], bounds: Sequence[tuple[int, int]]) -> list[R]:
        """As `Executor` says."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="fold")
            futures = [self._pool.submit(work, low, high) for low, high in bounds]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            wait(futures)  # whoever comes next may count on the memory
            raise
