"""Paths: random ones, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from typing import Any

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import Event, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, filters, ranges, refs

from yunying.analyse import Path
from yunying.metrics import Between, Window, parse_address

_WINDOWS = ((1, "second"), (1, "minute"), (1, "hour"), (1, "day"), (2, "day"), (1, "week"), (100_000, "week"))
_RULES = (
    ("^view$", "buy"), (": .*", ""), ("^(.)(.)", r"\2\1"), (r"\d+", "#"), ("[a-z]", ""), ("中", "$other"),
    (".*", "$end"), ("w$", r"w\0"), ("x*", "-"), ("(?i)B", "é"), (".", "it's"),
)  # fmt: skip


@st.composite
def paths(draw: st.DrawFn, plan: Plan) -> Raw:
    """Path questions."""
    value, unit = draw(st.sampled_from(_WINDOWS))
    splittable = sorted(
        n for (n, scope), kind in plan.properties.items() if scope == "event" and kind != "time"
    )
    splittable += ["$session_start", "$session_events"]
    events = draw(st.lists(st.sampled_from(plan.events), max_size=2, unique=True)) if plan.events else []
    rules = draw(st.lists(st.sampled_from(_RULES), max_size=2))
    return {
        "kind": "path",
        "marked": draw(st.booleans()),
        "anchor": draw(refs(plan)),
        "direction": draw(st.sampled_from(("forward", "backward"))),
        "steps": draw(st.integers(1, 4)),
        "top": draw(st.integers(1, 4)),
        "per": draw(st.sampled_from(("person", "session"))),
        "within": draw(st.sampled_from((None, {"session": True}, {"value": value, "unit": unit}))),
        "collapse": draw(st.booleans()),
        "only": draw(st.one_of(st.just([]), st.lists(refs(plan), max_size=2))),
        "exclude": draw(st.one_of(st.just([]), st.lists(refs(plan), max_size=2))),
        "split": [{"event": e, "property": draw(st.sampled_from(splittable))} for e in events],
        "rename": [{"match": match, "to": to} for match, to in rules],
        "range": draw(ranges(plan, draw(st.sampled_from((1, 3, 30))))),
        "filters": draw(filters(plan)),
    }


def check(lists: Lists, question: Path) -> None:
    """Every figure is as long as its list, and what goes into a node comes out again."""
    rows, totals = lists.answer.rows, lists.answer.totals
    for row in [*rows, *totals["links"], *totals["all"]]:
        _open(lists, row)
    arrived: Counter[tuple[int, str]] = Counter()
    left: Counter[tuple[int, str]] = Counter()
    for link in totals["links"]:
        left[link["step"], link["from"]] += link["paths"]
        if link["to"] != "$end":
            arrived[link["step"] + 1, link["to"]] += link["paths"]
    for row in rows:
        at = row["step"], row["node"]
        assert parse_address(row["address"]) == {"step": row["step"], "node": row["node"]}
        assert 0 < row["share"] <= 1
        assert row["step"] == 0 or arrived[at] == row["paths"]
        assert row["step"] == question.steps or left[at] == row["paths"]
        if row["dropped"] is not None:
            assert row["dropped"] == sum(n or 0 for _, n in lists.open(row["dropped_address"]))
    assert sum(row["paths"] for row in rows if row["step"] == 0) == totals["all"][0]["paths"]


def _open(lists: Lists, row: dict[str, Any]) -> None:
    people = lists.open(row["address"])
    assert row["people"] == len(people)
    assert row["paths"] == sum(n or 0 for _, n in people)


def path_values(
    plan: Plan, question: Path
) -> tuple[dict[tuple[int, str], int], dict[tuple[int, str, str], Any]]:
    """Paths by step and node; paths and median seconds by step, node and node after it. All nodes are kept."""
    nodes: Counter[tuple[int, str]] = Counter()
    took: dict[tuple[int, str, str], list[float]] = defaultdict(list)
    for events in timelines(plan, marked=question.marked).values():
        path = _path(question, events)
        for step, (label, at) in enumerate(path):
            nodes[step, label] += 1
            if step + 1 < len(path):
                took[step, label, path[step + 1][0]].append(abs(path[step + 1][1] - at) / 1000)
            elif step < question.steps:
                took[step, label, "$end"].append(0)
    return dict(nodes), {
        at: (len(v), None if at[2] == "$end" else statistics.median(v)) for at, v in took.items()
    }


def _path(question: Path, events: list[Event]) -> list[tuple[str, int]]:
    """The path of a person: labels and times."""
    assert isinstance(question.range, Between)
    inside = [question.range.from_ <= e.day <= question.range.to for e in events]
    anchors = [i for i, e in enumerate(events) if inside[i] and takes(question.anchor, e)]
    if not anchors:
        return []
    start = anchors[0]
    path = [(_called(question, events[start]), events[start].at)]
    others = range(start - 1, -1, -1) if question.direction == "backward" else range(start + 1, len(events))
    for i in others:
        event = events[i]
        if isinstance(question.within, Window):
            if abs(event.at - events[start].at) > question.within.milliseconds:
                continue
        elif not inside[i]:
            continue
        if question.only and not any(takes(ref, event) for ref in question.only):
            continue
        if any(takes(ref, event) for ref in question.exclude):
            continue
        label = _called(question, event)
        if len(path) <= question.steps and not (question.collapse and path[-1][0] == label):
            path.append((label, event.at))
    return path


def _called(question: Path, event: Event) -> str:
    label = event.name
    for rule in question.rename:
        label = re.sub(rule.match, rule.to, label)
    return label
