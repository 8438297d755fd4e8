"""Goals over HTTP: defined, followed, spoken of, reviewed; days are those of the project (UTC+8)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.workspace import Project

METRICS: dict[str, Any] = {
    "visits": {"name": {"zh": "访问", "en": "Visits"}, "is": {"type": "count", "event": "visit"}},
    "visitors": {"name": {"zh": "访客", "en": "Visitors"}, "is": {"type": "people", "event": "visit"}},
    "each": {"name": {"zh": "人均", "en": "Each"}, "is": {"type": "ratio", "of": "visits", "by": "visitors"}},
}
GOALS: dict[str, Any] = {
    "march": {
        "name": {"zh": "三月", "en": "March"},
        "level": "company",
        "from": "2026-03-01",
        "to": "2026-03-31",
    },
    "busy": {
        "name": {"zh": "热闹", "en": "Busy"},
        "parent": "march",
        "from": "2026-03-01",
        "to": "2026-03-04",
        "key_results": [
            {"metric": "visits", "target": 20, "owner": "李雷"},
            {"metric": "visitors", "target": 4, "weight": 3},
            {"metric": "each", "start": 1, "target": 2},
        ],
    },
}


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path, owner: Browser) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["who", "when", "what"])
    for day in (1, 2, 3, 4, 6):
        for i in range(day):
            writer.writerow([f"p{i}", f"2026-03-0{day} 00:30:00", "visit"])
    (tmp_path / "visits.csv").write_text(text.getvalue(), encoding="utf-8")
    names = {"person": "who", "time": "when", "event": "what"}
    app.imports.import_file(
        project, tmp_path / "visits.csv", Mapping.model_validate(names), name="visits.csv", watch=Watch()
    )
    base = f"/api/projects/{project.id}"
    assert owner.client.post(f"{base}/metrics", json={"metrics": METRICS}).status_code == 200
    done = owner.client.post(f"{base}/goals", json={"goals": GOALS})
    assert [one["did"] for one in done.json()["goals"]] == ["defined"] * 2, done.text
    return base


def _results(found: dict[str, Any]) -> dict[str, Any]:
    return {one["key"]: one for one in found["key_results"]}


def test_goals_stand_as_their_metrics_do(owner: Browser, shop: str) -> None:
    found = {one["key"]: one for one in owner.client.get(f"{shop}/goals").json()["goals"]}
    busy = _results(found["busy"])
    # Half past midnight in Shanghai is the day before in UTC: each day's visits are in the day they were made.
    assert (busy["visits"]["now"], busy["visits"]["status"]) == (10, "red")
    assert (busy["visitors"]["now"], busy["visitors"]["status"]) == (4, "green")
    assert busy["each"]["now"] == 10 / 4
    assert found["busy"]["through"] == "2026-03-04"
    assert found["busy"]["score"] == pytest.approx((0.5 + 3 + 1) / 5)
    assert found["busy"]["status"] == found["march"]["status"] == "red"
    assert found["march"]["score"] == found["busy"]["score"]


def test_a_goal_day_by_day_opens_its_people(owner: Browser, shop: str) -> None:
    found = owner.client.get(f"{shop}/goals/busy").json()
    visits = _results(found)["visits"]
    assert visits["course"]["actual"] == [1, 3, 6, 10]
    assert visits["course"]["pace"] == [5, 10, 15, 20]
    (door,) = visits["doors"]
    listed = owner.client.post(f"{shop}/people-behind", json=door)
    assert listed.json()["total"] == 4
    assert [one["key"] for one in owner.client.get(f"{shop}/goals/march").json()["children"]] == ["busy"]


def test_a_check_in_keeps_what_the_figure_was(owner: Browser, shop: str) -> None:
    said = {"comment": " 慢了 ", "key_result": "visits", "confidence": "low"}
    kept = owner.client.post(f"{shop}/goals/busy/check-ins", json=said).json()
    assert (kept["comment"], kept["value"], kept["confidence"]) == ("慢了", 10, "low")
    assert [one["id"] for one in owner.client.get(f"{shop}/goals/busy").json()["check_ins"]] == [kept["id"]]
    wrong = owner.client.post(f"{shop}/goals/busy/check-ins", json={"comment": "a", "key_result": "none"})
    assert wrong.status_code == 404
    assert wrong.json()["error"]["code"] == "unknown_key_result"


def test_a_review_tells_then_and_now_and_is_a_file(owner: Browser, shop: str) -> None:
    days = {"from": "2026-03-03", "to": "2026-03-04"}
    found = owner.client.get(f"{shop}/goals/review", params=days).json()
    busy = next(one for one in found["goals"] if one["key"] == "busy")
    visits = _results(busy)["visits"]
    assert (visits["before"], visits["now"], visits["change"]) == (3, 10, 7)
    assert (visits["status_then"], visits["status"]) == ("red", "red")
    file = owner.client.get(f"{shop}/goals/review/file", params=days | {"kind": "csv"})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["热闹", "visits", "李雷"]
    book = owner.client.get(f"{shop}/goals/review/file", params=days)
    assert load_workbook(io.BytesIO(book.content)).active["B2"].value == "visits"
    wrong = owner.client.get(f"{shop}/goals/review", params={"from": "2026-03-04", "to": "2026-03-03"})
    assert wrong.json()["error"]["code"] == "range_ends_before_start"


def test_what_cannot_be_is_refused(owner: Browser, shop: str) -> None:
    def refused(change: dict[str, Any], key: str = "busy") -> str:
        body = {"goals": {key: GOALS[key] | change}}
        answer = owner.client.post(f"{shop}/goals", json=body)
        assert answer.status_code >= 400, answer.text
        return str(answer.json()["error"]["code"])

    assert refused({"parent": "busy"}) == "goal_cycle"
    assert refused({"parent": "busy"}, "march") == "goal_cycle"
    assert refused({"parent": "nobody"}) == "unknown_goal"
    assert refused({"key_results": [{"metric": "nothing", "target": 1}]}) == "unknown_metric"
    stages = [{"until": "2026-03-04", "target": 3}]
    assert (
        refused({"key_results": [{"metric": "visits", "target": 5, "stages": stages}]})
        == "stages_do_not_add_up"
    )
    assert owner.client.delete(f"{shop}/goals/march").json()["error"]["code"] == "goal_has_children"
    assert owner.client.delete(f"{shop}/metrics/visits").json()["error"]["code"] == "metric_used"
    assert owner.client.delete(f"{shop}/goals/busy").status_code == 204
    assert owner.client.get(f"{shop}/goals/busy").json()["error"]["code"] == "unknown_goal"


def test_what_a_goal_waits_for(app: App, owner: Browser, shop: str) -> None:
    today = datetime.now(UTC).date()
    late = GOALS["busy"] | {"from": "2026-03-01", "to": str(today.replace(year=today.year + 1, day=1))}
    assert owner.client.post(f"{shop}/goals", json={"goals": {"busy": late}}).status_code == 200
    found = {one["key"]: one for one in owner.client.get(f"{shop}/goals").json()["goals"]}
    waits = {(one["what"], one["key_result"]) for one in found["busy"]["waiting"]}
    assert ("data", "visits") in waits
