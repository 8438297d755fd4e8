"""Paths small enough to be checked by eye, and many more by plain loops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.agree import same
from tests.support.kinds.path import path_values, paths
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import ask, parse_question, people_behind
from yunying.analyse.questions import Path
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 28)
MINUTE, HOUR = 60, 3600
Row = tuple[int, str, float, str | None]
DAYS = {"from": str(DAY), "to": str(DAY)}


@pytest.fixture
def project(tmp_path: File) -> Callable[[list[Row]], Dataset]:
    def make(rows: list[Row]) -> Dataset:
        data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
        written = tuple((who, event, moment(DAY, at), value) for who, event, at, value in rows)
        add_commit(data, Commit((("$path", "event", "text"),), written))
        return data

    return make


def ask_path(data: Dataset, **parts: Any) -> Answer:
    return ask(data, parse_question({"kind": "path", "anchor": {"event": "a"}, "range": DAYS} | parts))


def nodes(answer: Answer) -> dict[tuple[int, str], int]:
    return {(row["step"], row["node"]): row["paths"] for row in answer.rows}


def walk(*events: str, person: int = 0, every: int = MINUTE) -> list[Row]:
    """A person's events, one every minute."""
    return [(person, event, i * every, None) for i, event in enumerate(events)]


def test_steps_in_order_and_where_they_end(project: Callable[..., Dataset]) -> None:
    data = project([*walk("a", "b", "c"), *walk("a", "b", person=1), *walk("b", "a", "d", person=2)])
    answer = ask_path(data, steps=2)
    assert [(r["step"], r["node"], r["people"], r["share"], r["dropped"]) for r in answer.rows] == [
        (0, "a", 3, 1.0, 0),
        (1, "b", 2, 2 / 3, 1),
        (1, "d", 1, 1 / 3, 1),
        (2, "c", 1, 1 / 3, None),
    ]
    links = [(r["step"], r["from"], r["to"], r["paths"], r["median_seconds"]) for r in answer.totals["links"]]
    assert links == [
        (0, "a", "b", 2, 60.0),
        (0, "a", "d", 1, 60.0),
        (1, "b", "c", 1, 60.0),
        (1, "b", "$end", 1, None),
        (1, "d", "$end", 1, None),
    ]


def test_backward_from_the_first_anchor(project: Callable[..., Dataset]) -> None:
    data = project([*walk("c", "b", "a", "d", "a"), *walk("d", "a", person=1)])
    found = nodes(ask_path(data, direction="backward"))
    assert found == {(0, "a"): 2, (1, "b"): 1, (1, "d"): 1, (2, "c"): 1}


def test_equal_nodes_in_a_row(project: Callable[..., Dataset]) -> None:
    data = project(walk("a", "a", "b", "b", "c", "b"))
    assert list(nodes(ask_path(data))) == [(0, "a"), (1, "b"), (2, "c"), (3, "b")]
    found = [node for _, node in nodes(ask_path(data, collapse=False))]
    assert found == ["a", "a", "b", "b", "c", "b"]


def test_of_equal_nodes_the_one_nearest_to_the_anchor_counts(project: Callable[..., Dataset]) -> None:
    data = project(walk("b", "b", "a", "b", "b"))
    for direction in ("forward", "backward"):
        assert ask_path(data, direction=direction).totals["links"][0]["median_seconds"] == MINUTE


def test_the_others_are_one_node(project: Callable[..., Dataset]) -> None:
    rows = [*walk("a", "b", "c"), *walk("a", "b", "c", person=1), *walk("a", "d", "e", person=2)]
    rows += walk("a", "$other", person=3)
    answer = ask_path(project(rows), top=1)
    assert nodes(answer) == {(0, "a"): 4, (1, "b"): 2, (1, "$other"): 2, (2, "c"): 2, (2, "$other"): 1}


