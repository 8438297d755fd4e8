"""Sessions small enough to be checked by eye, and against plain loops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.kinds.sessions import session_values, sessions_asked
from tests.support.profiles import share
from tests.support.projects import built, plans
from tests.support.small import HOUR, MINUTE, small_project

from yunying.analyse import Sessions, ask, parse_question, people_behind
from yunying.core import Refused

ROWS = [
    (0, "$pageview", 0, "/home"),
    (0, "$pageview", 10 * MINUTE, "/buy"),
    (0, "pay", 12 * MINUTE, None),
    (0, "$pageview", 2 * HOUR, "/home"),
    (0, "$pageleave", 2 * HOUR + MINUTE, "/home"),
    (1, "$pageview", 25 * HOUR, "/home"),
]


def question(**parts: Any) -> Any:
    return parse_question({"kind": "sessions", "range": {"from": "2020-02-28", "to": "2020-02-29"}, **parts})


def test_by_hand(tmp_path: Path) -> None:
    data = small_project(tmp_path, ROWS, [("$path", "event", "text")])
    answer = ask(data, question())
    first, second = answer.rows
    assert (first["sessions"], first["people"], first["sessions_per_person"]) == (2, 1, 2)
    assert (first["mean_seconds"], first["median_seconds"]) == (390, 390)
    assert (first["events_per_session"], first["pageviews_per_session"]) == (2.5, 1.5)
    assert (first["bounced"], first["bounce_rate"]) == (1, 0.5)
    assert (second["sessions"], second["bounce_rate"], second["mean_seconds"]) == (1, 1, 0)
    tops = {
        name: [(r["value"], r["sessions"], r["bounce_rate"]) for r in answer.totals[name]]
        for name in ("entry_page", "exit_page", "entry_event", "exit_event")
    }
    assert tops["entry_page"] == [("/home", 3, 2 / 3)]
    assert tops["exit_page"] == [("/home", 2, 1), ("/buy", 1, 0)]
    assert tops["entry_event"] == [("$pageview", 3, 2 / 3)]
    assert tops["exit_event"] == [("$pageleave", 1, 1), ("$pageview", 1, 1), ("pay", 1, 0)]
    behind = people_behind(data, question(), answer.totals["entry_page"][0]["address"])
    assert behind.counts is not None
    assert (behind.people.tolist(), behind.counts.tolist()) == ([0, 1], [2, 1])


def test_sessions_that_have_an_event(tmp_path: Path) -> None:
    data = small_project(tmp_path, ROWS, [("$path", "event", "text")])
    (total,) = ask(data, question(event={"event": "pay"})).totals["rows"]
    assert (total["sessions"], total["events_per_session"]) == (1, 3)


def test_a_session_that_begins_before_the_range_is_not_in_it(tmp_path: Path) -> None:
    data = small_project(tmp_path, [(0, "a", 24 * HOUR - 60), (0, "a", 24 * HOUR + 60)])
    early = ask(data, question(range={"from": "2020-02-28", "to": "2020-02-28"})).totals["rows"]
    late = ask(data, question(range={"from": "2020-02-29", "to": "2020-02-29"})).totals["rows"]
    assert [(t["sessions"], t["mean_seconds"]) for t in (*early, *late)] == [(1, 120), (0, None)]


@pytest.mark.parametrize(
    "address", ["", "total=1", "bounced=true", "bucket=2020-02-27", "entry_page=%22%2Fx%22", "total=true&x=1"]
)
def test_addresses_of_no_figure(tmp_path: Path, address: str) -> None:
    data = small_project(tmp_path, ROWS, [("$path", "event", "text")])
    with pytest.raises(Refused) as caught:
        people_behind(data, question(), address)
    assert caught.value.code == "bad_address"


@share(0.2)
@given(draw=st.data())
def test_against_plain_loops(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(sessions_asked(plan).filter(lambda raw: "from" in raw["range"]))
    raw |= {
        "filters": [],
        "breakdown": None,
        "event": {"event": raw.get("event", {}).get("event")},
        "top": 200,
    }
    asked = parse_question(raw)
    assert isinstance(asked, Sessions)
    expected = session_values(plan, asked)
    with built(plan) as data:
        answer = ask(data, asked)
    (total,) = answer.totals["rows"]
    assert (total["sessions"], total["people"]) == (len(expected), len({s[0] for s in expected}))
    if expected:
        assert total["mean_seconds"] == pytest.approx(sum(s[1] for s in expected) / 1000 / len(expected))
        assert total["events_per_session"] == pytest.approx(sum(s[2] for s in expected) / len(expected))
    for name, i in (("entry_event", 3), ("exit_event", 4)):
        found = {r["value"]: r["sessions"] for r in answer.totals[name]}
        assert found == {s[i]: [t[i] for t in expected].count(s[i]) for s in expected}
