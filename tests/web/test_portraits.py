"""Portraits in the console: of a segment and of those behind a figure; every figure is the list that it opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support.files import MAPPING, shop_csv
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.workspace import Project

FRENCH = {
    "kind": "people",
    "range": {"from": "2026-03-01", "to": "2026-03-04"},
    "who": [{"property": "country", "op": "=", "value": "France"}],
}


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    """A loaded project's part of the address."""
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_figure_of_a_portrait_is_the_list_that_it_opens(owner: Browser, shop: str) -> None:
    segment = owner.client.post(f"{shop}/segments", json={"name": "french", "question": FRENCH}).json()
    worth = {"measure": "sum", "event": "purchase", "property": "amount"}
    for whose in (
        {"segment": segment["id"]},
        {"question": FRENCH},
        {"segment": segment["id"], "worth": worth},
    ):
        answer = owner.client.post(f"{shop}/portrait", json=whose)
        assert answer.status_code == 200, answer.text
        made = answer.json()
        assert (made["people"], made["others"]) == (2, 1)
        assert any(part["group"] == "value" for part in made["parts"]) == ("worth" in whose)
        for part in made["parts"]:
            for value in part["values"]:
                listed = owner.client.post(
                    f"{shop}/portrait/people", json={**whose, "part": value["address"]}
                )
                assert listed.status_code == 200, listed.text
                assert listed.json()["total"] == value["inside"] == len(listed.json()["people"])
    country = next(part for part in made["parts"] if part["name"] == "country")
    assert [(v["value"], v["inside"], v["outside"]) for v in country["values"]] == [
        ("France", 2, 0),
        ("Germany", 0, 1),
    ]


def test_what_has_no_portrait(owner: Browser, shop: str) -> None:
    ask = owner.client.post
    assert code(ask(f"{shop}/portrait", json={})) == (422, "whose_wanted")
    assert code(ask(f"{shop}/portrait", json={"segment": "seg_x"})) == (404, "unknown_segment")
    everybody = FRENCH | {"who": []}
    assert code(ask(f"{shop}/portrait", json={"question": everybody})) == (422, "nobody_else")
    bad = {"question": FRENCH, "part": "bucket=1"}
    assert code(ask(f"{shop}/portrait/people", json=bad)) == (422, "bad_address")
