"""Frequency: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Frequency
from yunying.metrics import Between, parse_address


@st.composite
def frequencies(draw: st.DrawFn, plan: Plan) -> Raw:
    """Frequency questions."""
    interval = draw(st.sampled_from((None, "day", "week", "month")))
    longest = {"day": 8, "week": 40}.get(interval or "", 100)
    raw = {
        "kind": "frequency",
        "marked": draw(st.booleans()),
        "activity": draw(refs(plan)),
        "interval": interval,
        "range": draw(ranges(plan, longest)),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }
    if draw(st.booleans()):
        exact = draw(st.integers(1, 12))
        more = draw(st.sets(st.integers(1, 9), max_size=3))
        raw["exact"] = exact
        raw["brackets"] = draw(st.sampled_from((None, sorted(exact + n for n in more))))
    return raw


def check(lists: Lists, question: Frequency) -> None:
    """Every figure is as long as its list, each person in exactly one of a period's rows."""
    del question
    sums: dict[tuple[object, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in lists.answer.rows:
        at = parse_address(row["address"])
        assert (at.get("bucket"), at.get("breakdown")) == (row.get("bucket"), row.get("breakdown"))
        found = lists.open(row["address"])
        assert row["people"] == len(found)
        assert all(row["from"] <= (n or 0) <= (row["to"] or 10**9) for _, n in found)
        people, events = sums[row.get("bucket"), repr(row.get("breakdown"))]
        more = people + len(found), events + sum(n or 0 for _, n in found)
        sums[row.get("bucket"), repr(row.get("breakdown"))] = more
    for total in lists.answer.totals["groups"]:
        assert total["people"] == len(lists.open(total["address"]))
        own = sums[total.get("bucket"), repr(total.get("breakdown"))]
        assert (total["people"], total["events"]) == own


def frequency_values(plan: Plan, question: Frequency) -> dict[str | None, dict[int, int]]:
    """How often each person did it, by the first day of the period."""
    assert isinstance(question.range, Between)
    cells: dict[str | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for person, events in timelines(plan, marked=question.marked).items():
        for event in events:
            if not takes(question.activity, event):
                continue
            if question.interval is not None:
                cells[str(period(plan, event.day, question.interval))][person] += 1
            elif question.range.from_ <= event.day <= question.range.to:
                cells[None][person] += 1
    return cells
