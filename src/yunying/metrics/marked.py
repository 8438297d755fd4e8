"""A day of events with what a question's selectors take of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.store import Day

Bits = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Marked:
    """A day with the selectors its rows satisfy: bits by event name, and by row where there are filters."""

    day: Day
    lut: Bits
    gate: Bits

    def rows(self, bits: int) -> Mask:
        """Rows that any selector of these bits takes."""
        wanted = self.lut & np.uint32(bits)
        if not len(self.gate):
            return np.asarray((wanted != 0)[self.day.event])
        # Name and filters must agree on one and the same selector.
        return np.asarray((wanted[self.day.event] & self.gate) != 0)

    def once(self, bits: int) -> Marked:
        """The day with one row a person, where only matters who was there: where all of these selectors take every
        event. Else the day as it is. The rows bear no properties.
        """
        wanted = np.uint32(bits)
        if len(self.gate) or ((self.lut & wanted) != wanted).any():
            return self
        return Marked(self.day.present, self.lut[:1], np.zeros(0, np.uint32))
