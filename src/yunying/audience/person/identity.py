"""A person's ids, and when each of them was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yunying.core import instant_of
from yunying.metrics import stretches, view_with
from yunying.store import Dataset
from yunying.store.schema import MARK, PROFILE_MARK


@dataclass(frozen=True)
class SeenId:
    """One id; null moments where nothing but words about the person bears it."""

    id: str
    first_seen: datetime | None
    last_seen: datetime | None
    events: int


def ids_of(data: Dataset, person: int) -> list[SeenId]:
    """The id the person is known by first, then in order of their numbers; erased ones are left out."""
    view = view_with(data, person)
    members = data.people.identity().members(person)
    files = dict.fromkeys(f for part in stretches(view, person) for f in view.sources(part.day.number))
    numbers, times = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for file in files:
        columns = ["person_id", "time"]
        with pq.ParquetFile(view.snapshot.root / file.path) as parquet:
            columns += [MARK] if MARK in parquet.schema_arrow.names else []
        table = pq.read_table(
            view.snapshot.root / file.path,
            columns=columns,
            filters=[("person_id", "in", members)],
            partitioning=None,
        )
        if MARK in columns:
            marks = table[MARK].to_pylist()
            kept = [m is None or (view.rows == "marked" and m != PROFILE_MARK) for m in marks]
            table = table.filter(pa.array(kept, pa.bool_()))
        numbers.append(table["person_id"].to_numpy())
        times.append(table["time"].cast(pa.int64()).to_numpy())
    number, time = np.concatenate(numbers), np.concatenate(times)
    found = []
    for member, text in zip(members, data.people.texts(members), strict=True):
        own = time[number == member]
        if text and len(own):
            found.append(SeenId(text, instant_of(int(own.min())), instant_of(int(own.max())), len(own)))
        elif text:
            found.append(SeenId(text, None, None, 0))
    return found
