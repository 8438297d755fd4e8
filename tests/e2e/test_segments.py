"""Segments: built by a rule with the size as one writes, uploaded with what is unknown, fresh or said to be late."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.console import Console, assert_accessible, at_rest
from tests.support.waiting import until

from yunying.app import open_app
from yunying.core import Settings

pytestmark = pytest.mark.xdist_group("e2e-segments")
PEOPLE = [f"user-{number:02}" for number in range(12)]


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    """Whether the project of this module has its events yet."""
    return {}


@pytest.fixture
def shop(console: Console, loaded: dict[str, bool]) -> Console:
    if not loaded:
        source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})
        for number, person in enumerate(PEOPLE):
            for event in _events(person, number):
                console.send(source["write_key"], event)
        loaded["yes"] = True
        until(lambda: _size(console) >= len(PEOPLE), missing="the events have not come")
    return console


def _events(person: str, number: int) -> list[dict[str, Any]]:
    """Everybody looks; the first six put something into the cart, and half of these pay after it; one pays before."""
    at = datetime.now(UTC) - timedelta(days=3)

    def event(name: str, hours: float) -> dict[str, Any]:
        moment = (at + timedelta(hours=hours)).isoformat()
        return {"event": name, "distinct_id": person, "time": moment, "properties": {"amount": number}}

    events = [event("look", 0)]
    if number < 6:
        events.append(event("cart", 1))
    if number < 3:
        events.append(event("pay", 2))
    if number == 3:
        events.append(event("pay", 0.5))
    return events


def _size(console: Console, *who: Any) -> int:
    question = {"kind": "people", "range": {"last": 1, "unit": "day"}, "who": list(who)}
    try:
        return int(console.call("POST", "/ask", question)["totals"]["people"])
    except AssertionError:
        return 0  # nothing has come yet


def pick(page: Page, label: str, option: str, nth: int = 0) -> None:
    page.get_by_label(label, exact=True).nth(nth).click()
    page.get_by_title(option, exact=True).locator("visible=true").last.click()


def test_a_rule_is_built_and_every_number_is_the_same(shop: Console) -> None:
    page = shop.page
    shop.open("segments")
    expect(page.get_by_text("No segments yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="New segment").click()
    page.get_by_role("menuitem", name=re.compile("^By a rule")).click()
    expect(page.get_by_text("Everybody", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Open these 12 people")).to_be_visible()

    page.get_by_role("button", name="Behaviour").click()
    pick(page, "Event that was done", "look")
    page.get_by_role("button", name="Group").click()
    group = page.locator(".filter-parts")
    group.get_by_role("button", name="Sequence").click()
    pick(page, "Step 1", "cart")
    pick(page, "Step 2", "pay")
    expect(page.get_by_text("1 condition is not finished")).to_be_visible()
    group.get_by_role("button", name="Remove filter").first.click()
    group.get_by_role("button", name="Behaviour").click()
    pick(page, "Event that was done", "pay", 1)
    group.get_by_role("button", name="not", exact=True).last.click()
    said = "People who did “look”, and (who did “cart”, then “pay”, or who did not do “pay”)"
    expect(page.get_by_text(said)).to_be_visible()
    # Of the twelve only the one who paid before is left out.
    figure = page.get_by_role("button", name="Open these 11 people")
    expect(figure).to_be_visible()
    expect(page.get_by_text("91.7% of 12 people")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("textbox", name="Name", exact=True).fill("Lookers")
    page.get_by_role("button", name="Save segment").click()
    expect(page.get_by_role("heading", name="Lookers", level=1)).to_be_visible()
    expect(page.get_by_text("11 people")).to_be_visible()
    expect(page.get_by_text(said).first).to_be_visible()
    assert_accessible(page)
    segment = page.url.rsplit("/", 1)[1]
    got = page.request.get(
        f"{shop.served.address}/api/projects/{shop.project}/segments/{segment}/export?format=csv"
    )
    assert len(got.text().strip().splitlines()) == 1 + 11
    shop.open("segments")
    row = page.get_by_role("row").filter(has_text="Lookers")
    expect(row.get_by_role("button", name="Open the 11 people of Lookers")).to_be_visible()
    expect(row.get_by_text("Dynamic")).to_be_visible()

    # Another rule makes a version, and says before who enters and who leaves.
    row.get_by_role("link", name="Edit Lookers").click()
    page.get_by_role("button", name="Remove filter").nth(1).click()
    expect(page.get_by_text("1 would enter")).to_be_visible()
    expect(page.get_by_text("0 would leave")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Version 2")).to_be_visible()
    page.get_by_role("button", name=re.compile(": 1 entered$")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("user-03", exact=True)).to_be_visible()
    expect(dialog.get_by_text("1 person")).to_be_visible()


def test_an_error_stands_at_the_condition_it_is_about(shop: Console) -> None:
    page = shop.page
    rule = "!((property:city,op:in),(and:!((did:(event:nothing_such),op:'>=',value:1))))"
    page.goto(f"{shop.served.address}/p/{shop.project}/segments/new?who={rule}")
    alert = page.locator(".filter-parts .field-error")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("nothing_such")


def test_a_list_says_which_ids_are_unknown(shop: Console) -> None:
    page = shop.page
    shop.open("segments?new=upload")
    ids = "id,note\n" + "".join(f"{person},x\n" for person in PEOPLE[:4]) + "stranger,y\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "vip.csv", "mimeType": "text/csv", "buffer": ids.encode()}
    )
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("vip")
    page.get_by_role("button", name="Upload", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("“vip” is made")).to_be_visible()
    expect(dialog.get_by_text("stranger", exact=True)).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("link", name="Open the segment").click()
    expect(page.get_by_text("4 people")).to_be_visible()
    page.get_by_label("Choose up to 5 other segments").click()
    page.get_by_title("Lookers", exact=True).click()
    page.keyboard.press("Escape")
    part = page.get_by_role("button", name="4 people in exactly: vip, Lookers")
    expect(part).to_be_visible()
    part.click()
    expect(page.get_by_role("dialog").get_by_text("4 people")).to_be_visible()
    page.keyboard.press("Escape")
    at_rest(page)
    assert_accessible(page)


def test_what_could_not_be_made_says_why_and_what_is_used_stays(shop: Console) -> None:
    page = shop.page
    question = {"kind": "people", "range": {"last": 1, "unit": "day"}}
    listed = page.request.get(f"{shop.served.address}/api/projects/{shop.project}/segments").json()
    vip = next(one for one in listed["segments"] if one["name"] == "vip")
    body = {"name": "Inside", "dynamic": True, "question": question | {"who": [{"segment": vip["id"]}]}}
    inside = shop.call("POST", "/segments", body)

    shop.open("segments")
    page.get_by_role("button", name="Delete vip").click()
    expect(page.get_by_text("“vip” is in use and cannot be deleted").last).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Inside").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()

    # What it looks at is taken away behind its back: it keeps its people and says that they are old.
    app = open_app(Settings(home=shop.served.home, threads=1))
    try:
        app.workspace.segments.delete(shop.project, vip["id"], by=None)
        app.datasets.of(app.workspace.projects.get(shop.project)).segments.remove(vip["id"])
        app.refreshing.refresh(app.workspace.projects.get(shop.project), inside["id"], forced=True)
    finally:
        app.close()
    shop.open("segments")
    row = page.get_by_role("row").filter(has_text="Inside")
    expect(row.locator(".fresh.failed")).to_contain_text("could not be made")
    expect(row.get_by_role("button", name="Open the 4 people of Inside")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Delete Inside").click()
    expect(page.get_by_text("“Inside” is deleted.")).to_be_visible()
    page.locator(".ant-segmented").get_by_text("Deleted", exact=True).click()
    page.get_by_role("button", name="Restore Inside").click()
    expect(page.get_by_text("“Inside” is back.")).to_be_visible()
