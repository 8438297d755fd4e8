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
from yunying.analyse.questions import UnitProperty
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


Chain = tuple[tuple[int, int], ...]
"""Steps (from 1) with the places of their events."""


def funnel_values(plan: Plan, question: Funnel) -> list[tuple[int, int, float | None, float | None]]:
    """Of each step: people, units, median seconds since the first step, and since the required step before."""
    steps = range(1, len(question.steps) + 1)
    people: dict[int, set[int]] = {step: set() for step in steps}
    took: dict[int, list[float]] = {step: [] for step in steps}
    took_last: dict[int, list[float]] = {step: [] for step in steps}
    for person, events in timelines(plan, marked=question.marked).items():
        for unit in _units_of(question, events):
            found = [(_reach(question, chain), chain, unit) for chain in _every_chain(question, unit)]
            for step in steps:
                chains = [chain for reached, chain, _ in found if reached == step]
                if not chains:
                    continue
                first = min(chain[-1][1] for chain in chains)
                chosen = max(
                    (chain for chain in chains if chain[-1][1] == first),
                    key=lambda chain: (chain[0][1], [(place, s) for s, place in reversed(chain)]),
                )
                people[step].add(person)
                end = unit[first].at
                took[step].append((end - unit[chosen[0][1]].at) / 1000)
                if question.order != "any":
                    before = [place for s, place in chosen[:-1] if s == question.before(step)]
                    took_last[step].append((end - unit[before[0] if before else first].at) / 1000)
    return [
        (
            len(people[step]),
            len(took[step]),
            statistics.median(took[step]) if step > 1 and took[step] else None,
            statistics.median(took_last[step]) if step > 1 and took_last[step] else None,
        )
        for step in steps
    ]


def _units_of(question: Funnel, events: list[Event]) -> list[list[Event]]:
    """A person's events, taken apart by the property that is counted."""
    if question.per == "person":
        return [events]
    assert isinstance(question.per, UnitProperty)
    by_value: dict[Any, list[Event]] = {}
    for event in events:
        if (value := _value(event, question.per.property)) is not None:
            by_value.setdefault(value, []).append(event)
    return list(by_value.values())


def _value(event: Event, name: str | None) -> Any:
    if name is None:
        return True
    value = event.values.get(name)
    return None if value != value else value  # noqa: PLR0124  NaN is not a value


def _reach(question: Funnel, chain: Chain) -> int:
    """The step at which a chain stands."""
    return len(chain) if question.order == "any" else chain[-1][0]


def _every_chain(question: Funnel, events: list[Event]) -> Iterator[Chain]:
    """Every way to go through some first steps."""
    assert isinstance(question.range, Between)
    for place, event in enumerate(events):
        if question.range.from_ <= event.day <= question.range.to:
            for step in range(1, len(question.steps) + 1 if question.order == "any" else 2):
                if _is_step(question, step, event):
                    yield from _longer(question, events, ((step, place),))


def _longer(question: Funnel, events: list[Event], chain: Chain) -> Iterator[Chain]:
    """This chain, and every one it can grow to."""
    if _broken(question, events, chain):
        return
    yield chain
    last, place = chain[-1]
    if question.order == "any":
        candidates = set(range(1, len(question.steps) + 1)) - {step for step, _ in chain}
    else:
        candidates = {s for s in range(last + 1, len(question.steps) + 1) if question.before(s) <= last}
    first = events[chain[0][1]]
    for later in range(place + 1, len(events) if question.order != "strict" else min(place + 2, len(events))):
        event = events[later]
        if question.window.natural_days is not None:
            if (event.day - first.day).days >= question.window.natural_days:
                break
        elif event.at - first.at > question.window.milliseconds:
            break
        for step in candidates:
            held = _value(first, question.held(chain[0][0]))
            if _is_step(question, step, event) and _value(event, question.held(step)) == held:
                yield from _longer(question, events, (*chain, (step, later)))


def _is_step(question: Funnel, step: int, event: Event) -> bool:
    return takes(question.steps[step - 1], event) and _value(event, question.held(step)) is not None


def _broken(question: Funnel, events: list[Event], chain: Chain) -> bool:
    """Whether an excluded event lies between the two steps that an exclusion names, as far as the chain goes."""
    held = _value(events[chain[0][1]], question.held(chain[0][0]))
    places = dict(chain)
    for exclusion in question.exclude:
        low, high = question.span(exclusion)
        if question.order == "any":
            begin, end = chain[0][1], chain[-1][1]
        elif low in places:
            begin, end = places[low], places.get(high, chain[-1][1])
        else:
            continue
        for event in events[begin + 1 : end]:
            own = _value(event, question.held(low))
            if takes(exclusion, event) and own in (None, held):
                return True
    return False
