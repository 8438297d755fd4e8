"""Layers in the console: a template is chosen, its people are opened, moved, scored, and kept as a segment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.console import Console, assert_accessible, at_rest
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    """Whether the project of this module has its events yet."""
    return {}


@pytest.fixture
def shop(console: Console, loaded: dict[str, bool]) -> Console:
    """Four who visit for a fortnight, of whom ann and bob order every third day: 14, 11, 8, 5 and 2 days ago."""
    if not loaded:
        source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})
        for ago in range(14, 0, -1):
            at = (datetime.now(UTC) - timedelta(days=ago)).isoformat()
            for person in ("ann", "bob", "cid", "dan"):
                console.send(source["write_key"], {"event": "visit", "distinct_id": person, "time": at})
                if ago % 3 == 2 and person in ("ann", "bob"):
                    order: dict[str, Any] = {"event": "pay_order", "distinct_id": person, "time": at}
                    console.send(source["write_key"], order | {"properties": {"amount": 10 * ago}})
        loaded["yes"] = True
        until(lambda: sum(one["count"] for one in _events(console)) >= 66, missing="the events have not come")
    return console


def _events(console: Console) -> list[Any]:
    address = f"{console.served.address}/api/projects/{console.project}/events"
    found: list[Any] = console.page.request.get(address).json()["events"]
    return found


def rung(page: Page, name: str) -> Locator:
    return page.locator(".rungs > li").filter(has=page.get_by_text(name, exact=True))


def see(page: Page, *people: str) -> Locator:
    """The drawer, with these people and nobody else."""
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text(re.compile(rf"^{len(people)} (person|people)$"))).to_be_visible()
    for person in ("ann", "bob", "cid", "dan"):
        expect(drawer.get_by_text(person, exact=True)).to_have_count(1 if person in people else 0)
    return drawer


def test_a_ladder_is_chosen_opened_and_kept(shop: Console) -> None:
    page = shop.page
    shop.open("layers")
    expect(page.get_by_text("No ladder yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Choose a ladder").click()
    page.get_by_role("radio", name=re.compile("^Commerce")).click()
    sizes = page.locator(".layers-tried > li")
    expect(sizes).to_have_text(
        [re.compile("Core2"), re.compile("Active0"), re.compile("Ordinary0"), re.compile("Potential2")]
    )
    assert_accessible(page)
    sizes.first.get_by_role("button").click()
    see(page, "ann", "bob")
    page.go_back()
    page.get_by_role("button", name="Use this ladder").click()
    expect(rung(page, "Core").locator(".rung-size")).to_have_text(re.compile("^2"))
    at_rest(page)
    assert_accessible(page)
    rung(page, "Potential").locator(".rung-size button").click()
    see(page, "cid", "dan")
    page.go_back()

    # Ten days ago there were two orders each.
    before = (datetime.now(UTC) - timedelta(days=10)).date()
    shop.open(f"layers?view=migration&before={before}")
    matrix = page.locator(".matrix")
    expect(matrix).to_be_visible()
    at_rest(page)
    assert_accessible(page)
    matrix.get_by_role("button", name=re.compile("^Active → Core: 2")).click()
    drawer = see(page, "ann", "bob")
    drawer.get_by_role("button", name="Save as segment").click()
    page.get_by_label("Name of the segment").fill("Risen")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("“Risen” is kept.")).to_be_visible()
    page.go_back()
    expect(page.locator(".flow")).to_be_visible()

    # Whoever knows the layer asks by it: in filters it has its names.
    shop.open("ask?view=table&q=(kind:migration,property:$layer,range:(last:10,unit:day))")
    expect(page.locator(".ask-result").get_by_text("Core").first).to_be_visible()


def test_sizes_follow_the_rules_as_they_are_written(shop: Console) -> None:
    page = shop.page
    shop.open("layers/edit/$layer")
    sizes = page.locator(".layers-tried > li")
    expect(sizes.first).to_have_text(re.compile("Core2"))
    core = page.get_by_role("region", name="核心用户")
    core.get_by_label("Value").first.fill("100")
    page.keyboard.press("Tab")
    expect(sizes.first).to_have_text(re.compile("Core0"))
    expect(sizes.nth(1)).to_have_text(re.compile("Active2"))
    page.get_by_role("button", name="Add a target").click()
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Targets")).to_be_visible()
    expect(page.locator(".layer-targets > li")).to_have_count(1)
    expect(rung(page, "Active").locator(".rung-size")).to_have_text(re.compile("^2"))


def test_rfm_and_stages(shop: Console) -> None:
    page = shop.page
    shop.open("layers/new/rfm")
    expect(page.locator(".layers-tried > li")).to_have_count(8)
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Recency and frequency")).to_be_visible()
    at_rest(page)
    assert_accessible(page)
    page.locator(".matrix button", has_text="2").first.click()
    see(page, "ann", "bob")
    page.go_back()
    shop.open("layers?show=$stage")
    page.get_by_role("button", name="Edit Lifecycle stages").click()
    page.get_by_label("Days of being new").fill("3")
    page.keyboard.press("Tab")
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(rung(page, "Mature").locator(".rung-size")).to_have_text(re.compile("^4"))
