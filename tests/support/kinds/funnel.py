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
def funnels(draw: st.DrawFn, plan: Plan, *, plain: bool = False) -> Raw:
    """Funnels, with every option unless they shall be plain."""
    value, unit = draw(st.sampled_from(_WINDOWS))
    raw: Raw = {
        "kind": "funnel",
        "marked": draw(st.booleans()),
        "steps": draw(st.lists(refs(plan), min_size=1, max_size=4)),
        "window": {"value": value, "unit": unit},
        # Short ones, so that many conversions end after the range.
        "range": draw(ranges(plan, draw(st.sampled_from((1, 3, 30))))),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }
    if plain or draw(st.integers(0, 3)) == 0:
        return raw
    steps = len(raw["steps"])
    raw["order"] = order = draw(st.sampled_from(("ordered", "ordered", "strict", "any")))
    if draw(st.integers(0, 2)) == 0:
        raw["window"] = {"value": draw(st.sampled_from((1, 1, 2, 8))), "unit": "calendar_day"}
    required = [1]
    for i in range(1, steps):
        if i < steps - 1 and order != "any" and draw(st.booleans()):
            raw["steps"][i]["optional"] = True
        else:
            required.append(i + 1)
    if steps > 1:
        raw["exclude"] = draw(st.lists(_exclusions(plan, required, order), max_size=2))
    raw |= draw(_units(plan, steps))
    if order != "any":
        raw["attribute"] = draw(st.sampled_from(("step", "first_touch", "last_touch", "each_step")))
        raw["attribute_step"] = draw(st.integers(1, steps))
    elif draw(st.booleans()):
        raw["attribute"] = "each_step"
    if steps > 1 and draw(st.booleans()):
        start = 1 if order == "any" else draw(st.sampled_from(required[:-1]))
        raw["times"] = {"from": start, "to": draw(st.sampled_from((None, *range(start + 1, steps + 1))))}
    if draw(st.booleans()):
        raw["interval"] = draw(st.sampled_from(("day", "week", "month")))
    return raw


@st.composite
def _exclusions(draw: st.DrawFn, plan: Plan, required: list[int], order: str) -> Raw:
    raw = dict(draw(refs(plan)))
    if order != "any" and draw(st.booleans()):
        raw["from"] = draw(st.sampled_from(required[:-1]))
        raw["to"] = draw(st.sampled_from([step for step in required if step > raw["from"]]))
    return raw


@st.composite
def _units(draw: st.DrawFn, plan: Plan, steps: int) -> Raw:
    """What is counted and what is held."""
    names = sorted({name for name, scope in plan.properties if scope == "event"})
    raw: Raw = {}
    if draw(st.integers(0, 2)) == 0:
        raw["per"] = draw(st.sampled_from(("session", *({"property": name} for name in names))))
    if names and draw(st.integers(0, 2)) == 0:
        name = st.sampled_from(names)
        raw["hold"] = (
            draw(name) if draw(st.booleans()) else draw(st.lists(name, min_size=steps, max_size=steps))
        )
    return raw


def check(lists: Lists, question: Funnel) -> None:
    """Every figure is as long as its list."""
    reached: dict[Any, list[Any]] = {}
    for row in lists.answer.rows:
        at = parse_address(row["address"])
        assert (at["step"], at.get("breakdown")) == (row["step"], row.get("breakdown"))
        people = reached[str(row.get("breakdown")), row["step"]] = lists.open(row["address"])
        assert row["people"] == len(people) <= row.get("units", len(people))
        assert all(row[k] is None or 0 <= row[k] <= 1 for k in ("from_first", "from_previous"))
        if row["step"] > 1:
            dropped = lists.open(row["dropped_address"])
            before = reached[str(row.get("breakdown")), question.before(row["step"])]
            if question.attribute == "each_step" or question.per != "person":
                assert set(dropped) <= set(before)
            else:
                assert len(dropped) == len(before) - len(people)
                assert not set(dropped) & set(people)
    for summary in lists.answer.totals.get("quantiles", ()):
        assert summary["people"] == len(lists.open(summary["address"]))
    bars: dict[str, int] = {}
    for bar in lists.answer.totals.get("times", ()):
        assert bar["people"] == len(lists.open(bar["address"]))
        bars[str(bar.get("breakdown"))] = bars.get(str(bar.get("breakdown")), 0) + bar.get(
            "units", bar["people"]
        )
    for summary in lists.answer.totals.get("quantiles", ()):
        units = summary.get("units", summary["people"])
        assert bars.get(str(summary.get("breakdown")), 0) == units, "each unit is in one bar"
    for row in lists.answer.totals.get("trend", ()):
        entered, converted = lists.open(row["address"]), lists.open(row["converted_address"])
        assert (row["entered"], row["converted"]) == (len(entered), len(converted))
        assert question.attribute == "each_step" or set(converted) <= set(entered)
        assert row["rate"] is None or 0 <= row["rate"] <= 1
    # Those in a period who only reached a step between the first and the last have no figure of their own.
    lists.opened |= {key for key in lists.expected if "bucket" in dict(key)}


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
