"""Groups by likeness and look-alikes over the wire."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.files import MAPPING
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.workspace import Project

HEADER = ["who", "when", "what", "country", "amount"]


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    """A project of 240 people: those of France come often and buy."""
    rng = np.random.default_rng(3)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for person in range(240):
        french = person % 2 == 0
        for i in range(int(rng.integers(20, 30)) if french else int(rng.integers(1, 4))):
            at = f"2026-03-0{1 + i % 4} 12:{i:02d}:00"
            buys = french and rng.random() < 0.2
            country = "France" if french else "Germany"
            writer.writerow([f"p{person}", at, "purchase" if buys else "visit", country, "5" if buys else ""])
    (tmp_path / "shop.csv").write_text(text.getvalue())
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def listed(owner: Browser, shop: str, **condition: Any) -> Any:
    who = [{"op": "=", **condition}] if condition else []
    question = {
        "kind": "people",
        "range": {"from": "2026-03-01", "to": "2026-03-09"},
        "who": who,
        "limit": 300,
    }
    return question, owner.client.post(f"{shop}/ask", json=question).json()


def test_groups_that_are_kept_are_a_property(owner: Browser, shop: str) -> None:
    found = owner.client.post(
        f"{shop}/likeness/propose", json={"features": ["$events", "country"], "most": 4}
    )
    assert found.status_code == 200, found.text
    made = found.json()
    assert made["k"] == 2 and [group["people"] for group in made["groups"]] == [120, 120]
    body = {"key": "style", "name": "风格", "likeness": made["likeness"]}
    kept = owner.client.post(f"{shop}/likeness", json=body)
    assert kept.status_code == 200, kept.text
    assert kept.json()["property"] == "$group_style"
    assert [one["key"] for one in owner.client.get(f"{shop}/likeness").json()["likenesses"]] == ["style"]
    for group in made["groups"]:
        _, answer = listed(owner, shop, property="$group_style", value=f"$group_style_{group['key']}")
        assert answer["totals"]["people"] == group["people"]
    assert code(owner.client.post(f"{shop}/likeness", json=body)) == (422, "definition_exists")
    wanted = {"features": ["$events", "$events"]}
    assert code(owner.client.post(f"{shop}/likeness/propose", json=wanted)) == (422, "features_wanted")


def test_groups_are_renamed_deleted_and_back(owner: Browser, shop: str) -> None:
    wanted = {"features": ["$events", "country"], "most": 4}
    made = owner.client.post(f"{shop}/likeness/propose", json=wanted).json()
    body = {"key": "style", "name": "风格", "likeness": made["likeness"]}
    kept = owner.client.post(f"{shop}/likeness", json=body).json()
    path = f"{shop}/likeness/{kept['id']}"
    names = {"g1": {"zh": "常客", "en": "Regulars"}}
    changed = owner.client.patch(path, json={"name": "习惯", "groups": names, "version": 1})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["version"]) == ("习惯", 2)
    assert code(owner.client.patch(path, json={"name": "x", "version": 1})) == (409, "changed_meanwhile")
    assert code(owner.client.patch(path, json={"groups": {"g9": names["g1"]}})) == (404, "unknown_group")
    labels = owner.client.get(f"{shop}/layers/labels").json()
    assert labels["values"]["$group_style_g1"] == names["g1"]
    assert labels["properties"]["$group_style"] == "习惯"
    now = owner.client.get(f"{path}/groups").json()
    assert now["people"] == 240
    assert [(g["people"], g["facts"]) for g in now["groups"]] == [
        (g["people"], g["facts"]) for g in made["groups"]
    ]

    question, _ = listed(owner, shop, property="$group_style", value="$group_style_g1")
    segment = {"name": "regulars", "question": question, "dynamic": True}
    assert owner.client.post(f"{shop}/segments", json=segment).json()["size"] == 120
    assert [use["name"] for use in owner.client.get(f"{path}/uses").json()["used_by"]] == ["regulars"]
    assert code(owner.client.delete(path)) == (409, "likeness_used")
    used = owner.client.get(f"{shop}/segments").json()["segments"][0]["id"]
    assert owner.client.delete(f"{shop}/segments/{used}").status_code == 204
    assert owner.client.delete(path).status_code == 204
    assert owner.client.get(f"{shop}/likeness").json()["likenesses"] == []
    there = owner.client.get(f"{shop}/likeness?deleted=true").json()["likenesses"]
    assert [one["id"] for one in there] == [kept["id"]]
    back = owner.client.post(f"{path}/restore").json()
    assert back["likeness"]["groups"][0]["names"] == names["g1"]


def test_people_like_a_segment_are_ranked_and_kept(owner: Browser, shop: str) -> None:
    question, answer = listed(owner, shop, property="country", value="France")
    early = {"property": "$events", "op": ">=", "value": 25}
    seed = question | {"who": [*question["who"], early]}
    size = owner.client.post(f"{shop}/ask", json=seed).json()["totals"]["people"]
    assert 30 <= size < answer["totals"]["people"]
    whose = {"question": seed, "leave_out": ["$events"], "top": 40}
    found = owner.client.post(f"{shop}/lookalike", json=whose | {"limit": 10})
    assert found.status_code == 200, found.text
    page = found.json()
    assert page["check"]["auc"] >= 0.8 and len(page["people"]) == 10 and page["total"] == 40
    curve = [(point["share"], point["found"]) for point in page["check"]["curve"]]
    assert curve[0] == (0, 0) and curve[-1] == (1, 1) and curve == sorted(curve) and len(curve) == 21
    assert {one["properties"]["country"] for one in page["people"]} == {"France"}
    kept = owner.client.post(f"{shop}/lookalike/segment", json=whose | {"name": "more like these"})
    assert kept.status_code == 200, kept.text
    segment = kept.json()
    assert (segment["size"], segment["kind"], segment["question"]) == (40, "frozen", None)
    people = owner.client.get(f"{shop}/segments/{segment['id']}/people?limit=100").json()
    assert people["total"] == 40
    assert {one["person_id"] for one in page["people"]} <= {one["person_id"] for one in people["people"]}


def test_a_seed_that_is_too_small_is_refused(owner: Browser, shop: str) -> None:
    question, _ = listed(owner, shop, property="$events", value=29)
    assert code(owner.client.post(f"{shop}/lookalike", json={"question": question}))[1] == "seed_too_small"
