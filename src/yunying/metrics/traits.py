"""Current properties of people: what was said of each, in order of time and then of arrival, folded into a value.

Most words state the value (`set`), and the last one holds. Others change it: see `Op`. They are said by events and
by rows that only describe people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from yunying.kernels import apply_codes, apply_numbers
from yunying.metrics.activity import BUILT_IN, activity
from yunying.metrics.extent import people_count
from yunying.metrics.first_touch import FIRST_TOUCH, first_touch
from yunying.metrics.moment import standing_day
from yunying.metrics.said import NUMBER_OF, Few, Said, said_of
from yunying.metrics.texts import Labels
from yunying.store import Dataset, HotView, Property, Values

_NO_TEXT = pa.array([], pa.string())


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
    found: Values = view.memo(f"trait {prop.name}", lambda: stated(view, prop))
    return found


def traits_of(data: Dataset, view: HotView, prop: Property, few: Few) -> Values:
    """As `traits`, with one row for each of a few people: what others have is not looked at, where it was stated."""
    if prop in view.snapshot.properties and not view.has_memo(f"trait {prop.name}"):
        return stated(view, prop, few)
    return traits(data, view, prop).at(few.people)


def stated(view: HotView, prop: Property, few: Few | None = None) -> Values:
    """Current values of a property that was sent, of everybody or of a few people; nothing of it is kept."""
    labels = Labels()
    people = people_count(view) if few is None else len(few.people)
    if any(c.op == "append" for c in prop.changes):
        return _lists(said_of(view, prop, labels, few), people, labels)
    codes, numbers = np.full(people, -1, np.int32), np.full(people, np.nan)
    coded = prop.type in ("text", "boolean")
    for said in said_of(view, prop, labels, few):
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


def _lists(words: Iterator[Said], people: int, labels: Labels) -> Values:
    """A property that something was appended to is a list."""
    held: dict[int, list[str]] = {}
    for said in words:
        # What takes a value away says none.
        codes = pa.array(said.value, mask=said.op == NUMBER_OF["unset"])
        texts = labels.all().take(codes).to_pylist()
        for person, op, text in zip(said.person.tolist(), said.op.tolist(), texts, strict=True):
            if op == NUMBER_OF["unset"]:
                held.pop(person, None)
            elif op == NUMBER_OF["set"]:
                held[person] = items_of(text)
            elif op == NUMBER_OF["set_once"]:
                held.setdefault(person, items_of(text))
            else:
                held[person] = appended(held.get(person, []), text)
    texts = np.full(people, None, object)
    for person, items in held.items():
        texts[person] = json.dumps(items, ensure_ascii=False)
    return _texts(pa.array(texts, pa.string()))


def items_of(text: str) -> list[str]:
    """The items of a list as it is kept: JSON, or one item."""
    if text.startswith("["):
        try:
            return [i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in json.loads(text)]
        except ValueError:
            pass  # a text that happens to begin like a list
    return [text]


def appended(items: list[str], text: str) -> list[str]:
    """A list with what was appended to it; every item is taken into it once."""
    return [*items, *(item for item in dict.fromkeys(items_of(text)) if item not in items)]


def _texts(values: pa.Array) -> Values:
    encoded = values.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy()
    return Values("text", codes, encoded.dictionary, np.zeros(0))
