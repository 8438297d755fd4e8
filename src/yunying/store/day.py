"""One day of a project's events as columns, and thinner days made of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
RARE = 8
"""Events are rare where they are at most one in so many of a day's. As many copies of them are kept in memory: at most
14 bytes for every eighth event."""


@dataclass(frozen=True)
class Day:
    """The events of one day of the project's zone.

    `ms` counts milliseconds since the day's first instant; `event` indexes `names`, the day's own dictionary.
    """

    number: int
    start_ms: int
    person: Ints
    ms: Ints
    event: npt.NDArray[np.int16] | Ints
    names: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Number of events."""
        return len(self.person)

    @cached_property
    def first_rows(self) -> Ints:
        """Each person's first row."""
        return np.flatnonzero(np.diff(self.person, prepend=-1)).astype(np.int32)

    @cached_property
    def present(self) -> Day:
        """The day with one nameless row a person, at their first event: who was there. Its rows bear no properties."""
        first = self.first_rows
        nameless = np.zeros(first.size, np.int16)
        return self._with(self.person[first], self.ms[first], nameless, ("",))

    def rare(self, names: npt.NDArray[np.bool_]) -> tuple[Day, Ints] | None:
        """The day with the events of some names alone (a flag a name), and where they stand in the whole one; None
        where they are not rare: then whoever wants them goes through the day as quickly.
        """
        flags = names[: len(self.names)]
        if self._counts[flags].sum() > self.rows // RARE:
            return None
        key = flags.tobytes()
        found = self._rare.get(key)
        if found is None:
            rows = np.flatnonzero(flags[self.event]).astype(np.int32)
            found = self._with(self.person[rows], self.ms[rows], self.event[rows], self.names), rows
            if sum(len(rows) for _, rows in [*self._rare.values(), found]) > self.rows // RARE:
                self._rare.clear()
            self._rare[key] = found
        return found

    @cached_property
    def _counts(self) -> npt.NDArray[np.int64]:
        """Number of events of each name."""
        return np.bincount(self.event, minlength=len(self.names))

    @cached_property
    def _rare(self) -> dict[bytes, tuple[Day, Ints]]:
        """What `rare` found, for the questions to come."""
        return {}

    def _with(
        self, person: Ints, ms: Ints, event: npt.NDArray[np.int16] | Ints, names: tuple[str, ...]
    ) -> Day:
        """Some rows of the day: read-only as mapped ones are, which is what kernels are compiled for."""
        for column in (person, ms, event):
            column.flags.writeable = False
        return Day(self.number, self.start_ms, person, ms, event, names)
