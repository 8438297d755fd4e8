"""What a funnel counts: people, sessions or values of a property; and the values it holds constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.analyse.questions import Funnel, UnitProperty
from yunying.core import Refused
from yunying.metrics import Marked, Reader, find_property, reader, session_numbers
from yunying.store import Dataset, Day, HotView, Property, Values

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
_NO_ROWS = np.zeros(0, np.int32)
_NO_KEYS = np.zeros((0, 0), np.int32)


@dataclass(frozen=True)
class Units:
    """Units, and keys (a unit with a held value), both numbered in order of people.

    `person[u]` is a unit's person. Units and keys of the people of [a, b) are those of
    [`first_unit[a]`, `first_unit[b]`) and [`first_key[a]`, `first_key[b]`). By day number: `unit` of each row
    (−1 none; empty where units are people) and `key`, shape (held properties, rows); no rows where nothing is held.
    `held[b]` is the row of `key` for the selector with bit b.
    """

    person: Longs
    first_unit: Longs
    first_key: Longs
    unit: dict[int, Ints]
    key: dict[int, Ints]
    held: Ints

    def unit_of(self, day: Day) -> Ints:
        """The unit of each row; empty where units are people."""
        return self.unit.get(day.number, _NO_ROWS)

    def key_of(self, day: Day) -> Ints:
        """The key of each row by held property."""
        return self.key.get(day.number, _NO_KEYS)

    @property
    def keys(self) -> int:
        """How many keys there are."""
        return int(self.first_key[-1])


def make_units(
    data: Dataset, view: HotView, question: Funnel, marked: Sequence[Marked], people: int
) -> Units:
    """The units of all rows that take part in a funnel."""
    everybody = np.arange(people + 1, dtype=np.int64)
    names = list(
        dict.fromkeys(name for s in range(len(question.steps)) if (name := question.held(s + 1)) is not None)
    )
    steps = [question.held(s + 1) for s in range(len(question.steps))]
    # What is excluded is held to the property of the step after which it breaks.
    steps += [question.held(question.span(x)[0]) for x in question.exclude]
    held = np.array([names.index(name) if name in names else 0 for name in steps], np.int32)
    units = Units(everybody[:-1], everybody, everybody, {}, {}, held)
    rows = [np.flatnonzero(m.rows(0xFFFFFFFF)) for m in marked] if names or question.per != "person" else []
    if question.per != "person":
        units = _in_units(units, marked, rows, _unit_codes(data, view, question, marked, rows))
    if names:
        places = [f"hold.{i}" for i in range(len(names))] if isinstance(question.hold, list) else ["hold"]
        props = [_find(view, name, place) for name, place in zip(names, places, strict=False)]
        units = _with_keys(
            units, marked, rows, _encode([reader(data, view, p) for p in props], props, marked, rows)
        )
    return units


def _unit_codes(
    data: Dataset, view: HotView, question: Funnel, marked: Sequence[Marked], rows: list[npt.NDArray[np.intp]]
) -> list[Longs]:
    """A number for the session or the value of each chosen row, −1 where there is none."""
    if isinstance(question.per, UnitProperty):
        prop = _find(view, question.per.property, "per.property")
        return _encode([reader(data, view, prop)], [prop], marked, rows)[0]
    sessions = session_numbers(data, view)
    return [sessions(m.day)[chosen].astype(np.int64) for m, chosen in zip(marked, rows, strict=True)]


def _find(view: HotView, name: str, field: str) -> Property:
    prop = find_property(view, name, None, field)
    if prop.scope != "event":
        raise Refused(
            "person_property_here",
            f"{name!r} is a property of people, the same in all their steps; name a property of events.",
            field=field,
            property=name,
        )
    return prop


def _in_units(
    units: Units, marked: Sequence[Marked], rows: list[npt.NDArray[np.intp]], codes: list[Longs]
) -> Units:
    """Units are pairs of person and code."""
    people = [m.day.person[chosen].astype(np.int64) for m, chosen in zip(marked, rows, strict=True)]
    pairs, width, placed = _rank(people, codes)
    person = pairs // width
    by_day = {}
    for m, chosen, own in zip(marked, rows, placed, strict=True):
        by_day[m.day.number] = _spread(m.day, chosen, own)
    first = np.searchsorted(person, np.arange(len(units.first_unit)))
    return Units(person, first, first, by_day, {}, units.held)


def _with_keys(
    units: Units, marked: Sequence[Marked], rows: list[npt.NDArray[np.intp]], codes: list[list[Longs]]
) -> Units:
    """Keys are pairs of unit and held value."""
    owners = [
        (units.unit_of(m.day) if units.unit else m.day.person)[chosen].astype(np.int64)
        for m, chosen in zip(marked, rows, strict=True)
    ]
    pairs, width, placed = _rank(owners * len(codes), [own for of_name in codes for own in of_name])
    by_day = {}
    for d, (m, chosen) in enumerate(zip(marked, rows, strict=True)):
        names = [_spread(m.day, chosen, placed[n * len(marked) + d]) for n in range(len(codes))]
        by_day[m.day.number] = np.stack(names)
    first = np.searchsorted(pairs // width, units.first_unit)
    return Units(units.person, units.first_unit, first, units.unit, by_day, units.held)


def _rank(owners: list[Longs], codes: list[Longs]) -> tuple[Longs, int, list[Longs]]:
    """Pairs of owner and code that occur, in order, as `owner * width + code`, and each row's place among them."""
    width = max((int(c.max(initial=0)) for c in codes), default=0) + 1
    missing = [(c < 0) | (o < 0) for o, c in zip(owners, codes, strict=True)]
    pairs = [np.where(m, -1, o * width + c) for m, o, c in zip(missing, owners, codes, strict=True)]
    known = _distinct(np.concatenate([np.zeros(0, np.int64), *map(_distinct, pairs)]))
    known = known[known >= 0]
    return (
        known,
        width,
        [np.where(m, -1, np.searchsorted(known, p)) for m, p in zip(missing, pairs, strict=True)],
    )


