"""Layers over HTTP and at the terminal: defined, tried out, counted, opened, kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import HeldClock
from tests.support.files import MAPPING, shop_csv
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.cli.main import run
from yunying.collect import Mapping
from yunying.workspace import Project

Json = dict[str, Any]
NAMES = {"zh": "层", "en": "rung"}
DAY = "2026-03-02"


def ladder(event: str = "purchase", **more: Any) -> Json:
    rule = {"did": {"event": event, "filters": []}, "op": ">=", "value": 1}
    rungs = [{"key": "rest", "names": NAMES}, {"key": "top", "names": NAMES, "who": [rule]}]
    return {"kind": "ladder", "rungs": rungs, **more}


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    """A loaded project's part of the address."""
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


def got(owner: Browser, path: str, body: Json | None = None, method: str | None = None) -> Any:
    answer = owner.client.request(method or ("GET" if body is None else "POST"), path, json=body)
    assert answer.status_code in (200, 204), answer.text
    return answer.json() if answer.content else None


def error(
    owner: Browser, path: str, body: Json | None = None, method: str = "POST"
) -> tuple[int, str, str | None]:
    answer = owner.client.request(method, path, json=body)
    told = answer.json()["error"]
    return answer.status_code, told["code"], told["field"]


def people(owner: Browser, shop: str, question: Json, address: str) -> int:
    found = got(owner, f"{shop}/people-behind", {"question": question, "address": address})
    return int(found["total"])


def test_a_life_of_layers(owner: Browser, shop: str) -> None:
    (stages,) = got(owner, f"{shop}/layers")["layers"]
    assert (stages["property"], stages["version"], len(stages["labels"])) == ("$stage", 0, 6)
    made = got(owner, f"{shop}/layers", {"name": "Ladder", "layers": ladder()})
    assert (made["key"], made["property"], made["version"]) == ("main", "$layer", 1)
    assert [label["value"] for label in made["labels"]] == ["$layer_top", "$layer_rest"]
    second = got(owner, f"{shop}/layers", {"name": "Sellers", "key": "seller", "layers": ladder()})
    assert second["property"] == "$layer_seller"
    labels = got(owner, f"{shop}/layers/labels")
    assert labels["properties"] == {"$layer": "Ladder", "$layer_seller": "Sellers"}
    assert labels["values"]["$layer_seller_top"] == NAMES
    changed = got(
        owner, f"{shop}/layers/$layer", {"layers": ladder("visit"), "name": "New", "version": 1}, "PATCH"
    )
    assert (changed["version"], changed["name"]) == (2, "New")
    assert error(owner, f"{shop}/layers/$layer", {"name": "x", "version": 1}, "PATCH")[:2] == (
        409,
        "changed_meanwhile",
    )
    versions = got(owner, f"{shop}/layers/$layer/versions")["versions"]
    assert [(v["version"], v["name"]) for v in versions] == [(2, "New"), (1, "Ladder")]
    got(owner, f"{shop}/layers/$layer", method="DELETE")
    assert [one["property"] for one in got(owner, f"{shop}/layers?deleted=true")["layers"]] == ["$layer"]
    got(owner, f"{shop}/layers/{made['id']}/restore", method="POST")
    cross = got(owner, f"{shop}/layers/cross?rows=$layer&columns=$layer_seller")
    assert len(cross["cells"]) == 4
    for cell in cross["cells"]:
        if cell["people"]:
            assert people(owner, shop, cell["question"], cell["address"]) == cell["people"]


def test_stages_become_the_projects_own_and_go_back(owner: Browser, shop: str) -> None:
    own = {"kind": "stage", "new_days": 3, "dormant_after": 20}
    changed = got(owner, f"{shop}/layers/stage", {"layers": own}, "PATCH")
    assert (changed["version"], changed["layers"]["new_days"]) == (1, 3)
    changed = got(owner, f"{shop}/layers/stage", {"layers": {"kind": "stage"}}, "PATCH")
    assert changed["version"] == 2
    assert error(owner, f"{shop}/layers", {"name": "again", "layers": own})[:2] == (409, "stage_exists")
    got(owner, f"{shop}/layers/stage", method="DELETE")
    assert got(owner, f"{shop}/layers/stage")["version"] == 0
    assert error(owner, f"{shop}/layers/stage", method="DELETE")[:2] == (422, "stage_stays")


