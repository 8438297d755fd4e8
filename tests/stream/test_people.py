"""Who is who, and what is said of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stream.conftest import Stage
from tests.support.profiles import share

Ago = Callable[[float], str]


def did(event: str, who: str, time: str | None = None, **more: Any) -> dict[str, Any]:
    return {"event": event, "distinct_id": who, "time": time} | more


def test_the_history_before_signing_up_is_the_persons_at_once(stage: Stage, ago: Ago) -> None:
    stage.send(did("view", "anon-1", ago(900)), did("view", "anon-2", ago(800)))
    assert stage.funnel("view", "view") == [2, 0]
    stage.send(did("sign up", "u1", ago(600), merge="anon-1"), did("pay", "u1", ago(100)))
    assert stage.funnel("view", "sign up", "pay") == [2, 1, 1]
    assert stage.people() == ["anon-2", "u1"]
    assert stage.person("anon-1")["distinct_ids"] == ["u1", "anon-1"]


def test_a_device_that_is_shared_makes_nobody_somebody_else(stage: Stage) -> None:
    stage.send(did("view", "device"), did("in", "ann", merge="device"))
    stage.send(did("in", "bob", merge="device"), did("in", "bob", merge="device"))
    assert stage.people() == ["ann", "bob"]
    refused = [m for m in stage.data.people.merges.entries() if m.kind == "refused"]
    assert [(m.from_id, m.into_id, m.reason) for m in refused] == [("device", "bob", "already_known")]


@pytest.mark.parametrize(
    "shared", ["null", "undefined", "0", "00000000-0000-0000-0000-000000000000", "  NULL ", ""]
)
def test_ids_that_everybody_shares_join_nobody(stage: Stage, shared: str) -> None:
    stage.send(did("in", "ann", merge=shared), did("in", "bob", merge=shared))
    assert stage.people() == ["ann", "bob"]


def test_a_person_has_so_many_ids_at_most(stage: Stage) -> None:
    stage.rules(max_ids_per_person=3)
    stage.send(*(did("in", "ann", merge=f"d{i}") for i in range(5)), did("view", "d4"))
    assert stage.person("ann")["distinct_ids"] == ["ann", "d0", "d1"]
    assert stage.people() == ["ann", "d4"]
    reasons = {m.reason for m in stage.data.people.merges.entries() if m.kind == "refused"}
    assert reasons == {"too_many_ids"}


def test_what_only_describes_a_person_is_no_event(stage: Stage) -> None:
    stage.send({"distinct_id": "u1", "person": {"set": {"city": "上海"}}})
    assert stage.count() == 0
    assert stage.people() == []
    stage.send(did("view", "u1"))
    assert stage.count() == 1
    assert stage.traits("u1") == {"city": "上海"}
    assert (
        stage.count("view", filters=[{"property": "city", "scope": "person", "op": "=", "value": "上海"}])
        == 1
    )


def test_words_about_a_person_are_folded_in_order(stage: Stage, ago: Ago) -> None:
    def say(seconds: float, **person: Any) -> dict[str, Any]:
        return {"distinct_id": "u1", "time": ago(seconds), "person": person}

    stage.send(
        did("view", "u1"),
        say(90, set={"city": "a", "points": 5}),
        say(80, set_once={"city": "b", "first": "x"}),
        say(70, add={"points": 2.5, "visits": 1}),
        say(60, append={"tags": ["new", "vip"]}),
        say(50, append={"tags": ["vip", "old"]}),
        say(40, unset=["city"]),
        say(30, set_once={"city": "c", "first": "y"}),
        say(20, add={"visits": 1}),
    )
    assert stage.traits("u1") == {
        "city": "c",
        "points": 7.5,
        "first": "x",
        "visits": 2,
        "tags": json.dumps(["new", "vip", "old"]),
    }
    stage.send(say(10, delete=True), say(5, set={"city": "d"}))
    assert stage.traits("u1") == {"city": "d"}


def test_a_late_word_takes_its_place(stage: Stage, ago: Ago) -> None:
    stage.send(did("view", "u1"), {"distinct_id": "u1", "time": ago(10), "person": {"set": {"city": "new"}}})
    stage.send({"distinct_id": "u1", "time": ago(5000), "person": {"set": {"city": "old"}}})
    assert stage.traits("u1")["city"] == "new"


OPS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 5)),
    st.tuples(st.just("set_once"), st.integers(0, 5)),
    st.tuples(st.just("add"), st.integers(-3, 3)),
    st.tuples(st.just("unset"), st.none()),
)


@share(0.05)
@given(words=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), OPS), min_size=1, max_size=15))
def test_numbers_are_folded_as_by_hand(
    words: list[tuple[str, int, tuple[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage = Stage(tmp_path_factory.mktemp("stage") / "home")
    said = [
        {
            "distinct_id": who,
            "time": f"2026-03-01T00:00:{second:02d}Z",
            "person": {op: ["n"] if op == "unset" else {"n": value}},
            "event_id": str(i),
        }
        for i, (who, second, (op, value)) in enumerate(words)
    ]
    stage.send(did("view", "a"), did("view", "b"), *said)
    for who in "ab":
        value: float | None = None
        for _, _, (op, given_value) in sorted((w for w in words if w[0] == who), key=lambda w: w[1]):
            if op == "unset":
                value = None
            elif op == "set" or (op == "set_once" and value is None):
                value = given_value
            elif op == "add":
                value = (value or 0) + given_value
        assert stage.traits(who).get("n") == value
    stage.app.close()
