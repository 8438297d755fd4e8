"""Remembering what was derived from texts, within bounds: hostile clients never send the same text twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K", str, tuple[object, ...])
V = TypeVar("V")
_LONGEST = 2048
"""Longer keys are seldom asked for again, and would make the bound on entries no bound on memory."""

Pairs = tuple[tuple[str, str], ...]
"""Property names with their values."""


class Recent(dict[K, V]):
    """Results of `derive`, a function of its key alone, for the keys asked for last: at most twice `entries`.

    Two generations instead of an order of use: what is asked for again is found by one look into a dictionary.
    """

    def __init__(self, derive: Callable[[K], V], entries: int = 8192) -> None:
        super().__init__()
        self._derive: Callable[[K], V] = derive
        self._entries = entries
        self._older: dict[K, V] = {}

    def __missing__(self, key: K) -> V:
        found = self._older.pop(key) if key in self._older else self._derive(key)
        if _size(key) <= _LONGEST:
            if len(self) >= self._entries:
                self._older = dict(self)
                self.clear()
            self[key] = found
        return found


def _size(key: str | tuple[object, ...]) -> int:
    if isinstance(key, str):
        return len(key)
    return sum(len(part) for part in key if isinstance(part, str))
