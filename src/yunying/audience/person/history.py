"""Every change of a person's properties, as what was said of them makes it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from yunying.core import instant_of
from yunying.metrics import NUMBER_OF, Few, Labels, appended, items_of, said_of, view_with, wire_value
from yunying.store import Dataset, HotView, Property

SOURCE = "$source"


@dataclass(frozen=True)
class Said:
    """That a property became another: what it was and is (null: not set), by which event, from which source."""

    at: datetime
    name: str
    old: Any
    new: Any
    event: str
    source: str | None


def history(data: Dataset, person: int, name: str | None = None) -> list[Said]:
    """Changes of all properties that were sent, or of one, the newest first. What was said again changes nothing.

    Of one moment and one event they stand in the order in which properties were first seen.
    """
    view = view_with(data, person)
    few = Few(np.array([person], np.int32))
    found: list[tuple[int, int, Said]] = []
    for order, prop in enumerate(view.snapshot.properties):
        if prop.scope == "person" and name in (None, prop.name):
            found += [(at, order, said) for at, said in _changes(view, prop, few)]
    found.sort(key=lambda one: one[:2])
    return [said for _, _, said in reversed(found)]


def _changes(view: HotView, prop: Property, few: Few) -> Iterator[tuple[int, Said]]:
    """With the moment of each, in ms."""
    labels = Labels()
    state: Any = None
    sources = next((p for p in view.snapshot.properties if (p.scope, p.name) == ("event", SOURCE)), None)
    lists = any(c.op == "append" for c in prop.changes)
    for said in said_of(view, prop, labels, few):
        texts = labels.all()
        source = None if sources is None else view.said.values(sources, said.day).texts(said.rows).to_pylist()
        for i, (row, op, value) in enumerate(
            zip(said.rows.tolist(), said.op.tolist(), said.value.tolist(), strict=True)
        ):
            new = _after(state, op, _plain(prop, value, texts), lists=lists)
            if new == state:
                continue
            at = said.day.start_ms + int(said.day.ms[row])
            event = said.day.names[said.day.event[row]]
            yield at, Said(instant_of(at * 1000), prop.name, state, new, event, source[i] if source else None)
            state = new


def _plain(prop: Property, value: Any, texts: Any) -> Any:
    match prop.type:
        case "text":
            return texts[value].as_py() if len(texts) else None
        case "boolean":
            return bool(value)
        case "time":
            return None if math.isnan(value) else wire_value(instant_of(int(value)))
    return wire_value(value)


def _after(state: Any, op: int, value: Any, *, lists: bool) -> Any:
    """What a property is after a word about it."""
    if op == NUMBER_OF["unset"]:
        return None
    if lists:
        if op == NUMBER_OF["append"]:
            return appended(state or [], value)
        value = items_of(value)
    if op == NUMBER_OF["set_once"]:
        return value if state is None else state
    if op == NUMBER_OF["add"]:
        return value if state is None else wire_value(float(state + value))
    return value
