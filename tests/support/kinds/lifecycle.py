"""Lifecycle: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Lifecycle
from yunying.metrics import parse_address

STATUSES = ("new", "returning", "resurrected", "dormant")


@st.composite
def lifecycles(draw: st.DrawFn, plan: Plan) -> Raw:
    """Lifecycles."""
    interval = draw(st.sampled_from(("day", "week", "month")))
    return {
        "kind": "lifecycle",
        "marked": draw(st.booleans()),
        "activity": draw(refs(plan)),
        "interval": interval,
        "range": draw(ranges(plan, {"day": 8, "week": 40, "month": 100}[interval])),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }


def check(lists: Lists, question: Lifecycle) -> None:
    """Every figure is as long as its list, and who is active is exactly one of three things."""
    del question
    for row in lists.answer.rows:
        at = parse_address(row["address"])
        assert (at["bucket"], at.get("breakdown")) == (row["bucket"], row.get("breakdown"))
        found = {s: lists.open(row[f"{s}_address"]) for s in STATUSES}
        assert {s: row[s] for s in STATUSES} == {s: len(people) for s, people in found.items()}
        active = lists.open(row["address"])
        assert row["active"] == len(active)
        assert sorted(active) == sorted(found["new"] + found["returning"] + found["resurrected"])
        assert not set(active) & set(found["dormant"]) or "breakdown" in row


def lifecycle_values(plan: Plan, question: Lifecycle) -> dict[tuple[str, str], set[int]]:
    """Who is what, by the first day of the period and status."""
    cells: dict[tuple[str, str], set[int]] = defaultdict(set)
    for person, events in timelines(plan, marked=question.marked).items():
        active = sorted(
            {period(plan, e.day, question.interval) for e in events if takes(question.activity, e)}
        )
        for i, day in enumerate(active):
            before = _before(plan, day, question.interval)
            status = "new" if i == 0 else "returning" if active[i - 1] == before else "resurrected"
            cells[str(day), status].add(person)
            after = _after(plan, day, question.interval)
            if i + 1 == len(active) or active[i + 1] != after:
                cells[str(after), "dormant"].add(person)
    return cells


def _before(plan: Plan, day: date, interval: str) -> date:
    return period(plan, day - timedelta(days=1), interval)


def _after(plan: Plan, day: date, interval: str) -> date:
    return period(plan, day + timedelta(days={"day": 1, "week": 7, "month": 31}[interval]), interval)