def test_a_window_reaches_past_the_range(project: Callable[..., Dataset]) -> None:
    rows: list[Row] = [
        (0, "a", 23 * HOUR, None),
        (0, "b", 25 * HOUR, None),
        (0, "c", 25 * HOUR + 0.001, None),
    ]
    data = project(rows)
    assert list(nodes(ask_path(data))) == [(0, "a")]
    assert list(nodes(ask_path(data, within={"value": 2, "unit": "hour"}))) == [(0, "a"), (1, "b")]
    backward = {
        "direction": "backward",
        "anchor": {"event": "b"},
        "range": {"from": "2020-02-29", "to": "2020-02-29"},
    }
    assert list(nodes(ask_path(data, **backward, within={"value": 2, "unit": "hour"}))) == [
        (0, "b"),
        (1, "a"),
    ]


def test_one_path_a_session(project: Callable[..., Dataset]) -> None:
    later = [(0, event, 5 * HOUR + at, value) for _, event, at, value in walk("b", "a", "c")]
    data = project([*walk("a", "b", "a"), *later, *walk("b", person=1)])
    answer = ask_path(data, per="session")
    assert nodes(answer) == {(0, "a"): 2, (1, "b"): 1, (1, "c"): 1, (2, "a"): 1}
    assert [(r["people"], r["paths"]) for r in answer.totals["all"]] == [(1, 2)]
    question = parse_question({"kind": "path", "anchor": {"event": "a"}, "range": DAYS, "per": "session"})
    behind = people_behind(data, question, "step=0&node=%22a%22")
    assert behind.counts is not None
    assert (behind.people.tolist(), behind.counts.tolist()) == ([0], [2])
    assert list(nodes(ask_path(data, within={"session": True}))) == [(0, "a"), (1, "b"), (2, "a")]


def test_cleaning(project: Callable[..., Dataset]) -> None:
    data = project(walk("a", "noise", "b", "noise", "c", "a"))
    assert [n for _, n in nodes(ask_path(data, exclude=[{"event": "noise"}, {"event": "a"}]))] == [
        "a",
        "b",
        "c",
    ]
    assert [n for _, n in nodes(ask_path(data, only=[{"event": "c"}]))] == ["a", "c"]


def test_pages_by_path_with_names_that_rules_give(project: Callable[..., Dataset]) -> None:
    pages = [
        (0, "$pageview", 60.0 + i, page) for i, page in enumerate(("/user/1", "/user/22", "/cart", None))
    ]
    data = project([(0, "a", 0, "/x"), *pages])
    split = {"split": [{"event": "$pageview", "property": "$path"}]}
    found = [n for _, n in nodes(ask_path(data, **split))]
    assert found == ["a", "$pageview: /user/1", "$pageview: /user/22", "$pageview: /cart", "$pageview"]
    rules = [{"match": r"/\d+", "to": "/:id"}, {"match": r"^\$pageview: (.*)$", "to": r"\1"}]
    found = [n for _, n in nodes(ask_path(data, **split, rename=rules))]
    assert found == ["a", "/user/:id", "/cart", "$pageview"]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"anchor": {"event": "x"}}, "unknown_event", "anchor.event"),
    ({"steps": 0}, "bad_question", "steps"),
    ({"steps": 21}, "bad_question", "steps"),
    ({"top": 51}, "bad_question", "top"),
    ({"within": {"session": False}}, "bad_question", "within.session"),
    ({"within": {"value": 0, "unit": "day"}}, "bad_question", "within.value"),
    ({"within": "session"}, "bad_question", "within"),
    ({"only": [{"event": "x"}]}, "unknown_event", "only.0.event"),
    ({"exclude": [{"event": "b", "or": [{"event": "x"}]}]}, "unknown_event", "exclude.0.or.0.event"),
    ({"split": [{"event": "x", "property": "$path"}]}, "unknown_event", "split.0.event"),
    ({"split": [{"event": "b", "property": "x"}]}, "unknown_property", "split.0.property"),
    ({"split": [{"event": "b", "property": "$path"}] * 2}, "split_twice", "split.1.event"),
    ({"rename": [{"match": "", "to": "x"}]}, "bad_question", "rename.0.match"),
    ({"rename": [{"match": "a", "to": "x"}, {"match": "(", "to": "x"}]}, "bad_regex", "rename.1.match"),
    ({"rename": [{"match": "(a)", "to": r"\2"}]}, "bad_regex", "rename.0.to"),
    ({"rename": [{"match": "a", "to": "b"}] * 21}, "bad_question", "rename"),
]


