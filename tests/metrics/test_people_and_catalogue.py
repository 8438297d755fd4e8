"""Catalogue, people, profile, history and overview on a small project whose every figure is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.support.lake import add_events, open_dataset

from yunying.analyse import ask, overview, parse_question, people_behind
from yunying.core import NotFound, Refused
from yunying.metrics import (
    catalogue,
    describe_event,
    list_behind,
    list_people,
    profile,
    property_values,
    samples,
    timeline,
)
from yunying.store import Dataset

START = datetime(2025, 3, 1, 1, 0, tzinfo=UTC)


def table(rows: list[tuple[int, str, timedelta, Any, Any]]) -> pa.Table:
    people, events, times, prices, cities = zip(*rows, strict=True)
    return pa.table(
        {
            "person_id": pa.array(people, pa.int32()),
            "event": pa.array(events, pa.string()),
            "time": pa.array([START + t for t in times], pa.timestamp("us", "UTC")),
            "price": pa.array(prices, pa.float64()),
            "city": pa.array(cities, pa.string()),
        }
    )


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """Three people over four days in Shanghai; person 1 moves from 上海 to 北京."""
    made = open_dataset(tmp_path, "Asia/Shanghai", now=datetime(2025, 3, 5, tzinfo=UTC))
    assert made.people.resolve(pa.array(["ann@x.com", "bob", "陈"])).tolist() == [0, 1, 2]
    day, hour = timedelta(days=1), timedelta(hours=1)
    add_events(
        made.lake,
        table(
            [
                (0, "visit", 0 * day, None, "广州"),
                (1, "visit", hour, None, "上海"),
                (1, "buy", 2 * hour, 9.5, None),
                (0, "visit", day, None, None),
                (2, "visit", 2 * day, None, None),
                (1, "buy", 3 * day, 20.0, "北京"),
                (1, "buy", 3 * day, 30.0, None),
            ]
        ),
        [("price", "event", "number"), ("city", "person", "text")],
    )
    return made


def test_catalogue_counts_events_and_lists_properties(data: Dataset) -> None:
    found = catalogue(data)
    assert [(e["name"], e["count"], e["people"]) for e in found["events"]] == [("visit", 4, 3), ("buy", 3, 1)]
    assert found["events"][1]["first_seen"] == "2025-03-01T03:00:00.000Z"
    names = {(p["name"], p["scope"], p["type"]) for p in found["properties"]}
    assert {
        ("price", "event", "number"),
        ("city", "person", "text"),
        ("$first_seen", "person", "time"),
    } <= names


def test_event_detail_tells_what_its_properties_hold(data: Dataset) -> None:
    price = describe_event(data, "buy")["properties"][0]
    assert (price["name"], price["filled"], price["distinct"]) == ("price", 3, 3)
    assert (price["min"], price["max"]) == (9.5, 30)
    assert price["mean"] == pytest.approx(59.5 / 3)
    with pytest.raises(Refused, match="did you mean 'buy'"):
        describe_event(data, "buyy")


def test_samples_are_the_newest_first(data: Dataset) -> None:
    assert [s["properties"].get("price") for s in samples(data, "buy", 2)] == [30, 20]
    assert samples(data, "visit", 10)[-1]["properties"] == {"city": "广州"}


def test_values_of_event_and_person_properties(data: Dataset) -> None:
    assert property_values(data, "price", "event", None, 2) == [
        {"value": 20, "count": 1},
        {"value": 30, "count": 1},
    ]
    assert property_values(data, "city", "person", "京", 9) == [{"value": "北京", "count": 1}]
    first = property_values(data, "$first_seen", "person", "T02", 9)
    assert first == [{"value": "2025-03-01T02:00:00Z", "count": 1}]


def test_people_are_sorted_and_paged(data: Dataset) -> None:
    page = list_people(data, "events", "desc", 1, 0)
    assert page["total"] == 3
    assert [(p["distinct_id"], p["events"], p["properties"]) for p in page["people"]] == [
        ("bob", 4, {"city": "北京"})
    ]
    ids = [p["distinct_id"] for p in list_people(data, "distinct_id", "asc", 50, 0)["people"]]
    assert ids == sorted(ids)


def test_profile_sums_up_one_person(data: Dataset) -> None:
    bob = profile(data, 1)
    assert bob["properties"] == [{"name": "city", "value": "北京", "type": "text"}]
    assert bob["activity"] == [{"day": date(2025, 3, 1), "count": 2}, {"day": date(2025, 3, 4), "count": 2}]
    assert bob["top_events"] == [{"name": "buy", "count": 3}, {"name": "visit", "count": 1}]
    with pytest.raises(NotFound):
        profile(data, 99)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_timeline_pages_show_every_event_once(data: Dataset, limit: int) -> None:
    shown, cursor = [], None
    while True:
        page = timeline(data, 1, cursor, limit, None)
        shown += [(r["event"], r["properties"].get("price")) for r in page["events"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert shown == [("buy", 30), ("buy", 20), ("buy", 9.5), ("visit", None)]


def test_timeline_of_one_event_and_a_bad_cursor(data: Dataset) -> None:
    assert len(timeline(data, 1, None, 50, "visit")["events"]) == 1
    with pytest.raises(Refused):
        timeline(data, 1, "yesterday", 50, None)


def test_overview_tiles_open_exactly_their_people(data: Dataset) -> None:
    page = overview(data, date(2025, 3, 2), date(2025, 3, 4))
    tiles = {t["key"]: t for t in page["tiles"]}
    assert {k: (t["value"], t["previous"]) for k, t in tiles.items()} == {
        "active": (3, 2),
        "new": (1, 2),
        "returning": (2, 0),
        "events": (4, 3),
    }
    assert [p["value"] for p in tiles["new"]["spark"]] == [0, 1, 0]
    assert [p["value"] for p in tiles["returning"]["spark"]] == [1, 0, 1]
    for key in ("active", "new", "returning"):
        behind = people_behind(data, tiles[key]["question"], tiles[key]["address"])
        assert list_behind(data, behind, 50, 0)["total"] == tiles[key]["value"]
    assert page["freshness"]["state"] == "ok"
    assert (page["freshness"]["events"], page["freshness"]["people"]) == (7, 3)


def test_a_project_without_events_answers_with_nothing(tmp_path: Path) -> None:
    empty = open_dataset(tmp_path)
    page = overview(empty, date(2025, 3, 2), date(2025, 3, 4))
    assert [t["value"] for t in page["tiles"]] == [0, 0, 0, 0]
    assert page["freshness"]["state"] == "empty"
    assert list_people(empty, "last_seen", "desc", 50, 0) == {"total": 0, "people": []}
    assert catalogue(empty)["events"] == []
    question = parse_question(
        {"kind": "trend", "series": [{"event": None}], "range": {"from": "2025-03-01", "to": "2025-03-02"}}
    )
    assert [r["value"] for r in ask(empty, question).rows] == [0, 0]


def test_counts_behind_an_events_figure_add_up_to_it(data: Dataset) -> None:
    question = parse_question(
        {
            "kind": "trend",
            "series": [{"event": "buy", "measure": "events"}],
            "interval": "day",
            "range": {"from": "2025-03-01", "to": "2025-03-04"},
        }
    )
    for row in ask(data, question).rows:
        counts = people_behind(data, question, row["address"]).counts
        assert counts is not None
        assert np.sum(counts) == row["value"]
