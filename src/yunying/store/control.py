"""Whether a question may go on: it was not given up, is within its time and within its memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from yunying.core import Refused, Stopped


class Control:
    """Goes with one question's work, which asks it between slices of people and between days.

    `seconds` is how long the work may take and `memory` how many bytes it may hold; None: as much as it likes.
    """

    def __init__(self, seconds: float | None = None, memory: int | None = None) -> None:
        self._seconds = seconds
        self._memory = memory
        self._began = time.monotonic()
        self._held = 0
        self.needed = 0
        """The most bytes that the work said it needs at once."""
        self._lock = threading.Lock()
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Have the work end as soon as it looks."""
        self._cancelled.set()

    def begin(self, seconds: float | None) -> None:
        """Count the time anew from now."""
        self._began, self._seconds = time.monotonic(), seconds

    def check(self) -> None:
        """Raise `Stopped` where the work must end."""
        if self._cancelled.is_set():
            raise Stopped(
                "question_cancelled", "The question was given up before it was answered.", status=499
            )
        seconds = self._seconds
        if seconds is not None and time.monotonic() - self._began > seconds:
            raise Stopped(
                "question_too_slow",
                f"The question took longer than {seconds:g} seconds and was stopped; ask for fewer days, "
                "fewer steps or breakdown values, or raise YUNYING_QUESTION_SECONDS.",
                seconds=seconds,
            )

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Time spent in here is not the question's own: making files that all later questions use."""
        began = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._began += time.monotonic() - began

    def hold(self, rows: int, width: int) -> None:
        """Note that the work keeps `width` bytes of each of `rows` events until it ends; refuse what is too much."""
        with self._lock:
            self._held += rows * width
            held = self._held
            self.needed = max(self.needed, held)
        if self._memory is not None and held > self._memory:
            raise Refused(
                "question_too_large",
                f"The question needs about {_size(held)} of memory, more than the {_size(self._memory)} that one "
                f"may have: about {self._memory / held:.0%} of its days would fit. Ask for fewer days, or raise "
                "YUNYING_QUESTION_MEMORY.",
                field="range",
                bytes=held,
                most=self._memory,
            )

    def check_state(self, people: int, width: int) -> None:
        """Refuse a state of `width` cells (8 bytes) for each of `people` at once that would not fit."""
        need = people * width * 8
        self.needed = max(self.needed, self._held + need)
        if self._memory is not None and self._held + need > self._memory:
            fitting = max(0, self._memory - self._held) // max(1, people * 8)
            raise Refused(
                "question_too_large",
                f"The question keeps {width:,} numbers for each of {people:,} people at once, about "
                f"{_size(need)}; {fitting:,} would fit. Ask for fewer steps, breakdown values or days, or raise "
                "YUNYING_QUESTION_MEMORY.",
                bytes=self._held + need,
                most=self._memory,
                width=width,
                fitting=fitting,
            )


UNCONTROLLED = Control()
"""For work that nobody waits for: never cancelled, without limits."""


def _size(size: int) -> str:
    return f"{size / 1024**3:,.1f} GB" if size >= 1024**3 else f"{size / 1024**2:,.1f} MB"
