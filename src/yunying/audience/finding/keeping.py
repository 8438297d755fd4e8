"""Keeping the index: made whole when there is none, and brought up to date by what became known since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from yunying.audience.contacts import contact_of
from yunying.audience.finding.changes import (
    Moment,
    as_texts,
    is_other,
    is_searched,
    people_since,
    recent_files,
    schema_of,
)
from yunying.audience.finding.index import (
    FORMAT,
    Later,
    Look,
    State,
    count_erasures,
    is_sound,
    open_index,
    publish,
    read_state,
    take_out,
    who_of,
    write_epoch,
)
from yunying.audience.finding.parts import (
    About,
    OpenPart,
    Part,
    Tables,
    tables_of_ids,
    tables_of_values,
    write_part,
)
from yunying.audience.finding.regions import region_of
from yunying.metrics import Few, people_count, stated
from yunying.store import Dataset, HotView, Property, Values

Ints = npt.NDArray[np.int32]
VALUES = 1_000_000
"""Values in a part: it is sorted in memory, and rewritten where one of its people is erased."""
MOST_EPOCHS = 8
"""So many later looks are looked through by every search; then they become one."""
FEW = 20_000
"""Fewer people than these are always worth a later look; of more it must be less than a tenth of all."""
MOST_ROWS = 5_000_000
"""Rows that are read to learn who changed; beyond them the index is made anew."""


@dataclass(frozen=True)
class Place:
    """Where a project's index is kept, and the locks of it."""

    folder: Path
    locks: Path
    project: str

    @property
    def making(self) -> Path:
        """Held while parts are made."""
        return self.locks / f"{self.project}.search.lock"

    @property
    def publishing(self) -> Path:
        """Held while the state is replaced."""
        return self.locks / f"{self.project}.search-state.lock"


def refresh(
    data: Dataset,
    place: Place,
    *,
    check: bool = False,
    wait: float = 0.0,
    said: Callable[[float], None] | None = None,
) -> bool:
    """Bring the index up to date; False where somebody else is at it for longer than `wait` seconds, or somebody was
    erased meanwhile. `check` reads every file first and makes the index anew where one is damaged.
    """
    place.locks.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(place.making).acquire(timeout=wait):
            return _Keeping(data, place, said or (lambda _: None)).run(check=check)
    except Timeout:
        return False


def forget(place: Place, numbers: Sequence[int]) -> None:
    """Take somebody who is erased out of every file: the ids of these numbers, and what was said of them."""
    place.locks.mkdir(parents=True, exist_ok=True)
    take_out(place.folder, place.publishing, np.array(numbers, np.int32))


def later(data: Dataset, state: State, moment: Moment, people: Ints) -> Later:
    """What became known since the index was written, in memory: everything of `people`, and new ids."""
    region, ids = region_of(data.calendar.timezone), []
    parts = [OpenPart(about, tables) for about, tables in _of_people(moment.view, people, 0, region)]
    if moment.ids > state.ids:
        tables = tables_of_ids(data.people.all_ids(state.ids), region)
        ids.append(OpenPart(About(None, first=state.ids), tables))
    return Later(Look(people, parts), ids)


