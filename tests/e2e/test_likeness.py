"""Groups by likeness in the console: found, named, kept, opened as people, renamed; refused where there are none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.e2e.console import Console, assert_accessible, at_rest
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-likeness")
PEOPLE = 60


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    """Whether the project of this module has its events yet."""
    return {}


@pytest.fixture
def shop(console: Console, loaded: dict[str, bool]) -> Console:
    """Half of the people are rich and far, the others poor and near; `coin` goes with nothing."""
    if not loaded:
        source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})
        at = (datetime.now(UTC) - timedelta(days=2)).isoformat()
        for number in range(PEOPLE):
            rich = number % 2 == 0
            about = {
                "wealth": (90 if rich else 10) + number % 7,
                "distance": (50 if rich else 4) + number % 5,
            }
            noise = {"luck": (number * 37) % 101, "coin": (number * 53) % 97}
            event = {
                "event": "look",
                "distinct_id": f"user-{number:02}",
                "time": at,
                "properties": about | noise,
            }
            console.send(source["write_key"], event)
        loaded["yes"] = True
        until(lambda: _people(console) >= PEOPLE, missing="the events have not come")
        for name in ("wealth", "distance", "luck", "coin"):
            trait = {"measure": "last", "event": "look", "property": name}
            console.call("POST", "/traits", {"name": f"own {name}", "trait": trait})
    return console


def _people(console: Console) -> int:
    question = {"kind": "people", "range": {"last": 1, "unit": "day"}}
    try:
        return int(console.call("POST", "/ask", question)["totals"]["people"])
    except AssertionError:
        return 0  # nothing has come yet


def test_groups_are_found_named_and_kept(shop: Console) -> None:
    page = shop.page
    shop.open("likeness")
    expect(page.get_by_text("No groups yet")).to_be_visible()
    assert_accessible(page)
    shop.open("likeness/new?by=own+wealth%0Aown+distance&most=4")
    expect(page.get_by_role("heading", name="2 groups of 60 people")).to_be_visible()
    expect(page.get_by_text("chosen")).to_be_visible()
    first = page.get_by_role("textbox", name="Name of group 1")
    expect(first).not_to_have_value("")
    first.fill("Rich")
    page.get_by_role("textbox", name="Name of group 2").fill("Near")
    page.get_by_role("textbox", name="Name", exact=True).fill("Kinds of people")
    assert_accessible(page)
    page.get_by_role("button", name="Keep the groups").click()
    expect(page.get_by_role("heading", name="Kinds of people", level=1)).to_be_visible()
    figure = page.get_by_role("button", name="Open the 30 people of Rich")
    expect(figure).to_be_visible()
    expect(page.get_by_text(re.compile("30 of them came in the last 30 days")).first).to_be_visible()
    assert_accessible(page)

    figure.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("30 people", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Save as segment").click()
    page.get_by_role("textbox", name="Name of the segment").fill("The rich")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“The rich” is kept.")).to_be_visible()
    page.keyboard.press("Escape")


def test_a_group_is_called_by_its_name_and_what_is_used_stays(shop: Console) -> None:
    page = shop.page
    shop.open("likeness")
    page.get_by_role("link", name="Kinds of people").click()
    at_rest(page)
    page.get_by_role("button", name="Rename Rich").click()
    page.locator(".like-name textarea").fill("Wealthy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wealthy")).to_be_visible()
    listed = page.request.get(f"{shop.served.address}/api/projects/{shop.project}/segments").json()
    rich = next(one for one in listed["segments"] if one["name"] == "The rich")
    shop.open(f"segments/{rich['id']}")
    # Names that people gave stand where the value would be.
    expect(page.get_by_text(re.compile("Kinds of people.*Wealthy")).first).to_be_visible()
    shop.open("likeness")
    page.get_by_role("link", name="Kinds of people").click()
    page.get_by_role("button", name="Delete Kinds of people").click()
    expect(page.get_by_text("“Kinds of people” is in use and cannot be deleted").last).to_be_visible()


def test_where_there_is_no_structure_there_are_no_groups(shop: Console) -> None:
    page = shop.page
    shop.open("likeness/new?by=own+luck%0Aown+coin&most=3")
    expect(page.get_by_text("There are no groups by these properties")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("by chance|samples find others")).first).to_be_visible()
    assert_accessible(page)