def test_a_preview_is_what_is_kept_and_opens_its_people(owner: Browser, shop: str) -> None:
    tried = got(owner, f"{shop}/layers/preview", {"layers": ladder()})
    assert sum(part["people"] for part in tried["parts"]) == tried["people"] > 0
    for part in tried["parts"]:
        if part["people"]:
            assert people(owner, shop, part["question"], part["address"]) == part["people"]
    got(owner, f"{shop}/layers", {"name": "Ladder", "layers": ladder()})
    counted = got(owner, f"{shop}/layers/$layer/composition")
    assert [p["people"] for p in counted["parts"]] == [p["people"] for p in tried["parts"]]


def test_a_composition_opens_and_is_kept_as_a_segment(owner: Browser, shop: str) -> None:
    target = {"from": "rest", "to": "top", "share": 0.01, "days": 2}
    got(owner, f"{shop}/layers", {"name": "Ladder", "layers": ladder(targets=[target])})
    counted = got(owner, f"{shop}/layers/$layer/composition?at=2026-03-02&before=2026-03-01")
    assert sum(part["people"] for part in counted["parts"]) == counted["people"]
    for part in counted["parts"]:
        assert part["people"] == part["before"] + part["entered"] - part["left"]
        for figure in ("", "entered_", "left_"):
            count = part[figure.rstrip("_") or "people"]
            if count:
                assert people(owner, shop, counted["question"], part[f"{figure}address"]) == count
    (reached,) = counted["targets"]
    assert (reached["from"], reached["to"]) == ("$layer_rest", "$layer_top")
    top = counted["parts"][0]
    kept = got(
        owner, f"{shop}/segments", {"name": "top", "question": counted["question"], "address": top["address"]}
    )
    assert kept["size"] == top["people"]
    assert error(owner, f"{shop}/layers/$layer", method="DELETE")[:2] == (409, "layers_used")


def test_rfm_is_composed_and_its_cells_open(owner: Browser, shop: str) -> None:
    got(owner, f"{shop}/layers", {"name": "RFM", "layers": {"kind": "rfm", "form": "free", "bins": 3}})
    counted = got(owner, f"{shop}/layers/$rfm/composition")
    rfm = counted["rfm"]
    assert len(rfm["cells"]) == 9 and len(rfm["classes"]) == 8
    assert sum(c["people"] for c in rfm["cells"]) == rfm["people"] == counted["people"] - rfm["none"]
    assert [c["people"] for c in rfm["classes"]] == [p["people"] for p in counted["parts"] if p["value"]]
    for cell in rfm["cells"]:
        if cell["people"]:
            assert people(owner, shop, cell["question"], cell["address"]) == cell["people"]
    assert all(part["advice"]["zh"] for part in counted["parts"] if part["value"])


def test_two_definitions_in_one_table_add_up(owner: Browser, shop: str) -> None:
    bought = {"kind": "rfm", "form": "rfm", "event": {"event": "purchase"}, "amount": "amount"}
    got(owner, f"{shop}/layers", {"name": "RFM", "layers": bought})
    cross = got(owner, f"{shop}/layers/cross?rows=$rfm&columns=$stage&at={DAY}")
    assert cross["rows"][-1]["value"] is None, "some have not bought anything"
    assert all(one["value"] for one in cross["columns"]), "everybody is in a stage"
    for name, sizes in (("row", cross["rows"]), ("column", cross["columns"])):
        assert sum(size["people"] for size in sizes) == cross["people"] > 0
        for size in sizes:
            own = [cell["people"] for cell in cross["cells"] if cell[name] == size["value"]]
            assert sum(own) == size["people"]
    for figure in (*cross["cells"], *cross["rows"], *cross["columns"]):
        assert (figure["address"] is None) == (figure["people"] == 0)
        if figure["people"]:
            assert people(owner, shop, figure["question"], figure["address"]) == figure["people"]


