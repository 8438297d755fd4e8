"""One person's page: where they stand and why, what changed, how to reach them, what members write of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.console import Console, assert_accessible
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-person")


def test_everything_known_of_a_person_is_on_their_page(console: Console) -> None:
    page = console.page
    person = _known(console)
    console.open(f"people/{person}")
    expect(page.get_by_role("heading", level=1, name="Ann Lin")).to_be_visible()

    stands = card(page, "Where they stand")
    expect(stands).to_contain_text("Core")
    expect(stands).to_contain_text("pay")
    expect(stands).not_to_contain_text("undefined")
    expect(stands).to_contain_text("Lifecycle stage")
    expect(card(page, "Segments")).to_contain_text("Buyers")
    expect(card(page, "Value")).to_contain_text("30")
    reach = card(page, "How to reach them")
    expect(reach.get_by_role("listitem").filter(has_text="E-mail")).to_contain_text("does not want to be")
    expect(reach.get_by_role("listitem").filter(has_text="Text message")).to_contain_text("can be reached")
    expect(card(page, "Contact history")).to_contain_text("No message to this person is recorded.")
    expect(card(page, "Identity").locator(".ids > li")).to_have_count(1)
    assert_accessible(page)

    page.get_by_title("Changes of plan").click()
    changes = page.get_by_role("dialog")
    expect(changes.get_by_role("listitem")).to_have_count(2)
    expect(changes.get_by_role("listitem").first).to_contain_text("free→gold")
    assert_accessible(page)
    page.get_by_role("button", name="Close").click()

    page.get_by_text("By session", exact=True).click()
    expect(page).to_have_url(re.compile("by=session"))
    history = card(page, "History")
    expect(history.locator(".day")).to_have_count(2)
    expect(history.locator(".day").first).to_contain_text("3 events")
    history.get_by_label("Show which events").click()
    page.get_by_title("pay", exact=True).locator("visible=true").last.click()
    expect(history.locator(".day").first).to_contain_text("1 of 3 events")
    assert_accessible(page)


def test_notes_and_tags_are_written_and_taken_back(console: Console) -> None:
    page = console.page
    person = _known(console)
    console.open(f"people/{person}")
    page.get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("combobox", name="A tag").fill("big customer")
    page.keyboard.press("Enter")
    taken = page.get_by_role("button", name="Take the tag “big customer” away")
    expect(taken).to_be_visible()
    page.get_by_label("A note about this person").fill("asked for a call")
    page.get_by_role("button", name="Add note").click()
    notes = card(page, "Notes")
    expect(notes.get_by_role("listitem")).to_contain_text("asked for a call")
    expect(notes.get_by_role("listitem")).to_contain_text("owner")
    assert_accessible(page)

    page.reload()
    taken.click()
    expect(taken).to_have_count(0)
    page.get_by_role("button", name="Remove the note “asked for a call”").click()
    expect(notes).to_contain_text("Nobody has written anything yet.")
    notes.get_by_role("button", name="Bring it back").click()
    expect(notes.get_by_role("listitem")).to_contain_text("asked for a call")


def card(page: Page, title: str) -> Locator:
    return page.locator(".card").filter(has=page.get_by_role("heading", level=2, name=title, exact=True))


def _known(console: Console) -> int:
    """Somebody who looked, bought twice and changed; made once."""
    found = _found(console)
    if found is not None:
        return found
    key = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})["write_key"]
    at = datetime.now(UTC) - timedelta(days=2)

    def did(event: str, minutes: float, **more: Any) -> dict[str, Any]:
        moment = (at + timedelta(minutes=minutes)).isoformat()
        return {"event": event, "distinct_id": "ann-1", "time": moment, **more}

    first = {"name": "Ann Lin", "email": "ann@example.org", "phone": "+8613812345678", "plan": "free"}
    for event in (
        did("look", 0, person={"set": first}),
        did("pay", 1, properties={"amount": 10}),
        did("look", 600, person={"set": {"plan": "gold", "email_opt_in": False}}),
        did("look", 601),
        did("pay", 602, properties={"amount": 20}),
    ):
        console.send(key, event)
    until(lambda: _found(console) is not None, missing="the events have not come")
    found = _found(console)
    assert found is not None
    until(lambda: _events(console, found) >= 5, missing="the events have not come")
    buyers = [{"did": {"event": "pay"}, "op": ">=", "value": 2}]
    rungs = [
        {"key": "low", "names": {"zh": "普通", "en": "Ordinary"}},
        {"key": "core", "names": {"zh": "核心", "en": "Core"}, "who": buyers},
    ]
    console.call("POST", "/layers", {"name": "Ladder", "layers": {"kind": "ladder", "rungs": rungs}})
    question = {"kind": "people", "range": {"last": 30, "unit": "day"}, "who": buyers}
    console.call("POST", "/segments", {"name": "Buyers", "question": question, "dynamic": True})
    return found


def _found(console: Console) -> int | None:
    address = f"{console.served.address}/api/projects/{console.project}/people?search=ann-1"
    people = console.page.request.get(address).json()["people"]
    return int(people[0]["person_id"]) if people else None


def _events(console: Console, person: int) -> int:
    address = f"{console.served.address}/api/projects/{console.project}/people/{person}"
    return int(console.page.request.get(address).json()["events"])
