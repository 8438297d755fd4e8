"""Current properties of people: what was said of each, in order of time and then of arrival, folded into a value.

Most words state the value (`set`), and the last one holds. Others change it: see `Op`. They are said by events and
by rows that only describe people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.kernels import apply_codes, apply_numbers
from yunying.metrics.activity import BUILT_IN, activity
from yunying.metrics.extent import people_count
from yunying.metrics.first_touch import FIRST_TOUCH, first_touch
from yunying.metrics.moment import standing_day
from yunying.metrics.texts import Labels
from yunying.store import Column, Dataset, Day, HotView, Property, Values
from yunying.store.schema import OPS, Op

Ints = npt.NDArray[np.int32]
_NO_TEXT = pa.array([], pa.string())
_NUMBER_OF: dict[Op, int] = {op: number for number, op in enumerate(OPS)}


def traits(data: Dataset, view: HotView, prop: Property) -> Values:
    """Each person's value of a person property at the view's moment: `Values` with one row a person id."""
    derived = view.derived.get(prop.name)
    if derived is not None and derived.prop == prop:
        return view.kept(
            f"{prop.name} {derived.version} {standing_day(data, view)}", lambda: derived.values(data, view)
        )
    if prop in BUILT_IN:
        return activity(view).values(prop)
    if prop in FIRST_TOUCH:
        return first_touch(view, prop)
    found: Values = view.memo(f"trait {prop.name}", lambda: _fold(view, prop))
    return found


@dataclass
class _Said:
    """What was said on one day, in order. `value` are codes into the labels met so far, or numbers."""

    person: Ints
    op: npt.NDArray[np.int8]
    value: npt.NDArray[Any]

    @property
    def plain(self) -> bool:
        """Whether every word states the value."""
        return bool((self.op == _NUMBER_OF["set"]).all())


def _fold(view: HotView, prop: Property) -> Values:
    labels = Labels()
    if any(c.op == "append" for c in prop.changes):
        return _fold_lists(view, prop, labels)
    people = people_count(view)
    codes, numbers = np.full(people, -1, np.int32), np.full(people, np.nan)
    coded = prop.type in ("text", "boolean")
    for said in _days_of(view, prop, labels, people):
        if said.plain:  # of repeated indices the last is the one kept
            (codes if coded else numbers)[said.person] = said.value
        elif coded:
            apply_codes(said.person, said.op, said.value, codes)
        else:
            apply_numbers(said.person, said.op, said.value, numbers)
    if prop.type == "boolean":
        return Values("boolean", codes, pa.array([False, True]), numbers[:0])
    if prop.type != "text":
        return Values(prop.type, codes[:0], _NO_TEXT, numbers)
    return _texts(labels.all().take(pa.array(codes, mask=codes < 0)))


def _fold_lists(view: HotView, prop: Property, labels: Labels) -> Values:
    """A property that something was appended to is a list; every value is taken into it once."""
    people = people_count(view)
    held: dict[int, list[str]] = {}
    for said in _days_of(view, prop, labels, people):
        texts = labels.all().take(pa.array(said.value)).to_pylist()
        for person, op, text in zip(said.person.tolist(), said.op.tolist(), texts, strict=True):
            if op == _NUMBER_OF["unset"]:
                held.pop(person, None)
            elif op == _NUMBER_OF["set"]:
                held[person] = _items(text)
            elif op == _NUMBER_OF["set_once"]:
                held.setdefault(person, _items(text))
            else:
                items = held.setdefault(person, [])
                items += [item for item in _items(text) if item not in items]
    texts = np.full(people, None, object)
    for person, items in held.items():
        texts[person] = json.dumps(items, ensure_ascii=False)
    return _texts(pa.array(texts, pa.string()))


def _items(text: str) -> list[str]:
    if text.startswith("["):
        try:
            return [i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in json.loads(text)]
        except ValueError:
            pass  # a text that happens to begin like a list
    return [text]


def _texts(values: pa.Array) -> Values:
    encoded = values.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy()
    return Values("text", codes, encoded.dictionary, np.zeros(0))


def _days_of(view: HotView, prop: Property, labels: Labels, people: int) -> Iterator[_Said]:
    """What was said, day by day."""
    columns = (*prop.columns, *prop.changes)
    words = [(op, Property(prop.name, "person", cols)) for op in OPS if (cols := _of(op, columns))]
    days = view.said.days()
    for _, word in words:
        view.said.prepare(word, days)
    for day in days:
        parts = []
        for op, word in words:
            values = view.said.values(word, day)
            rows = np.flatnonzero(values.is_set & (day.person < people))  # others have no event: in no answer
            if rows.size:
                parts.append((op, rows, _take(values, rows, prop, labels, op)))
        if parts:
            yield _ordered(day, parts)


def _of(op: Op, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(c for c in columns if c.op == op)


def _take(
    values: Values, rows: npt.NDArray[np.int64], prop: Property, labels: Labels, op: Op
) -> npt.NDArray[Any]:
    """Values of some rows in the form of the property's type."""
    if op == "unset":
        return np.zeros(rows.size, np.int32 if prop.type in ("text", "boolean") else np.float64)
    if prop.type != "text":
        return values.codes[rows] if values.coded else values.numbers[rows]
    if values.coded:
        return values.codes[rows] + np.int32(labels.add(values.labels))
    texts = values.texts(rows)
    return np.arange(rows.size, dtype=np.int32) + np.int32(labels.add(texts))


def _ordered(day: Day, parts: list[tuple[Op, npt.NDArray[np.int64], npt.NDArray[Any]]]) -> _Said:
    """Words in order of their rows, and those of one row in order of `OPS`."""
    op = np.concatenate([np.full(rows.size, _NUMBER_OF[o], np.int8) for o, rows, _ in parts])
    rows = np.concatenate([r for _, r, _ in parts])
    value = np.concatenate([v for _, _, v in parts])
    if len(parts) > 1:
        order = np.lexsort((op, rows))
        op, rows, value = op[order], rows[order], value[order]
    return _Said(day.person[rows], op, value)
