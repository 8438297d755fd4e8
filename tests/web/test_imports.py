"""From a dropped file to the people behind a figure, over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from tests.support.files import MAPPING, shop_csv
from tests.web.conftest import Browser

from yunying.app import App
from yunying.workspace import Project

TREND = {
    "kind": "trend",
    "series": [{"event": "purchase", "measure": "people"}],
    "interval": "day",
    "range": {"from": "2026-03-01", "to": "2026-03-04"},
}


def upload(owner: Browser, project: Project, body: bytes, name: str = "shop.csv") -> dict[str, Any]:
    answer = owner.client.post(
        f"/api/projects/{project.id}/uploads", content=body, headers={"X-Filename": quote(name)}
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def start(owner: Browser, project: Project, upload_id: str, *, dry_run: bool = False) -> dict[str, Any]:
    answer = owner.client.post(
        f"/api/projects/{project.id}/imports",
        json={"upload_id": upload_id, "mapping": MAPPING, "dry_run": dry_run},
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def job(owner: Browser, project: Project, job_id: str) -> dict[str, Any]:
    found: dict[str, Any] = owner.client.get(f"/api/projects/{project.id}/imports/{job_id}").json()
    return found


@pytest.fixture
def loaded(app: App, owner: Browser, project: Project) -> dict[str, Any]:
    begun = start(owner, project, upload(owner, project, shop_csv())["upload_id"])
    assert begun["status"] == "queued"
    assert app.runner.run_next()
    return job(owner, project, begun["id"])


def test_a_file_becomes_a_people_list(owner: Browser, project: Project, loaded: dict[str, Any]) -> None:
    assert (loaded["status"], loaded["progress"], loaded["error"]) == ("done", 1.0, None)
    result = loaded["result"]
    assert (result["rows"], result["loaded"], result["bad"], result["new_people"]) == (12, 12, 0, 3)
    path = f"/api/projects/{project.id}"
    answer = owner.client.post(f"{path}/ask", json=TREND)
    assert answer.status_code == 200, answer.text
    rows = answer.json()["rows"]
    assert [row["value"] for row in rows] == [1, 1, 1, 1]
    behind = owner.client.post(
        f"{path}/people-behind", json={"question": TREND, "address": rows[1]["address"]}
    ).json()
    assert (behind["total"], [p["distinct_id"] for p in behind["people"]]) == (1, ["bob"])
    person = behind["people"][0]
    assert person["properties"] == {"country": "Germany"}
    profile = owner.client.get(f"{path}/people/{person['person_id']}").json()
    assert (profile["events"], profile["distinct_ids"]) == (3, ["bob"])
    timeline = owner.client.get(f"{path}/people/{person['person_id']}/timeline?limit=2").json()
    assert [e["event"] for e in timeline["events"]] == ["visit", "purchase"]
    rest = owner.client.get(
        f"{path}/people/{person['person_id']}/timeline", params={"before": timeline["next"]}
    ).json()
    assert [e["event"] for e in rest["events"]] == ["visit"]
    assert rest["next"] is None


def test_the_first_page_and_the_catalogue(owner: Browser, project: Project, loaded: dict[str, Any]) -> None:
    path = f"/api/projects/{project.id}"
    answer = owner.client.get(f"{path}/overview?from=2026-03-01&to=2026-03-04")
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert {t["key"]: t["value"] for t in page["tiles"]} == {
        "active": 3,
        "new": 3,
        "returning": 0,
        "events": 12,
    }
    assert page["freshness"]["last_import_at"] is not None
    for tile in page["tiles"][:3]:
        behind = owner.client.post(
            f"{path}/people-behind", json={"question": tile["question"], "address": tile["address"]}
        )
        assert behind.json()["total"] == tile["value"]
    events = owner.client.get(f"{path}/events").json()
    assert [(e["name"], e["count"], e["people"]) for e in events["events"]] == [
        ("visit", 8, 3),
        ("purchase", 4, 3),
    ]
    detail = owner.client.get(f"{path}/events/purchase").json()
    assert next(p for p in detail["properties"] if p["name"] == "amount")["filled"] == 4
    samples = owner.client.get(f"{path}/events/purchase/samples?limit=1").json()["samples"]
    assert samples[0]["properties"]["amount"] == 5
    values = owner.client.get(f"{path}/values", params={"property": "country", "scope": "person"}).json()[
        "values"
    ]
    assert values == [{"value": "France", "count": 2}, {"value": "Germany", "count": 1}]
    people = owner.client.get(f"{path}/people?search=AN&sort=events").json()
    assert "ann" in [p["distinct_id"] for p in people["people"]]


def test_the_same_file_again_adds_nothing(
    app: App, owner: Browser, project: Project, loaded: dict[str, Any]
) -> None:
    again = start(owner, project, upload(owner, project, shop_csv())["upload_id"])
    app.runner.run_next()
    result = job(owner, project, again["id"])["result"]
    assert (result["loaded"], result["duplicates"]) == (0, 12)


def test_a_preview_proposes_and_a_dry_run_stores_nothing(app: App, owner: Browser, project: Project) -> None:
    body = shop_csv([["dan", "not a time", "visit", "France", ""]])
    sent = upload(owner, project, body, "三月 #1?.csv")
    assert (sent["name"], sent["size"]) == ("三月 #1?.csv", len(body))
    answer = owner.client.get(f"/api/projects/{project.id}/uploads/{sent['upload_id']}/preview")
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert (seen["format"], [c["name"] for c in seen["columns"]][:2]) == ("csv", ["who", "when"])
    tried = start(owner, project, sent["upload_id"], dry_run=True)
    app.runner.run_next()
    ended = job(owner, project, tried["id"])
    assert (ended["kind"], ended["result"]["loaded"], ended["result"]["bad"]) == ("dry_run", 12, 1)
    errors = owner.client.get(f"/api/projects/{project.id}/imports/{tried['id']}/errors")
    assert errors.headers["content-type"].startswith("text/csv")
    assert "not a time" in errors.text
    assert owner.client.get(f"/api/projects/{project.id}/events").json()["events"] == []
    assert owner.client.get(f"/api/projects/{project.id}/imports").json()["imports"] == []
    assert [j["id"] for j in owner.client.get("/api/jobs").json()["jobs"]] == [tried["id"]]
    # After the dry run the import itself uses the same upload.
    real = start(owner, project, sent["upload_id"])
    app.runner.run_next()
    assert job(owner, project, real["id"])["status"] == "done"
    gone = owner.client.get(f"/api/projects/{project.id}/uploads/{sent['upload_id']}/preview")
    assert gone.status_code == 404


def test_a_mapping_that_does_not_fit_fails_with_its_reason(
    app: App, owner: Browser, project: Project
) -> None:
    sent = upload(owner, project, b"a,b\n1,2\n")
    begun = start(owner, project, sent["upload_id"])
    app.runner.run_next()
    ended = job(owner, project, begun["id"])
    assert (ended["status"], ended["error"]["code"], ended["error"]["field"]) == (
        "failed",
        "unknown_column",
        "person",
    )


def test_a_name_is_a_label_and_never_a_path(app: App, owner: Browser, project: Project) -> None:
    sent = upload(owner, project, b"a\n1\n", "../../../etc/passwd\n.csv")
    assert sent["name"] == "passwd.csv"
    kept = [p for p in app.settings.home.rglob("*") if p.is_file() and p.parent.parent.name == "uploads"]
    assert [p.name for p in kept] == ["data"]


def test_what_is_too_large_or_empty_leaves_nothing_behind(app: App, owner: Browser, project: Project) -> None:
    app.files._limit = 1000
    path = f"/api/projects/{project.id}/uploads"
    large = owner.client.post(path, content=b"x" * 1001, headers={"X-Filename": "a.csv"})
    assert (large.status_code, large.json()["error"]["code"]) == (422, "file_too_large")
    empty = owner.client.post(path, content=b"", headers={"X-Filename": "a.csv"})
    assert (empty.status_code, empty.json()["error"]["code"]) == (422, "file_empty")
    assert list((app.settings.home / "uploads").iterdir()) == []


def test_cancelling_a_waiting_import(app: App, owner: Browser, project: Project) -> None:
    begun = start(owner, project, upload(owner, project, shop_csv())["upload_id"])
    path = f"/api/projects/{project.id}/imports/{begun['id']}/cancel"
    assert owner.client.post(path).json()["status"] == "cancelled"
    assert not app.runner.run_next()
    assert owner.client.post(path).json()["error"]["code"] == "job_ended"


def test_cancelling_a_running_import(
    app: App, owner: Browser, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = start(owner, project, upload(owner, project, shop_csv())["upload_id"])
    report = app.workspace.jobs.report

    def cancel_at_the_first_report(job_id: str, stage: str | None, progress: float | None) -> bool:
        app.workspace.jobs.cancel(project.id, job_id, by=None)
        monkeypatch.setattr(app.workspace.jobs, "report", report)
        return report(job_id, stage, progress)

    monkeypatch.setattr(app.workspace.jobs, "report", cancel_at_the_first_report)
    app.runner.run_next()
    assert job(owner, project, begun["id"])["status"] == "cancelled"
    assert owner.client.get(f"/api/projects/{project.id}/events").json()["events"] == []
    assert list((app.settings.home / "staging").iterdir()) == []


def test_saved_questions_come_back_as_they_were_asked(owner: Browser, project: Project) -> None:
    path = f"/api/projects/{project.id}/saved"
    saved = owner.client.post(path, json={"name": "buyers", "question": TREND}).json()
    assert saved["question"]["series"][0]["measure"] == "people"
    changed = owner.client.patch(f"{path}/{saved['id']}", json={"name": "who buys"}).json()
    assert (changed["name"], changed["question"]) == ("who buys", saved["question"])
    assert [s["name"] for s in owner.client.get(path).json()["saved"]] == ["who buys"]
    assert owner.client.delete(f"{path}/{saved['id']}").status_code == 204
    assert owner.client.get(path).json()["saved"] == []
    wrong = owner.client.post(path, json={"name": "x", "question": {**TREND, "series": []}})
    assert wrong.json()["error"]["field"] == "series"
