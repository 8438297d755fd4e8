"""What is sent is stored once: retries, equal events, restarts, lost caches, bad neighbours."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stream.conftest import NOW, Stage
from tests.support.profiles import share

from yunying.analyse import ask, parse_question

Ago = Callable[[float], str]


def view(who: str = "u1", **more: Any) -> dict[str, Any]:
    return {"event": "view", "distinct_id": who} | more


def test_an_event_is_counted_at_once(stage: Stage) -> None:
    assert stage.send(view(), view("u2")).stored.stored == 2
    assert stage.count("view") == 2
    assert stage.count("view", measure="people") == 2


def test_a_retry_changes_nothing_even_after_a_restart_without_caches(stage: Stage, ago: Ago) -> None:
    events = [view(event_id="a"), view(event_id="b", time=ago(5000)), view(time=ago(60)), view(time=ago(60))]
    assert stage.send(*events).stored.stored == 4
    again = stage.send(*events)
    assert (again.stored.stored, again.stored.duplicates) == (0, 4)
    stage.restart()
    assert stage.send(*events).stored.stored == 0
    shutil.rmtree(stage.home / "cache")
    stage.restart()
    assert stage.send(*events).stored.stored == 0
    assert stage.count("view") == 4


def test_without_id_and_time_every_event_is_a_new_one(stage: Stage) -> None:
    stage.send(view(), view())
    stage.send(view())
    assert stage.count("view") == 3


def test_an_id_counts_once_whoever_and_whenever(stage: Stage, ago: Ago) -> None:
    other = stage.source("server")
    stage.send(view(event_id="order-1"))
    step = stage.send(view("u9", event_id="order-1", time=ago(200_000)), source=other)
    assert step.stored.duplicates == 1
    assert stage.count() == 1


def test_bad_events_cost_their_neighbours_nothing(stage: Stage) -> None:
    bad: list[Any] = [
        {"event": "", "distinct_id": "u"},
        {"event": "x"},
        {"event": "x", "distinct_id": "null"},
        {"event": "y" * 300, "distinct_id": "u"},
        {"event": "x", "distinct_id": "u", "time": "yesterday"},
        {"event": "x", "distinct_id": "u", "time": (NOW + timedelta(hours=9)).isoformat()},
        {"event": "x", "distinct_id": "u", "time": "1999-01-01T00:00:00Z"},
        {"event": "x", "distinct_id": "u", "properties": {"big": "b" * 40_000}},
        {"event": "x", "distinct_id": "u", "surprise": 1},
        "text", None, 7, [],
    ]  # fmt: skip
    mixed = [
        item for pair in zip(bad, [view(f"u{i}") for i in range(len(bad))], strict=True) for item in pair
    ]
    step = stage.send(*mixed)
    assert step.stored.stored == len(bad)
    assert step.refused == len(bad)
    assert stage.count("view", measure="people") == len(bad)
    codes = {code for code, _ in stage.refused()}
    assert {"no_event", "no_person", "shared_id", "name_too_long", "bad_time", "time_in_future"} <= codes
    assert {"time_too_early", "event_too_large", "unknown_field", "bad_event"} <= codes


def test_late_events_land_in_their_day_and_change_its_answer(stage: Stage) -> None:
    stage.send(view(time="2026-03-01T23:59:59+08:00"), view(time="2026-03-02T00:00:01+08:00"))
    series = {"series": [{"event": "view"}], "range": {"from": "2026-03-01", "to": "2026-03-02"}}
    question = parse_question({"kind": "trend"} | series)
    assert [r["value"] for r in ask(stage.data, question).rows] == [1, 1]
    stage.send(view("late", time="2026-03-01T08:00:00+08:00"))
    assert [r["value"] for r in ask(stage.data, question).rows] == [2, 1]


def test_a_clock_that_is_wrong_is_put_right(stage: Stage) -> None:
    wrong = NOW + timedelta(days=300)
    happened = wrong - timedelta(seconds=90)
    stage.send(view(time=happened.isoformat(), sent_at=wrong.isoformat()))
    assert stage.person("u1")["last_seen"] == NOW - timedelta(seconds=90)


def test_marked_events_are_left_out_unless_asked_for(stage: Stage) -> None:
    debugged = stage.source("phone", debug=True)
    stage.rules(staff={"ids": ["boss"]}, test_devices=["lab-1"])
    stage.send(view("u1"), view("boss"), view("lab-1"))
    stage.send(view("u2"), source=debugged)
    bot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    stage.send(view("crawler"), headers={"user-agent": bot, "origin": "https://shop.example"})
    assert stage.count("view") == 1
    assert stage.count("view", marked=True) == 5
    assert stage.people() == ["u1"]
    assert stage.person("boss")["events"] == 1


@share(0.05)
@given(data=st.data())
def test_any_sending_again_in_any_pieces_stores_each_once(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage = Stage(tmp_path_factory.mktemp("stage") / "home")
    known: set[str] = set()
    for _ in range(data.draw(st.integers(1, 5))):
        ids = data.draw(st.lists(st.integers(0, 30).map(str), min_size=1, max_size=15))
        stage.land(*(view(f"u{i}", event_id=i, time=f"2026-02-{int(i) % 28 + 1:02d}T10:00:00Z") for i in ids))
        known.update(ids)
        if data.draw(st.booleans()):
            stage.stream.step()
        if data.draw(st.booleans()):
            stage.restart()
    while stage.stream.step():
        pass
    assert stage.count("view", days=60) == len(known)
    assert stage.count("view", days=60, measure="people") == len(known)
    stage.app.close()
