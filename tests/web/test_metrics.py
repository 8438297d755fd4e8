"""Metrics and facts over HTTP: what is defined, what it was, why it moved."""

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

METRICS: dict[str, Any] = {
    "visits": {"name": {"zh": "访问", "en": "Visits"}, "is": {"type": "count", "event": "visit"}},
    "visitors": {"name": {"zh": "访客", "en": "Visitors"}, "is": {"type": "people", "event": "visit"}},
    "each": {"name": {"zh": "人均", "en": "Each"}, "is": {"type": "ratio", "of": "visits", "by": "visitors"}},
    "cost": {"name": {"zh": "花费", "en": "Cost"}, "is": {"type": "fact", "fact": "ads"}},
}


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path, owner: Browser) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["who", "when", "what", "city", "call"])
    for day in (1, 2, 3, 4):
        for i in range(day):
            phone = f"1381234567{i % 2}"
            writer.writerow([f"p{i}", f"2026-03-0{day} 10:00:00", "visit", ("上海", "北京")[i % 2], phone])
    (tmp_path / "visits.csv").write_text(text.getvalue(), encoding="utf-8")
    names = {"person": "who", "time": "when", "event": "what"}
    app.imports.import_file(
        project, tmp_path / "visits.csv", Mapping.model_validate(names), name="visits.csv", watch=Watch()
    )
    base = f"/api/projects/{project.id}"
    done = owner.client.post(f"{base}/metrics", json={"metrics": METRICS})
    assert [one["did"] for one in done.json()["metrics"]] == ["defined"] * 4
    return base


RANGE = {"from": "2026-03-01", "to": "2026-03-04"}
HALVES = {
    "against": {"from": "2026-03-01", "to": "2026-03-02"},
    "period": {"from": "2026-03-03", "to": "2026-03-04"},
}


def test_a_figure_of_a_metric_opens_its_people(owner: Browser, shop: str) -> None:
    found = owner.client.post(f"{shop}/metrics/each/values", json={"range": RANGE}).json()
    assert [row["value"] for row in found["rows"]] == [1, 1, 1, 1]
    assert found["totals"][0]["value"] == 10 / 4
    assert len(found["doors"]) == 2
    for door, address in zip(found["doors"], found["totals"][0]["addresses"], strict=True):
        listed = owner.client.post(f"{shop}/people-behind", json={"question": door, "address": address})
        assert listed.status_code == 200, listed.text
        assert listed.json()["total"] == 4


def test_a_change_says_what_each_value_did(owner: Browser, shop: str) -> None:
    body = HALVES | {"dimensions": ["city"]}
    found = owner.client.post(f"{shop}/metrics/visits/explain", json=body).json()
    assert (found["before"], found["now"], found["change"]) == (3, 7, 4)
    assert {part["value"]: part["contribution"] for part in found["by_dimension"][0]["parts"]} == {
        "上海": 2,
        "北京": 2,
    }
    turned = {"period": HALVES["against"], "against": HALVES["period"]}
    refused = owner.client.post(f"{shop}/metrics/visits/explain", json=turned)
    assert refused.json()["error"]["code"] == "periods_overlap"


def test_a_definition_is_kept_with_all_it_said(owner: Browser, shop: str) -> None:
    changed = METRICS["visits"] | {
        "note": "Bots are left out now.",
        "effective": "2026-03-01",
        "tags": ["流量"],
    }
    done = owner.client.post(
        f"{shop}/metrics", json={"metrics": {"visits": changed, "each": METRICS["each"]}}
    )
    assert [(one["did"], one["version"]) for one in done.json()["metrics"]] == [("changed", 2), ("same", 1)]
    found = owner.client.get(f"{shop}/metrics/visits").json()
    assert [(one["version"], one["note"]) for one in found["versions"]] == [
        (2, "Bots are left out now."),
        (1, ""),
    ]
    assert [one["name"] for one in found["used_by"]] == ["Each"]
    assert len(owner.client.get(f"{shop}/metrics").json()["metrics"]) == 4
    refused = owner.client.delete(f"{shop}/metrics/visits")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "metric_used")
    assert owner.client.delete(f"{shop}/metrics/each").status_code == 204
    assert owner.client.delete(f"{shop}/metrics/visits").status_code == 204
    assert owner.client.get(f"{shop}/metrics/visits").status_code == 404


def test_one_that_is_wrong_leaves_all_as_they_were(owner: Browser, shop: str) -> None:
    wrong = METRICS["each"] | {"is": {"type": "ratio", "of": "each", "by": "visits"}}
    more = {"more": METRICS["visits"], "each": wrong}
    refused = owner.client.post(f"{shop}/metrics", json={"metrics": more})
    assert refused.json()["error"]["code"] == "metric_cycle"
    assert "more" not in owner.client.get(f"{shop}/metrics").text


def test_facts_come_in_once(owner: Browser, shop: str) -> None:
    facts = {
        "facts": [{"date": "2026-03-01", "name": "ads", "dimensions": {"channel": "微信"}, "value": 12.5}]
    }
    assert owner.client.post(f"{shop}/facts", json=facts).json() == {"new": 1, "corrected": 0, "same": 0}
    assert owner.client.post(f"{shop}/facts", json=facts).json() == {"new": 0, "corrected": 0, "same": 1}
    assert owner.client.get(f"{shop}/facts").json() == {"facts": ["ads"]}
    assert owner.client.get(f"{shop}/facts/ads").json()["values"][0]["value"] == 12.5
    found = owner.client.post(f"{shop}/metrics/cost/values", json={"range": RANGE, "interval": "week"}).json()
    assert found["totals"][0]["value"] == 12.5