def test_templates_are_filled_with_events(owner: Browser, shop: str) -> None:
    templates = got(owner, f"{shop}/layers/templates")["templates"]
    assert {t["key"] for t in templates} >= {"commerce", "content", "saas", "game", "community", "two_sided"}
    (commerce,) = [t for t in templates if t["key"] == "commerce"]
    assert commerce["events"] == {"buy": "purchase"}
    filled = got(owner, f"{shop}/layers/templates/commerce", {"events": commerce["events"]})["ladders"]
    assert [len(one["layers"]["rungs"]) for one in filled] == [4]
    got(owner, f"{shop}/layers/preview", {"layers": filled[0]["layers"]})
    assert error(owner, f"{shop}/layers/templates/commerce", {"events": {}}) == (
        422,
        "role_wanted",
        "events.buy",
    )
    assert error(owner, f"{shop}/layers/templates/commerce", {"events": {"buy": "no"}})[1] == "unknown_event"
    assert error(owner, f"{shop}/layers/templates/none", {"events": {}})[1] == "unknown_template"


def test_what_cannot_be_meant_names_its_field(owner: Browser, shop: str, clock: HeldClock) -> None:
    assert error(owner, f"{shop}/layers/preview", {"layers": ladder("nothing")}) == (
        422, "unknown_event", "layers.rungs.1.who.0.did.event",
    )  # fmt: skip
    wrong = {"kind": "rfm", "form": "rfm"}
    assert error(owner, f"{shop}/layers", {"name": "x", "layers": wrong})[1:] == ("bad_definition", "layers")
    assert error(owner, f"{shop}/layers", {"name": "x", "layers": {"kind": "x"}})[1:] == (
        "bad_definition", "layers.kind",
    )  # fmt: skip
    ahead = (clock() + timedelta(days=3)).date()
    assert error(owner, f"{shop}/layers/stage/composition?at={ahead}", method="GET")[1:] == (
        "day_ahead",
        "at",
    )
    assert error(owner, f"{shop}/layers/stage/composition?at={DAY}&before={DAY}", method="GET")[2] == "before"
    own = {"property": "$layer", "op": "=", "value": "x"}
    loop = {
        "kind": "ladder",
        "rungs": [{"key": "a", "names": NAMES}, {"key": "b", "names": NAMES, "who": [own]}],
    }
    assert error(owner, f"{shop}/layers", {"name": "x", "layers": loop})[1] == "definition_cycle"


def test_the_terminal_tells_the_same(
    owner: Browser, shop: str, app: App, project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(app.settings.home)
    (tmp_path / "ladder.json").write_text(json.dumps(ladder()))
    (tmp_path / "rfm.json").write_text(json.dumps({"kind": "rfm", "form": "free"}))
    for file in ("ladder", "rfm"):
        define = [
            "layers",
            "define",
            str(tmp_path / f"{file}.json"),
            "--project",
            project.name,
            "--name",
            file,
        ]
        assert run(["--home", home, *define]) == 0
    capsys.readouterr()
    assert run(["--home", home, "layers", "--project", project.name, "--at", DAY, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["layers"]
    assert [one["definition"]["property"] for one in told] == ["$layer", "$stage"]
    expected = got(owner, f"{shop}/layers/$layer/composition?at={DAY}")
    assert told[0] == json.loads(json.dumps(expected)) | {"definition": told[0]["definition"]}
    assert run(["--home", home, "rfm", "--project", project.name, "--at", DAY, "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["layers"]
    assert told["rfm"] == got(owner, f"{shop}/layers/$rfm/composition?at={DAY}")["rfm"]
    assert run(["--home", home, "rfm", "--project", project.name]) == 0
    assert "Important: value" in capsys.readouterr().out
    assert run(["--home", home, "layers"]) == 2
