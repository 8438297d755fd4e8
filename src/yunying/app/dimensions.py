"""By which properties a change of a metric is worth taking apart, where nobody said by which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from yunying.kpi import Line
from yunying.metrics import SESSION_PROPERTIES, Reader, all_properties, reader, references, traits
from yunying.store import Dataset, Day, HotView, Property

_MOST = 8
_FEW = range(2, 51)
"""So many values make a property worth it."""
_DAYS = 7
"""So many of the newest days are looked at."""
_KNOWN = 0.05
"""Of the events of each part of the metric; a property that one of them never has says nothing of their ratio."""
_EVENTS_A_VALUE = 5
"""On average; with fewer it is a number of things (an order's), not a kind of them."""


def telling(data: Dataset, lines: Sequence[Line]) -> list[str]:
    """Properties with few values that the events of every line have, or those who did them: the fuller ones first, of
    these the plainer ones."""
    view = data.hot.view()
    parts = [{one.event for one in line.series.alternatives} for line in lines]
    used = references(*(line.series for line in lines)).properties
    days = view.days(None, None)[-_DAYS:]
    found: list[tuple[float, int, str]] = []
    every = all_properties(view)
    of_events = {prop.name for prop in every if prop.scope == "event"}
    for prop in every:
        if prop.type not in ("text", "boolean") or prop.name in used or prop.name in view.derived:
            continue
        if prop in SESSION_PROPERTIES or (prop.scope == "person" and prop.name in of_events):
            continue
        read = _of_rows(data, view, prop)
        looked = [_look(read, days, names) for names in parts]
        values = set[str]().union(*(one.values for one in looked))
        known = min((one.known for one in looked), default=0.0)
        there = sum(one.there for one in looked)
        if len(values) in _FEW and known >= _KNOWN and there >= _EVENTS_A_VALUE * len(values):
            found.append((-round(known, 1), len(values), prop.name))
    return [name for *_, name in sorted(found)[:_MOST]]


@dataclass
class _Looked:
    """Of some events: how many there are, on how many the property is set, and its values (not all, if many)."""

    events: int = 0
    there: int = 0
    values: set[str] = field(default_factory=set)

    @property
    def known(self) -> float:
        return self.there / max(self.events, 1)


def _of_rows(data: Dataset, view: HotView, prop: Property) -> Reader:
    """How to read a property of events or people, row by row of a day."""
    if prop.scope == "event":
        return reader(data, view, prop)
    of_people = traits(data, view, prop)
    return lambda day: of_people.at(day.person)


def _look(read: Reader, days: Sequence[Day], names: set[str | None]) -> _Looked:
    found = _Looked()
    for day in days:
        values, rows = read(day), _rows_of(day, names)
        codes = values.codes[rows]
        codes = codes[codes >= 0]
        found.events += len(rows)
        found.there += len(codes)
        found.values.update(values.labels.take(np.unique(codes)).to_pylist())
        if len(found.values) not in range(_FEW.stop):
            break
    return found


def _rows_of(day: Day, names: set[str | None]) -> npt.NDArray[np.intp]:
    """Rows of events of these names; None means any."""
    if not names or None in names:
        return np.arange(day.rows)
    return np.flatnonzero(np.isin(day.event, [i for i, name in enumerate(day.names) if name in names]))
