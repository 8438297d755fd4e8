"""Metric trees over HTTP and at the terminal's use-cases: kept, read, taken away and brought back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.workspace import Project


def named(en: str) -> dict[str, str]:
    return {"zh": en, "en": en}


METRICS: dict[str, Any] = {
    "visits": {"name": named("Visits"), "is": {"type": "count", "event": "visit"}},
    "visitors": {"name": named("Visitors"), "unit": "people", "is": {"type": "people", "event": "visit"}},
    "each": {"name": named("Each"), "is": {"type": "ratio", "of": "visits", "by": "visitors"}},
}
TREE = {
    "name": {"zh": "访问", "en": "Visits"},
    "root": {
        "metric": "visits",
        "formula": "visitors * each",
        "parts": [{"metric": "visitors", "owner": "李雷"}, {"metric": "each"}],
    },
}
PERIODS = {
    "against": {"from": "2026-03-01", "to": "2026-03-02"},
    "period": {"from": "2026-03-03", "to": "2026-03-04"},
}


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path, owner: Browser) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["who", "when", "what"])
    for day in (1, 2, 3, 4):
        for i in range(day):
            writer.writerow([f"p{i}", f"2026-03-0{day} 10:00:00", "visit"])
    (tmp_path / "visits.csv").write_text(text.getvalue(), encoding="utf-8")
    names = {"person": "who", "time": "when", "event": "what"}
    app.imports.import_file(
        project, tmp_path / "visits.csv", Mapping.model_validate(names), name="visits.csv", watch=Watch()
    )
    base = f"/api/projects/{project.id}"
    assert owner.client.post(f"{base}/metrics", json={"metrics": METRICS}).status_code == 200
    return base


def test_a_tree_says_what_each_part_moved_and_opens_its_people(owner: Browser, shop: str) -> None:
    done = owner.client.post(f"{shop}/trees", json={"trees": {"visiting": TREE}})
    assert done.json()["trees"] == [{"key": "visiting", "did": "defined", "version": 1}]
    found = owner.client.post(f"{shop}/trees/visiting/reading", json=PERIODS).json()
    root, visitors, each = found["nodes"]
    assert [node["path"] for node in found["nodes"]] == ["visits", "visits.visitors", "visits.each"]
    assert (root["before"]["value"], root["now"]["value"], root["contribution"]) == (3, 7, 4)
    assert root["remainder"] == pytest.approx(0, abs=1e-9)
    # 2 people × 1.5 → 4 people × 1.75: the mean over both orders.
    assert visitors["contribution"] == pytest.approx(2 * (1.5 + 1.75) / 2)
    assert visitors["contribution"] + each["contribution"] == pytest.approx(4)
    assert (visitors["owner"], visitors["unit"], visitors["series"]) == ("李雷", "people", [3, 4])
    (door,) = visitors["now"]["people"]
    listed = owner.client.post(f"{shop}/people-behind", json=door)
    assert listed.json()["total"] == 4
    alone = owner.client.post(f"{shop}/trees/visiting/reading", json=PERIODS | {"node": "visits.each"}).json()
    assert [node["path"] for node in alone["nodes"]] == ["visits.each"]
    by_default = owner.client.post(f"{shop}/trees/visiting/reading", json={"period": PERIODS["period"]})
    assert by_default.json()["against"] == PERIODS["against"]
    wrong = owner.client.post(f"{shop}/trees/visiting/reading", json=PERIODS | {"node": "visits.nothing"})
    assert wrong.json()["error"]["code"] == "unknown_node"
    assert owner.client.post(f"{shop}/trees/none/reading", json=PERIODS).status_code == 404


def test_a_tree_is_changed_taken_away_and_brought_back(owner: Browser, shop: str) -> None:
    owner.client.post(f"{shop}/trees", json={"trees": {"visiting": TREE}})
    changed = {"visiting": TREE | {"name": named("Coming")}}
    assert owner.client.post(f"{shop}/trees", json={"trees": changed, "version": 7}).status_code == 409
    done = owner.client.post(f"{shop}/trees", json={"trees": changed, "version": 1}).json()["trees"]
    assert done == [{"key": "visiting", "did": "changed", "version": 2}]
    one = owner.client.get(f"{shop}/trees/visiting").json()
    assert [version["tree"]["name"]["en"] for version in one["versions"]] == ["Coming", "Visits"]
    used = owner.client.get(f"{shop}/metrics/each").json()["used_by"]
    assert [(use["kind"], use["name"]) for use in used] == [("tree", "Coming")]
    assert owner.client.delete(f"{shop}/metrics/each").status_code == 409
    gone = owner.client.delete(f"{shop}/trees/visiting").json()
    assert owner.client.get(f"{shop}/trees").json()["trees"] == []
    listed = owner.client.get(f"{shop}/trees", params={"deleted": True}).json()["trees"]
    assert [one["id"] for one in listed] == [gone["id"]]
    back = owner.client.post(f"{shop}/trees/{gone['id']}/restore")
    assert back.json()["version"] == 2
    assert owner.client.post(f"{shop}/trees/{gone['id']}/restore").status_code == 404


def test_what_is_no_tree_is_refused(owner: Browser, shop: str) -> None:
    unknown = TREE | {"root": {"metric": "nothing"}}
    found = owner.client.post(f"{shop}/trees", json={"trees": {"one": TREE, "other": unknown}})
    assert found.json()["error"]["code"] == "unknown_metric"
    assert owner.client.get(f"{shop}/trees").json()["trees"] == []
    short = TREE | {"root": {"metric": "visits", "formula": "visitors", "parts": []}}
    assert owner.client.post(f"{shop}/trees", json={"trees": {"one": short}}).status_code == 422


def test_a_template_brings_what_follows_from_the_metrics_there_are(owner: Browser, shop: str) -> None:
    offered = owner.client.get(f"{shop}/tree-templates").json()["templates"]
    assert [one["key"] for one in offered] == ["growth", "commerce", "content", "community", "subscription"]
    body = {"template": "content", "key": "reading", "chosen": {}}
    lacking = owner.client.post(f"{shop}/tree-templates/begin", json=body)
    assert lacking.json()["error"]["code"] == "template_needs_metric"
    chosen = {
        "finished_reads": "visits",
        "reads": "visitors",
        "completion_rate": "each",
        "readers": "read_by",
        "reads_per_reader": "each",
        "active_people": "active",
    }
    more = dict.fromkeys(("read_by", "active"), METRICS["visitors"])
    owner.client.post(f"{shop}/metrics", json={"metrics": more})
    made = owner.client.post(f"{shop}/tree-templates/begin", json=body | {"chosen": chosen})
    assert made.json() == {"key": "reading", "did": "defined", "version": 1, "metrics": ["reader_share"]}
    metric = owner.client.get(f"{shop}/metrics/reader_share").json()["metric"]
    assert metric["is"] == {"type": "ratio", "of": "read_by", "by": "active"}
    again = owner.client.post(f"{shop}/tree-templates/begin", json=body | {"chosen": chosen})
    assert again.json()["error"]["code"] == "definition_exists"
    none = owner.client.post(f"{shop}/tree-templates/begin", json=body | {"template": "none", "key": "other"})
    assert none.status_code == 404
