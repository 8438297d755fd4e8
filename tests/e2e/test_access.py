"""Members with roles: invited, signed in, and what each sees of phone numbers and names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.console import PASSWORD, Console, assert_accessible
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-access")
PHONE, MASKED = "13812345678", "138****5678"
SOON = 90.0
Enter = Callable[[str, str], Page]


@pytest.fixture
def enter(console: Console, browser: Browser) -> Iterator[Enter]:
    """Signs somebody in with a one-time password, in a browser of their own, and has them choose theirs."""
    contexts = []

    def entered(name: str, one_time: str) -> Page:
        context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{console.served.address}/p/{console.project}/people")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password", exact=True).fill(one_time)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("One-time password").fill(one_time)
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        page.get_by_role("button", name="Save the new password").click()
        return page

    yield entered
    for context in contexts:
        context.close()


@pytest.fixture
def people(console: Console) -> None:
    """Three people with phone numbers, sent by a program."""
    listed = f"{console.served.address}/api/projects/{console.project}/people"
    if console.page.request.get(listed, timeout=1000 * SOON).json()["total"]:
        return
    key = console.call("POST", "/sources", {"name": "web"})["write_key"]
    for i, who in enumerate(("u-1", "u-2", "u-3")):
        now = datetime.now(UTC).isoformat()
        person = {"set": {"phone": f"1381234567{8 - i}", "name": "王小明"}}
        console.send(key, {"event": "visit", "distinct_id": who, "time": now, "person": person})
    until(lambda: console.page.request.get(listed).json()["total"] >= 3, missing="the events have not come")


def test_a_viewer_is_invited_and_sees_masks(console: Console, people: None, enter: Enter) -> None:
    page = console.page
    console.open("people")
    expect(page.get_by_text(PHONE).first).to_be_visible()
    console.open("members")
    expect(page.get_by_role("heading", name="What each role may do")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Invite a member").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Lily")
    dialog.get_by_role("radio", name="Viewer").check()
    assert_accessible(page)
    dialog.get_by_role("button", name="Make a one-time password").click()
    expect(dialog.get_by_text("It is shown this once.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Copy · One-time password")).to_be_visible()
    one_time = dialog.locator("code").inner_text()
    assert_accessible(page)
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_text(one_time)).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="Lily")).to_contain_text("not signed in yet")

    theirs = enter("Lily", one_time)
    expect(theirs.get_by_text(MASKED).first).to_be_visible()
    expect(theirs.get_by_text("王*").first).to_be_visible()
    assert PHONE not in theirs.content() and "王小明" not in theirs.content()
    nav = theirs.get_by_role("navigation", name="Navigation").first
    expect(nav.get_by_role("link", name="Ask")).to_be_visible()
    for hidden in ("Members", "Import", "Live", "Audit"):
        expect(nav.get_by_role("link", name=hidden, exact=True)).to_have_count(0)
    theirs.goto(f"{console.served.address}/p/{console.project}/plan")
    add = theirs.get_by_role("button", name="Import a plan")
    expect(add).to_be_disabled()
    assert "Ask an owner" in (add.get_attribute("title") or "")
    theirs.goto(f"{console.served.address}/p/{console.project}/members")
    expect(theirs.get_by_role("alert")).to_contain_text("Only members with the role owner")
    assert_accessible(theirs)


def test_an_operator_sees_one_persons_values_with_a_reason(
    console: Console, people: None, enter: Enter
) -> None:
    made = console.page.request.post(
        f"{console.served.address}/api/members",
        headers={"X-CSRF-Token": console.csrf, "Origin": console.served.address},
        data={"name": "Oscar", "role": "operator"},
    ).json()
    theirs = enter("Oscar", made["one_time_password"])
    theirs.get_by_role("link", name="u-1").click()
    expect(theirs.get_by_text(MASKED).first).to_be_visible()
    theirs.get_by_role("button", name="Show sensitive values").click()
    theirs.get_by_role("dialog").get_by_label("Why").fill("they asked to be called back")
    assert_accessible(theirs)
    theirs.get_by_role("dialog").get_by_role("button", name="Show").click()
    expect(theirs.get_by_text(PHONE).first).to_be_visible()
    expect(theirs.get_by_text("王小明").first).to_be_visible()
    theirs.get_by_role("button", name="Mask again").click()
    expect(theirs.get_by_text(PHONE)).to_have_count(0)
    expect(theirs.get_by_text(MASKED).first).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text(MASKED).first).to_be_visible()

    console.open("audit")
    page = console.page
    page.get_by_label("Filter by action").fill("Sensitive values")
    page.get_by_title("Sensitive values seen").click()
    entry = page.get_by_role("row").filter(has_text="Oscar")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("they asked to be called back")
    assert "person.unmask" in page.url
    assert_accessible(page)
    entry.get_by_role("link").click()
    expect(page.get_by_text(PHONE).first).to_be_visible()


def test_what_is_sensitive_is_said_by_members(console: Console, people: None) -> None:
    page = console.page
    console.open("privacy")
    phone = page.get_by_role("row").filter(has_text="phone")
    expect(phone).to_contain_text("Recognised by name")
    expect(phone).to_contain_text(MASKED)
    assert_accessible(page)
    page.get_by_role("switch", name="Mask phone").click()
    expect(phone).to_contain_text("owner says it is not")
    page.get_by_role("switch", name="Mask phone").click()
    expect(phone).to_contain_text("owner says it is")
    page.route("**/sensitive", lambda route: route.abort())
    console.open("privacy")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
