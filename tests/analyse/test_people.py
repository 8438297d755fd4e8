"""Lists of people with computed columns: against plain loops, by hand, and what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.agree import same
from tests.support.kinds import check
from tests.support.kinds.people import people_lists, people_values
from tests.support.lake import Wanted
from tests.support.profiles import share
from tests.support.projects import IDS, Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import PeopleList, ask, parse_question, people_behind
from yunying.analyse.reference import Reference
from yunying.core import Refused, microseconds_of
from yunying.metrics import address
from yunying.store import Dataset

DAY = date(2024, 3, 1)
ANN, BOB, CID, DAN = range(4)


def ms(value: Any) -> Any:
    """A time of an answer in ms since the epoch; other values as they are."""
    if isinstance(value, str) and value.endswith("Z"):
        return microseconds_of(datetime.fromisoformat(value)) // 1000
    return value


@share(0.5)
@given(draw=st.data())
def test_plain_loops_find_the_same(draw: st.DataObject) -> None:
    plan = draw.draw(plans(kinds=("number", "boolean")))
    raw = draw.draw(people_lists(plan))
    simple = [c for c in raw["columns"] if c["measure"] != "property" and c.get("property") != "混 合"]
    columns = [{k: v for k, v in c.items() if k not in ("filters", "or")} for c in simple]
    if raw["range"].get("last"):
        raw["range"] = {"from": str(plan.anchor), "to": str(plan.anchor)}
    raw |= {"columns": columns, "who": [], "filters": [], "sort": None, "limit": 100}
    question = parse_question(raw)
    assert isinstance(question, PeopleList)
    with built(plan) as data:
        found = {row["person_id"]: [ms(row[c["name"]]) for c in columns] for row in ask(data, question).rows}
    expected = people_values(plan, question)
    assert found.keys() == expected.keys()
    for person, values in expected.items():
        for a, b in zip(found[person], values, strict=True):
            plain = float(b) if isinstance(a, float) and isinstance(b, int) else b
            assert same(a, plain) or (a == b and not isinstance(a, bool)), (person, a, b)


@pytest.fixture
def shop(tmp_path: Path) -> Dataset:
    """Ann buys twice on one day and once later, Bob once, Cid only looks, Dan comes after the range."""
    properties: tuple[Wanted, ...] = (
        ("amount", "event", "number"),
        ("color", "event", "text"),
        ("city", "person", "text"),
    )
    rows = (
        (ANN, "buy", moment(DAY, 3600), 10.0, "red", "北京"),
        (ANN, "buy", moment(DAY, 7200), 5.5, "blue", None),
        (BOB, "view", moment(DAY, 8000), None, "red", "Lyon"),
        (ANN, "view", moment(DAY, 9000), None, None, None),
        (CID, "view", moment(DAY, 86_400), None, "green", None),
        (BOB, "buy", moment(DAY, 2 * 86_400), 99.0, None, "Paris"),
        (ANN, "buy", moment(DAY, 4 * 86_400, 500), 1.0, "blue", None),
        (DAN, "buy", moment(DAY, 20 * 86_400), 7.0, "red", "北京"),
    )
    plan = Plan("UTC", "monday", DAY, datetime(2024, 6, 1, tzinfo=UTC), (Commit(properties, rows),))
    data = open_plan(plan, tmp_path)
    add_commit(data, plan.commits[0])
    data.people.resolve(pa.array([str(i) for i in range(IDS)]))
    return data


def raw(**more: Any) -> dict[str, Any]:
    return {"kind": "people", "range": {"from": "2024-03-01", "to": "2024-03-10"}, **more}


def listed(data: Dataset, **more: Any) -> list[list[Any]]:
    """The rows without ids and addresses, the engine and the reference agreeing."""
    question = parse_question(raw(**more))
    with Reference(data) as reference:
        answer = check(data, reference, question)
    names = [c["name"] for c in answer.columns if c["name"] not in ("distinct_id", "address")]
    return [[row[name] for name in names] for row in answer.rows]


def test_every_measure(shop: Dataset) -> None:
    columns = [
        {"measure": "events", "event": "buy"},
        {"measure": "days", "event": "buy"},
        {"measure": "sum", "event": "buy", "property": "amount"},
        {"measure": "first_time", "event": "buy"},
        {"measure": "last_time", "event": "buy"},
        {"measure": "days_since", "event": "buy"},
        {"measure": "most_frequent", "property": "color"},
        {"measure": "property", "property": "city"},
    ]
    assert listed(shop, columns=columns) == [
        [ANN, 3, 2, 16.5, "2024-03-01T01:00:00Z", "2024-03-05T00:00:00Z", 5, "blue", "北京"],
        [BOB, 1, 1, 99, "2024-03-03T00:00:00Z", "2024-03-03T00:00:00Z", 7, "red", "Paris"],
        [CID, 0, 0, 0, None, None, None, "green", None],
    ]
    answer = ask(shop, parse_question(raw(columns=columns)))
    assert [c["name"] for c in answer.columns][2:5] == ["events buy", "days buy", "sum amount"]
    assert answer.totals == {"people": 3, "address": address(people="all")}


def test_filters_choose_what_counts_and_who_chooses_people(shop: Dataset) -> None:
    count = {"measure": "events", "name": "n"}
    red = {"property": "color", "op": "=", "value": "red"}
    assert listed(shop, columns=[count], filters=[red]) == [[ANN, 1], [BOB, 1], [CID, 0]]
    assert listed(shop, columns=[{**count, "filters": [red]}]) == [[ANN, 1], [BOB, 1], [CID, 0]]
    assert listed(shop, columns=[count], who=[{"property": "city", "op": "is set"}]) == [[ANN, 4], [BOB, 2]]
    few = {"not": {"property": "$events", "op": ">", "value": 1}}
    assert listed(shop, columns=[count], who=[few]) == [[CID, 1]]

    bought = {"did": {"event": "buy"}, "value": 1}
    assert listed(shop, columns=[count], who=[bought]) == [[ANN, 4], [BOB, 2]]
    assert listed(shop, columns=[count], who=[bought | {"op": "=", "value": 0}]) == [[CID, 1]]
    # Bob bought at the third's first instant, exactly eight days before the end of the tenth.
    for days, people in ((8, [[ANN, 4], [BOB, 2]]), (7, [[ANN, 4]]), (5, [])):
        within = {"before": {"value": days, "unit": "day"}}
        assert listed(shop, columns=[count], who=[bought | {"within": within}]) == people
    shop.segments.keep("seg_1", np.array([BOB, CID, DAN], np.int32))
    assert listed(shop, columns=[count], who=[{"segment": "seg_1"}]) == [[BOB, 2], [CID, 1]]
    assert listed(shop, columns=[count], who=[{"not": {"segment": "seg_1"}}, bought]) == [[ANN, 4]]


def test_sorted_and_cut(shop: Dataset) -> None:
    since = {"measure": "days_since", "event": "buy", "name": "since"}
    assert listed(shop, columns=[since], sort={"column": "since"}) == [[BOB, 7], [ANN, 5], [CID, None]]
    assert listed(shop, columns=[since], sort={"column": "since", "order": "asc"}, limit=2) == [
        [ANN, 5],
        [BOB, 7],
    ]
    city = {"measure": "property", "property": "city"}
    assert listed(shop, columns=[city], sort={"column": "city", "order": "asc"}, limit=1) == [[BOB, "Paris"]]
    question = parse_question(raw(columns=[city], limit=1))
    assert ask(shop, question).totals["people"] == 3
    assert people_behind(shop, question, address(people="all")).people.tolist() == [ANN, BOB, CID]


@pytest.mark.parametrize(
    "at", ["", "people=1", "people=%22some%22", "person=3", "person=99", "person=true", "person=1&people=%22all%22"]
)  # fmt: skip
def test_addresses_of_nobody(shop: Dataset, at: str) -> None:
    with pytest.raises(Refused, match="no figure"):
        people_behind(shop, parse_question(raw()), at)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"columns": [{"measure": "sum"}]}, "property_wanted", "columns.0.property"),
        ({"columns": [{"measure": "property"}]}, "property_wanted", "columns.0.property"),
        ({"columns": [{"measure": "events", "property": "x"}]}, "property_not_wanted", "columns.0.property"),
        ({"columns": [{"measure": "sum", "property": "color"}]}, "not_numeric", "columns.0.property"),
        ({"columns": [{"measure": "most_frequent", "property": "city"}]}, "unknown_property", "columns.0.property"),
        ({"columns": [{"measure": "property", "property": "amount"}]}, "unknown_property", "columns.0.property"),
        ({"columns": [{"measure": "property", "property": "city", "event": "buy"}]}, "event_not_wanted",
         "columns.0.event"),
        ({"columns": [{"measure": "events", "event": "by"}]}, "unknown_event", "columns.0.event"),
        ({"columns": [{"measure": "events"}] * 2}, "column_twice", "columns.1.name"),
        ({"columns": [{"measure": "events", "name": "person_id"}]}, "column_twice", "columns.0.name"),
        ({"sort": {"column": "x"}}, "unknown_column", "sort.column"),
        ({"who": [{"property": "color", "op": "is set"}]}, "unknown_property", "who.0.property"),
        ({"who": [{"not": {"property": "color", "scope": "event", "op": "is set"}}]}, "person_property_wanted",
         "who.0.not.scope"),
        ({"who": [{"property": "city", "op": "<", "value": "x"}]}, "operator_not_for_type", "who.0.op"),
        ({"who": [{"property": "city"}]}, "bad_question", "who.0.op"),
        ({"limit": 0}, "bad_question", "limit"),
        ({"columns": [{"measure": "median"}]}, "bad_question", "columns.0.measure"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(shop: Dataset, more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(shop, parse_question(raw(**more)))
    assert (caught.value.code, caught.value.field) == (code, field)
