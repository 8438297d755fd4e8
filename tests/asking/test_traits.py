"""Traits of a project: defined once, used everywhere, taken away only when nothing looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.clock import HeldClock
from tests.support.projects import Commit, add_commit

from yunying.analyse import ask, parse_question
from yunying.app import App, open_app
from yunying.audience import number_bins
from yunying.core import Conflict, Refused, Settings
from yunying.metrics import Trait
from yunying.workspace import Project

NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)
AT = int(NOW.timestamp() * 1e6) - 3_600_000_000
SPENT = Trait.model_validate({"measure": "sum", "event": "buy", "property": "price", "range": {"last": 30}})

COUNT = Trait.model_validate({"measure": "count", "event": "buy"})


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_app(Settings(home=tmp_path / "home", threads=2), clock=HeldClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def shop(app: App) -> Project:
    project = app.workspace.projects.create("shop", "Asia/Shanghai")
    data = app.datasets.of(project)
    data.people.resolve(pa.array(["ann", "bob", "cid"], pa.string()))
    rows = (
        (0, "buy", AT, 5.0, "gold"),
        (0, "buy", AT, 7.0, None),
        (1, "buy", AT, 1.0, None),
        (2, "see", AT, None, None),
    )
    add_commit(data, Commit((("price", "event", "number"), ("level", "person", "text")), rows))
    return project


def who(*filters: Any, **more: Any) -> Any:
    return parse_question(
        {"kind": "people", "range": {"last": 1, "unit": "day"}, "who": list(filters), **more}
    )


def listed(app: App, shop: Project, question: Any) -> list[str]:
    return [row["distinct_id"] for row in ask(app.datasets.of(shop), question).rows]


def test_a_trait_is_a_property_like_any_other(app: App, shop: Project) -> None:
    made = app.traits.define(shop, " 近30天消费 ", SPENT, description="money", by=None)
    assert (made["name"], made["type"], made["version"]) == ("近30天消费", "number", 1)
    big = {"property": "近30天消费", "op": ">=", "value": 10}
    assert listed(app, shop, who(big)) == ["ann"]
    rows = ask(app.datasets.of(shop), who(columns=[{"measure": "property", "property": "近30天消费"}])).rows
    assert [row["近30天消费"] for row in rows] == [12, 1, 0]
    changed = app.traits.change(shop, "近30天消费", COUNT, None, by=None)
    assert (changed["version"], changed["type"]) == (2, "number")
    assert listed(app, shop, who(big | {"value": 2})) == ["ann"]


def test_traits_of_traits_and_segments_of_traits(app: App, shop: Project) -> None:
    app.traits.define(shop, "orders", COUNT, by=None)
    filters = [{"property": "orders", "scope": "person", "op": ">=", "value": 2}]
    loyal = Trait.model_validate({"measure": "days", "event": "buy", "filters": filters})
    app.traits.define(shop, "loyal days", loyal, by=None)
    rule = who({"property": "loyal days", "op": ">=", "value": 1})
    segment = app.segmenting.create(shop, "loyal", rule, None, dynamic=True, by=None)
    assert segment.size == 1
    add_commit(app.datasets.of(shop), Commit((), ((1, "buy", AT),)))
    app.refreshing.refresh(shop)
    assert app.workspace.segments.get(shop.id, segment.id).size == 2
    for name in ("orders", "loyal days"):
        with pytest.raises(Conflict) as used:
            app.traits.delete(shop, name, by=None)
        assert used.value.code == "trait_used"
    circle = Trait.model_validate(
        {"measure": "count", "event": "buy", "filters": [{"property": "loyal days", "op": ">", "value": 0}]}
    )
    with pytest.raises(Refused) as refused:
        app.traits.change(shop, "orders", circle, None, by=None)
    assert refused.value.code == "definition_cycle"
    app.segmenting.delete(shop, segment.id, by=None)
    app.traits.delete(shop, "loyal days", by=None)
    assert [t["name"] for t in app.traits.all(shop)] == ["orders"]


def test_a_circle_by_way_of_a_segment_is_refused(app: App, shop: Project) -> None:
    buyers = app.segmenting.create(
        shop, "buyers", who({"did": {"event": "buy"}}), None, dynamic=True, by=None
    )
    inside = Trait.model_validate({"measure": "count", "event": "buy", "filters": [{"segment": buyers.id}]})
    app.traits.define(shop, "inside", inside, by=None)
    with pytest.raises(Refused) as refused:
        circle = who({"property": "inside", "op": ">", "value": 0})
        app.segmenting.change(shop, buyers.id, question=circle, by=None)
    assert refused.value.code == "segment_cycle"


def test_a_trait_of_any_event(app: App, shop: Project) -> None:
    silent = Trait.model_validate({"measure": "days_since_last", "event": None})
    app.traits.define(shop, "silent", silent, by=None)
    assert listed(app, shop, who({"property": "silent", "op": "=", "value": 0})) == ["ann", "bob", "cid"]


def test_what_it_would_be_before_it_is_defined(app: App, shop: Project) -> None:
    found = app.traits.preview(shop, SPENT).result()
    assert {k: found[k] for k in ("type", "people", "of", "whole", "values")} == {
        "type": "number",
        "people": 3,
        "of": 3,
        "whole": True,
        "values": [],
    }
    assert found["quantiles"] == {"least": 0, "q1": 0, "median": 1, "q3": 12, "most": 12}
    assert [(b["start"], b["end"], b["people"]) for b in found["bins"]] == [
        *((0, 2, 2), (2, 4, 0), (4, 6, 0), (6, 8, 0), (8, 10, 0), (10, 12, 0), (12, 14, 1))
    ]
    assert [(one["distinct_id"], one["value"]) for one in found["sample"]] == [
        ("ann", 12),
        ("bob", 1),
        ("cid", 0),
    ]


def test_texts_and_times_before_they_are_defined(app: App, shop: Project) -> None:
    add_commit(app.datasets.of(shop), Commit((("way", "event", "text"),), ((0, "buy", AT, "card"),)))
    way = Trait.model_validate({"measure": "last", "event": "buy", "property": "way"})
    found = app.traits.preview(shop, way).result()
    assert (found["people"], found["of"], found["values"]) == (1, 3, [{"value": "card", "people": 1}])
    assert [(one["distinct_id"], one["value"]) for one in found["sample"]] == [("ann", "card")]
    first = Trait.model_validate({"measure": "first_time", "event": "buy"})
    found = app.traits.preview(shop, first).result()
    today = date(2025, 3, 10)
    assert found["bins"] == [{"start": today, "end": today + timedelta(days=1), "people": 2}]


@given(st.lists(st.floats(-1e9, 1e9) | st.integers(-50, 5000), min_size=1, max_size=200))
def test_every_number_is_in_one_bin(numbers: list[float]) -> None:
    values = np.array(numbers, np.float64)
    bins = number_bins(values)
    assert len(bins) <= 12
    assert sum(one["people"] for one in bins) == len(numbers)
    assert bins[0]["start"] <= values.min()
    for one in bins:
        if one["end"] == one["start"]:
            inside = values == one["start"]
        else:
            inside = (values >= one["start"]) & ((one["end"] is None) | (values < (one["end"] or 0)))
        assert inside.sum() == one["people"]


def test_versions_and_the_way_back(app: App, shop: Project) -> None:
    made = app.traits.define(shop, "spent", SPENT, by=None)
    with pytest.raises(Conflict) as late:
        app.traits.change(shop, "spent", COUNT, None, version=3, by=None)
    assert late.value.code == "changed_meanwhile"
    app.traits.change(shop, "spent", COUNT, None, version=1, by=None)
    said = app.traits.versions(shop, "spent")
    assert [(one["version"], one["trait"]["measure"]) for one in said] == [(2, "count"), (1, "sum")]
    app.traits.delete(shop, "spent", by=None)
    assert [one["name"] for one in app.traits.all(shop, deleted=True)] == ["spent"]
    app.traits.define(shop, "spent", SPENT, by=None)
    with pytest.raises(Refused) as taken:
        app.traits.restore(shop, made["id"], by=None)
    assert taken.value.code == "property_exists"
    app.traits.delete(shop, "spent", by=None)
    back = app.traits.restore(shop, made["id"], by=None)
    assert (back["version"], back["trait"]["measure"]) == (2, "count")


def test_names_are_given_once(app: App, shop: Project) -> None:
    app.traits.define(shop, "spent", SPENT, by=None)
    for name in ("spent", "level", "$events", "$stage"):
        with pytest.raises(Refused) as refused:
            app.traits.define(shop, name, SPENT, by=None)
        assert refused.value.code == "property_exists"


def test_what_cannot_be_computed_is_not_kept(app: App, shop: Project) -> None:
    filters = [{"property": "nothing", "op": "=", "value": 1}]
    with pytest.raises(Refused) as refused:
        app.traits.define(
            shop,
            "none",
            Trait.model_validate({"measure": "count", "event": "buy", "filters": filters}),
            by=None,
        )
    assert (refused.value.code, refused.value.field) == ("unknown_property", "filters.0.property")
