"""Which segments a person is in, and when they entered and left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from yunying.store import Dataset


@dataclass(frozen=True)
class Membership:
    """One segment. `entered` is null where they were in it from its beginning, `left` where they are in it still."""

    segment: str
    entered: datetime | None
    left: datetime | None


def memberships(data: Dataset, person: int, segments: Iterable[str]) -> list[Membership]:
    """Of these segments those that the person is or was in; once for each time."""
    members = np.array(data.people.identity().members(person), np.int32)
    found = []
    for segment in segments:
        kept = data.segments.people(segment)
        inside = kept is not None and bool(np.isin(members, kept).any())
        stays = _stays(data, segment, members)
        if inside and not (stays and stays[-1].left is None):
            stays.append(Membership(segment, None, None))  # from its beginning, or a list that nobody moved
        elif not inside and stays and stays[-1].left is None:
            stays.pop()  # erased from it, or merged since: the log knows nothing of that
        found += stays
    return found


def _stays(data: Dataset, segment: str, members: npt.NDArray[np.int32]) -> list[Membership]:
    """By the log of changes, the first first."""
    found: list[Membership] = []
    for at, entered, left in data.segments.log.moves(segment):
        if np.isin(members, left).any():
            since = found.pop().entered if found and found[-1].left is None else None
            found.append(Membership(segment, since, at))
        if np.isin(members, entered).any() and not (found and found[-1].left is None):
            found.append(Membership(segment, at, None))
    return found
