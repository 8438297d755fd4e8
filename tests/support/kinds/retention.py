"""Retention: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, filters, ranges, refs

from yunying.analyse import Retention
from yunying.metrics import Between, parse_address


@st.composite
def retentions(draw: st.DrawFn, plan: Plan) -> Raw:
    """Retention questions."""
    interval = draw(st.sampled_from(("day", "week", "month")))
    return {
        "kind": "retention",
        "marked": draw(st.booleans()),
        "start": draw(refs(plan)),
        "return": draw(refs(plan)),
        "cohort": draw(st.sampled_from(("first", "every"))),
        "interval": interval,
        "range": draw(ranges(plan, {"day": 8, "week": 40, "month": 100}[interval])),
        "filters": draw(filters(plan)),
        "periods": draw(st.sampled_from((None, None, 1, 3))),
    }


def check(lists: Lists, question: Retention) -> None:
    """Every figure is as long as its list."""
    for row in lists.answer.rows:
        at = parse_address(row["address"])
        assert at == {"cohort": row["cohort"], "offset": row["offset"]}
        people, cohort = lists.open(row["address"]), lists.open(row["cohort_address"])
        assert (row["people"], row["size"]) == (len(people), len(cohort))
        assert set(people) <= set(cohort)
        assert row["rate"] is None or 0 <= row["rate"] <= 1
    missing = [key for key in lists.expected if key not in lists.opened]
    # Later offsets than were asked for, and cohorts that have not begun, have no figure.
    assert question.periods is not None or not missing, missing
    lists.opened |= set(missing)


def retention_values(plan: Plan, question: Retention) -> dict[tuple[str, str], tuple[set[int], set[int]]]:
    """Who is in a cohort and who came back, by the first days of the cohort and of the later period."""
    assert isinstance(question.range, Between)
    first, last = question.range.from_, question.range.to
    cells: dict[tuple[str, str], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
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
            cells[str(cohort), str(cohort)][0].add(person)
            for event in known[start:]:
                if takes(question.return_, event):
                    later = period(plan, event.day, question.interval)
                    cells[str(cohort), str(later)][1].add(person)
    return cells
