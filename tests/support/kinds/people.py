"""Lists of people: random ones, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, filters, person_filters, ranges, refs

from yunying.analyse import PeopleList
from yunying.analyse.questions import PersonMeasure
from yunying.analyse.reference import part_key
from yunying.metrics import Between


@st.composite
def people_lists(draw: st.DrawFn, plan: Plan) -> Raw:
    """Lists of people."""
    columns = [dict(draw(_columns(plan)), name=f"column {i}") for i in range(draw(st.integers(0, 4)))]
    sort = None
    ordered = draw(st.booleans())
    if columns and ordered:
        column = draw(st.sampled_from(columns))["name"]
        sort = {"column": column, "order": draw(st.sampled_from(("asc", "desc")))}
    return {
        "kind": "people",
        "marked": draw(st.booleans()),
        "range": draw(ranges(plan, draw(st.sampled_from((1, 3, 30))))),
        "filters": draw(filters(plan, 1)),
        "who": draw(person_filters(plan)),
        "columns": columns,
        "sort": sort,
        "limit": draw(st.sampled_from((1, 2, 100))),
    }


@st.composite
def _columns(draw: st.DrawFn, plan: Plan) -> Raw:
    known = sorted(plan.properties.items())
    numeric = [name for (name, scope), kind in known if kind == "number" and scope == "event"]
    sent = [name for (name, scope), _ in known if scope == "event"]
    possible = [
        m for m in get_args(PersonMeasure) if (m != "sum" or numeric) and (m != "most_frequent" or sent)
    ]
    measure = draw(st.sampled_from(possible))
    if measure == "property":
        return {
            "measure": measure,
            "property": draw(st.sampled_from([n for (n, s), _ in known if s == "person"])),
        }
    raw = dict(draw(refs(plan)), measure=measure)
    if measure in ("sum", "most_frequent"):
        raw["property"] = draw(st.sampled_from(numeric if measure == "sum" else sent))
    return raw


def check(lists: Lists, question: PeopleList) -> None:
    """The total is the whole list, the rows are people of it, in the order asked for."""
    answer = lists.answer
    everybody = [person for person, _ in lists.open(answer.totals["address"])]
    assert answer.totals["people"] == len(everybody)
    shown = [row["person_id"] for row in answer.rows]
    assert len(shown) == min(question.limit, len(everybody)) and set(shown) <= set(everybody)
    for row in answer.rows:
        assert lists.open(row["address"]) == [(row["person_id"], None)]
        assert row["distinct_id"] == str(row["person_id"])
    if question.sort is None:
        assert shown == everybody[: question.limit]
    lists.opened |= {part_key(person=person) for person in everybody}


def people_values(plan: Plan, question: PeopleList) -> dict[int, list[Any]]:
    """Each person's columns, by the values that the plan gives events (no properties of people)."""
    assert isinstance(question.range, Between)
    first, last = question.range.from_, question.range.to
    found: dict[int, list[Any]] = {}
    for person, events in timelines(plan, marked=question.marked).items():
        if not any(event.day <= last for event in events):
            continue
        values: list[Any] = []
        for column in question.columns:
            mine = [e for e in events if first <= e.day <= last and column.event in (None, e.name)]
            given = [v for e in mine if (v := e.values.get(str(column.property))) is not None and v == v]  # noqa: PLR0124
            counted = Counter(given)
            value: Any = None
            match column.measure:
                case "events":
                    value = len(mine)
                case "days":
                    value = len({e.day for e in mine})
                case "sum":
                    value = float(sum(given))
                case "first_time" | "last_time" if mine:
                    value = mine[0 if column.measure == "first_time" else -1].at
                case "days_since" if mine:
                    value = (last - mine[-1].day).days
                case "most_frequent" if given:
                    value = min(v for v in given if counted[v] == max(counted.values()))
            values.append(value)
        found[person] = values
    return found
