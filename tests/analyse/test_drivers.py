"""Drivers small enough to be checked by eye, and what tables say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.projects import Commit, Plan, add_commit, moment, open_plan

from yunying.analyse import ask, parse_question, people_behind
from yunying.analyse.association import associate, false_discovery
from yunying.core import Refused
from yunying.store import Dataset

DAY = date(2020, 2, 28)
MINUTE, HOUR = 60, 3600


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    rows = [
        (0, "a", 0, None), (0, "help", 1, "x"), (0, "b", 2, None), (0, "late", 3, None),
        (1, "a", 0, None), (1, "help", 1, "y"), (1, "help", 2, "x"), (1, "b", 3, None),
        (2, "help", -1, "x"), (2, "a", 0, None), (2, "late", 2 * HOUR, None),
        (3, "a", 0, None), (3, "late", HOUR, None), (3, "b", HOUR + 1, None),
        (4, "help", 0, "x"), (4, "b", 1, None),
    ]  # fmt: skip
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
    written = tuple((who, event, moment(DAY, at), value) for who, event, at, value in rows)
    add_commit(data, Commit((("topic", "event", "text"),), written))
    return data


def raw(**parts: Any) -> dict[str, Any]:
    funnel = {"steps": [{"event": "a"}, {"event": "b"}], "window": {"value": 1, "unit": "hour"}}
    return {
        "kind": "drivers",
        "funnel": funnel,
        "properties": [{"property": "topic"}],
        "range": {"from": str(DAY), "to": str(DAY)},
    } | parts


def test_what_was_done_between_the_steps(data: Dataset) -> None:
    question = parse_question(raw())
    answer = ask(data, question)
    assert {k: v for k, v in answer.totals["rows"][0].items() if "address" not in k} == {
        "people": 4, "converted": 2, "others": 2,
    }  # fmt: skip
    counts = {
        (row["event"], row["value"]): (
            row["converted_with"], row["converted_without"], row["other_with"], row["other_without"],
        )
        for row in answer.rows
    }  # fmt: skip
    # Not what came before entering, after converting, or after the window; its last moment belongs to it.
    assert counts == {
        ("help", None): (2, 0, 0, 2),
        (None, "x"): (2, 0, 0, 2),
        (None, "y"): (1, 1, 0, 2),
        ("late", None): (0, 2, 1, 1),
    }
    helped = next(row for row in answer.rows if row["event"] == "help")
    assert helped["test"] == "fisher"
    assert helped["p"] == pytest.approx(1 / 3)
    assert helped["odds_ratio"] == pytest.approx(25)
    opened = {
        name: people_behind(data, question, helped[f"{name}_address"]).people.tolist()
        for name in ("converted_with", "converted_without", "other_with", "other_without")
    }
    assert opened == {
        "converted_with": [0, 1],
        "converted_without": [],
        "other_with": [],
        "other_without": [2, 3],
    }


def test_what_cannot_be_meant_is_refused(data: Dataset) -> None:
    for parts, field in (
        ({"from": 2}, "to"),
        ({"to": 3}, "to"),
        ({"properties": [{"property": "nothing"}]}, "properties.0.property"),
        ({"funnel": {"steps": [{"event": "a"}, {"event": "nowhere"}]}}, "funnel.steps.1.event"),
        ({"funnel": {"steps": [{"event": "a"}, {"event": "b"}], "hold": "nothing"}}, "funnel.hold"),
    ):
        with pytest.raises(Refused) as refused:
            ask(data, parse_question(raw(**parts)))
        assert refused.value.field == field


def test_addresses_that_name_nothing_are_refused(data: Dataset) -> None:
    for text in (
        "",
        "event=%22help%22",
        "converted=1",
        "all=false",
        "converted=true&did=true",
        "converted=true&did=true&event=1",
    ):
        with pytest.raises(Refused):
            people_behind(data, parse_question(raw()), text)


def test_tables_that_are_well_known() -> None:
    tea = associate((3, 1), (1, 3))
    assert tea["p"] == pytest.approx(0.4857142857142857)
    assert (tea["odds_ratio"], tea["odds_low"], tea["odds_high"]) == pytest.approx(
        (9, 0.36665, 220.9), rel=1e-3
    )
    assert associate((8, 1), (2, 5))["p"] == pytest.approx(0.03496503496503495)
    even = associate((20, 10), (10, 20))
    assert even["test"] == "chi2"
    assert even["p"] == pytest.approx(0.009823274507519235)
    assert even["odds_ratio"] == pytest.approx(4)
    assert set(associate((3, 4), (0, 0)).values()) == {None}
    assert associate((0, 5), (5, 0))["odds_ratio"] == pytest.approx(0.25 / 30.25)


def test_a_table_of_millions_is_no_trouble() -> None:
    said = associate((3, 2_000_000), (9_000_000, 20_000_000))
    assert said["p"] is not None
    assert 0 <= said["p"] < 1e-6


def test_false_discovery() -> None:
    assert false_discovery([0.01, 0.04, 0.03, None, 0.02]) == pytest.approx([0.04, 0.04, 0.04, None, 0.04])
    assert false_discovery([0.5, 0.001]) == pytest.approx([0.5, 0.002])
