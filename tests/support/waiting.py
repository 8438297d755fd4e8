"""Waiting for what happens elsewhere: another process, another thread, a page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(what: Callable[[], T], seconds: float = 120, *, missing: str = "it has not come to be") -> T:
    """Ask again and again until there is something true, and return it; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, missing
        time.sleep(0.1)
    return found