def test_the_standard_pack_is_offered_tried_out_and_defined(owner: Browser, shop: str) -> None:
    offer = owner.client.get(f"{shop}/metrics/pack").json()
    (visit,) = [one for one in offer["roles"] if one["key"] == "visit"]
    assert offer["mapping"]["roles"]["visit"]["event"] == "visit"
    assert visit["confidence"] > 0.8 and "visit" in visit["reason"]["en"]
    assert [one["name"] for one in offer["events"]] == ["visit"]
    standard = {one["key"]: one for one in offer["metrics"]}
    assert standard["cac"]["needs"] == [["sign_up", "cost"]]
    body = {"mapping": offer["mapping"] | {"facts": {"cost": "ads"}}}
    tried = owner.client.post(f"{shop}/metrics/pack/preview", json=body).json()
    assert {one["key"] for one in tried["metrics"]} >= {"uv", "dau", "cac"}
    assert {one["key"]: one["missing"] for one in tried["missing"]}["gmv"] == ["pay", "pay.amount"]
    own = {"uv": {"name": {"zh": "访客", "en": "Mine"}, "is": {"type": "people", "event": "visit"}}}
    owner.client.post(f"{shop}/metrics", json={"metrics": own})
    done = owner.client.post(f"{shop}/metrics/pack", json=body).json()
    did = {one["key"]: one["did"] for one in done["metrics"]}
    assert did["uv"] == "kept" and did["visits"] == "kept" and did["dau"] == "defined"
    again = owner.client.post(f"{shop}/metrics/pack", json=body | {"metrics": ["dau"]}).json()
    assert [(one["key"], one["did"]) for one in again["metrics"]] == [("dau", "same")]
    refused = owner.client.post(f"{shop}/metrics/pack", json=body | {"metrics": ["gmv"]})
    assert refused.status_code == 422 and refused.json()["error"]["code"] == "roles_missing"
    assert owner.client.post(f"{shop}/metrics", json={"metrics": {"pack": own["uv"]}}).status_code == 422


def test_one_that_is_being_written_is_computed(owner: Browser, shop: str) -> None:
    body = {"metric": METRICS["each"] | {"is": {"type": "formula", "formula": "visits / 2"}}, "range": RANGE}
    tried = owner.client.post(f"{shop}/metrics/preview", json=body).json()
    assert tried["totals"][0]["value"] == 5
    round_about = body | {"key": "visits", "metric": METRICS["each"]}
    refused = owner.client.post(f"{shop}/metrics/preview", json=round_about).json()["error"]
    assert refused["code"] == "metric_cycle"
    assert refused["field"].startswith("metrics.visits.")


def test_a_file_says_the_same(owner: Browser, shop: str) -> None:
    text = owner.client.post(f"{shop}/metrics/to-yaml", json={"metrics": METRICS}).json()["text"]
    assert "zh: 访问" in text
    read = owner.client.post(f"{shop}/metrics/from-yaml", json={"text": text}).json()["metrics"]
    again = owner.client.post(f"{shop}/metrics", json={"metrics": read}).json()["metrics"]
    assert {one["did"] for one in again} == {"same"}
    wrong = owner.client.post(f"{shop}/metrics/from-yaml", json={"text": "metrics: [1"})
    assert wrong.json()["error"]["code"] == "bad_yaml"


def test_a_deleted_one_comes_back(owner: Browser, shop: str) -> None:
    each = owner.client.get(f"{shop}/metrics/each").json()
    assert owner.client.delete(f"{shop}/metrics/each").status_code == 204
    assert owner.client.post(f"{shop}/metrics/{each['id']}/restore").json()["key"] == "each"
    assert owner.client.get(f"{shop}/metrics/each").status_code == 200
    assert owner.client.delete(f"{shop}/metrics/each").status_code == 204
    assert owner.client.delete(f"{shop}/metrics/visits").status_code == 204
    refused = owner.client.post(f"{shop}/metrics/{each['id']}/restore")
    assert refused.json()["error"]["code"] == "unknown_metric"


def test_a_file_of_facts_corrects_and_keeps_what_was_said(owner: Browser, shop: str) -> None:
    def bring(value: str) -> Any:
        text = f"date,name,value,channel\n2026-03-01,ads,{value},wechat\n"
        return owner.client.post(f"{shop}/facts/file", json={"text": text})

    assert bring("12").json() == {"new": 1, "corrected": 0, "same": 0}
    assert bring("15").json() == {"new": 0, "corrected": 1, "same": 0}
    asked = {"date": "2026-03-01", "dimensions": {"channel": "wechat"}}
    said = owner.client.post(f"{shop}/facts/ads/history", json=asked).json()["history"]
    assert [(one["value"], one["by"]) for one in said] == [(15, "owner"), (12, "owner")]
    assert bring("much").json()["error"]["params"]["row"] == 2
    assert owner.client.post(f"{shop}/facts/file", json={"text": "day\n"}).json()["error"]["field"] == "date"
