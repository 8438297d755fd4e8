"""Where people came from: the first value of a context property, of each person as they are known now."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.projects import Commit, Plan, add_commit, add_merges, moment, open_plan

from yunying.analyse import ask, parse_question
from yunying.core import Refused
from yunying.metrics import catalogue, property_values
from yunying.store import Dataset

DAY = date(2020, 2, 28)
PROPERTIES: Any = (("$channel", "event", "text"), ("$country", "event", "text"), ("$path", "event", "number"))


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    rows = (
        (0, "view", moment(DAY, 0), None, "", None),
        (0, "view", moment(DAY, 1), "search", "CN", 404.0),
        (0, "view", moment(DAY, 86_400), "email", None, 2.5),
        (1, "view", moment(DAY, 2), "email", None, None),
        (1, "view", moment(DAY, 2), "search", None, None),
        (2, "view", moment(DAY, 3), None, None, None),
    )
    marks = (None, None, None, None, None, None)
    data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
    add_commit(data, Commit(PROPERTIES, rows, marks))
    return data


def people(data: Dataset, name: str, **parts: Any) -> dict[Any, int]:
    question = {
        "kind": "trend",
        "series": [{"event": "view", "measure": "people"}],
        "range": {"from": str(DAY), "to": "2020-03-10"},
        "breakdown": {"property": name},
        **parts,
    }
    return {t["breakdown"]: t["value"] for t in ask(data, parse_question(question)).totals["series"]}


def test_the_first_that_is_set_and_not_empty(data: Dataset) -> None:
    assert people(data, "$first_channel") == {"search": 1, "email": 1, None: 1}
    assert people(data, "$first_country") == {"CN": 1, None: 2}
    assert people(data, "$first_path") == {"404": 1, None: 2}
    chosen = [{"property": "$first_channel", "op": "=", "value": "email"}]
    assert people(data, "$first_channel", filters=chosen) == {"email": 1}


def test_late_events_and_merges_change_it(data: Dataset) -> None:
    add_commit(data, Commit(PROPERTIES, ((2, "view", moment(DAY, -86_400), "ads", None, None),)))
    assert people(data, "$first_channel") == {"search": 1, "email": 1, "ads": 1}
    add_merges(data, [(0, 2)])
    assert people(data, "$first_channel") == {"ads": 1, "email": 1}


def test_marked_events_and_profiles_are_left_out(data: Dataset) -> None:
    rows = tuple((1, "view", moment(DAY, at), "ads", None, None) for at in (-2, -1))
    add_commit(data, Commit(PROPERTIES, rows, ("bot", "profile")))
    assert people(data, "$first_channel") == {"search": 1, "email": 1, None: 1}
    assert people(data, "$first_channel", marked=True) == {"search": 1, "ads": 1, None: 1}


def test_in_the_catalogue_where_there_is_such_a_property(data: Dataset) -> None:
    names = [p["name"] for p in catalogue(data)["properties"] if p["name"].startswith("$first_")]
    assert names == ["$first_seen", "$first_channel", "$first_path", "$first_country"]
    found = property_values(data, "$first_channel", "person", None, 9)
    assert sorted((v["value"], v["count"]) for v in found) == [("email", 1), ("search", 1)]
    with pytest.raises(Refused) as caught:
        people(data, "$first_utm_source")
    assert caught.value.code == "unknown_property"


def test_one_that_was_sent_comes_first(data: Dataset) -> None:
    sent: Any = (("$first_channel", "person", "text"),)
    add_commit(data, Commit(sent, ((2, "view", moment(DAY, 9), "word of mouth"),)))
    assert people(data, "$first_channel") == {"word of mouth": 1, None: 2}
