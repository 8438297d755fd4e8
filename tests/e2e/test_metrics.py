"""Metrics in the console: defined in a form or as text, their figures open people, and their changes are explained."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.console import Console, assert_accessible
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-metrics")


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    """Whether the project of this module has its events yet."""
    return {}


@pytest.fixture
def shop(console: Console, loaded: dict[str, bool]) -> Console:
    """Four days: on the two later ones twice as many pay, all of them in Rome."""
    if not loaded:
        source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})
        for back in (5, 4, 3, 2):
            at = (datetime.now(UTC) - timedelta(days=back)).isoformat()
            for number in range(4 if back > 3 else 8):
                properties = {"amount": 10, "city": "Rome" if number >= 4 else "Paris"}
                event = {
                    "event": "pay",
                    "distinct_id": f"user-{number}",
                    "time": at,
                    "properties": properties,
                }
                console.send(source["write_key"], event)
        loaded["yes"] = True
        until(lambda: _counted(console) == 24, missing="the events have not come")
    return console


def _counted(console: Console) -> int:
    address = f"{console.served.address}/api/projects/{console.project}/events"
    return sum(one["count"] for one in console.page.request.get(address).json()["events"])


def _day(back: int) -> str:
    """A day of the project, which is not always that of UTC."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=back)).date().isoformat()


def pick(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_title(option, exact=True).locator("visible=true").last.click()


def test_a_metric_is_defined_looked_at_and_explained(shop: Console) -> None:
    page = shop.page
    shop.open("metrics")
    expect(page.get_by_text("No metrics yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="New metric").click()
    pick(page, "Type", "Sum of a property")
    expect(page.get_by_text("Choose what is still open").first).to_be_visible()
    pick(page, "Numeric property", "amount")
    expect(page.get_by_role("button", name="240. Open the people")).to_be_visible()
    page.get_by_label("Name in Chinese").fill("成交额")
    page.get_by_label("Name in English").fill("Paid in all")
    expect(page.get_by_label("Key", exact=True)).to_have_value("paid_in_all")
    assert_accessible(page)

    # What is written as text stands in the form as well.
    page.get_by_role("tab", name="YAML").click()
    text = page.get_by_role("textbox", name="YAML")
    expect(text).to_have_value(re.compile("paid_in_all"))
    text.fill(text.input_value().replace("Paid in all", "Revenue"))
    page.wait_for_timeout(1500)
    page.get_by_role("tab", name="Form").click()
    expect(page.get_by_label("Name in English")).to_have_value("Revenue")
    page.get_by_role("button", name="Save metric").click()

    expect(page.get_by_role("heading", name="Revenue", level=1)).to_be_visible()
    expect(page.get_by_text("Sum of amount of “pay”").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Revenue: 240. Open the people").click()
    expect(page.get_by_role("dialog").get_by_text("8 people")).to_be_visible()
    page.keyboard.press("Escape")

    period, against = f"{_day(3)}..{_day(2)}", f"{_day(5)}..{_day(4)}"
    shop.open(f"metrics/paid_in_all?tab=why&period={period}&against={against}")
    expect(page.get_by_text("Revenue rose from 80 to 160, by 80.")).to_be_visible()
    row = page.locator(".waterfall tbody tr").filter(has_text="Rome")
    expect(row).to_contain_text("+80")
    assert_accessible(page)
    row.get_by_role("button").last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("4 people")).to_be_visible()
    dialog.get_by_role("button", name="Save as segment").click()
    page.get_by_label("Name of the segment").fill("Rome pays")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Rome pays” is kept.")).to_be_visible()
