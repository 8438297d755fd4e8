"""Stickiness: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Stickiness
from yunying.metrics import parse_address


@st.composite
def stickinesses(draw: st.DrawFn, plan: Plan) -> Raw:
    """Stickiness questions."""
    interval = draw(st.sampled_from(("week", "month")))
    return {
        "kind": "stickiness",
        "marked": draw(st.booleans()),
        "activity": draw(refs(plan)),
        "interval": interval,
        "range": draw(ranges(plan, {"week": 40, "month": 100}[interval])),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }


def check(lists: Lists, question: Stickiness) -> None:
    """Every figure is as long as its list, and the numbers of days share out who is active."""
    del question
    active: dict[tuple[str, str], int] = {}
    for total in lists.answer.totals["periods"]:
        at = parse_address(total["address"])
        assert (at["bucket"], at.get("breakdown")) == (total["bucket"], total.get("breakdown"))
        assert total["active"] == len(lists.open(total["address"]))
        active[total["bucket"], repr(total.get("breakdown"))] = total["active"]
        assert total["stickiness"] is None or 0 < total["stickiness"] <= 1
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in lists.answer.rows:
        assert row["people"] == len(lists.open(row["address"]))
        assert row["at_least"] == len(lists.open(row["at_least_address"]))
        sums[row["bucket"], repr(row.get("breakdown"))] += row["people"]
    assert sums == active


def stickiness_values(plan: Plan, question: Stickiness) -> dict[tuple[str, int], set[int]]:
    """Who was active on how many days, by the first day of the period and number of days."""
    cells: dict[tuple[str, int], set[int]] = defaultdict(set)
    for person, events in timelines(plan, marked=question.marked).items():
        days: dict[date, set[date]] = defaultdict(set)
        for event in events:
            if takes(question.activity, event):
                days[period(plan, event.day, question.interval)].add(event.day)
        for start, own in days.items():
            cells[str(start), len(own)].add(person)
    return cells
