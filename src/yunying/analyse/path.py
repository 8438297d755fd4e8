"""Path: what people do after an event, or before it, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.path_nodes import Cleaning, Nodes, check_renames, name_nodes, split_readers
from yunying.analyse.questions import Path
from yunying.core import day_number
from yunying.kernels import group_medians, path_day, tally_groups
from yunying.metrics import (
    OTHER,
    Answer,
    Behind,
    Window,
    address,
    bad_address,
    parse_address,
    session_numbers,
)
from yunying.store import Dataset

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
END = "$end"
_NO_SESSIONS = np.zeros(0, np.int32)
_DAY = 86_400_000


@dataclass(frozen=True)
class Walked:
    """Every path, those of a person together. `codes[i, s]` is the node at step s, −1 where the path has ended."""

    frame: Frame
    labels: list[str]
    owner: Ints
    codes: Ints
    times: Longs


@dataclass(frozen=True)
class Step:
    """One step: its kept nodes, and the node of each path as its place among them.

    Places go on with all other nodes, and then with the end of the path before this step.
    """

    labels: list[str]
    place: Ints

    @property
    def other(self) -> int:
        """The place of all other nodes."""
        return len(self.labels)

    @property
    def end(self) -> int:
        """The place of paths that have ended."""
        return len(self.labels) + 1

    def name(self, place: int) -> str:
        """What the node of a place is called."""
        return [*self.labels, OTHER, END][place]

    def index(self, name: object) -> int | None:
        """The place of a node; None where the step has none of this name."""
        return [*self.labels, OTHER, END].index(name) if name in (*self.labels, OTHER, END) else None


def fold(data: Dataset, question: Path) -> Walked:
    """Walk every path."""
    check_renames(question.rename)
    frame = Frame.take(data, question.range, marked=question.marked)
    cleaning = Cleaning(data, frame.view, question)
    splits = split_readers(data, frame.view, question.split)
    first, last = day_number(frame.days.first), day_number(frame.days.last)
    reach = -(-_window(question) // _DAY) + 1 if _window(question) >= 0 else 0
    backward = question.direction == "backward"
    days = frame.load(first - reach, last) if backward else frame.load(first, last + reach)
    sessions: dict[int, Ints] = {}
    if question.per == "session" or (question.within and not isinstance(question.within, Window)):
        numbers = session_numbers(data, frame.view)
        sessions = {day.number: numbers(day) for day in days}
    nodes = name_nodes(frame.view, cleaning, cleaning.mark_all(days), question, splits)
    parts = _walk(frame, question, nodes, sessions, (first, last))
    owner = np.concatenate([p[0] for p in parts]) if parts else np.zeros(0, np.int32)
    size = question.steps + 1
    codes = np.concatenate([p[1] for p in parts]) if parts else np.zeros((0, size), np.int32)
    times = np.concatenate([p[2] for p in parts]) if parts else np.zeros((0, size), np.int64)
    return Walked(frame, nodes.labels, owner, codes, times)


def _walk(
    frame: Frame, question: Path, nodes: Nodes, sessions: dict[int, Ints], anchoring: tuple[int, int]
) -> list[tuple[Ints, Ints, Longs]]:
    size, each_session = question.steps + 1, question.per == "session"
    backward = question.direction == "backward"
    days = nodes.days[::-1] if backward else nodes.days

    def walk(low: int, high: int) -> tuple[Ints, Ints, Longs]:
        taken, (slot, within) = np.zeros(high - low, np.int8), np.zeros((2, high - low), np.int32)
        room, used = 0 if each_session else high - low, 0
        owner, length = np.empty(room, np.int32), np.zeros(room, np.int32)
        codes, times = np.empty((room, size), np.int32), np.empty((room, size), np.int64)
        for d in days:
            if each_session:
                # As many paths may begin as the slice has rows on the day.
                begin, end = np.searchsorted(d.day.person, (low, high))
                if used + end - begin > len(owner):
                    more = max(len(owner), int(end - begin))
                    owner, length, codes, times = (_grow(a, more) for a in (owner, length, codes, times))
            used = path_day(
                d.day.person, d.day.ms, d.day.event, d.flag_of, d.flags, d.node_of, d.nodes,
                sessions.get(d.day.number, _NO_SESSIONS), d.day.start_ms,
                anchoring[0] <= d.day.number <= anchoring[1], backward, question.collapse, _window(question),
                each_session, low, high, taken, slot, within, owner, length, codes, times, used,
            )  # fmt: skip
        kept = np.arange(used) if each_session else np.flatnonzero(length)
        kept = kept[np.argsort(owner[kept], kind="stable")] if each_session else kept
        codes = codes[kept]
        codes[np.arange(size) >= length[kept, None]] = -1
        return owner[kept], codes, times[kept]

    return frame.data.each_slice(walk, frame.people, width=size * 2)


def _grow(array: npt.NDArray[Any], more: int) -> npt.NDArray[Any]:
    grown = np.empty((len(array) + more, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown


def _window(question: Path) -> int:
    """The window in ms; −1 where there is none."""
    return question.within.milliseconds if isinstance(question.within, Window) else -1


def take_step(walked: Walked, question: Path, step: int) -> Step:
    """The nodes on the most paths, of equally many those that come first by name."""
    codes = walked.codes[:, step]
    counts = np.bincount(codes + 1, minlength=len(walked.labels) + 1)[1:]
    seen = np.flatnonzero(counts)
    ranked = sorted((-int(counts[c]), walked.labels[c], int(c)) for c in seen)
    # What is spelled like one of the names that the answer gives itself could not be told from it.
    kept = [(label, c) for _, label, c in ranked if label not in (OTHER, END)][: question.top]
    place_of = np.full(len(walked.labels) + 1, len(kept), np.int32)
    place_of[-1] = len(kept) + 1
    for place, (_, c) in enumerate(kept):
        place_of[c] = place
    return Step([label for label, _ in kept], place_of[codes])


def answer(data: Dataset, question: Path) -> Answer:
    """A row a node: `step` (0 is the anchor), `node`, `people, paths, share, dropped, address, dropped_address`.
    `share` is of all paths; `dropped` is how many paths end here (null at the last step: what comes after was not
    asked). Nodes of a step are ordered by their paths, the rest are `$other`. `totals.links` has a row a way from one
    node to the next: `step` (of `from`), `from, to, people, paths, median_seconds, address`; `to` is `$end` where paths
    end, so that what goes into a node comes out again. With one path a person, people and paths are the same number;
    lists say how many paths each person has. `totals.all` sums up.
    """
    walked = fold(data, question)
    steps = [take_step(walked, question, s) for s in range(question.steps + 1)]
    rows: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for s, step in enumerate(steps):
        after = steps[s + 1] if s < question.steps else None
        ways = _links(walked, s, step, after) if after else []
        links += ways
        ended = {link["from"]: link["paths"] for link in ways if link["to"] == END}
        rows += _nodes(walked, question, s, step, ended)
    everybody = np.zeros(len(walked.owner), np.int32)
    paths, people = _tally(walked.owner, everybody, 1)
    total = {"people": int(people[0]), "paths": int(paths[0]), "address": address(all=True)}
    return Answer(
        columns=_COLUMNS,
        rows=rows,
        totals={"all": [total], "links": links},
        provenance=walked.frame.provenance(
            _definition(question), question.filters, incomplete=not walked.frame.range_known()
        ),
    )


def _nodes(walked: Walked, question: Path, s: int, step: Step, ended: dict[str, int]) -> list[dict[str, Any]]:
    paths, people = _tally(walked.owner, step.place, step.end + 1)
    rows = []
    for place in range(step.end):
        if not paths[place]:
            continue
        name = step.name(place)
        last = s == question.steps
        rows.append(
            {
                "step": s,
                "node": name,
                "people": int(people[place]),
                "paths": int(paths[place]),
                "share": int(paths[place]) / len(walked.owner),
                "dropped": None if last else ended.get(name, 0),
                "address": address(step=s, node=name),
                "dropped_address": None if last else _link_address(s, name, END),
            }
        )
    return rows


def _links(walked: Walked, s: int, step: Step, after: Step) -> list[dict[str, Any]]:
    width = after.end + 1
    pair = np.where(step.place == step.end, np.int32(-1), step.place * np.int32(width) + after.place)
    paths, people = _tally(walked.owner, pair, step.end * width)
    medians = group_medians(pair, np.abs(walked.times[:, s + 1] - walked.times[:, s]), paths)
    links = []
    for at in np.flatnonzero(paths).tolist():
        source, target = step.name(at // width), after.name(at % width)
        links.append(
            {
                "step": s,
                "from": source,
                "to": target,
                "people": int(people[at]),
                "paths": int(paths[at]),
                "median_seconds": None if target == END else float(medians[at]) / 1000,
                "address": _link_address(s, source, target),
            }
        )
    return links


def _link_address(step: int, source: str, target: str) -> str:
    return address(step=step, **{"from": source, "to": target})


def _tally(owner: Ints, group: Ints, groups: int) -> tuple[Longs, Longs]:
    """Paths and people of each group."""
    paths, people = np.zeros((2, groups), np.int64)
    tally_groups(owner, group, paths, people)
    return paths, people


def behind(data: Dataset, question: Path, text: str) -> Behind:
    """The people whose paths pass a node or go from one node to another, with how many such paths each has."""
    at = parse_address(text, {"step", "node", "from", "to", "all"})
    if at.keys() == {"all"} and at["all"] is True:
        walked = fold(data, question)
        return _owners(walked, np.ones(len(walked.owner), np.bool_))
    step = at.get("step")
    if not isinstance(step, int) or isinstance(step, bool) or not 0 <= step <= question.steps:
        raise bad_address(text)
    if at.keys() not in ({"step", "node"}, {"step", "from", "to"}):
        raise bad_address(text)
    if "to" in at and step == question.steps:
        raise bad_address(text)
    walked = fold(data, question)
    wanted = [(step, at["node"])] if "node" in at else [(step, at["from"]), (step + 1, at["to"])]
    mask = np.ones(len(walked.owner), np.bool_)
    for i, (s, name) in enumerate(wanted):
        nodes = take_step(walked, question, s)
        place = nodes.index(name)
        if place is None or (i == 0 and place == nodes.end):
            raise bad_address(text)
        mask &= nodes.place == place
    return _owners(walked, mask)


def _owners(walked: Walked, mask: npt.NDArray[np.bool_]) -> Behind:
    people, counts = np.unique(walked.owner[mask], return_counts=True)
    return Behind(people.astype(np.int64), counts.astype(np.int64))


_COLUMNS = [
    {"name": name, "type": kind}
    for name, kind in (
        ("step", "number"),
        ("node", "text"),
        ("people", "number"),
        ("paths", "number"),
        ("share", "rate"),
        ("dropped", "number"),
        ("address", "address"),
        ("dropped_address", "address"),
    )
]


def _definition(question: Path) -> str:
    towards = "after" if question.direction == "forward" else "before"
    bound = ""
    if isinstance(question.within, Window):
        bound = f" within {question.within.value} {question.within.unit}(s)"
    elif question.within:
        bound = " within the session"
    return f"paths of {question.steps} step(s) {towards} {question.anchor.label}{bound}, one a {question.per}"