class _Keeping:
    def __init__(self, data: Dataset, place: Place, said: Callable[[float], None]) -> None:
        self._data = data
        self._folder = place.folder
        self._lock = place.publishing
        self._said = said
        self._region = region_of(data.calendar.timezone)
        self._erasures = count_erasures(self._folder)
        self._moment = Moment.now(data)

    def run(self, *, check: bool) -> bool:
        state = read_state(self._folder)
        if state is None or not state.whole or is_other(state, self._moment, self._region):
            return self._build(state)
        sound = is_sound(self._folder, state) if check else open_index(self._folder, state) is not None
        if not sound:
            return self._build(None)
        if (state.version, state.entries, state.ids) == self._moment.key:
            return True
        people = people_since(self._data, state, self._moment, MOST_ROWS)
        if people is None:
            return self._build(state)
        changed = self._with_epoch(self._with_ids(self._as_of_now(state)), people)
        return self._build(state) if changed is None else self._publish(changed)

    def _build(self, before: State | None) -> bool:
        """Make the index; where there is a whole one, it serves meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True)
        view = self._moment.view
        props = [p for p in view.snapshot.properties if is_searched(p)]
        state = self._as_of_now(
            State(FORMAT, self._region, {}, 0, [], 0, self._moment.ids, [], [], share=0.0)
        )
        serves = before is not None and before.whole
        for done, parts in enumerate(self._made(view, props), start=1):
            share = done / (1 + len(props))
            self._said(share)
            state = replace(state, parts=[*state.parts, *parts], share=share)
            if not serves and not self._publish(state):
                return False
        return self._publish(state)

    def _made(self, view: HotView, props: list[Property]) -> Iterator[list[Part]]:
        yield self._ids(0)
        everybody = np.arange(people_count(view), dtype=np.int32)
        for prop in props:
            values = as_texts(stated(view, prop))
            make = partial(self._values, prop.name, values, everybody)
            yield self._side_by_side(make, range(0, len(values.labels), VALUES))

    def _values(self, name: str, values: Values, people: Ints, low: int) -> Part:
        high, phone = min(low + VALUES, len(values.labels)), contact_of(name) == "phone"
        tables = tables_of_values(values, low, high, people, self._region, phone=phone)
        return write_part(self._folder, About(name), tables)

    def _ids(self, first: int) -> list[Part]:
        """Parts of the ids from a number on."""
        ids = self._data.people.all_ids(first).slice(0, self._moment.ids - first)

        def one(low: int) -> Part:
            tables = tables_of_ids(ids.slice(low - first, VALUES), self._region)
            return write_part(self._folder, About(None, first=low), tables)

        return self._side_by_side(one, range(first, self._moment.ids, VALUES))

    def _side_by_side(self, make: Callable[[int], Part], numbers: range) -> list[Part]:
        with ThreadPoolExecutor(self._data.threads, thread_name_prefix="search") as pool:
            return list(pool.map(make, numbers))

    def _as_of_now(self, state: State) -> State:
        snapshot = self._moment.view.snapshot
        recent = [f.path for f in recent_files(snapshot, snapshot.version)]
        return replace(
            state,
            schema=schema_of(snapshot),
            version=snapshot.version,
            recent=recent,
            entries=self._moment.entries,
        )

    def _with_ids(self, state: State) -> State:
        """The same with the ids that are new."""
        if state.ids == self._moment.ids:
            return state
        parts, first = state.parts, state.ids
        small = [p for p in parts if p.about.property is None]
        starts = [p.about.first for p in small] + [state.ids]
        small = [p for p, end in zip(small, starts[1:], strict=True) if end - p.about.first < VALUES]
        if len(small) >= MOST_EPOCHS:
            first = small[0].about.first
            parts = [p for p in parts if p.about.property is not None or p.about.first < first]
        ids = [p for p in parts if p.about.property is None]
        others = [p for p in parts if p.about.property is not None]
        return replace(state, parts=[*ids, *self._ids(first), *others], ids=self._moment.ids)

    def _with_epoch(self, state: State, people: Ints) -> State | None:
        """The same with a later look at these people; None where it would be at too many."""
        if not len(people):
            return state
        epochs, parts = state.epochs, state.parts
        if len(epochs) >= MOST_EPOCHS:
            looked_at = [who for e in epochs if (who := who_of(self._folder, e)) is not None]
            people = np.unique(np.concatenate([people, *looked_at]))
            epochs, parts = [], [p for p in parts if p.about.epoch == 0]
        number = epochs[-1].number + 1 if epochs else 1
        everybody = people_count(self._moment.view)
        if sum(e.people for e in epochs) + len(people) > max(FEW, everybody // 10):
            return None
        found = _of_people(self._moment.view, people, number, self._region)
        more = [write_part(self._folder, about, tables) for about, tables in found]
        return replace(
            state, parts=[*parts, *more], epochs=[*epochs, write_epoch(self._folder, number, people)]
        )

    def _publish(self, state: State) -> bool:
        return publish(self._folder, self._lock, state, self._erasures)


def _of_people(view: HotView, people: Ints, epoch: int, region: str | None) -> Iterator[tuple[About, Tables]]:
    """What people are found by now, property by property."""
    few = Few(people)
    for prop in view.snapshot.properties:
        if is_searched(prop) and len(people):
            values = as_texts(stated(view, prop, few))
            if len(values.labels):
                phone = contact_of(prop.name) == "phone"
                tables = tables_of_values(values, 0, len(values.labels), people, region, phone=phone)
                yield About(prop.name, epoch=epoch), tables
