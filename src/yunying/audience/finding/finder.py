"""A search: who is found by what somebody typed, as of now."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yunying.audience.finding.changes import Moment, is_other, merged_since, people_since
from yunying.audience.finding.index import Index, Later, State, open_index, read_state
from yunying.audience.finding.keeping import Place, later, refresh
from yunying.audience.finding.regions import region_of
from yunying.audience.finding.words import sought
from yunying.kernels.words import WHOLE
from yunying.metrics import people_count
from yunying.store import Dataset

Mask = npt.NDArray[np.bool_]
SMALL = 50_000
"""Ids of a project whose index is made while somebody waits for it."""
MOST_PEOPLE = 2_000
"""So many people that changed since the index was written are looked at by the search itself."""
MOST_IDS = 50_000
MOST_ROWS = 200_000
_WAIT = 5.0


class Found(NamedTuple):
    """Who is found. `share` is how much of the index is there, `behind` whether it lacks what came lately."""

    people: Mask
    exactly: int | None
    """The person with exactly this id."""
    share: float
    behind: bool


@dataclass
class _Open:
    """The index of a project as this process last saw it."""

    seen: tuple[int, int]
    index: Index
    moment: tuple[int, int, int] | None = None
    later: Later | None = None
    behind: bool = False


class Finder:
    """Finds people of any project. Keeps what it has mapped; threads may share it."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._locks: dict[str, threading.Lock] = {}

    def find(self, data: Dataset, place: Place, text: str, hidden: Collection[str] | None = None) -> Found:
        """People found by `text`. With `hidden` (properties whose values are masked for whoever searches) these, and
        whatever looks like something to be masked, must be typed in whole.
        """
        moment = Moment.now(data)
        people = people_count(moment.view)
        nobody = np.zeros(people, np.bool_)
        region = region_of(data.calendar.timezone)
        wanted = sought(text, region)
        if wanted is None:
            return Found(nobody, None, 1.0, behind=False)
        known = self._up_to_date(data, place, moment, region)
        exactly = _exactly(data, known, wanted.beginnings[0], text.strip(), moment)
        if known is None:
            found = Found(nobody, exactly, 0.0, behind=True)
        else:
            mask = known.index.find(wanted, moment.view.identity, people, hidden, known.later)
            found = Found(mask, exactly, known.index.state.share, known.behind)
        if exactly is not None and exactly < people:
            found.people[exactly] = True
        return found

    def _up_to_date(self, data: Dataset, place: Place, moment: Moment, region: str | None) -> _Open | None:
        with self._locks.setdefault(place.project, threading.Lock()):
            known = self._look(place, moment, region)
            if (known is None or not known.index.state.whole) and moment.ids <= SMALL:
                refresh(data, place, wait=_WAIT)
                known = self._look(place, moment, region)
            if known is not None and known.moment != moment.key:
                known.later, known.behind = self._later(data, known.index.state, moment)
                known.moment = moment.key
            return known

    def _later(self, data: Dataset, state: State, moment: Moment) -> tuple[Later | None, bool]:
        """What became known since, and whether that is not all of it."""
        if (state.version, state.entries, state.ids) == moment.key:
            return None, False
        behind = False
        people = people_since(data, state, moment, MOST_ROWS)
        if people is None or len(people) > MOST_PEOPLE:
            people = merged_since(data, state, moment)[:MOST_PEOPLE]
            behind = True
        if moment.ids - state.ids > MOST_IDS:
            moment, behind = Moment(moment.view, moment.entries, state.ids), True
        return later(data, state, moment, people), behind

    def _look(self, place: Place, moment: Moment, region: str | None) -> _Open | None:
        """The index as it is on disk now; None where it is of something else."""
        known = self._newest(place)
        return None if known is None or is_other(known.index.state, moment, region) else known

    def _newest(self, place: Place) -> _Open | None:
        for _ in range(3):
            try:
                now = (place.folder / "state.json").stat()
            except FileNotFoundError:
                break
            known, seen = self._open.get(place.project), (now.st_ino, now.st_mtime_ns)
            if known is not None and known.seen == seen:
                return known
            state = read_state(place.folder)
            index = None if state is None else open_index(place.folder, state)
            if index is not None:
                self._open[place.project] = _Open(seen, index)
                return self._open[place.project]
            # Either it was replaced just now, or it is damaged.
        self._open.pop(place.project, None)
        return None


def _exactly(data: Dataset, known: _Open | None, token: bytes, text: str, moment: Moment) -> int | None:
    """The person with exactly this id. By the index where it has all ids: the table of all takes seconds to make."""
    later = None if known is None else known.later
    if (
        known is None
        or len(token) >= WHOLE
        or (known.index.state.ids < moment.ids and not (later and later.ids))
    ):
        return data.people.find(text)
    numbers = known.index.numbers(token, later).tolist()
    same = [n for n, id_ in zip(numbers, data.people.texts(numbers), strict=True) if id_ == text]
    return moment.view.identity.person(same[0]) if same else None