def _distinct(values: Longs) -> Longs:
    """Values in order, each once. (By sorting: several times as fast as `np.unique`, which hashes.)"""
    ordered = np.sort(values)
    found: Longs = ordered[np.diff(ordered, prepend=-2) != 0]
    return found


def _spread(day: Day, rows: npt.NDArray[np.intp], values: Longs) -> Ints:
    """Values of some rows as values of all, −1 elsewhere."""
    spread = np.full(day.rows, -1, np.int32)
    spread[rows] = values
    return spread


def _encode(
    readers: Sequence[Reader],
    props: Sequence[Property],
    marked: Sequence[Marked],
    rows: list[npt.NDArray[np.intp]],
) -> list[list[Longs]]:
    """A number for the value of each chosen row, by property and day, −1 where it is not set. Equal values have equal
    numbers, also those of different properties: as text where these are of several types."""
    as_text = len({p.type for p in props}) > 1
    local: list[list[tuple[Ints, pa.Array]]] = [
        [_local(read(m.day), chosen, as_text) for m, chosen in zip(marked, rows, strict=True)]
        for read in readers
    ]
    labels = [own for of_name in local for _, own in of_name]
    if not labels:
        return [[] for _ in readers]
    place = pa.concat_arrays(labels).dictionary_encode().indices.to_numpy().astype(np.int64)
    found: list[list[Longs]] = []
    offset = 0
    for of_name in local:
        found.append([])
        for codes, own in of_name:
            lookup = np.append(place[offset : offset + len(own)], -1)
            found[-1].append(lookup[codes])
            offset += len(own)
    return found


def _local(values: Values, rows: npt.NDArray[np.intp], as_text: bool) -> tuple[Ints, pa.Array]:
    """Codes of some rows, −1 not set, and what they mean."""
    if values.coded:
        kind = pa.string() if as_text or values.type == "text" else pa.bool_()
        return values.codes[rows], values.labels.cast(kind)
    chosen = values.numbers[rows]
    known = ~np.isnan(chosen)
    numbers, first, inverse = np.unique(chosen[known], return_index=True, return_inverse=True)
    codes = np.full(len(rows), -1, np.int32)
    codes[known] = inverse
    if as_text:
        return codes, values.texts(rows[known][first]).cast(pa.string())
    return codes, pa.array(numbers)
