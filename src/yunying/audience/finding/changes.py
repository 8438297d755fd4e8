"""What became known since the index was written: of whom, and how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.audience.contacts import contact_of
from yunying.audience.finding.index import State
from yunying.store import Dataset, HotView, LakeFile, Property, Snapshot, Values
from yunying.store.seen import commit_of

Ints = npt.NDArray[np.int32]
_OVERLAP = 16
"""So many commits before the index's are looked at once more: files are named before they are committed."""


@dataclass(frozen=True)
class Moment:
    """A state of the project as it was found, no part of it older than `entries` and `ids` say."""

    view: HotView
    entries: int
    ids: int

    @classmethod
    def now(cls, data: Dataset) -> Moment:
        """The state by now."""
        entries, ids = data.people.merges.count(), data.people.count
        return cls(data.hot.view(), entries, ids)

    @property
    def key(self) -> tuple[int, int, int]:
        """The same only as long as nothing changed."""
        return self.view.snapshot.version, self.entries, self.ids


def is_searched(prop: Property) -> bool:
    """Whether people are found by what was stated of a property: texts, and phone numbers kept as numbers."""
    return prop.scope == "person" and (
        prop.type == "text" or (prop.type == "number" and contact_of(prop.name) == "phone")
    )


def schema_of(snapshot: Snapshot) -> dict[str, str]:
    """Properties of people and their types."""
    return {p.name: p.type for p in snapshot.properties if p.scope == "person"}


def recent_files(snapshot: Snapshot, version: int) -> Iterator[LakeFile]:
    """Files that may have become part of the lake at about this version or later."""
    return (f for f in snapshot.files if commit_of(f) > version - _OVERLAP)


def is_other(state: State, moment: Moment, region: str | None) -> bool:
    """Whether the index is of something else than what became of its state: it must be made anew."""
    snapshot = moment.view.snapshot
    types = {p.name: p.type for p in snapshot.properties if is_searched(p)}
    return (
        state.region != region
        or state.version > snapshot.version
        or state.entries > moment.entries
        or state.ids > moment.ids
        or any(types.get(name, kind) != kind for name, kind in state.schema.items())
    )


def people_since(data: Dataset, state: State, moment: Moment, most_rows: int) -> Ints | None:
    """People of whom something was said, or who became others, since the index was written, ascending. None where more
    than `most_rows` rows came.
    """
    snapshot, identity = moment.view.snapshot, moment.view.identity
    known = set(state.recent)
    fresh = [f for f in recent_files(snapshot, state.version) if f.path not in known]
    if sum(f.rows for f in fresh) > most_rows:
        return None
    columns = [c.column for c in snapshot.columns if c.scope == "person"]
    numbers = [_told(snapshot, file, columns) for file in fresh]
    return np.unique(np.concatenate([merged_since(data, state, moment), *map(identity.people, numbers)]))


def merged_since(data: Dataset, state: State, moment: Moment) -> Ints:
    """People who became others since the index was written, ascending."""
    entries = data.people.merges.entries()[state.entries :]
    numbers = np.array([n for e in entries for n in (e.from_number, e.into_number)], np.int32)
    return np.unique(moment.view.identity.people(numbers))


def _told(snapshot: Snapshot, file: LakeFile, columns: list[str]) -> Ints:
    """Ids of whom rows of a file say something."""
    with pq.ParquetFile(snapshot.root / file.path) as parquet:
        present = [c for c in columns if c in parquet.schema_arrow.names]
        if not present:
            return np.zeros(0, np.int32)
        table = parquet.read(columns=["person_id", *present], use_threads=False)
    told = pa.array(np.zeros(table.num_rows, np.bool_))
    for column in present:
        told = pc.or_(told, pc.is_valid(table[column].combine_chunks()))
    numbers: Ints = table["person_id"].filter(told).to_numpy()
    return np.unique(numbers)


def as_texts(values: Values) -> Values:
    """Values as people type them: numbers are phone numbers, whole and without a point."""
    if values.coded:
        return values
    known = np.flatnonzero(values.is_set & (np.abs(values.numbers) < 2**53))
    known = known[values.numbers[known] % 1 == 0]
    numbers, place = np.unique(values.numbers[known].astype(np.int64), return_inverse=True)
    codes = np.full(len(values.numbers), -1, np.int32)
    codes[known] = place
    return Values("text", codes, pa.array(numbers).cast(pa.string()), np.zeros(0))
