"""Current properties of people: the last value of each by time, then by arrival."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yunying.metrics.activity import BUILT_IN, activity
from yunying.metrics.extent import people_count
from yunying.store import HotView, Property, Values


def traits(view: HotView, prop: Property) -> Values:
    """Each person's current value of a person property: `Values` with one row a person id."""
    if prop in BUILT_IN:
        return activity(view).values(prop)
    found: Values = view.memo(f"trait {prop.name}", lambda: _fold(view, prop))
    return found


def _fold(view: HotView, prop: Property) -> Values:
    people = people_count(view)
    codes = np.full(people, -1, np.int32)
    numbers = np.full(people, np.nan)
    labels: list[pa.Array] = []
    offset = 0
    days = view.days()
    for day, values in zip(days, view.prepare(prop, days), strict=True):
        is_set = values.is_set
        if not is_set.any():
            continue
        # Rows stand in order of time within a person, and the last of repeated indices is the one kept.
        person = day.person[is_set]
        if values.coded:
            codes[person] = values.codes[is_set] + (0 if prop.type == "boolean" else offset)
            if prop.type == "text":
                labels.append(values.labels)
                offset += len(values.labels)
        else:
            numbers[person] = values.numbers[is_set]
    if prop.type == "boolean":
        return Values("boolean", codes, pa.array([False, True]), numbers[:0])
    if prop.type != "text":
        return Values(prop.type, codes[:0], pa.array([], pa.string()), numbers)
    every = pa.concat_arrays(labels) if labels else pa.array([], pa.string())
    chosen = pa.array(codes, mask=codes < 0)
    encoded = every.take(chosen).dictionary_encode()
    return Values("text", encoded.indices.fill_null(-1).to_numpy(), encoded.dictionary, numbers[:0])
