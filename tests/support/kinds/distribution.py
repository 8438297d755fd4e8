"""Distributions: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, named, ranges, refs

from yunying.analyse import Distribution
from yunying.metrics import Between


@st.composite
def distributions(draw: st.DrawFn, plan: Plan) -> Raw:
    """Distributions."""
    usable = sorted((key, kind) for key, kind in plan.properties.items() if kind != "time")
    (name, scope), kind = draw(st.sampled_from(usable))
    by = draw(st.sampled_from(("events", "people")))
    raw = {
        "kind": "distribution",
        "marked": draw(st.booleans()),
        "event": draw(refs(plan)),
        **draw(named(name, scope, plan)),
        "by": by,
        "bars": draw(st.sampled_from((2, 3, 20, 200))),
        "top": draw(st.integers(1, 4)),
        "range": draw(ranges(plan, 60)),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }
    if by == "people" and scope == "event":
        values = ("last", "sum", "avg", "min", "max") if kind == "number" else ("last",)
        raw["person_value"] = draw(st.sampled_from((None, *values)))
    if kind == "number" and draw(st.integers(0, 2)) == 0:
        edges = draw(st.sets(st.sampled_from((-3.0, 0.0, 0.1, 1.0, 2.0, 1e15)), min_size=1, max_size=4))
        raw["edges"] = sorted(edges)
    return raw


def check(lists: Lists, question: Distribution) -> None:
    """Every figure is as long as its list, and the rows of a group share it out."""
    rows, totals = lists.answer.rows, lists.answer.totals["rows"]
    for row in [*rows, *totals]:
        people = lists.open(row["address"])
        assert row["people"] == len(people)
        if question.by == "events":
            assert row["count"] == sum(count or 0 for _, count in people)
        else:
            assert row["count"] == row["people"]
    for total in totals:
        own = [r for r in rows if r.get("breakdown") == total.get("breakdown")]
        assert sum(r["count"] for r in own) == total["count"]
        assert all(r["share"] is None or 0 <= r["share"] <= 1 for r in own)


def distribution_values(plan: Plan, question: Distribution) -> tuple[list[Any], int]:
    """The values that are counted, in order, and how many are not set."""
    assert isinstance(question.range, Between)
    first, last = question.range.from_, question.range.to
    values: list[Any] = []
    for events in timelines(plan, marked=question.marked).values():
        mine = [e for e in events if takes(question.event, e) and first <= e.day <= last]
        found = [e.values.get(question.property) for e in mine]
        known = [v for v in found if v is not None and v == v]  # noqa: PLR0124  NaN is not a value
        if question.by == "events":
            values += [v if v in known else None for v in found]
        elif mine and not known:
            values.append(None)
        elif mine:
            match question.person_value:
                case "sum":
                    values.append(sum(known))
                case "avg":
                    values.append(sum(known) / len(known))
                case "min":
                    values.append(min(known))
                case "max":
                    values.append(max(known))
                case _:
                    values.append(known[-1])
    return sorted(v for v in values if v is not None), sum(v is None for v in values)
