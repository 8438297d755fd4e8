"""Arrays that several questions need, kept as long as they fit: which rows of a day pass the filters of a dashboard."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.generic]


class Scratch:
    """At most `limit` bytes; those not used for the longest go first. Nobody changes what is in it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Array] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable, make: Callable[[], npt.NDArray[Any]]) -> npt.NDArray[Any]:
        """What is kept under the key, or else what `make` makes."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()  # two at once may both make it: that is cheaper than one waiting for the other
        if made.nbytes <= self._limit // 8:
            with self._lock:
                before = self._kept.pop(key, None)
                self._kept[key] = made
                self._size += made.nbytes - (0 if before is None else before.nbytes)
                while self._size > self._limit:
                    self._size -= self._kept.popitem(last=False)[1].nbytes
        return made

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._size = 0
