"""What holds events together: their person, or their person and one value of a property, as numbers from 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.metrics import Marked, find_property, reader
from yunying.metrics.texts import Labels

Ints = npt.NDArray[np.int32]
_ALL = 0xFFFFFFFF


@dataclass(frozen=True)
class Keys:
    """`rows[d][i]` is the key of a row (−1: it has none). Keys rise with their people: `owner` is each key's person,
    None where the key is the person."""

    rows: list[Ints]
    owner: npt.NDArray[np.int64] | None
    people: int

    def of_people(self, person: int) -> int:
        """The first key of this person or of a later one."""
        return person if self.owner is None else int(np.searchsorted(self.owner, person))

    @property
    def width(self) -> int:
        """How many cells a person needs, roughly: two a key."""
        return 2 if self.owner is None else 2 + 2 * len(self.owner) // max(self.people, 1)


def people_keys(frame: Frame, marked: Sequence[Marked]) -> Keys:
    """A key a person."""
    return Keys([m.day.person for m in marked], None, frame.people)


def held_keys(frame: Frame, marked: Sequence[Marked], name: str, field: str) -> Keys:
    """A key a person and value of an event property; of rows that match anything."""
    prop = find_property(frame.view, name, "event", field)
    read = reader(frame.data, frame.view, prop)
    values = list(frame.view.map(lambda m: read(m.day), marked))
    rows = [
        np.flatnonzero(m.rows(_ALL) & v.is_set).astype(np.int64) for m, v in zip(marked, values, strict=True)
    ]
    coded = bool(values) and values[0].coded
    if coded:
        labels = Labels()
        first = [labels.add(v.labels) for v in values]
        code = labels.all().dictionary_encode().indices.to_numpy()
        found = [code[v.codes[r] + np.int64(f)] for v, r, f in zip(values, rows, first, strict=True)]
    else:
        found = [v.numbers[r] for v, r in zip(values, rows, strict=True)]
        every = np.unique(np.concatenate([np.zeros(0), *found]))
        found = [np.searchsorted(every, f) for f in found]
    pairs = [
        m.day.person[r].astype(np.int64) << 32 | f.astype(np.int64)
        for m, r, f in zip(marked, rows, found, strict=True)
    ]
    different = np.unique(np.concatenate([np.zeros(0, np.int64), *pairs]))
    keys = []
    for m, r, p in zip(marked, rows, pairs, strict=True):
        key = np.full(m.day.rows, -1, np.int32)
        key[r] = np.searchsorted(different, p)
        key.flags.writeable = (
            False  # as people's numbers are, which are mapped: to the kernel a type of its own
        )
        keys.append(key)
    return Keys(keys, different >> 32, frame.people)
