"""From the names and filters of a question to bits on the rows of each day, which is what kernels take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from yunying.core import Refused
from yunying.kernels import matching_rows
from yunying.metrics.behaviour import Doing, When
from yunying.metrics.compare import compile_condition
from yunying.metrics.extent import people_count
from yunying.metrics.filters import (
    MAX_DEPTH,
    AllOf,
    AnyOf,
    Before,
    Behaviour,
    Condition,
    Events,
    Filter,
    InSegment,
    Not,
    Sequenced,
)
from yunying.metrics.marked import Bits, Marked, Mask
from yunying.metrics.names import find_property, require_event
from yunying.metrics.segments import in_segment
from yunying.metrics.sequence import did_in_sequence
from yunying.metrics.sessions import SESSION_PROPERTIES, reader
from yunying.metrics.traits import traits
from yunying.store import Dataset, Day, HotView

Rows = npt.NDArray[np.int32]
MAX_SELECTORS = 32
_NONE = np.zeros(0, np.uint32)
_ALL = np.uint32(0xFFFFFFFF)


class Lasting(IntEnum):
    """How long it stays the same which rows of a day pass a filter."""

    never = 1
    """It may be another with every question: segments, behaviour."""
    state = 2
    """As long as the project's data: sessions, and properties of people."""
    day = 3
    """As long as the day's own rows."""


class Ref(Protocol):
    """Events that count as one: any of the alternatives."""

    @property
    def alternatives(self) -> tuple[Events, ...]: ...


@dataclass(frozen=True)
class Selector:
    """Events that any of the alternatives takes; `field` is the place of the first in the question."""

    alternatives: tuple[Events, ...]
    field: str

    @classmethod
    def of(cls, ref: Ref, field: str) -> Selector:
        """The events that a question names at `field`."""
        return cls(ref.alternatives, field)

    @property
    def places(self) -> list[tuple[Events, str]]:
        """Each alternative, with what stands before the names of its fields."""
        prefix = f"{self.field}." if self.field else ""
        return [
            (one, prefix if i == 0 else f"{prefix}or.{i - 1}.") for i, one in enumerate(self.alternatives)
        ]


class Selection:
    """Selectors, with filters common to all, checked and ready to mark days. Selector `i` has bit `1 << i`."""

    def __init__(
        self,
        data: Dataset,
        view: HotView,
        selectors: Sequence[Selector],
        common: Sequence[Filter] = (),
        depth: int = 0,
    ) -> None:
        self._view = view
        self._shared = [_Node.of(data, view, f, f"filters.{i}") for i, f in enumerate(common)]
        self._selectors = [
            [_Alternative.of(data, view, one, prefix, depth) for one, prefix in s.places] for s in selectors
        ]
        self._own = any(map(_filtered, self._selectors))
        self._filtered = bool(self._shared) or self._own
        self._lasting = min((node.lasting for node in self._shared), default=Lasting.day)
        self._name = f"{data.sessions} {[f.model_dump_json(by_alias=True) for f in common]}"

    def mark(self, day: Day) -> Marked:
        """The bits of one day."""
        lut = np.zeros(max(len(day.names), 1), np.uint32)
        for i, own in enumerate(self._selectors):
            for one in own:
                lut[one.named(day)] |= np.uint32(1 << i)
        if not self._filtered or not lut.any():
            return Marked(day, lut, _NONE)
        common = self._common(day) if self._shared else _NONE
        if not self._own:
            return Marked(day, lut, common)
        free = np.uint32(sum(1 << i for i, own in enumerate(self._selectors) if not _filtered(own)))
        gate = common & free if self._shared else np.full(day.rows, free)
        for i, own in enumerate(self._selectors):
            named = lut & np.uint32(1 << i)
            if _filtered(own) and named.any():
                # Only rows that bear its name are tested: others are not taken whatever their gate says.
                found, count = matching_rows(day.event, named, common, 0, day.rows)
                rows = found[:count]
                gate[rows[_any_of(own, day, rows)]] |= np.uint32(1 << i)
        return Marked(day, lut, gate)

    def _common(self, day: Day) -> Bits:
        """All bits on the rows that pass the common filters: the same for every question with these filters."""

        def make() -> Bits:
            passing = np.ones(day.rows, np.bool_)
            for node in self._shared:
                passing &= node.test(day)
            return passing.astype(np.uint32) * _ALL

        if self._lasting == Lasting.never:
            return make()
        return self._view.shared(day, self._name, make, lasting=self._lasting == Lasting.day)

    def mark_all(self, days: Sequence[Day]) -> list[Marked]:
        """The bits of many days, made side by side where rows must be looked at."""
        if not self._filtered:
            return [self.mark(day) for day in days]
        self._view.control.hold(sum(day.rows for day in days), np.uint32().nbytes)
        return list(self._view.map(self.mark, days))


@dataclass(frozen=True)
class _Alternative:
    """One name (None: any) with its filters, compiled."""

    event: str | None
    nodes: list[_Node]

    @classmethod
    def of(cls, data: Dataset, view: HotView, events: Events, prefix: str, depth: int) -> _Alternative:
        require_event(view, events.event, f"{prefix}event")
        nodes = [_Node.of(data, view, f, f"{prefix}filters.{i}", depth) for i, f in enumerate(events.filters)]
        return cls(events.event, nodes)

    def named(self, day: Day) -> Mask:
        """Which of the day's names it takes; an entry more where there is none."""
        if self.event is None:
            return np.full(max(len(day.names), 1), bool(day.names))
        return np.array([self.event == name for name in day.names] or [False])

    def passing(self, day: Day, rows: Rows) -> Mask:
        """Which of some rows pass its filters."""
        passing = np.ones(len(rows), np.bool_)
        for node in self.nodes:
            passing &= node.test(day, rows)
        return passing


