"""Nothing that leaves the server holds a sensitive value, for every role that may not see it, by every way out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.access.conftest import COLUMNS, CONTACTS, PEOPLE, question, shown
from tests.web.conftest import Browser

from yunying.analyse import KINDS, ShownValues, parse_question, shown_values
from yunying.app import App
from yunying.cli.main import run
from yunying.workspace import Project, Role

SignIn = Callable[[Role], Browser]
ORDER = {"event": "order"}
PARTS = [
    *(
        "ids",
        "history",
        "history?name=email",
        "standing",
        "worth",
        "worth?property=amount",
        "channels",
        "messages",
    ),
    "notes",
]
"""Of one person's page."""
BY = [
    *({"property": name, "scope": "person", "top": 10} for name in COLUMNS),
    {"property": "reach", "top": 10},
]


def questions() -> Iterator[dict[str, Any]]:
    """Every way in which an answer shows values."""
    for by in [*BY, [BY[0], BY[2]]]:
        yield question(kind="trend", series=[{"event": "order", "measure": "people"}], breakdown=by)
        yield question(kind="frequency", activity=ORDER, breakdown=by)
        yield question(kind="sessions", event=ORDER, breakdown=by)
    yield question(kind="funnel", steps=[{"event": "visit"}, ORDER], breakdown=BY[0], compare="previous")
    yield question(kind="retention", start={"event": "visit"}, **{"return": ORDER}, breakdown=BY[1])
    yield question(kind="lifecycle", activity=ORDER, breakdown=BY[2])
    yield question(kind="stickiness", activity=ORDER, breakdown=BY[0])
    yield question(kind="interval", start={"event": "visit"}, end=ORDER, breakdown=BY[1])
    yield question(
        kind="ltv",
        acquired={"event": "visit"},
        revenue={"event": "order", "property": "amount"},
        breakdown=BY[0],
    )
    for name in COLUMNS[1:]:
        yield question(kind="distribution", event=ORDER, property=name, scope="person")
    yield question(kind="path", anchor={"event": "visit"}, split=[{"event": "order", "property": "reach"}])
    yield question(
        kind="attribution",
        conversion=ORDER,
        touches=[ORDER],
        breakdown={"property": "reach"},
        models=["last"],
    )
    yield question(
        kind="drivers",
        funnel={"steps": [{"event": "visit"}, ORDER]},
        properties=[{"property": "reach", "top": 5}],
    )
    columns: list[dict[str, Any]] = [
        {"measure": "property", "property": name, "name": f"the {name}"} for name in COLUMNS
    ]
    columns.append({"measure": "most_frequent", "event": "order", "property": "reach", "name": "contact"})
    yield question(kind="people", columns=columns)


