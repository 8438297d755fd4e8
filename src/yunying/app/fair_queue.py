"""Things that wait for their turn: one of each project after the other, and within it one of each member."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """Whoever puts in hundreds at once makes nobody else wait for more than one of them. The caller holds a lock."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, OrderedDict[str, deque[T]]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, project: str, member: str, thing: T) -> None:
        """Have it wait behind what the same member already waits for."""
        self._turns.setdefault(project, OrderedDict()).setdefault(member, deque()).append(thing)
        self._count += 1

    def take(self) -> T | None:
        """The next in turn; None where nothing waits."""
        if not self._turns:
            return None
        project, members = next(iter(self._turns.items()))
        member, waiting = next(iter(members.items()))
        thing = waiting.popleft()
        self._count -= 1
        # To the end of both rows, or out of them.
        members.move_to_end(member)
        self._turns.move_to_end(project)
        self._tidy(project, member)
        return thing

    def remove(self, project: str, member: str, thing: T) -> None:
        """It waits no more; nothing happens where it did not."""
        try:
            self._turns[project][member].remove(thing)
        except (KeyError, ValueError):
            return
        self._count -= 1
        self._tidy(project, member)

    def _tidy(self, project: str, member: str) -> None:
        if not self._turns[project][member]:
            del self._turns[project][member]
        if not self._turns[project]:
            del self._turns[project]
