"""What should arrive, and who is who: the tracking plan, the collecting rules, merges, export and erasure."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.console import Console, assert_accessible
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-plan")
SOON = 90_000

PLAN = """事件英文变量名,事件显示名,属性英文变量名,属性值类型,是否必填
order paid,支付订单,amount,数值,是
,,channel,字符串,否
item viewed,浏览商品,item_id,字符串,是
"""
BROKEN = PLAN.replace("数值", "没有的类型")


def row(page: Page, text: str | re.Pattern[str]) -> Any:
    return page.get_by_role("row").filter(has_text=text)


def bring(page: Page, text: str) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "plan.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )


def test_a_plan_is_looked_at_before_it_is_taken(console: Console) -> None:
    page = console.page
    console.open("plan")
    expect(page.get_by_text("No plan yet")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Import a plan").click()
    bring(page, BROKEN)
    expect(page.get_by_text("1 mistake: the file cannot be taken as it is")).to_be_visible()
    expect(page.get_by_role("cell", name="2", exact=True)).to_be_visible()
    assert_accessible(page)

    bring(page, PLAN)
    take = page.get_by_role("button", name="Make 5 changes")
    expect(take).to_be_visible()
    assert_accessible(page)
    take.click()
    expect(page.get_by_text("2 events planned, 0 of them enforced")).to_be_visible()

    # Without one of its events: it stays, unless the file is to replace the plan.
    page.get_by_role("button", name="Import a plan").click()
    bring(page, "\n".join(PLAN.splitlines()[:3]))
    expect(page.get_by_role("button", name="Nothing to change")).to_be_disabled()
    page.get_by_label("Replace the plan").check()
    expect(page.get_by_text("2 entries will be removed from the plan")).to_be_visible()
    page.keyboard.press("Escape")

    for name in ("xlsx", "csv", "yaml"):
        got = page.request.get(
            f"{console.served.address}/api/projects/{console.project}/plan/export?format={name}"
        )
        assert got.ok
        assert "attachment" in got.headers["content-disposition"]


def test_an_event_is_enforced_and_its_property_edited(console: Console) -> None:
    page = console.page
    console.open("plan")
    page.get_by_role("button", name="order paid", exact=True).click()
    page.get_by_role("dialog").get_by_text("Enforce", exact=True).click()
    page.get_by_role("dialog").get_by_label("Owner").fill("李雷")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 of them enforced")).to_be_visible()

    page.get_by_role("button", name="Edit channel").click()
    page.get_by_label("Allowed values").fill("微信")
    page.get_by_label("Allowed values").press("Enter")
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(row(page, "channel").filter(has_text="微信")).to_be_visible()

    page.get_by_role("button", name="Add a property").click()
    page.get_by_label("Property", exact=True).fill("coupon")
    page.get_by_role("button", name="Add a property").click()
    expect(row(page, "coupon")).to_be_visible()
    page.get_by_role("button", name="Remove coupon").click()
    page.get_by_role("tooltip").get_by_role("button", name="Remove from the plan").click()
    expect(row(page, "coupon")).to_have_count(0)

    # The link holds what is open, and which are shown.
    console.open("plan?show=enforced")
    expect(page.get_by_role("button", name="order paid", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="item viewed", exact=True)).to_have_count(0)


def _says(page: Page, address: str, awaited: str) -> bool:
    return awaited in page.request.get(address).text()


def test_what_was_learned_is_adopted_and_problems_are_told(console: Console) -> None:
    page = console.page
    key = console.call("POST", "/sources", {"name": "app", "kind": "api"})["write_key"]
    console.send(key, {"event": "cart opened", "distinct_id": "u-1", "properties": {"items": 2}})
    console.send(key, {"event": "item viewed", "distinct_id": "u-1", "properties": {"item_id": 7}})

    plan = f"{console.served.address}/api/projects/{console.project}/plan"
    for address, awaited in ((plan, "cart opened"), (f"{plan}/remarks", "item viewed")):
        until(partial(_says, page, address, awaited), missing=f"{awaited} is not there")
    console.open("plan")
    expect(row(page, "cart opened").get_by_text("Learned from traffic")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Adopt cart opened").click()
    expect(page.get_by_role("button", name="Adopt cart opened")).to_have_count(0)
    expect(row(page, "cart opened").get_by_text("Learned from traffic")).to_have_count(0)

    console.open("plan?show=problems")
    page.get_by_role("button", name="item viewed: 1 times not as planned; see what").click()
    expect(page.get_by_text("1 time not as planned in 7 days")).to_be_visible()
    expect(page.get_by_text("value of another type")).to_be_visible()
    assert_accessible(page)


def test_rules_say_what_changes_and_what_is_wrong_where_it_is(console: Console) -> None:
    page = console.page
    console.open("rules")
    assert_accessible(page)
    ranges = page.get_by_label("Staff, by IP range")
    ranges.fill("here")
    ranges.press("Enter")
    page.get_by_text("Drop", exact=True).click()
    page.get_by_role("button", name="Move push down").click()
    expect(page.get_by_text("IP addresses: Shorten → Drop")).to_be_visible()
    expect(page.get_by_text("3 changes not saved")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text('"here" is no address and no range')).to_be_visible()
    assert_accessible(page)

    ranges.press("Backspace")
    ranges.fill("203.0.113.9/24")
    ranges.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The rules are in force")).to_be_visible()
    expect(page.get_by_title("203.0.113.0/24")).to_be_visible()
    expect(page.get_by_role("region", name="What saving changes")).to_have_count(0)

    page.reload()
    expect(page.get_by_role("listitem").filter(has_text="when UTM medium").first).to_contain_text("sms")
    page.get_by_role("button", name="Back to the defaults").click()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Edit sms").click()
    page.get_by_label("Channel", exact=True).fill("短信")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="短信").first).to_be_visible()
    assert_accessible(page)


def person(page: Page, console: Console, name: str) -> None:
    """The profile of somebody whose event has just been sent."""
    url = f"{console.served.address}/api/projects/{console.project}/people?search={name}"
    found = until(lambda: page.request.get(url).json()["people"], missing=f"{name} never came")
    return console.open(f"people/{found[0]['person_id']}")


def test_two_people_are_merged_parted_exported_and_erased(console: Console) -> None:
    page = console.page
    key = console.call("POST", "/sources", {"name": "till", "kind": "api"})["write_key"]
    for who in ("ann", "ann-phone"):
        console.send(key, {"event": "item viewed", "distinct_id": who, "properties": {"item_id": "x"}})
    person(page, console, "ann-phone")
    person(page, console, "ann")
    console.open("people?search=ann")
    page.get_by_text("ann", exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name="ann", exact=True)).to_be_visible()

    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Merge with…").click()
    page.get_by_label("The other person").fill("ann-ph")
    page.get_by_title("ann-phone · 1 event").click()
    expect(page.get_by_text("They become one person with 2 ids and 2 events (1 and 1).")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_text("The two are one person now")).to_be_visible()
    expect(page.locator(".ids > li")).to_have_count(2)
    entry = row(page, "by hand").filter(has_text="ann-phone")
    expect(entry).to_contain_text("Merged")
    assert_accessible(page)

    got = page.request.get(re.sub(r"/p/(\w+)/people/(\d+).*", r"/api/projects/\1/people/\2/export", page.url))
    assert "ann-phone" in json.dumps(got.json())

    console.open("merges?search=ann-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Undo: ann-phone is ann").click()
    expect(page.get_by_text("2 ids and 2 events are parted into 1 and 1 events.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Separate them").click()
    expect(page.get_by_text("They are two people again")).to_be_visible()
    expect(page.get_by_text("Merged, taken back")).to_be_visible()
    console.open("merges?kind=merge&search=nobody")
    expect(page.get_by_text("No entries match")).to_be_visible()

    person(page, console, "ann-phone")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Erase this person").click()
    erase = page.get_by_role("button", name="Erase the person and 1 event")
    expect(erase).to_be_disabled()
    page.get_by_label("To confirm, type this id").fill("ann-phone")
    assert_accessible(page)
    erase.click()
    expect(page.get_by_text("a search for them found nothing")).to_be_visible(timeout=SOON)
    assert_accessible(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1, name="People")).to_be_visible()
    expect(page.get_by_text("ann", exact=True).first).to_be_visible()
    expect(page.get_by_text("ann-phone")).to_have_count(0)
