"""Answers kept in memory for whoever asks the same again, until newer ones take their place."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import orjson

from yunying.metrics import Answer, Behind

_IN_MEMORY = 6
"""Bytes that a row of an answer takes in memory for each byte it has as JSON, roughly."""


class Answers:
    """At most `limit` bytes of answers and of lists of people; those not asked for the longest go first.

    What is put in is never changed by anybody.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.size = 0

    def get(self, key: Hashable) -> Any:
        """What is kept under this key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Answer | Behind) -> None:
        """Keep it, unless it is larger than all that may be kept."""
        size = _size(value)
        if size > self._limit:
            return
        with self._lock:
            _, had = self._kept.pop(key, (None, 0))
            self._kept[key] = value, size
            self.size += size - had
            while self.size > self._limit:
                _, (_, gone) = self._kept.popitem(last=False)
                self.size -= gone


def _size(value: Answer | Behind) -> int:
    if isinstance(value, Behind):
        return value.people.nbytes + (0 if value.counts is None else value.counts.nbytes) + 1_000
    return _IN_MEMORY * len(orjson.dumps(value.as_wire(), default=str)) + 1_000
