"""What the events of a path question are called: one number a node, the same on every day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.analyse.questions import Path
from yunying.analyse.questions.path import Rename, Split
from yunying.core import Refused
from yunying.kernels.path import ANCHOR, NODE
from yunying.metrics import Events, Labels, Marked, Reader, Selection, Selector, find_property, reader
from yunying.store import Dataset, Day, HotView

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint8]
_NO_NODES = np.zeros(0, np.int32)
_NO_FLAGS = np.zeros(0, np.uint8)
_ANY = Selector((Events(event=None, filters=[]),), "")


@dataclass(frozen=True)
class NodeDay:
    """A day with what its rows are (`ANCHOR`, `NODE`) and called: by event name, and by row where names do not say."""

    day: Day
    flag_of: Flags
    flags: Flags
    node_of: Ints
    nodes: Ints


@dataclass(frozen=True)
class Nodes:
    """The days of a question and the label of each node."""

    days: list[NodeDay]
    labels: list[str]


class Cleaning:
    """Which events are anchors and which are nodes, checked and ready to mark days."""

    def __init__(self, data: Dataset, view: HotView, question: Path) -> None:
        listed = [("only", question.only), ("exclude", question.exclude)]
        selectors = [Selector.of(question.anchor, "anchor"), _ANY]
        selectors += [Selector.of(ref, f"{name}.{i}") for name, refs in listed for i, ref in enumerate(refs)]
        self._selection = Selection(data, view, selectors, question.filters)
        self._only = np.uint32(((1 << len(question.only)) - 1) << 2)
        self._exclude = np.uint32(((1 << len(question.exclude)) - 1) << 2 + len(question.only))

    def mark_all(self, days: Sequence[Day]) -> list[Marked]:
        """The selectors that the rows of each day satisfy."""
        return self._selection.mark_all(days)

    def flags(self, marked: Marked) -> tuple[Flags, Flags]:
        """What rows are: by event name, and by row where there are filters."""
        if len(marked.gate):
            return _NO_FLAGS, self._flags(marked.lut[marked.day.event] & marked.gate)
        return self._flags(marked.lut), _NO_FLAGS

    def _flags(self, bits: npt.NDArray[np.uint32]) -> Flags:
        is_node = bits & np.uint32(2) != 0
        if self._only:
            is_node &= bits & self._only != 0
        if self._exclude:
            is_node &= bits & self._exclude == 0
        flags: Flags = np.where(bits & np.uint32(1), ANCHOR, 0).astype(np.uint8)
        return flags | np.where(is_node, NODE, 0).astype(np.uint8)


def name_nodes(
    view: HotView, cleaning: Cleaning, marked: Sequence[Marked], question: Path, splits: list[Reader]
) -> Nodes:
    """The days with their rows' nodes. `splits` reads the property of each of the question's."""
    raw = Labels()
    names = sorted({name for m in marked for name in m.day.names})
    raw.add(pa.array(names, pa.string()))
    of_name = {name: code for code, name in enumerate(names)}
    parts: list[list[_Part | None]] = [[] for _ in marked]
    if splits:
        pairs = list(zip(question.split, splits, strict=True))
        parts = list(view.map(lambda m: [_split(m.day, split, read) for split, read in pairs], marked))
    firsts = [[raw.add(p.texts) if p else 0 for p in of_day] for of_day in parts]
    place, labels = _rename(raw.all(), question.rename)

    def finish(m: Marked, of_day: list[_Part | None], first: list[int]) -> NodeDay:
        own = np.array([of_name[name] for name in m.day.names] or [0], np.int32)
        nodes = _NO_NODES
        if any(of_day):
            nodes = own[m.day.event]
            for part, base in zip(of_day, first, strict=True):
                if part:
                    nodes[part.rows] = part.codes + np.int32(base)
            nodes = place[nodes]
        flag_of, flags = cleaning.flags(m)
        return NodeDay(m.day, flag_of, flags, place[own] if len(place) else own, nodes)

    # Days whose names say everything are done before another thread would have begun.
    side_by_side = bool(splits) or any(len(m.gate) for m in marked)
    run: Callable[..., Iterator[NodeDay]] = view.map if side_by_side else map
    return Nodes(list(run(lambda x: finish(*x), zip(marked, parts, firsts, strict=True))), labels)


@dataclass(frozen=True)
class _Part:
    """Rows of a split event with a value, as codes into texts."""

    rows: npt.NDArray[np.intp]
    codes: Ints
    texts: pa.Array


def split_readers(data: Dataset, view: HotView, splits: Sequence[Split]) -> list[Reader]:
    """How to read the property of each split; refuses what cannot be meant."""
    readers = []
    for i, split in enumerate(splits):
        if split.event in [s.event for s in splits[:i]]:
            raise Refused(
                "split_twice",
                f"The event {split.event!r} is split twice; name one property of it.",
                field=f"split.{i}.event",
                event=split.event,
            )
        Selection(data, view, [Selector((Events(event=split.event, filters=[]),), f"split.{i}")])
        prop = find_property(view, split.property, "event", f"split.{i}.property")
        if prop.type == "time":
            raise Refused(
                "split_by_time",
                f"{prop.name!r} is a time: nodes cannot be told apart by it.",
                field=f"split.{i}.property",
                property=prop.name,
            )
        readers.append(reader(data, view, prop))
    return readers


def _split(day: Day, split: Split, read: Reader) -> _Part | None:
    if split.event not in day.names:
        return None
    values = read(day)
    rows = np.flatnonzero((day.event == day.names.index(split.event)) & values.is_set)
    if not rows.size:
        return None
    if values.type == "text":
        codes, texts = values.codes[rows], values.labels
    else:
        encoded = values.texts(rows).dictionary_encode()
        codes, texts = encoded.indices.to_numpy(), encoded.dictionary
    return _Part(rows, codes, pc.binary_join_element_wise(f"{split.event}: ", texts.cast(pa.string()), ""))


def check_renames(rules: Sequence[Rename]) -> None:
    """Refuse expressions that do not compile and replacements that name no group of theirs."""
    for i, rule in enumerate(rules):
        for field, to in (("match", ""), ("to", rule.to)):
            try:
                pc.replace_substring_regex(pa.array([""]), rule.match, to)
            except pa.ArrowInvalid as error:
                raise Refused(
                    "bad_regex",
                    f"The rule {rule.match!r} → {rule.to!r} cannot be applied: {str(error).rstrip('.')}.",
                    field=f"rename.{i}.{field}",
                    pattern=rule.match,
                ) from error


def _rename(raw: pa.Array, rules: Sequence[Rename]) -> tuple[Ints, list[str]]:
    """The node of each raw label, and what nodes are called."""
    for rule in rules:
        raw = pc.replace_substring_regex(raw, rule.match, rule.to)
    encoded = raw.dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int32), encoded.dictionary.to_pylist()
