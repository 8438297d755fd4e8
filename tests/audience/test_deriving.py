"""From definitions to properties: what follows from one is known at once, everywhere, and never from itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.files import MAPPING, shop_csv

from yunying.app import App, Watch, open_app
from yunying.app.deriving import Read, derive, require_sound
from yunying.collect import Mapping
from yunying.core import Refused
from yunying.metrics import all_properties
from yunying.workspace import Project

NAMES = {"zh": "层", "en": "rung"}


def ladder(*who: dict[str, Any]) -> dict[str, Any]:
    rungs: list[dict[str, Any]] = [{"key": "rest", "names": NAMES}]
    return {"rungs": [*rungs, {"key": "top", "names": NAMES, "who": list(who)}]}


BUSY = ladder({"property": "$events", "op": ">=", "value": 2})


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> Project:
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return project


def names(app: App, project: Project) -> set[str]:
    view = app.datasets.of(project).hot.view()
    return {prop.name for prop in all_properties(view)} & {"$stage", "$layer", "$layer_buyer"}


def test_definitions_are_properties_as_soon_as_they_are_made(app: App, shop: Project) -> None:
    definitions = app.workspace.definitions
    assert names(app, shop) == {"$stage"}
    before = app.datasets.of(shop)
    assert app.datasets.of(shop) is before
    made = definitions.create(shop.id, "ladder", "main", "Ladder", BUSY, by=None)
    assert names(app, shop) == {"$stage", "$layer"}
    first = app.datasets.of(shop).hot.derived["$layer"].version
    definitions.change(shop.id, made.id, body=ladder({"property": "$events", "op": ">", "value": 9}), by=None)
    assert app.datasets.of(shop).hot.derived["$layer"].version != first
    definitions.delete(shop.id, made.id, by=None)
    assert names(app, shop) == {"$stage"}


def test_what_another_process_defines_is_known_here(app: App, shop: Project) -> None:
    app.datasets.of(shop)
    other = open_app(app.settings, clock=app.clock)
    other.workspace.definitions.create(shop.id, "ladder", "buyer", "Buyers", BUSY, by=None)
    other.close()
    assert names(app, shop) == {"$stage", "$layer_buyer"}


def test_who_is_in_a_segment_is_part_of_what_a_ladder_says(app: App, shop: Project) -> None:
    data = app.datasets.of(shop)
    data.segments.keep("seg_1", np.array([0], np.int32))
    app.workspace.definitions.create(
        shop.id, "ladder", "main", "Ladder", ladder({"segment": "seg_1"}), by=None
    )
    first = app.datasets.of(shop).hot.derived["$layer"].version
    assert app.datasets.of(shop) is app.datasets.of(shop)
    data.segments.keep("seg_1", np.array([0, 1], np.int32))
    assert app.datasets.of(shop).hot.derived["$layer"].version != first


def test_one_that_cannot_be_read_any_more_hides_no_other(app: App, shop: Project) -> None:
    app.workspace.definitions.create(shop.id, "ladder", "main", "Ladder", {"steps": []}, by=None)
    app.workspace.definitions.create(shop.id, "ladder", "buyer", "Buyers", BUSY, by=None)
    assert names(app, shop) == {"$stage", "$layer_buyer"}


def test_what_looks_at_itself_is_refused_and_never_computed() -> None:
    def looks_at(key: str, name: str) -> Read:
        rule = {"not": {"or": [{"property": name, "op": "=", "value": "x"}]}}
        return Read.of("ladder", key, ladder(rule))

    one, two, apart = (
        looks_at("one", "$layer_two"),
        looks_at("two", "$layer_one"),
        looks_at("three", "$layer_one"),
    )
    alone = Read.of("ladder", "four", BUSY)
    with pytest.raises(Refused, match="itself follows"):
        require_sound([one, two], two)
    require_sound([looks_at("two", "$layer_four"), alone], alone)
    assert derive([one, two, apart, alone], {}).keys() == {"$layer_four"}
    with pytest.raises(Refused, match="choose another key"):
        require_sound([alone, again := Read.of("ladder", "four", BUSY)], again)


def test_a_version_follows_from_what_is_looked_at() -> None:
    rule = ladder({"property": "$layer_low", "op": "=", "value": "$layer_low_top"})
    high = Read.of("ladder", "high", rule)
    low, other = Read.of("ladder", "low", BUSY), Read.of("ladder", "low", ladder({"segment": "s"}))
    versions = {
        derive([high, below], members)["$layer_high"].version
        for below, members in ((low, {}), (other, {"s": "1"}), (other, {"s": "2"}), (low, {"s": "2"}))
    }
    assert len(versions) == 3
