"""Funnels: random ones, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import Event, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Funnel
from yunying.metrics import Between, parse_address

_WINDOWS = (
    (1, "second"), (1, "minute"), (30, "minute"), (1, "hour"), (24, "hour"), (1, "day"), (2, "day"), (1, "week"),
    (100_000, "week"),
)  # fmt: skip


@st.composite
def funnels(draw: st.DrawFn, plan: Plan) -> Raw:
    """Funnels."""
    value, unit = draw(st.sampled_from(_WINDOWS))
    return {
        "kind": "funnel",
        "marked": draw(st.booleans()),
        "steps": draw(st.lists(refs(plan), min_size=1, max_size=4)),
        "window": {"value": value, "unit": unit},
        # Short ones, so that many conversions end after the range.
        "range": draw(ranges(plan, draw(st.sampled_from((1, 3, 30))))),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }


def check(lists: Lists, _: Funnel) -> None:
    """Every figure is as long as its list."""
    before: dict[str, Any] = {}
    for row in lists.answer.rows:
        at = parse_address(row["address"])
        assert (at["step"], at.get("breakdown")) == (row["step"], row.get("breakdown"))
        people = lists.open(row["address"])
        assert row["people"] == len(people)
        assert all(row[k] is None or 0 <= row[k] <= 1 for k in ("from_first", "from_previous"))
        if row["step"] > 1:
            dropped = lists.open(row["dropped_address"])
            assert len(dropped) == before["people"] - row["people"]
            assert not set(dropped) & set(people)
        before = row


def funnel_values(plan: Plan, question: Funnel) -> list[tuple[int, float | None, float | None]]:
    """Of each step: people, median seconds since the first step, and since the step before."""
    people = [0] * len(question.steps)
    took: list[list[float]] = [[] for _ in question.steps]
    took_last: list[list[float]] = [[] for _ in question.steps]
    for events in timelines(plan, marked=question.marked).values():
        chains = [list(_chains(question, events, length)) for length in range(1, len(question.steps) + 1)]
        for s, found in enumerate(chains):
            if not found:
                continue
            people[s] += 1
            reached = min(chain[-1] for chain in found)
            first = [chain for chain in found if chain[-1] == reached]
            chosen = max(first, key=lambda chain: (chain[0], chain[-2:]))
            took[s].append((events[chosen[-1]].at - events[chosen[0]].at) / 1000)
            took_last[s].append((events[chosen[-1]].at - events[chosen[-2:][0]].at) / 1000)
    return [
        (n, statistics.median(a) if s and a else None, statistics.median(b) if s and b else None)
        for s, (n, a, b) in enumerate(zip(people, took, took_last, strict=True))
    ]


def _chains(question: Funnel, events: list[Event], length: int) -> Iterator[tuple[int, ...]]:
    """Every way to go through the first `length` steps in time: places of the events."""
    assert isinstance(question.range, Between)
    if length == 0:
        yield ()
        return
    step = question.steps[length - 1]
    for chain in _chains(question, events, length - 1):
        for i in range(chain[-1] + 1 if chain else 0, len(events)):
            event = events[i]
            if not takes(step, event):
                continue
            if not chain and not question.range.from_ <= event.day <= question.range.to:
                continue
            if chain and event.at - events[chain[0]].at > question.window.milliseconds:
                continue
            yield (*chain, i)
