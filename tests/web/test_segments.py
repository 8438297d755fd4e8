"""Segments and annotations in the console: exactly the people behind a figure, kept under a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support.files import MAPPING, shop_csv
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.workspace import Project

BUYERS = {
    "kind": "trend",
    "series": [{"event": "purchase", "measure": "people"}],
    "range": {"from": "2026-03-01", "to": "2026-03-02"},
}
ADDRESS = "series=0"
Json = dict[str, Any]


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    """A loaded project's part of the address."""
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


def made(owner: Browser, shop: str, **changed: Any) -> Json:
    body = {"name": "buyers", "question": BUYERS, "address": ADDRESS, **changed}
    answer = owner.client.post(f"{shop}/segments", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def code(answer: Any) -> tuple[int, str, str | None]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["field"]


def people(owner: Browser, shop: str, segment: str) -> list[str]:
    answer = owner.client.get(f"{shop}/segments/{segment}/people")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["total"] == len(found["people"])
    return [p["distinct_id"] for p in found["people"]]


def test_a_segment_is_exactly_the_people_behind_the_figure(owner: Browser, shop: str, app: App) -> None:
    segment = made(owner, shop, description=" bought early ")
    assert (segment["name"], segment["size"], segment["kind"]) == ("buyers", 2, "frozen")
    assert (segment["description"], segment["created_by"]) == ("bought early", "owner")
    assert (segment["question"]["range"], segment["address"]) == (BUYERS["range"], ADDRESS)
    behind = owner.client.post(f"{shop}/people-behind", json={"question": BUYERS, "address": ADDRESS}).json()
    assert (
        people(owner, shop, segment["id"]) == [p["distinct_id"] for p in behind["people"]] == ["ann", "bob"]
    )
    page = owner.client.get(f"{shop}/segments/{segment['id']}/people?limit=1&offset=1").json()
    assert (page["total"], [p["distinct_id"] for p in page["people"]]) == (2, ["bob"])
    assert owner.client.get(f"{shop}/segments/{segment['id']}").json() == segment
    assert app.workspace.audit.latest(1)[0].action == "segment.created"


def test_a_list_of_people_is_a_segment_as_it_is(owner: Browser, shop: str) -> None:
    country = {"property": "country", "op": "=", "value": "France"}
    question = {"kind": "people", "range": BUYERS["range"], "who": [country], "limit": 1}
    answer = owner.client.post(f"{shop}/ask", json=question).json()
    assert (answer["totals"]["people"], [r["distinct_id"] for r in answer["rows"]]) == (2, ["ann"])
    segment = made(owner, shop, question=question, address=None)
    assert (segment["size"], segment["address"]) == (2, answer["totals"]["address"])
    assert people(owner, shop, segment["id"]) == ["ann", "cid"]


def test_what_cannot_be_a_segment(owner: Browser, shop: str) -> None:
    made(owner, shop)
    nobody = BUYERS | {"range": {"from": "2020-01-01", "to": "2020-01-01"}}
    body = {"name": "others", "question": BUYERS, "address": ADDRESS}
    for change, expected in (
        ({"name": " "}, (422, "name_empty", "name")),
        ({"name": "Buyers "}, (422, "segment_exists", "name")),
        ({"address": None}, (422, "address_wanted", "address")),
        ({"address": "series=7"}, (422, "bad_address", "address")),
        (
            {"question": nobody},
            (422, "nobody_behind", "address"),
        ),
    ):
        assert code(owner.client.post(f"{shop}/segments", json=body | change)) == expected
    assert [s["name"] for s in owner.client.get(f"{shop}/segments").json()["segments"]] == ["buyers"]


def test_a_deleted_segment_can_be_restored(owner: Browser, shop: str, app: App, project: Project) -> None:
    segment = made(owner, shop)
    at = f"{shop}/segments/{segment['id']}"
    renamed = owner.client.patch(at, json={"name": "early buyers", "description": "x"}).json()
    assert (renamed["name"], renamed["description"], renamed["size"]) == ("early buyers", "x", 2)
    assert owner.client.patch(at, json={"name": "Early Buyers"}).status_code == 200
    owner.client.patch(at, json={"name": "early buyers"})
    assert owner.client.delete(at).status_code == 204
    assert code(owner.client.delete(at))[:2] == code(owner.client.get(at))[:2] == (404, "unknown_segment")
    assert owner.client.get(f"{shop}/segments").json()["segments"] == []
    gone = owner.client.get(f"{shop}/segments?deleted=true").json()["segments"]
    assert [s["id"] for s in gone] == [segment["id"]] and gone[0]["deleted_at"]
    assert app.datasets.of(project).segments.people(segment["id"]) is None
    other = made(owner, shop, name="early buyers")
    assert code(owner.client.post(f"{at}/restore"))[:2] == (422, "segment_exists")
    owner.client.delete(f"{shop}/segments/{other['id']}")
    assert owner.client.post(f"{at}/restore").json()["name"] == "early buyers"
    assert people(owner, shop, segment["id"]) == ["ann", "bob"]
    assert code(owner.client.post(f"{at}/restore"))[:2] == (404, "unknown_segment")
    actions = [e.action for e in app.workspace.audit.latest(3)]
    assert actions == ["segment.restored", "segment.deleted", "segment.created"]


def test_who_entered_or_left_is_kept_and_a_new_rule_says_how_long_it_took(owner: Browser, shop: str) -> None:
    def rule(country: str) -> Json:
        who = [{"property": "country", "op": "=", "value": country}]
        return {"kind": "people", "range": BUYERS["range"], "who": who}

    segment = made(owner, shop, question=rule("France"), address=None, dynamic=True)
    path = f"{shop}/segments/{segment['id']}"
    changed = owner.client.patch(path, json={"question": rule("Germany")}).json()
    assert changed["refreshed_ms"] > 0
    last = owner.client.get(f"{path}/changes").json()["changes"][0]
    assert last["left"] == 2
    kept = owner.client.post(f"{path}/changes/{last['position']}/left", json={"name": "gone"})
    assert kept.status_code == 200, kept.text
    assert people(owner, shop, kept.json()["id"]) == ["ann", "cid"]
    again = owner.client.post(f"{path}/changes/{last['position']}/left", json={"name": "gone"})
    assert code(again)[:2] == (422, "segment_exists")


def test_merged_people_are_one_in_a_segment(owner: Browser, shop: str) -> None:
    segment = made(owner, shop)
    merged = owner.client.post(f"{shop}/merges", json={"from_id": "bob", "into_id": "cid"}).json()
    assert sorted(people(owner, shop, segment["id"])) == ["ann", "cid"]
    owner.client.post(f"{shop}/merges/{merged['number']}/undo", json={})
    assert people(owner, shop, segment["id"]) == ["ann", "bob"]


def test_segments_of_another_project_are_not_there(owner: Browser, shop: str, app: App) -> None:
    segment = made(owner, shop)
    other = app.workspace.projects.create("other", "UTC")
    at = f"/api/projects/{other.id}/segments/{segment['id']}"
    for answer in (
        owner.client.get(at),
        owner.client.get(f"{at}/people"),
        owner.client.patch(at, json={"name": "stolen"}),
        owner.client.delete(at),
        owner.client.post(f"{at}/restore"),
    ):
        assert code(answer)[:2] == (404, "unknown_segment")


def test_annotations(owner: Browser, shop: str, app: App) -> None:
    at = f"{shop}/annotations"
    day = owner.client.post(at, json={"text": " 双十一 ", "kind": "campaign", "day": "2026-03-02"}).json()
    assert (day["text"], day["kind"], day["day"], day["at"]) == ("双十一", "campaign", "2026-03-02", None)
    # Shanghai is eight hours ahead: there it is the first of March already.
    instant = owner.client.post(
        at, json={"text": "down", "kind": "incident", "at": "2026-02-28T16:00:00Z"}
    ).json()
    assert (instant["day"], instant["at"], instant["created_by"]) == (
        "2026-03-01",
        "2026-02-28T16:00:00Z",
        "owner",
    )
    assert [a["id"] for a in owner.client.get(at).json()["annotations"]] == [instant["id"], day["id"]]
    for body in ({"text": "x"}, {"text": "x", "day": "2026-03-02", "at": "2026-03-02T00:00:00Z"}):
        assert code(owner.client.post(at, json=body)) == (422, "day_or_instant", "day")
    assert code(owner.client.post(at, json={"text": " ", "day": "2026-03-02"})) == (422, "text_empty", "text")
    for wrong in ({"day": "0001-01-01"}, {"at": "9999-12-31T23:59:59Z"}):
        assert code(owner.client.post(at, json={"text": "x", **wrong}))[1] == "range_out_of_bounds"
    changed = owner.client.patch(f"{at}/{instant['id']}", json={"day": "2026-03-05", "kind": "other"}).json()
    assert (changed["text"], changed["kind"], changed["day"], changed["at"]) == (
        "down",
        "other",
        "2026-03-05",
        None,
    )
    assert owner.client.delete(f"{at}/{day['id']}").status_code == 204
    assert code(owner.client.delete(f"{at}/{day['id']}"))[:2] == (404, "unknown_annotation")
    assert [a["id"] for a in owner.client.get(at).json()["annotations"]] == [instant["id"]]
    actions = [e.action for e in app.workspace.audit.latest(4)]
    assert actions == ["annotation.deleted", "annotation.changed", "annotation.created", "annotation.created"]


def test_recent_questions_are_ones_own(owner: Browser, shop: str) -> None:
    at = f"{shop}/recent"
    for last in range(1, 25):
        question = BUYERS | {"range": {"last": last, "unit": "day"}}
        assert owner.client.post(at, json=question).status_code == 204
    found = owner.client.get(at).json()["recent"]
    assert len(found) == 20
    owner.client.post(at, json=BUYERS)
    owner.client.post(at, json=BUYERS | {"marked": False})
    found = owner.client.get(at).json()["recent"]
    assert sum(r["question"]["range"] == BUYERS["range"] for r in found) == 1 and len(found) == 20
    assert owner.client.delete(at).status_code == 204
    assert owner.client.get(at).json()["recent"] == []
