"""Which ids are one person: from numbers of ids to numbers of people.

Every distinct id has a number of its own (`People`); events in the lake carry that number for ever. When ids are
found to be one person, `Identity` says which of their numbers stands for all of them, and readers apply it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]


class Identity:
    """People as sets of ids. Grows with `joined`; whoever only reads holds it at one `version`."""

    def __init__(self, count: int = 0) -> None:
        self.version = 0
        """Goes up with every change."""
        self._canonical = np.arange(count, dtype=np.int32)
        self._next = np.arange(count, dtype=np.int32)  # the ids of a person form a ring
        self._size = np.ones(count, np.int32)

    def copy(self) -> Identity:
        """An independent one in the same state."""
        other = Identity()
        other.version = self.version
        other._canonical, other._next = self._canonical.copy(), self._next.copy()
        other._size = self._size.copy()
        return other

    def person(self, number: int) -> int:
        """The person of one id."""
        return int(self._canonical[number]) if number < self._canonical.size else number

    def people(self, numbers: Int32s) -> Int32s:
        """The person of each id."""
        known = self._canonical
        if numbers.size == 0 or int(numbers.max()) < known.size:
            return known[numbers] if numbers.size else numbers
        people = numbers.astype(np.int32)
        inside = numbers < known.size
        people[inside] = known[numbers[inside]]
        return people

    def moved(self) -> Int32s:
        """Ids that stand under another number than their own."""
        return np.flatnonzero(self._canonical != np.arange(self._canonical.size)).astype(np.int32)

    def members(self, person: int) -> list[int]:
        """The ids of a person, its own number first."""
        if person >= self._canonical.size:
            return [person]
        first = int(self._canonical[person])
        found, at = [first], int(self._next[first])
        while at != first:
            found.append(at)
            at = int(self._next[at])
        return [first, *sorted(found[1:])]

    def size(self, number: int) -> int:
        """How many ids the person of this id has."""
        return int(self._size[self.person(number)]) if number < self._size.size else 1

    def join(self, number: int, into: int) -> None:
        """Make the person of id `number` part of the person of id `into`."""
        self._grow(max(number, into) + 1)
        old, new = self.person(number), self.person(into)
        if old == new:
            return
        for member in self.members(old):
            self._canonical[member] = new
        # Two rings become one when any member of each changes places with the other's follower.
        self._next[old], self._next[new] = self._next[new], self._next[old]
        self._size[new] += self._size[old]
        self.version += 1

    def _grow(self, count: int) -> None:
        have = self._canonical.size
        if count > have:
            size = max(count, have * 3 // 2)
            more = np.arange(have, size, dtype=np.int32)
            self._canonical = np.concatenate([self._canonical, more])
            self._next = np.concatenate([self._next, more])
            self._size = np.concatenate([self._size, np.ones(more.size, np.int32)])
