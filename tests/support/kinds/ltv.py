"""LTV: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

from hypothesis import strategies as st
from tests.support.agree import Lists, same
from tests.support.naive import Event, period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Ltv
from yunying.analyse.questions import Amounts
from yunying.metrics import Between


@st.composite
def ltvs(draw: st.DrawFn, plan: Plan) -> Raw:
    """LTV questions."""
    numeric = [
        name for (name, scope), kind in plan.properties.items() if (kind, scope) == ("number", "event")
    ]
    amounts = st.sampled_from((*numeric, *numeric, "$session_events"))
    cohort = draw(st.sampled_from(("day", "week", "month")))
    breakdown = draw(breakdowns(plan))
    cost = draw(st.sampled_from((None, 0, 1.5, "list")))
    listed = [
        {"cohort": str(plan.anchor), "total": 3},
        {"group": "a" if breakdown else None, "per_person": 2.5},
        {"per_person": 100},
    ]
    return {
        "kind": "ltv",
        "marked": draw(st.booleans()),
        "acquired": draw(refs(plan)),
        "revenue": draw(refs(plan)) | {"property": draw(amounts)},
        "refunds": draw(st.one_of(st.none(), refs(plan).map(lambda r: r | {"property": draw(amounts)}))),
        "cohort": cohort,
        "age": draw(st.sampled_from(("day", "week", "month"))),
        "ages": draw(st.sampled_from((1, 3, 12))),
        "counting": draw(st.sampled_from(("rolling", "calendar"))),
        "range": draw(ranges(plan, {"day": 6, "week": 20, "month": 70}[cohort])),
        "filters": draw(filters(plan)),
        "breakdown": breakdown,
        "cost": listed if cost == "list" else cost,
    }


def check(lists: Lists, question: Ltv) -> None:
    """Every figure is as long as its list, and figures are cumulative."""
    rows, totals = lists.answer.rows, lists.answer.totals
    for row in [*rows, *totals["ages"]]:
        people, payers = lists.open(row["address"]), lists.open(row["payers_address"])
        assert (row["people"], row["payers"]) == (len(people), len(payers))
        assert set(payers) <= set(people)
        assert same(row["value"], row["gross"] - row["refunds"])
        assert row["paying_rate"] is None or 0 <= row["paying_rate"] <= 1
    for before, row in pairwise(rows):
        if row["age"]:
            assert before["payers"] <= row["payers"]
            assert before["people"] == row["people"]
            assert before["complete"] or not row["complete"]
    for row in totals["payback"]:
        assert row["people"] == len(lists.open(row["address"]))
    assert bool(totals["payback"]) <= (question.cost is not None)


def ltv_values(plan: Plan, question: Ltv) -> dict[tuple[str, int], tuple[int, float, int]]:
    """People, value and payers by cohort and age; of cohorts that have anybody."""
    assert isinstance(question.range, Between)
    most = question.ages or 0
    found: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for events in timelines(plan, marked=question.marked).values():
        start = next((i for i, e in enumerate(events) if takes(question.acquired, e)), None)
        if start is None or not question.range.from_ <= events[start].day <= question.range.to:
            continue
        cohort = str(period(plan, events[start].day, question.cohort))
        paid = [0.0] * (most + 1)
        payer = most + 1
        for event in events[start:]:
            age = _age(plan, question, events[start], event)
            if age > most:
                continue
            revenue, refund = _amount(question.revenue, event), _amount(question.refunds, event)
            paid[age] += revenue - refund
            payer = min(payer, age) if revenue > 0 else payer
        for age in range(most + 1):
            cell = found[cohort, age]
            cell[0] += 1
            cell[1] += sum(paid[: age + 1])
            cell[2] += payer <= age
    return {key: (int(a), b, int(c)) for key, (a, b, c) in found.items()}


def _amount(ref: Amounts | None, event: Event) -> float:
    if ref is None or not takes(ref, event):
        return 0.0
    value = event.values.get(ref.property)
    return float(value) if value is not None and value == value else 0.0  # noqa: PLR0124  NaN is not a value


def _age(plan: Plan, question: Ltv, start: Event, event: Event) -> int:
    if question.counting == "rolling":
        return (event.at - start.at) // ({"day": 1, "week": 7, "month": 30}[question.age] * 86_400_000)
    a, b = (period(plan, e.day, question.age) for e in (start, event))
    if question.age == "month":
        return (b.year - a.year) * 12 + b.month - a.month
    return _days(a, b) // {"day": 1, "week": 7}[question.age]


def _days(a: date, b: date) -> int:
    return (b - a).days
