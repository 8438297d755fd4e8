"""Traits of a project: defined once, used everywhere, taken away only when nothing looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.support.clock import HeldClock
from tests.support.projects import Commit, add_commit

from yunying.analyse import ask, parse_question
from yunying.app import App, open_app
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
    assert app.traits.preview(shop, SPENT, by=None) == {
        "type": "number",
        "people": 3,
        "values": [],
        "quantiles": {"least": 0, "q1": 0, "median": 1, "q3": 12, "most": 12},
    }


def test_names_are_given_once(app: App, shop: Project) -> None:
    app.traits.define(shop, "spent", SPENT, by=None)
    for name in ("spent", "level", "$events", "$stage"):
        with pytest.raises(Refused) as refused:
            app.traits.define(shop, name, SPENT, by=None)
        assert refused.value.code == "property_exists"