@pytest.mark.parametrize(("parts", "code", "field"), REFUSED, ids=str)
def test_refusals(project: Callable[..., Dataset], parts: dict[str, Any], code: str, field: str) -> None:
    data = project(walk("a", "b"))
    with pytest.raises(Refused) as caught:
        ask_path(data, **parts)
    assert (caught.value.code, caught.value.field) == (code, field), caught.value.message


NO_FIGURES = (
    "",
    "step=0",
    "step=2&node=%22a%22",
    "step=0&node=%22b%22",
    "step=true&node=%22a%22",
    "step=0&node=%22%24end%22",
    "all=false",
    "all=true&step=0",
    "step=0&from=%22a%22",
    "step=1&from=%22b%22&to=%22%24end%22",
    "step=0&node=[]",
    "step=0&from=%22%24end%22&to=%22b%22",
    "step=0&node=null",
    "all=1",
)


@pytest.mark.parametrize("address", NO_FIGURES)
def test_addresses_of_no_figure(project: Callable[..., Dataset], address: str) -> None:
    data = project(walk("a", "b"))
    question = parse_question({"kind": "path", "anchor": {"event": "a"}, "range": DAYS, "steps": 1})
    with pytest.raises(Refused) as caught:
        people_behind(data, question, address)
    assert caught.value.code == "bad_address"


def test_nobody(project: Callable[..., Dataset]) -> None:
    data = project(walk("a", "b"))
    answer = ask_path(data, range={"from": "2020-03-01", "to": "2020-03-01"})
    assert answer.rows == answer.totals["links"] == []
    assert answer.totals["all"][0]["people"] == 0


@share(0.2)
@given(draw=st.data())
def test_plain_loops_agree(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(paths(plan))
    assume("from" in raw["range"])
    bare = {k: [_bare(r) for r in raw[k]] for k in ("only", "exclude")}
    rules = [r for r in raw["rename"] if r["match"] in ("^view$", "[a-z]", "^(.)(.)", ".")]
    raw |= bare | {
        "anchor": _bare(raw["anchor"]),
        "filters": [],
        "split": [],
        "rename": rules,
        "per": "person",
    }
    raw |= {"top": 50} | ({"within": None} if raw["within"] == {"session": True} else {})
    question = parse_question(raw)
    assert isinstance(question, Path)
    expected_nodes, expected_links = path_values(plan, question)
    with built(plan) as data:
        answer = ask(data, question)
    assert nodes(answer) == expected_nodes
    links = {
        (r["step"], r["from"], r["to"]): (r["paths"], r["median_seconds"]) for r in answer.totals["links"]
    }
    assert links.keys() == expected_links.keys()
    for at, found in links.items():
        assert all(same(a, b) for a, b in zip(found, expected_links[at], strict=True)), at


def _bare(ref: dict[str, Any]) -> dict[str, Any]:
    """Events without filters."""
    return {"event": ref["event"], "or": [{"event": other["event"]} for other in ref.get("or", [])]}


@share(0.1)
@given(draw=st.data())
def test_the_last_steps_change_nothing_before_them(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(paths(plan)) | {"steps": 2}
    with built(plan) as data:
        few, many = (ask(data, parse_question(raw | {"steps": steps})) for steps in (2, 4))
    assert nodes(few) == {at: n for at, n in nodes(many).items() if at[0] <= 2}
    assert few.totals["links"] == [link for link in many.totals["links"] if link["step"] < 2]
