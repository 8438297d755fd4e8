"""Migrations: random ones, and what their figures must be to their lists."""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.projects import Plan
from tests.support.questions import Raw, person_filters, ranges

from yunying.analyse import Migration


@st.composite
def migrations(draw: st.DrawFn, plan: Plan) -> Raw:
    """Migrations."""
    few = [n for (n, scope), kind in sorted(plan.properties.items()) if scope == "person" and kind != "time"]
    few = few or ["$events"]
    interval = draw(st.sampled_from((None, "day", "week", "month")))
    longest = 300 if interval is None else {"day": 10, "week": 60, "month": 200}[interval]
    return {
        "kind": "migration",
        "marked": draw(st.booleans()),
        "property": draw(st.sampled_from(few)),
        "range": draw(ranges(plan, longest)),
        "filters": draw(person_filters(plan)),
        "interval": interval,
    }


def check(lists: Lists, question: Migration) -> None:
    """The ways to a date are everybody known by then, each once; who stands somewhere came there some way."""
    del question
    answer = lists.answer
    everybody = lists.open(answer.totals["address"])
    assert answer.totals["people"] == len(everybody)
    known: Counter[str] = Counter()
    came: dict[str, list[int]] = {}
    for row in answer.totals["standing"]:
        people = lists.open(row["address"])
        assert row["people"] == len(people)
        known[row["day"]] += len(people)
        came.setdefault(row["day"], []).extend(person for person, _ in people)
        for what in ("entered", "left"):
            if what in row:
                assert row[what] == len(lists.open(row[f"{what}_address"]))
    for there in came.values():
        assert len(there) == len(set(there))
    went: Counter[str] = Counter()
    for row in answer.rows:
        people = lists.open(row["address"])
        assert row["people"] == len(people)
        went[row["day"]] += len(people)
        assert {person for person, _ in people} <= set(came[row["day"]])
    assert all(known[day] == count for day, count in went.items())
    if known:
        assert known[max(known)] == len(everybody)
