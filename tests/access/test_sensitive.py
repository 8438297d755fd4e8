"""Sensitive properties: found, marked, cleared; and one person's values seen all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.access.conftest import COLUMNS, CONTACTS, PEOPLE, question, shown
from tests.support.clock import HeldClock
from tests.support.sending import send
from tests.web.conftest import Browser

from yunying.app import App
from yunying.workspace import Project, Role

SignIn = Callable[[Role], Browser]


def kinds(owner: Browser, shop: str) -> dict[tuple[str, str], tuple[str, bool, str | None]]:
    listed = owner.client.get(f"{shop}/sensitive").json()["properties"]
    return {(p["scope"], p["name"]): (p["kind"], p["sensitive"], p["found"]) for p in listed}


def test_they_are_found_by_name_and_by_values(owner: Browser, shop: str) -> None:
    assert kinds(owner, shop) == {
        ("person", "手机号"): ("phone", True, "name"),
        ("person", "email"): ("email", True, "name"),
        ("person", "name"): ("name", True, "name"),
        ("person", "id_card"): ("id_number", True, "name"),
        ("person", "address"): ("address", True, "name"),
        ("event", "reach"): ("phone", True, "values"),
    }, "and an order number of eleven digits is none of them"
    listed = owner.client.get(f"{shop}/sensitive").json()["properties"]
    assert all(shown(str(one["examples"])) == [] for one in listed) and listed[0]["examples"]
    catalogue = owner.client.get(f"{shop}/events").json()["properties"]
    assert {p["name"]: p["sensitive"] for p in catalogue}["order_no"] is None
    assert {p["name"]: p["sensitive"] for p in catalogue}["reach"] == "phone"


def test_a_property_that_comes_later_is_looked_at_at_once(
    app: App, project: Project, owner: Browser, shop: str, sign_in: SignIn
) -> None:
    browser = sign_in("viewer")
    assert browser.client.get(f"{shop}/people").status_code == 200
    source = app.workspace.sources.of_project(project.id)[0].id
    event = {"event": "visit", "distinct_id": "new", "time": "2026-03-09T04:00:00Z"}
    send(app, project, source, event | {"person": {"set": {"backup": "13612345678"}}})
    assert "13612345678" not in browser.client.get(f"{shop}/people").text
    assert kinds(owner, shop)["person", "backup"] == ("phone", True, "values")


def test_what_members_say_counts(app: App, owner: Browser, shop: str, sign_in: SignIn) -> None:
    analyst, viewer = sign_in("analyst"), sign_in("viewer")
    clear = {"scope": "event", "name": "reach", "kind": "phone", "sensitive": False}
    assert viewer.client.put(f"{shop}/sensitive", json=clear).status_code == 403
    assert CONTACTS[0] not in viewer.client.get(f"{shop}/events/order/samples").text
    listed = analyst.client.put(f"{shop}/sensitive", json=clear).json()["properties"]
    one = next(p for p in listed if p["name"] == "reach")
    assert (one["sensitive"], one["decided_by"], one["found"]) == (False, "a analyst", "values")
    assert CONTACTS[0] in viewer.client.get(f"{shop}/events/order/samples").text
    mark = {"scope": "event", "name": "amount", "kind": "other", "sensitive": True}
    assert analyst.client.put(f"{shop}/sensitive", json=mark).status_code == 200
    row = viewer.client.get(f"{shop}/events/order/samples").json()["samples"][0]
    assert row["properties"]["amount"] == "***"
    entries = app.workspace.audit.page(action="sensitive").entries
    assert [(e.action, e.subject) for e in entries[:2]] == [
        ("sensitive.marked", "amount"),
        ("sensitive.cleared", "reach"),
    ]
    unknown = analyst.client.put(f"{shop}/sensitive", json=mark | {"name": "nothing"})
    assert unknown.json()["error"]["code"] == "unknown_property"


def test_a_trait_is_as_sensitive_as_what_it_is_made_of(owner: Browser, shop: str, sign_in: SignIn) -> None:
    trait = {"measure": "last", "event": "order", "property": "reach"}
    made = owner.client.post(f"{shop}/traits", json={"name": "called at", "trait": trait})
    assert made.status_code == 200, made.text
    browser = sign_in("analyst")
    raw = question(
        kind="people", columns=[{"measure": "property", "property": "called at", "name": "contact"}]
    )
    assert owner.client.post(f"{shop}/ask", json=raw).json()["rows"][0]["contact"] in CONTACTS
    assert shown(browser.client.post(f"{shop}/ask", json=raw).text) == []
    assert shown(browser.client.post(f"{shop}/traits/preview", json={"trait": trait}).text) == []
    prying = trait | {"filters": [{"property": "reach", "op": "starts with", "value": "137"}]}
    refused = browser.client.post(f"{shop}/traits/preview", json={"trait": prying})
    assert refused.json()["error"]["code"] == "sensitive_property"


def test_one_persons_values_are_shown_with_a_reason(
    app: App, clock: HeldClock, owner: Browser, shop: str, sign_in: SignIn
) -> None:
    browser = sign_in("operator")
    ours = owner.client.get(f"{shop}/people").json()["people"]
    person, other = (next(p["person_id"] for p in ours if p["distinct_id"] == PEOPLE[i][0]) for i in (0, 1))
    path = f"{shop}/people/{person}"
    assert shown(browser.client.get(path).text) == []
    refused = browser.client.post(f"{path}/unmask", json={"reason": " "})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "reason_wanted")
    seen = browser.client.post(f"{path}/unmask", json={"reason": "they asked to be called"})
    assert seen.status_code == 200, seen.text
    values = {p["name"]: str(p["value"]) for p in seen.json()["profile"]["properties"]}
    assert [values[name] for name in COLUMNS] == list(PEOPLE[0][1:])
    assert seen.json()["profile"]["distinct_ids"] == [PEOPLE[0][0]]
    entry = app.workspace.audit.latest(1)[0]
    assert (entry.action, entry.subject) == ("person.unmask", str(person))
    assert entry.details == {"reason": "they asked to be called"}
    assert app.workspace.members.name_of(entry.member_id) == "a operator"
    grant = {"X-Unmask": seen.json()["grant"]}
    assert PEOPLE[0][2] in browser.client.get(path, headers=grant).text
    assert CONTACTS[0] in browser.client.get(f"{path}/timeline", headers=grant).text
    assert shown(browser.client.get(f"{path}/timeline").text) == []
    assert shown(browser.client.get(f"{shop}/people/{other}", headers=grant).text) == [], "one person's alone"
    assert shown(sign_in("viewer").client.get(path, headers=grant).text) == [], "and one member's"
    clock.now += timedelta(minutes=16)
    assert shown(browser.client.get(path, headers=grant).text) == [], "and for a while"


def test_who_may_not_unmask(shop: str, sign_in: SignIn) -> None:
    for role in ("analyst", "viewer"):
        denied = sign_in(role).client.post(f"{shop}/people/0/unmask", json={"reason": "curious"})
        assert (denied.status_code, denied.json()["error"]["code"]) == (403, "not_allowed")
        assert "owner or operator" in denied.json()["error"]["message"]
