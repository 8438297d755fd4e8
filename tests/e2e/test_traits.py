"""Traits in the console: written as a sentence with their values beside it, kept, used, changed, deleted and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.console import Console, assert_accessible
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-traits")
PEOPLE = [f"user-{number:02}" for number in range(8)]


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    """Whether the project of this module has its events yet."""
    return {}


@pytest.fixture
def shop(console: Console, loaded: dict[str, bool]) -> Console:
    """Everybody looks; the first three pay 10, 20 and 30 after it."""
    if not loaded:
        source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})
        at = (datetime.now(UTC) - timedelta(days=2)).isoformat()
        for number, person in enumerate(PEOPLE):
            event = {"distinct_id": person, "time": at}
            console.send(source["write_key"], event | {"event": "look", "properties": {"category": "tea"}})
            if number < 3:
                paid = {"event": "pay", "properties": {"amount": 10 * (number + 1)}}
                console.send(source["write_key"], event | paid)
        loaded["yes"] = True
        question: dict[str, object] = {
            "kind": "people",
            "range": {"last": 1, "unit": "day"},
            "who": [_did("pay")],
        }
        until(lambda: _answered(console, question), missing="the events have not come")
    return console


def _did(event: str) -> dict[str, object]:
    return {"did": {"event": event}, "op": ">=", "value": 1}


def _answered(console: Console, question: dict[str, object]) -> bool:
    try:
        return bool(console.call("POST", "/ask", question)["totals"]["people"] == 3)
    except AssertionError:
        return False  # nothing has come yet


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_title(option, exact=True).locator("visible=true").last.click()


def test_a_trait_is_written_kept_and_used(shop: Console) -> None:
    page = shop.page
    shop.open("traits")
    expect(page.get_by_text("No traits yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="New trait").first.click()
    expect(page.get_by_text("how often somebody did “pay” in the last 30 days")).to_be_visible()
    expect(page.get_by_text("Set for 100.0% of 8 people")).to_be_visible()

    pick(page, "Measure", "the sum of")
    expect(page.get_by_text("Choose a property; then its values are shown.")).to_be_visible()
    pick(page, "Property", "amount")
    expect(page.get_by_text("sum of amount of “pay” in the last 30 days")).to_be_visible()
    sample = page.locator(".trait-sample li")
    expect(sample.first).to_have_text("user-0230")
    expect(page.locator(".trait-quantiles")).to_contain_text("30")
    assert_accessible(page)
    page.get_by_role("textbox", name="Name", exact=True).fill("spent")
    page.get_by_role("button", name="Save trait").click()
    expect(page.get_by_role("heading", name="spent", level=1)).to_be_visible()
    expect(page.get_by_text("Nothing uses it")).to_be_visible()
    # What is kept opens: the bar and the list are as long.
    page.locator(".trait-preview .bars button").last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 person")).to_be_visible()
    expect(dialog.get_by_text("user-02", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    # It is a property like any other: a segment by it, which then uses it.
    who = [{"property": "spent", "scope": "person", "op": ">=", "value": 20}]
    question = {"kind": "people", "range": {"last": 1, "unit": "day"}, "who": who}
    made = shop.call("POST", "/segments", {"name": "Big", "dynamic": True, "question": question})
    assert made["size"] == 2
    shop.open("traits")
    row = page.get_by_role("row").filter(has_text="spent")
    expect(row.get_by_role("button", name="Open the 8 people for whom spent is set")).to_be_visible()
    row.get_by_role("button", name="1 use").click()
    expect(page.get_by_role("link", name="Big")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Delete spent").click()
    expect(page.get_by_text("“spent” is in use and cannot be deleted").last).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Big").click()
    expect(page.get_by_role("heading", name="Big", level=1)).to_be_visible()


def test_another_rule_is_a_version_that_can_be_taken_back(shop: Console) -> None:
    page = shop.page
    trait = {"measure": "count", "event": "look"}
    made = shop.call("POST", "/traits", {"name": "looks", "trait": trait})
    shop.open(f"traits/{made['id']}")
    pick(page, "Measure", "the most frequent")
    pick(page, "Property", "category")
    expect(page.get_by_text("most frequent category of “look”").first).to_be_visible()
    bars = page.locator(".trait-preview .bars")
    expect(bars).to_contain_text("tea")
    expect(bars).to_contain_text("8")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Version 2")).to_be_visible()
    page.get_by_role("button", name="Use it again").click()
    expect(page.get_by_text("how often somebody did “look”").first).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Version 3")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Delete looks").click()
    expect(page.get_by_text("“looks” is deleted.")).to_be_visible()
    page.locator(".ant-segmented").get_by_text("Deleted", exact=True).click()
    page.get_by_role("button", name="Restore looks").click()
    expect(page.get_by_text("“looks” is back.")).to_be_visible()


def test_a_name_that_is_taken_stands_at_the_name(shop: Console) -> None:
    page = shop.page
    shop.open("traits/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("spent")
    page.get_by_role("button", name="Save trait").click()
    alert = page.locator(".trait-save .field-error")
    expect(alert).to_have_text(re.compile("People have a property 'spent' already"))
