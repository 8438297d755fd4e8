"""Reach by channel over HTTP: of a segment and of a rule; every count is the list that it opens."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.web.conftest import Browser

from yunying.app import App, Watch, reaching
from yunying.collect import Mapping
from yunying.workspace import Project

PEOPLE = [
    ("a", "a@example.org", "13812345678", ""),
    ("b", "b@example.org", "", "yes"),
    ("c", "nonsense", "13912345678", ""),
    ("d", "", "12", "yes"),
]
"""Id, e-mail, phone, whether they unsubscribed from e-mail."""
EVERYBODY = {"kind": "people", "range": {"from": "2026-03-01", "to": "2026-03-04"}}


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    columns = ["email", "phone", "unsubscribed_email"]
    writer.writerow(["who", "when", "what", *columns])
    for who, *rest in PEOPLE:
        writer.writerow([who, "2026-03-02 10:00:00", "visit", *rest])
    (tmp_path / "people.csv").write_text(text.getvalue(), encoding="utf-8")
    names = {"person": "who", "time": "when", "event": "what", "person_properties": columns}
    app.imports.import_file(
        project, tmp_path / "people.csv", Mapping.model_validate(names), name="people.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


@pytest.mark.parametrize("few", [0, 20_000])
def test_every_count_is_the_list_that_it_opens(
    owner: Browser, shop: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "_FEW", few)
    made = owner.client.post(f"{shop}/segments", json={"name": "all", "question": EVERYBODY}).json()
    for whose in ({"segment": made["id"]}, {"question": EVERYBODY}):
        found = owner.client.post(f"{shop}/reach", json=whose)
        assert found.status_code == 200, found.text
        channels = {one.pop("channel"): one for one in found.json()["channels"]}
        assert found.json()["people"] == 4
        assert channels["email"] == {"reachable": 1, "refused": 1, "invalid": 1, "missing": 1, "unknown": 0}
        assert channels["sms"] == {"reachable": 2, "refused": 0, "invalid": 1, "missing": 1, "unknown": 0}
        assert channels["push"]["unknown"] == 4
        for channel, counts in channels.items():
            for status, count in counts.items():
                body = {**whose, "channel": channel, "status": status}
                listed = owner.client.post(f"{shop}/reach/people", json=body).json()
                assert listed["total"] == count == len(listed["people"])
    body = {"segment": made["id"], "channel": "sms", "status": "reachable"}
    listed = owner.client.post(f"{shop}/reach/people", json=body).json()
    assert {one["distinct_id"] for one in listed["people"]} == {"a", "c"}
    refused = owner.client.post(f"{shop}/reach", json={})
    assert refused.json()["error"]["code"] == "whose_wanted"
