"""Rules and alerts over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import HeldClock
from tests.support.watched import FAULT, MAPPING, METRICS, shop_csv
from tests.web.conftest import Browser, newcomer, owner, visitor

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.workspace import Project

__all__ = ["newcomer", "owner", "visitor"]
RULE: dict[str, Any] = {
    "name": "Orders fall",
    "metric": "order_rate",
    "by": {"property": "city"},
    "when": {"type": "bound", "below": 0.2},
}


@pytest.fixture
def clock() -> HeldClock:
    """Ten o'clock in Shanghai, on the fault's second day."""
    return HeldClock(datetime(2026, 4, 17, 2, tzinfo=UTC))


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path, owner: Browser) -> str:
    file = tmp_path / "shop.csv"
    file.write_text(shop_csv(), encoding="utf-8")
    app.imports.import_file(project, file, Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch())
    base = f"/api/projects/{project.id}"
    assert owner.client.post(f"{base}/metrics", json={"metrics": METRICS}).status_code == 200
    return f"{base}/watch"


def test_a_rule_is_tried_kept_changed_deleted_and_restored(owner: Browser, shop: str) -> None:
    client = owner.client
    asked = {
        "rule": RULE,
        "days": 60,
        "incidents": [{"name": "gateway", "from": str(FAULT[0]), "to": str(FAULT[1])}],
    }
    tried = client.post(f"{shop}/rules/try", json=asked).json()
    assert "incidents" in tried, tried
    assert tried["incidents"][0]["days_late"] == 0
    assert (tried["spoken"], tried["false_alarms"]) == (1, 0)
    assert {one["value"] for one in tried["slices"]} == {"上海", "北京"}
    kept = client.post(f"{shop}/rules", json={"rule": RULE}).json()
    assert (kept["key"], kept["version"]) == ("order_rate", 1)
    path = f"{shop}/rules/{kept['id']}"
    changed = RULE | {"name": "Orders"}
    assert client.put(path, json={"rule": changed, "version": 1}).json()["version"] == 2
    late = client.put(path, json={"rule": RULE, "version": 1})
    assert late.json()["error"]["code"] == "changed_meanwhile"
    assert (
        client.post(f"{path}/mute", json={"until": "2026-06-01"}).json()["rule"]["muted_until"]
        == "2026-06-01"
    )
    assert client.delete(path).status_code == 204
    assert client.get(path).json()["error"]["code"] == "unknown_rule"
    assert client.post(f"{path}/restore").json()["rule"]["name"] == "Orders"
    assert [one["id"] for one in client.get(f"{shop}/rules").json()["rules"]] == [kept["id"]]


def test_an_alert_is_opened_handled_and_resolved(
    app: App, project: Project, owner: Browser, shop: str
) -> None:
    client = owner.client
    client.post(f"{shop}/rules", json={"rule": RULE})
    app.looking.look(project)
    listed = client.get(f"{shop}/alerts").json()
    (one,) = listed["alerts"]
    assert (one["property"], one["slice"], one["side"], one["state"]) == ("city", "上海", -1, "open")
    assert listed["status"]["failing"] == []
    assert listed["status"]["looked_at"] is not None
    path = f"{shop}/alerts/{one['id']}"
    series = client.get(f"{path}/series").json()
    states = {point["bucket"]: point["state"] for point in series["points"]}
    assert states[str(FAULT[0])] == "out"
    assert states[str(FAULT[1] - timedelta(days=1))] == "incomplete"
    assert client.post(f"{path}/acknowledge", json={"owner": "Wang"}).json()["owner"] == "Wang"
    assert client.post(f"{path}/snooze", json={"until": "2026-05-01"}).json()["state"] == "snoozed"
    refused = client.post(f"{path}/resolve", json={"cause": ""})
    assert refused.json()["error"]["code"] == "cause_wanted"
    done = client.post(f"{path}/resolve", json={"cause": "The gateway was down."}).json()
    assert [note["did"] for note in done["notes"]] == [
        "opened",
        "held",
        "acknowledged",
        "snoozed",
        "resolved",
    ]
    assert client.get(f"{shop}/alerts").json()["alerts"] == []
    assert len(client.get(f"{shop}/alerts?resolved=true").json()["alerts"]) == 1
    assert client.post(f"{path}/reopen").json()["state"] == "open"
    assert client.get(f"{shop}/alerts/nothing").json()["error"]["code"] == "unknown_alert"
