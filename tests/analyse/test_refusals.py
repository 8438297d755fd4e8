"""Impossible questions are refused, each with a code, the field that is wrong, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.projects import Commit, Plan, add_commit, moment, open_plan

from yunying.analyse import ask, parse_question, people_behind
from yunying.core import Refused
from yunying.store import Dataset, Scope

DAY = date(2020, 2, 28)
DAYS = {"from": "2020-02-27", "to": "2020-02-29"}
VIEW = {"event": "view"}
PLAIN = {"property": "plan", "op": "is set"}
Raw = dict[str, Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    event: Scope = "event"
    commit = Commit(
        (
            ("plan", event, "text"),
            ("price", event, "number"),
            ("vip", event, "boolean"),
            ("due", event, "time"),
            ("city", "person", "text"),
            ("混 合", event, "number"),
            ("混 合", event, "text"),
        ),
        (
            (0, "view", moment(DAY, 3600), "a", 1.0, True, moment(DAY), "P", 1.0, None),
            (1, "purchase", moment(DAY, 7200), "$other", 2.0, None, None, "L", None, "x"),
            (1, "purchase", moment(DAY, 7300), "b", 2.0, None, None, "L", None, "x"),
        ),
    )
    plan = Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), (commit,))
    opened = open_plan(plan, tmp_path_factory.mktemp("refusals"))
    add_commit(opened, commit)
    return opened


def trend(**parts: Any) -> Raw:
    return {"kind": "trend", "series": [VIEW], "range": DAYS, **parts}


def funnel(**parts: Any) -> Raw:
    return {"kind": "funnel", "steps": [VIEW, VIEW], "range": DAYS, **parts}


def retention(**parts: Any) -> Raw:
    return {"kind": "retention", "start": VIEW, "return": VIEW, "range": DAYS, **parts}


def where(property: str, op: str, **value: Any) -> Raw:  # noqa: A002  the word of the question
    return trend(filters=[{"property": property, "op": op, **value}])


def nested(depth: int, key: str) -> Raw:
    inner: Raw = PLAIN
    for _ in range(depth):
        inner = {"not": inner} if key == "not" else {key: [inner]}
    return trend(filters=[PLAIN, inner])


@contextmanager
def refused(code: str, field: str | None) -> Iterator[Any]:
    """What is raised is a refusal that can be sent, of this code and field."""
    with pytest.raises(Refused) as caught:
        yield caught
    error = caught.value
    assert (error.code, error.field) == (code, field), error.message
    assert error.message.endswith((".", "?")), error.message
    assert "\n" not in error.message
    json.dumps(error.as_wire(), ensure_ascii=False).encode()


SHAPE: list[tuple[Any, str | None]] = [
    (None, None),
    ([], None),
    ("trend", None),
    ({}, "kind"),
    ({"kind": "paths"}, "kind"),
    ({"kind": []}, "kind"),
    (trend(series=[]), "series"),
    (trend(series=[VIEW] * 33), "series"),
    (trend(series={}), "series"),
    (trend(series=[VIEW, {"event": 5}]), "series.1.event"),
    (trend(series=[{"event": "view", "evnt": 1}]), "series.0.evnt"),
    (trend(series=[{"event": "view", "measure": "mode"}]), "series.0.measure"),
    (trend(series=[{"event": "view", "name": "x" * 201}]), "series.0.name"),
    (trend(series=[{"event": "\ud800"}]), "series.0.event"),
    (trend(interval="minute"), "interval"),
    (trend(compare="next"), "compare"),
    (trend(colour="red"), "colour"),
    (trend(filters=[PLAIN] * 101), "filters"),
    ({"kind": "trend", "series": [VIEW]}, "range"),
    (trend(range=None), "range"),
    (trend(range="2020"), "range"),
    (trend(range={"from": "2020-01-01"}), "range.to"),
    (trend(range={"from": "2020-02-30", "to": "2020-03-01"}), "range.from"),
    (trend(range={"from": "2020-02-28T10:00", "to": "2020-03-01"}), "range.from"),
    (trend(range={"from": 20200228, "to": 20200301}), "range.from"),
    (trend(range={"from": "2020-02-28", "to": "1583020800"}), "range.to"),
    (trend(range={"last": 0}), "range.last"),
    (trend(range={"last": 10**30}), "range.last"),
    (trend(range={"last": 1.5}), "range.last"),
    (trend(range={"last": 3, "unit": "hour"}), "range.unit"),
    (trend(range={"last": 1, "from": "2020-01-01"}), "range.from"),
    (trend(breakdown={"property": "plan", "top": 0}), "breakdown.top"),
    (trend(breakdown={"property": "plan", "top": 51}), "breakdown.top"),
    (trend(breakdown="plan"), "breakdown"),
    (funnel(steps=[]), "steps"),
    (funnel(steps=[VIEW] * 500), "steps"),
    (funnel(steps=[VIEW, {}]), "steps.1.event"),
    (funnel(window={"value": 0, "unit": "day"}), "window.value"),
    (funnel(window={"value": 10**9, "unit": "day"}), "window.value"),
    (funnel(window={"value": 1, "unit": "year"}), "window.unit"),
    (funnel(interval="hour"), "interval"),
    ({"kind": "retention", "start": VIEW, "range": DAYS}, "return"),
    (retention(return_=VIEW), "return_"),
    (retention(cohort="last"), "cohort"),
    (retention(interval="hour"), "interval"),
    (retention(periods=0), "periods"),
    (trend(series=[{"event": "view", "or": [{"name": "x", "event": "view"}]}]), "series.0.or.0.name"),
    (trend(series=[{"event": "view", "or": [{}]}]), "series.0.or.0.event"),
    (
        trend(series=[{"event": "view", "or": [{"event": None, "filters": [{"and": [{}]}]}]}]),
        "series.0.or.0.filters.0.and.0.property",
    ),
    (retention(start={"event": "view", "or": [VIEW, {}]}), "start.or.1.event"),
    (trend(filters=[PLAIN, "x"]), "filters.1"),
    (trend(filters=[None]), "filters.0"),
    (trend(filters=[{}]), "filters.0.property"),
    (trend(filters=[{"and": []}]), "filters.0.and"),
    (trend(filters=[{"and": [PLAIN], "or": [PLAIN]}]), "filters.0.or"),
    (trend(filters=[{"not": [PLAIN]}]), "filters.0.not"),
    (trend(filters=[{"or": [PLAIN, {"not": {"and": [{"op": "="}]}}]}]), "filters.0.or.1.not.and.0.property"),
    (where("plan", "like", value="a"), "filters.0.op"),
    (where("plan", "is set", scope="device"), "filters.0.scope"),
    (where("plan", "=", value="a", case=False), "filters.0.case"),
    (where("price", "=", value={"a": 1}), "filters.0.value"),
    (where("price", "in", value=[[1]]), "filters.0.value"),
    (where("price", "in", value=[1, None]), "filters.0.value"),
    (where("plan", "=", value="\ud800"), "filters.0.value"),
]


@pytest.mark.parametrize(("raw", "field"), SHAPE, ids=str)
def test_not_a_question(raw: Any, field: str | None) -> None:
    with refused("bad_question", field):
        parse_question(raw)


MEANING: list[tuple[Raw, str, str]] = [
    (trend(series=[{"event": "nothing"}]), "unknown_event", "series.0.event"),
    (trend(series=[VIEW, {"event": ""}]), "unknown_event", "series.1.event"),
    (funnel(steps=[VIEW, {"event": "View"}]), "unknown_event", "steps.1.event"),
    (retention(start={"event": "veiw"}), "unknown_event", "start.event"),
    (
        trend(series=[{"event": "view", "or": [VIEW, {"event": "purchse"}]}]),
        "unknown_event",
        "series.0.or.1.event",
    ),
    (
        funnel(steps=[{"event": "view", "or": [dict(VIEW, filters=[{"property": "x", "op": "is set"}])]}]),
        "unknown_property",
        "steps.0.or.0.filters.0.property",
    ),
    (retention(**{"return": {"event": "veiw"}}), "unknown_event", "return.event"),
    (trend(range={"from": "2020-03-01", "to": "2020-02-01"}), "range_ends_before_start", "range.to"),
    (trend(range={"from": "1900-01-01", "to": "2020-02-01"}), "range_out_of_bounds", "range.from"),
    (trend(range={"from": "2020-01-01", "to": "9999-12-31"}), "range_out_of_bounds", "range.to"),
    (
        trend(interval="hour", range={"from": "2019-01-01", "to": "2020-02-29"}),
        "too_many_buckets",
        "interval",
    ),
    (trend(range={"from": "1990-01-01", "to": "2020-02-29"}), "too_many_buckets", "interval"),
    (trend(range={"last": 4000, "unit": "month"}), "too_many_buckets", "interval"),
    (
        trend(interval="week", range={"from": "1970-01-02", "to": "2199-12-31"}),
        "too_many_buckets",
        "interval",
    ),
    (
        trend(
            series=[VIEW] * 32,
            range={"from": "2007-01-01", "to": "2020-02-29"},
            breakdown={"property": "plan"},
        ),
        "too_many_rows",
        "interval",
    ),
    (retention(range={"from": "2016-01-01", "to": "2020-02-29"}), "too_many_buckets", "interval"),
    (retention(range={"from": "2018-01-01", "to": "2020-02-29"}), "too_many_rows", "periods"),
    (trend(series=[{"event": "view", "measure": "sum"}]), "property_wanted", "series.0.property"),
    (
        trend(series=[{"event": "view", "measure": "people", "property": "price"}]),
        "property_not_wanted",
        "series.0.property",
    ),
    (
        trend(series=[{"event": "view", "measure": "sum", "property": "plan"}]),
        "property_not_numeric",
        "series.0.property",
    ),
    (
        trend(series=[{"event": "view", "measure": "p90", "property": "混 合"}]),
        "property_not_numeric",
        "series.0.property",
    ),
    (
        trend(series=[{"event": "view", "measure": "max", "property": "$events"}]),
        "unknown_property",
        "series.0.property",
    ),
    (trend(breakdown={"property": "plam"}), "unknown_property", "breakdown.property"),
    (trend(breakdown={"property": "due"}), "breakdown_by_time", "breakdown.property"),
    (funnel(breakdown={"property": "city", "scope": "event"}), "unknown_property", "breakdown.property"),
    (where("pln", "is set"), "unknown_property", "filters.0.property"),
    (where("plan", "is set", scope="person"), "unknown_property", "filters.0.property"),
    (where("plan", "<", value="a"), "operator_not_for_type", "filters.0.op"),
    (where("price", "contains", value="1"), "operator_not_for_type", "filters.0.op"),
    (where("vip", ">", value=True), "operator_not_for_type", "filters.0.op"),
    (where("due", "starts with", value="2020"), "operator_not_for_type", "filters.0.op"),
    (where("混 合", ">", value=1), "operator_not_for_type", "filters.0.op"),
    (where("plan", "="), "one_wanted", "filters.0.value"),
    (where("plan", "=", value=["a"]), "one_wanted", "filters.0.value"),
    (where("plan", "is set", value=1), "value_not_wanted", "filters.0.value"),
    (where("plan", "in", value="a"), "list_wanted", "filters.0.value"),
    (where("plan", "in", value=[]), "list_wanted", "filters.0.value"),
    (where("plan", "in", value=["a"] * 1001), "too_many_values", "filters.0.value"),
    (where("price", "between", value=[1]), "two_wanted", "filters.0.value"),
    (where("price", "between", value=[1, 2, 3]), "two_wanted", "filters.0.value"),
    (where("plan", "matches", value="("), "bad_regex", "filters.0.value"),
    (where("plan", "matches", value="(a{1000}){1000}"), "bad_regex", "filters.0.value"),
    (where("plan", "matches", value=r"(?<=a)b"), "bad_regex", "filters.0.value"),
    (where("plan", "matches", value="a" * 1001), "bad_regex", "filters.0.value"),
    (where("price", "<", value="cheap"), "wrong_value_type", "filters.0.value"),
    (where("price", "=", value=True), "wrong_value_type", "filters.0.value"),
    (where("price", "=", value=float("nan")), "wrong_value_type", "filters.0.value"),
    (where("price", "=", value=10**400), "wrong_value_type", "filters.0.value"),
    (where("price", "between", value=[1, "x"]), "wrong_value_type", "filters.0.value"),
    (where("vip", "=", value="maybe"), "wrong_value_type", "filters.0.value"),
    (where("vip", "in", value=[True, 1]), "wrong_value_type", "filters.0.value"),
    (where("due", ">", value="yesterday"), "wrong_value_type", "filters.0.value"),
    (where("due", ">", value=5), "wrong_value_type", "filters.0.value"),
    (where("due", ">", value="1583020800"), "wrong_value_type", "filters.0.value"),
    (where("due", "=", value="2020-02-30"), "wrong_value_type", "filters.0.value"),
    (
        trend(series=[dict(VIEW, filters=[{"or": [PLAIN, {"property": "x", "op": "is set"}]}])]),
        "unknown_property",
        "series.0.filters.0.or.1.property",
    ),
    (
        funnel(steps=[VIEW, dict(VIEW, filters=[{"not": {"property": "price", "op": "=", "value": "x"}}])]),
        "wrong_value_type",
        "steps.1.filters.0.not.value",
    ),
]


@pytest.mark.parametrize(("raw", "code", "field"), MEANING, ids=str)
def test_a_question_that_cannot_be_meant(data: Dataset, raw: Raw, code: str, field: str) -> None:
    with refused(code, field):
        ask(data, parse_question(raw))


def test_near_names_are_offered(data: Dataset) -> None:
    with refused("unknown_event", "series.0.event") as caught:
        ask(data, parse_question(trend(series=[{"event": "purchse"}])))
    assert "did you mean 'purchase'?" in caught.value.message
    with refused("unknown_property", "filters.0.property") as caught:
        ask(data, parse_question(where("prize", "is set")))
    assert "did you mean 'price'?" in caught.value.message


@pytest.mark.parametrize("key", ["and", "or", "not"])
def test_nesting(data: Dataset, key: str) -> None:
    ask(data, parse_question(nested(8, key)))
    place = ".".join(["filters.1"] + ["not" if key == "not" else f"{key}.0"] * 9)
    with refused("filter_too_deep", place):
        ask(data, parse_question(nested(9, key)))
    for depth in (300, 20_000):
        with refused("filter_too_deep", "filters") as caught:
            parse_question(nested(depth, key))
        assert len(caught.value.message) < 200


BY_PLAN = trend(series=[{"event": None}], breakdown={"property": "plan", "top": 1})
ADDRESSES: list[tuple[Raw, tuple[str, ...]]] = [
    (
        trend(),
        (
            "",
            "x",
            "series",
            "series=",
            "series=1",
            "series=-1",
            "series=0.0",
            "series=true",
            "series=null",
            "series=[]",
            "series=1e999",
            "series=" + "9" * 5000,
            "series=" + "[" * 100_000,
            "series=%ff",
            "series=0&series=0",
            "series=0&bucket=",
            "series=0&bucket=2020-02-26",
            "series=0&bucket=2020-02-28T00:00%2B00:00",
            "series=0&breakdown=null",
            "series=0&previous=true",
            "series=0&x=1",
            "series=0&",
            "bucket=2020-02-28",
            "\ud800",
        ),
    ),
    (
        trend(compare="previous"),
        ("series=0&previous=1", "series=0&previous=false", "series=0&bucket=2020-02-24"),
    ),
    (
        BY_PLAN,
        (
            "series=0",
            "series=0&breakdown=%22b%22",
            "series=0&breakdown=a",
            "series=0&breakdown=1",
            "series=0&breakdown=NaN",
            "series=0&breakdown=[]",
            "series=0&breakdown={}",
            "series=0&breakdown=%22%5Cud800%22",
            "series=0&breakdown=null",
        ),
    ),
    (
        funnel(),
        (
            "step=0",
            "step=3",
            "step=true",
            "step=1&dropped=true",
            "step=2&dropped=1",
            "step=2&dropped=false",
            "step=2&breakdown=null",
            "series=0",
        ),
    ),
    (
        retention(),
        (
            "offset=0",
            "cohort=",
            "cohort=2020-02-26",
            "cohort=2020-02-29",
            "cohort=2020-02-28&offset=-1",
            "cohort=2020-02-28&offset=5",
            "cohort=2020-02-28&offset=0.0",
            "cohort=2020-02-28&offset=true",
            "cohort=2020-02-28&offset=" + "9" * 30,
        ),
    ),
]


@pytest.mark.parametrize(
    ("raw", "address"),
    [(raw, a) for raw, addresses in ADDRESSES for a in addresses],
    ids=lambda x: str(x)[:60],
)
def test_addresses_of_no_figure(data: Dataset, raw: Raw, address: str) -> None:
    with refused("bad_address", "address") as caught:
        people_behind(data, parse_question(raw), address)
    assert len(caught.value.message) < 500


def test_a_value_spelled_like_the_name_of_all_others(data: Dataset) -> None:
    answer = ask(data, parse_question(trend(**{**BY_PLAN, "breakdown": {"property": "plan", "top": 3}})))
    found = [(t["breakdown"], t["value"]) for t in answer.totals["series"]]
    assert found == [("a", 1), ("b", 1), ("$other", 1)]
    others = people_behind(data, parse_question(BY_PLAN), "series=0&breakdown=%22%24other%22")
    assert others.people.tolist() == [1]


def test_nothing_is_known_of_an_empty_project(tmp_path: Path) -> None:
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
    with refused("unknown_event", "series.0.event"):
        ask(data, parse_question(trend()))
    answer = ask(data, parse_question(trend(series=[{"event": None, "measure": "people"}])))
    assert [row["value"] for row in answer.rows] == [0, 0, 0]
