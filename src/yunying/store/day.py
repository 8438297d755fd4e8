"""One day of a project's events as columns, and thinner days made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from yunying.kernels import count_names
from yunying.kernels.rows import matching_rows

Ints = npt.NDArray[np.int32]
_NO_GATE = np.zeros(0, np.uint32)
RARE = 8
"""Events are rare where they are at most one in so many of a day's. As many copies of them are kept in memory: at most
14 bytes for every eighth event."""
FEW = 2
"""People who did something are few where they are at most one for so many of a day's events. As many of them are kept
in memory: at most 14 bytes for every second event."""


Part: TypeAlias = "tuple[Day, Ints]"
"""Some rows of a day, as a day of their own, and where they stand in the whole one."""


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

    def once(self, names: npt.NDArray[np.bool_]) -> Part | None:
        """Who did something: one nameless row a person who has events of some names (a flag a name), at the first of
        these. Its rows bear no properties. None where people are so many that there is little to gain.
        """
        flags = names[: len(self.names)]
        if flags.all():
            return self._present
        key = flags.tobytes()
        if key not in self._once:
            rows = self._named(flags)
            rows = rows[_firsts(self.person[rows])]
            found = self._nameless(rows) if rows.size <= self.rows // FEW else None
            if _rows_of(self._once.values()) + rows.size > self.rows // FEW:
                self._once.clear()
            self._once[key] = found
        return self._once[key]

    def rare(self, names: npt.NDArray[np.bool_]) -> Part | None:
        """The day with the events of some names alone (a flag a name), and where they stand in the whole one; None
        where they are not rare: then whoever wants them goes through the day as quickly.
        """
        flags = names[: len(self.names)]
        if self.counts[flags].sum() > self.rows // RARE:
            return None
        key = flags.tobytes()
        found = self._rare.get(key)
        if found is None:
            rows = self._named(flags)
            found = self._with(self.person[rows], self.ms[rows], self.event[rows], self.names), rows
            if _rows_of(self._rare.values()) + rows.size > self.rows // RARE:
                self._rare.clear()
            self._rare[key] = found
        return found

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """Number of events of each name."""
        counts = np.zeros(len(self.names), np.int64)
        count_names(self.event, counts)
        return counts

    @cached_property
    def _present(self) -> Part:
        """Everybody who was there, at their first event."""
        return self._nameless(_firsts(self.person))

    @cached_property
    def _once(self) -> dict[bytes, Part | None]:
        """What `once` found, for the questions to come."""
        return {}

    @cached_property
    def _rare(self) -> dict[bytes, Part]:
        """What `rare` found, for the questions to come."""
        return {}

    def _named(self, names: npt.NDArray[np.bool_]) -> Ints:
        """Where the rows stand that have any of some names."""
        rows, count = matching_rows(self.event, names.astype(np.uint32), _NO_GATE, 0, self.rows)
        return rows[:count].copy()

    def _nameless(self, rows: Ints) -> Part:
        return self._with(self.person[rows], self.ms[rows], np.zeros(rows.size, np.int16), ("",)), rows

    def _with(
        self, person: Ints, ms: Ints, event: npt.NDArray[np.int16] | Ints, names: tuple[str, ...]
    ) -> Day:
        """Some rows of the day: read-only as mapped ones are, which is what kernels are compiled for."""
        for column in (person, ms, event):
            column.flags.writeable = False
        return Day(self.number, self.start_ms, person, ms, event, names)


def _firsts(person: Ints) -> Ints:
    """Where each person of a column in order stands for the first time."""
    changes = np.flatnonzero(person[1:] != person[:-1]) + 1
    return np.concatenate([np.zeros(min(1, person.size), np.int32), changes.astype(np.int32)])


def _rows_of(parts: Iterable[Part | None]) -> int:
    return sum(part[0].rows for part in list(parts) if part is not None)
