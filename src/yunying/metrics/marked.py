"""A day of events with what a question's selectors take of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.kernels import RowGroups
from yunying.store import Day, Values

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

    def where(self, bits: int) -> npt.NDArray[np.int32]:
        """Where the rows stand that any selector of these bits takes."""
        part = self.taken(bits)
        found = np.flatnonzero(part.marked.rows(bits)).astype(np.int32)
        return found if part.rows is None else part.rows[found]

    def once(self, bits: int) -> Taken:
        """One nameless row a person, at the first event that counts, where only matters who was there: where all of
        these selectors take the same events, and whole. Else the day as it is. The rows bear no properties.
        """
        wanted = np.uint32(bits)
        taken = self.lut & wanted
        plain = not len(self.gate) and bool(((taken == 0) | (taken == wanted)).all())
        once = self.day.once(taken == wanted) if plain else None
        if once is None:
            return Taken(self, self.day, None)
        day, rows = once
        return Taken(Marked(day, np.array([wanted]), self.gate), self.day, rows)

    def taken(self, bits: int) -> Taken:
        """The rows whose names these selectors take, where they are rare; else all rows."""
        rare = self.day.rare((self.lut & np.uint32(bits)) != 0)
        if rare is None:
            return Taken(self, self.day, None)
        day, rows = rare
        return Taken(Marked(day, self.lut, self.gate[rows] if len(self.gate) else self.gate), self.day, rows)


@dataclass(frozen=True)
class Taken:
    """The part of a day that matters to a question: `marked` is what kernels take, `rows` where its rows stand in
    the `whole` day (None: it is the whole day).
    """

    marked: Marked
    whole: Day
    rows: npt.NDArray[np.int32] | None

    def groups(self, whole: RowGroups) -> RowGroups:
        """The groups of the part's rows."""
        return whole if self.rows is None else whole.of(self.rows)

    def numbers(self, read: Callable[[Day], Values]) -> npt.NDArray[np.float64]:
        """A number of each row of the part."""
        numbers = read(self.whole).numbers
        if self.rows is None:
            return numbers
        part = numbers[self.rows]
        part.flags.writeable = False  # as whole ones are: what kernels are compiled for
        return part
