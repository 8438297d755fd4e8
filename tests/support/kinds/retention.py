"""Retention: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import Event, period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Retention
from yunying.metrics import Between, parse_address


@st.composite
def retentions(draw: st.DrawFn, plan: Plan) -> Raw:
    """Retention questions."""
    interval = draw(st.sampled_from(("day", "week", "month")))
    raw: Raw = {
        "kind": "retention",
        "marked": draw(st.booleans()),
        "start": draw(refs(plan)),
        "return": draw(refs(plan)),
        "cohort": draw(st.sampled_from(("first", "every"))),
        "interval": interval,
        "range": draw(ranges(plan, {"day": 8, "week": 40, "month": 100}[interval])),
        "filters": draw(filters(plan)),
        "clock": draw(st.sampled_from(("calendar", "rolling"))),
    }
    match draw(st.integers(0, 3)):
        case 0:
            raw["brackets"] = draw(_brackets())
        case 1:
            raw["return_mode"] = "on_or_after"
            raw["periods"] = draw(st.sampled_from((None, 1, 3)))
        case _:
            raw["periods"] = draw(st.sampled_from((None, None, 1, 3)))
    if draw(st.integers(0, 2)) == 0:
        raw["breakdown"] = draw(breakdowns(plan))
    numeric = [
        name for (name, scope), kind in plan.properties.items() if kind == "number" and scope == "event"
    ]
    if numeric and draw(st.integers(0, 2)) == 0:
        raw["value"] = {"property": draw(st.sampled_from(numeric))}
    return raw


@st.composite
def _brackets(draw: st.DrawFn) -> list[list[int]]:
    ends = sorted(draw(st.sets(st.integers(0, 9), min_size=2, max_size=6)))
    pairs = [list(pair) for pair in zip(ends[::2], ends[1::2], strict=False)]
    return [[low, draw(st.sampled_from((low, high)))] for low, high in pairs]


def check(lists: Lists, question: Retention) -> None:
    """Every figure is as long as its list; who came back and who was lost are the cohort."""
    for row in lists.answer.rows:
        at = parse_address(row["address"])
        where = (at["cohort"], at["offset"], at.get("breakdown"))
        assert where == (row["cohort"], row["offset"], row.get("breakdown"))
        people, cohort = lists.open(row["address"]), lists.open(row["cohort_address"])
        assert (row["people"], row["size"]) == (len(people), len(cohort))
        assert set(people) <= set(cohort)
        assert row["rate"] is None or 0 <= row["rate"] <= 1
        assert (row["lost_address"] is not None) == row["complete"]
        if row["complete"]:
            lost = lists.open(row["lost_address"])
            assert row["lost"] == len(lost)
            assert sorted(people + lost) == cohort
    totals = lists.answer.totals
    if question.cohort == "first":
        assert totals["people"] == len(lists.open(totals["address"]))


@dataclass
class Cell:
    """One cell by plain loops."""

    size: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    value: float = 0.0


def retention_values(
    plan: Plan, question: Retention, slots: list[tuple[int, int]]
) -> dict[tuple[str, int], Cell]:
    """Cells by the first day of the cohort and the first offset of the slot."""
    assert isinstance(question.range, Between)
    first, last = question.range.from_, question.range.to
    cells: dict[tuple[str, int], Cell] = defaultdict(Cell)
    for person, events in timelines(plan, marked=question.marked).items():
        known = [e for e in events if e.day <= last]
        starts = [i for i, e in enumerate(known) if takes(question.start, e)]
        if question.cohort == "first":
            starts = starts[:1]
        begun: dict[date, int] = {}
        for i in starts:
            if known[i].day >= first:
                begun.setdefault(period(plan, known[i].day, question.interval), i)
        for cohort, start in begun.items():
            for low, high in slots:
                cell = cells[str(cohort), low]
                cell.size.add(person)
                for event in known[start:]:
                    offset = _offset(plan, question, cohort, known[start], event)
                    later = question.return_mode == "on_or_after"
                    if takes(question.return_, event) and low <= offset and (offset <= high or later):
                        cell.people.add(person)
                        cell.value += _worth(question, event)
    return cells


def _offset(plan: Plan, question: Retention, cohort: date, start: Event, event: Event) -> int:
    if question.clock == "rolling":
        return (event.at - start.at) // ({"day": 1, "week": 7, "month": 30}[question.interval] * 86_400_000)
    later = period(plan, event.day, question.interval)
    if question.interval == "month":
        return (later.year - cohort.year) * 12 + later.month - cohort.month
    return (later - cohort).days // {"day": 1, "week": 7}[question.interval]


def _worth(question: Retention, event: Event) -> float:
    value: Any = event.values.get(question.value.property) if question.value else None
    return 0.0 if value is None or value != value else float(value)  # noqa: PLR0124  NaN is not a value