def addresses(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from addresses(value, name)
    elif isinstance(node, list):
        for item in node:
            yield from addresses(item, key)
    elif isinstance(node, str) and (key in ("address", "parts") or key.endswith("_address")):
        yield node


def asked(browser: Browser, path: str, body: Any) -> Any:
    answer = browser.client.post(path, json=body)
    assert answer.status_code == 200, (body, answer.text)
    return answer


@pytest.mark.parametrize("role", ["analyst", "operator", "viewer"])
def test_answers_are_masked_and_open_their_people(
    shop: str, owner: Browser, sign_in: SignIn, role: Role
) -> None:
    browser = sign_in(role)
    for raw in questions():
        plain = asked(owner, f"{shop}/ask", raw).json()
        answer = asked(browser, f"{shop}/ask", raw)
        assert shown(answer.text) == [], raw
        masked = answer.json()
        assert len(masked["rows"]) == len(plain["rows"])
        doors = list(zip(addresses(plain["rows"]), addresses(masked["rows"]), strict=True))
        for ours, theirs in [*doors[:4], *doors[-3:]]:
            body = {"question": raw, "address": ours}
            listed = asked(owner, f"{shop}/people-behind", body).json()
            same = asked(browser, f"{shop}/people-behind", body | {"address": theirs})
            assert shown(same.text) == []
            assert [p["person_id"] for p in same.json()["people"]] == [
                p["person_id"] for p in listed["people"]
            ]
        if doors:
            told = asked(browser, f"{shop}/explain", {"question": raw, "address": doors[-1][1]})
            assert shown(told.text) == []
        for kind in ("csv", "json"):
            if raw["kind"] != "people" or role != "viewer":
                file = asked(browser, f"{shop}/ask/export?format={kind}", raw)
                assert shown(file.content.decode("utf-8-sig")) == []
    labels = [
        row["breakdown"]
        for row in asked(browser, f"{shop}/ask", next(questions())).json()["totals"]["series"]
    ]
    assert sorted(str(one) for one in labels) == ["138****5678", "138****5678 (2)", "159****4321"]


def test_workbooks_are_masked(shop: str, owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("operator")
    raw = next(questions())
    book = load_workbook(io.BytesIO(asked(browser, f"{shop}/ask/export", raw).content))
    assert shown(str([[c.value for c in row] for sheet in book for row in sheet.iter_rows()])) == []
    body = {"question": raw, "address": next(addresses(asked(browser, f"{shop}/ask", raw).json()["rows"]))}
    people = asked(browser, f"{shop}/people-behind/export", body).content
    cells = [
        [c.value for c in row] for sheet in load_workbook(io.BytesIO(people)) for row in sheet.iter_rows()
    ]
    assert shown(str(cells)) == [] and "王*" in str(cells)
    told = asked(owner, f"{shop}/people-behind/export?format=csv", body).content.decode("utf-8-sig")
    assert PEOPLE[0][1] in told, "the owner's files are as they are"


@pytest.mark.parametrize("role", ["analyst", "operator", "viewer"])
def test_no_page_holds_a_secret(shop: str, app: App, owner: Browser, sign_in: SignIn, role: Role) -> None:
    raw = question(kind="trend", series=[{"event": "order", "measure": "people"}])
    phone = {"property": "手机号", "op": "=", "value": PEOPLE[0][1]}
    filtered = raw | {"filters": [phone]}
    door = next(
        a
        for a in addresses(asked(owner, f"{shop}/ask", raw | {"breakdown": BY[0]}).json()["rows"])
        if "138" in a
    )
    asked(owner, f"{shop}/saved", {"name": "one", "question": filtered})
    segment = asked(
        owner, f"{shop}/segments", {"name": "s", "question": raw | {"breakdown": BY[0]}, "address": door}
    ).json()["id"]
    asked(owner, f"{shop}/merges", {"from_id": PEOPLE[2][0], "into_id": PEOPLE[0][0]})
    project = shop.rsplit("/", 1)[1]
    job = app.workspace.jobs.of_project(project)[0].id
    upload = owner.client.post(
        f"{shop}/uploads",
        content="phone,email,when\n13812345678,ann.wang@example.com,2026-01-01\n",
        headers={"X-Filename": "a.csv"},
    ).json()["upload_id"]
    browser = sign_in(role)
    behind = asked(owner, f"{shop}/people-behind", {"question": raw, "address": "series=0"})
    person = behind.json()["people"][0]["person_id"]
    _write_about(owner, f"{shop}/people/{person}")
    live = owner.client.get(f"{shop}/live").json()["items"]
    assert len(live) == 2
    pages = [
        *("people", "people?search=example", "people?sort=distinct_id", "events", "events/order", "events/visit"),
        *("events/order/samples", "events/visit/samples", "values?property=手机号&scope=person"),
        *(f"values?property={name}&scope=person&search=1" for name in COLUMNS),
        *("values?property=reach", "values?property=note", "segments", "saved", "recent"),
        *(f"segments/{segment}{part}" for part in ("", "/people", "/export?format=csv")),
        *(f"people/{person}", f"people/{person}/timeline", "merges", f"merges?person={person}"),
        *(f"people/{person}/{part}" for part in PARTS),
        *("people?tag=vip", "tags", "live", "quarantine", "quarantine/records"),
        *("quarantine/download", "imports", f"imports/{job}", f"imports/{job}/errors", f"uploads/{upload}/preview"),
        *("data-health", "data-health/fill-rates", "plan/remarks", "sensitive", "annotations", "sources"),
        *(f"live/{item['position']}/{item['place']}" for item in live),
        "overview?from=2026-03-01&to=2026-03-03",
    ]  # fmt: skip
    fine = 0
    for page in pages:
        answer = browser.client.get(f"{shop}/{page}")
        assert answer.status_code in (200, 403), (page, answer.text)
        fine += answer.status_code == 200
        assert shown(answer.text) == [], page
    assert fine >= {"analyst": 49, "operator": 47, "viewer": 31}[role]
    assert shown(browser.client.get("/api/jobs").text) == []
    reach = {"segment": segment}
    asked(browser, f"{shop}/reach", reach)
    named = asked(browser, f"{shop}/reach/people", {**reach, "channel": "sms", "status": "reachable"})
    assert shown(named.text) == [] and named.json()["total"] == 1
    assert "138****5678" in browser.client.get(f"{shop}/people").text


def _write_about(owner: Browser, person: str) -> None:
    """Notes and tags that tell secrets."""
    asked(owner, f"{person}/notes", {"text": f"call back on {PEOPLE[0][1]} or {PEOPLE[0][2]}"})
    for tag in ("vip", CONTACTS[0]):
        assert owner.client.put(f"{person}/tags/{tag}").status_code == 200


def test_a_masked_tag_is_taken_away_by_what_is_seen_of_it(
    shop: str, app: App, owner: Browser, sign_in: SignIn
) -> None:
    project = app.workspace.projects.get(shop.rsplit("/", 1)[1])
    number = app.datasets.of(project).people.find(PEOPLE[0][0])
    person = f"{shop}/people/{number}"
    _write_about(owner, person)
    browser = sign_in("operator")
    tags = browser.client.get(person).json()["tags"]
    assert tags[0] == "vip" and len(tags) == 2 and shown(str(tags)) == []
    written = asked(browser, f"{person}/notes", {"text": f"又打了 {PEOPLE[0][1]}"})
    assert shown(written.text) == []
    gone = browser.client.delete(f"{person}/tags/{tags[1]}")
    assert (gone.status_code, gone.json()["tags"]) == (200, ["vip"])
    viewer = sign_in("viewer")
    assert viewer.client.put(f"{person}/tags/new").status_code == 403
    assert viewer.client.post(f"{person}/notes", json={"text": "x"}).status_code == 403


def test_what_others_saved_still_works(shop: str, owner: Browser, sign_in: SignIn) -> None:
    phone = {"property": "手机号", "scope": "person", "op": "in", "value": [PEOPLE[0][1], PEOPLE[2][1]]}
    raw = question(kind="trend", series=[{"event": "order", "measure": "people"}], filters=[phone])
    saved = asked(owner, f"{shop}/saved", {"name": "one", "question": raw}).json()
    assert saved["question"]["filters"][0]["value"] == phone["value"], "the owner reads it as it is"
    browser = sign_in("viewer")
    read = browser.client.get(f"{shop}/saved").json()["saved"][0]
    values = read["question"]["filters"][0]["value"]
    assert [v.split(":")[:2] for v in values] == [["sealed", "138****5678"], ["sealed", "159****4321"]]
    answer = asked(browser, f"{shop}/ask", read["question"])
    assert answer.json()["totals"]["series"][0]["value"] == 2
    assert answer.json()["provenance"]["filters"] == ["手机号 in 138****5678, 159****4321"]
    told = asked(browser, f"{shop}/explain", {"question": read["question"]})
    assert shown(told.text) == [] and "138****5678" in told.json()["sql"]
    own = asked(browser, f"{shop}/saved", {"name": "mine", "question": read["question"]}).json()
    assert (own["own"], read["own"]) == (True, False)
    assert (
        owner.client.get(f"{shop}/saved").json()["saved"][0]["question"]["filters"][0]["value"]
        == phone["value"]
    )
    elsewhere = read["question"] | {
        "filters": [phone | {"property": "address", "op": "=", "value": values[0]}]
    }
    refused = browser.client.post(f"{shop}/ask", json=elsewhere)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_seal")
    assert shown(refused.text) == []


def test_definitions_are_masked(shop: str, owner: Browser, sign_in: SignIn) -> None:
    phone = {"property": "手机号", "scope": "person", "op": "=", "value": PEOPLE[0][1]}
    names = {"zh": "甲", "en": "One"}
    rungs = [{"key": "low", "names": names}, {"key": "high", "names": names, "who": [phone]}]
    ladder = {"name": "l", "layers": {"kind": "ladder", "rungs": rungs}}
    layers = asked(owner, f"{shop}/layers", ladder).json()["id"]
    groups = [{"key": key, "names": names, "centre": [0, at]} for key, at in (("a", 0), ("b", 1))]
    features = [{"property": "name", "values": [PEOPLE[0][3], PEOPLE[1][3]]}]
    model = {"key": "g", "name": "g", "likeness": {"features": features, "groups": groups}}
    assert shown(asked(owner, f"{shop}/likeness", model).text) == [PEOPLE[0][3], PEOPLE[1][3]]
    browser = sign_in("analyst")
    pages = [
        *(f"layers{part}" for part in ("", "/labels", "/$layer", "/$layer/versions")),
        *("layers/$layer/composition", "layers/cross?rows=$layer&columns=$stage", "likeness"),
    ]
    for page in pages:
        answer = browser.client.get(f"{shop}/{page}")
        assert (answer.status_code, shown(answer.text)) == (200, []), page
    assert browser.client.delete(f"{shop}/layers/{layers}").status_code == 204
    restored = browser.client.post(f"{shop}/layers/{layers}/restore")
    assert (restored.status_code, shown(restored.text)) == (200, [])
    rule = restored.json()["layers"]
    assert asked(browser, f"{shop}/layers/preview", {"layers": rule}).json()["parts"][0]["people"] == 1
    assert (
        owner.client.get(f"{shop}/layers/{layers}").json()["layers"]["rungs"][1]["who"][0]["value"]
        == (PEOPLE[0][1])
    )


def test_errors_do_not_tell_what_was_sealed(shop: str, sign_in: SignIn) -> None:
    browser = sign_in("viewer")
    raw = next(questions())
    door = next(addresses(asked(browser, f"{shop}/ask", raw).json()["rows"]))
    assert door.startswith("sealed:")
    other = raw | {"breakdown": None}
    for path in ("people-behind", "explain"):
        refused = browser.client.post(f"{shop}/{path}", json={"question": other, "address": door})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_address")
        assert shown(refused.text) == []
    refused = browser.client.post(f"{shop}/people-behind", json={"question": raw, "address": "sealed:x"})
    assert refused.json()["error"]["code"] == "bad_address"


def test_values_cannot_be_found_out_bit_by_bit(shop: str, owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("analyst")
    trend = question(kind="trend", series=[{"event": "order", "measure": "people"}])
    ops = [("<", 13900000000), ("between", [13800000000, 13900000000])]
    of_name = [("starts with", "王"), ("contains", "小"), ("matches", "^王.*")]
    filters: list[dict[str, Any]] = [
        *({"property": "手机号", "scope": "person", "op": op, "value": value} for op, value in ops),
        *({"property": "name", "op": op, "value": value} for op, value in of_name),
        {"not": {"or": [{"property": "email", "op": "contains", "value": "wang"}]}},
        {"did": {"event": "order"}, "measure": "sum", "property": "reach", "op": ">", "value": 13800000000},
    ]
    prying: list[dict[str, Any]] = [
        *(trend | {"filters": [one]} for one in filters),
        trend | {"series": [{"event": "order", "filters": [filters[0]]}]},
        trend | {"series": [{"event": "order", "measure": "max", "property": "reach"}]},
        trend | {"breakdown": {"property": "手机号", "scope": "person", "bins": 3}},
        question(kind="distribution", event=ORDER, property="手机号", scope="person"),
        question(
            kind="path",
            anchor={"event": "visit"},
            split=[{"event": "order", "property": "reach"}],
            rename=[{"match": "order: (.*)", "to": "\\1 "}],
        ),
        question(
            kind="people",
            columns=[{"measure": "property", "property": "email"}],
            sort={"column": "email", "order": "asc"},
        ),
    ]
    for raw in prying:
        refused = browser.client.post(f"{shop}/ask", json=raw)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "sensitive_property"), raw
        assert refused.json()["error"]["field"]
        assert "sensitive_property" not in owner.client.post(f"{shop}/ask", json=raw).text
    whole = trend | {"filters": [{"property": "email", "op": "=", "value": PEOPLE[1][2]}]}
    assert asked(browser, f"{shop}/ask", whole).json()["totals"]["series"][0]["value"] == 1
    assert CONTACTS[0] not in browser.client.get(f"{shop}/values?property=reach&search=137").text


def test_people_are_found_by_whole_values_only(shop: str, owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("operator")
    for whole, part in (("13812345678", "1381234"), ("王小明", "王小"), (PEOPLE[1][2], "bob.l")):
        found = browser.client.get(f"{shop}/people", params={"search": whole}).json()
        assert found["total"] == 1, whole
        nobody = browser.client.get(f"{shop}/people", params={"search": part}).json()
        assert nobody["total"] == 0, part
        assert owner.client.get(f"{shop}/people", params={"search": part}).json()["total"] == 1, part
    merged = owner.client.post(f"{shop}/merges", json={"from_id": PEOPLE[2][0], "into_id": PEOPLE[0][0]})
    assert merged.status_code == 200
    searched = {
        part: browser.client.get(f"{shop}/merges?search={part}").json()["total"] for part in ("139", "cid-3")
    }
    assert searched == {"139": 0, "cid-3": 1}


def test_whoever_sees_ids_masked_merges_by_number(shop: str, owner: Browser, sign_in: SignIn) -> None:
    browser = sign_in("operator")
    people = browser.client.get(f"{shop}/people?sort=distinct_id&order=asc").json()["people"]
    body = {"from_person": people[0]["person_id"], "into_person": people[1]["person_id"]}
    preview = browser.client.post(f"{shop}/merges", json=body | {"dry_run": True})
    assert preview.status_code == 200 and shown(preview.text) == []
    assert shown(browser.client.post(f"{shop}/merges", json=body).text) == []
    assert browser.client.get(f"{shop}/people").json()["total"] == 2
    wrong = browser.client.post(f"{shop}/merges", json=body | {"from_id": "cid-3"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "bad_request")


def test_every_kind_of_question_says_which_cells_hold_values() -> None:
    for kind in KINDS:
        for example in kind.model.model_config["json_schema_extra"]["examples"]:
            assert isinstance(shown_values(parse_question(example)), ShownValues)


def test_the_terminal_masks_when_told_to(
    home: Path, app: App, project: Project, shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "q.json").write_text(json.dumps(next(questions())), encoding="utf-8")
    plain = question(kind="trend", series=[{"event": "order", "measure": "people"}])
    (home / "plain.json").write_text(json.dumps(plain), encoding="utf-8")
    made = app.segmenting.create(project, "all", parse_question(question(kind="people")), None, by=None)
    at = ["--home", str(home)]
    lines = [
        ["ask", str(home / "q.json")],
        ["ask", str(home / "plain.json"), "--people", "series=0"],
        ["ask", str(home / "plain.json"), "--people", "series=0", "--format", "json"],
        ["segment", "export", made.id],
        ["segment", "show", made.id],
        ["person", "show", PEOPLE[0][0]],
        ["person", "find", PEOPLE[0][0], "--format", "json"],
        ["events"],
        ["quarantine", "show"],
        ["quarantine", "download"],
    ]
    app.close()
    for line in lines:
        said = []
        for masked in ([], ["--masked"]):
            assert run([*at, *line, "--project", project.id, *masked]) == 0, line
            said.append(shown(capsys.readouterr().out))
        assert said[0] and said[1] == [], line