def _filtered(own: list[_Alternative]) -> bool:
    """Whether rows must be looked at, and not only their names."""
    return any(one.nodes for one in own)


def _any_of(own: list[_Alternative], day: Day, rows: Rows) -> Mask:
    """Which of some rows pass the filters of an alternative that takes their name; one takes the name of each."""
    if len(own) == 1:
        return own[0].passing(day, rows)
    found, event = np.zeros(len(rows), np.bool_), day.event[rows]
    for one in own:
        named = one.named(day)
        if named.any():
            found |= named[event] & one.passing(day, rows)
    return found


def people_passing(data: Dataset, view: HotView, filters: Sequence[Filter], moment: int, field: str) -> Mask:
    """By person id, whether filters on people all hold at `moment` (ms since the epoch)."""
    people = people_count(view)
    everybody = np.arange(people, dtype=np.int32)
    day = Day(0, moment, everybody, np.zeros(people, np.int32), np.zeros(people, np.int16), ("",))
    found = np.ones(people, np.bool_)
    for i, node in enumerate(filters):
        found &= _Node.of(data, view, node, f"{field}.{i}", at=moment).test(day)
    return found


class _Node:
    """One filter, compiled."""

    def __init__(
        self,
        node: Filter,
        inner: Sequence[_Node] = (),
        on_event: Callable[[Day, Rows | slice], Mask] | None = None,
        on_person: Mask | None = None,
        lasting: Lasting | None = None,
    ) -> None:
        self._node, self._inner, self._on_event, self._on_person = node, inner, on_event, on_person
        self.lasting: Lasting = lasting or min((part.lasting for part in inner), default=Lasting.never)

    @classmethod
    def of(
        cls,
        data: Dataset,
        view: HotView,
        node: Filter,
        field: str,
        depth: int = 0,
        at: int | None = None,
    ) -> _Node:
        """`at` is the moment (ms since the epoch) where it is people who are filtered and not events."""
        if depth > MAX_DEPTH:
            raise Refused("filter_too_deep", f"Filters are nested more than {MAX_DEPTH} deep.", field=field)
        match node:
            case Condition():
                prop = find_property(view, node.property, node.scope, f"{field}.property")
                test = compile_condition(node, prop, data.calendar, field)
                if prop.scope == "person":
                    lasting = Lasting.never if prop.name in view.derived else Lasting.state
                    return cls(node, on_person=test(traits(data, view, prop)), lasting=lasting)
                read = reader(data, view, prop)
                lasting = Lasting.state if prop in SESSION_PROPERTIES else Lasting.day
                return cls(node, on_event=lambda day, rows: test(read(day).at(rows)), lasting=lasting)
            case InSegment():
                return cls(node, on_person=in_segment(data, view, node.segment, f"{field}.segment"))
            case Behaviour():
                return _did(data, view, node, field, depth, at)
            case Sequenced():
                return _in_sequence(data, view, node, field, depth, at)
            case AllOf():
                inner = [
                    cls.of(data, view, f, f"{field}.and.{i}", depth + 1, at) for i, f in enumerate(node.and_)
                ]
            case AnyOf():
                inner = [
                    cls.of(data, view, f, f"{field}.or.{i}", depth + 1, at) for i, f in enumerate(node.or_)
                ]
            case Not():
                inner = [cls.of(data, view, node.not_, f"{field}.not", depth + 1, at)]
        return cls(node, inner)

    def test(self, day: Day, rows: Rows | slice = slice(None)) -> Mask:
        """Which of some rows of the day pass, by default of all."""
        if self._on_person is not None:
            return self._on_person[day.person[rows]]
        if self._on_event is not None:
            return self._on_event(day, rows)
        masks = [node.test(day, rows) for node in self._inner]
        if isinstance(self._node, Not):
            return ~masks[0]
        combine = np.logical_and if isinstance(self._node, AllOf) else np.logical_or
        result: Mask = combine.reduce(masks)
        return result


def _did(data: Dataset, view: HotView, behaviour: Behaviour, field: str, depth: int, at: int | None) -> _Node:
    """A behaviour, measured here and now: of people once, or of what each event has before it."""
    doing = Doing.of(data, view, behaviour, field, at)
    selection = Selection(data, view, [Selector.of(behaviour.did, f"{field}.did")], (), depth + 1)
    marked = selection.mark_all(view.days(doing.when.first, doing.when.last))
    days = [m.taken(1) for m in marked if m.lut.any()]
    if at is None and isinstance(behaviour.within, Before):
        passing = doing.rows(days, behaviour.within)
        return _Node(behaviour, on_event=lambda day, rows: passing(day)[rows])
    return _Node(behaviour, on_person=doing.people(days))


def _in_sequence(
    data: Dataset, view: HotView, node: Sequenced, field: str, depth: int, at: int | None
) -> _Node:
    """Several things done one after the other."""
    if at is None and isinstance(node.within, Before):
        raise Refused(
            "window_not_wanted",
            "A sequence is of people and not of events: say the days with `range`, or leave `within` out.",
            field=f"{field}.within",
        )
    when = When.of(data, view, node.within, at, field)
    steps = [Selector.of(step, f"{field}.sequence.{i}") for i, step in enumerate(node.sequence)]
    selection = Selection(data, view, steps, (), depth + 1)
    days = [when.cut(m) for m in selection.mark_all(view.days(when.first, when.last)) if m.lut.any()]
    return _Node(node, on_person=did_in_sequence(data, view, node, days))
