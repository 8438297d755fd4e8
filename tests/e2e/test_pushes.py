"""A segment pushed outside: a target is added and tried, people arrive there, what goes wrong is said and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.console import Console, assert_accessible
from tests.support.receiver import Receiver
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e-pushes")
PEOPLE = [f"user-{number}" for number in range(4)]


@pytest.fixture(scope="module", autouse=True)
def allowed() -> Iterator[None]:
    """The console of this module may push to this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YUNYING_PUSH_HOSTS", "private:127.0.0.1")
        yield


def look(console: Console, key: str, person: str) -> None:
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    console.send(key, {"event": "look", "distinct_id": person, "time": at, "properties": {}})


def lookers(console: Console) -> dict[str, Any]:
    rule = {
        "did": {"event": "look"},
        "op": ">=",
        "value": 1,
        "within": {"before": {"value": 7, "unit": "day"}},
    }
    return {"kind": "people", "range": {"last": 1, "unit": "day"}, "who": [rule]}


def size(console: Console) -> int:
    try:
        return int(console.call("POST", "/ask", lookers(console))["totals"]["people"])
    except AssertionError:
        return 0  # nothing has come yet


def there(receiver: Receiver) -> int:
    return max((len(people) for people in receiver.people.values()), default=0)


def add_target(page: Page, receiver: Receiver) -> None:
    page.get_by_role("button", name="Add target").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name", exact=True).fill("CRM")
    drawer.get_by_label("URL", exact=True).fill("https://elsewhere.example.com/")
    drawer.get_by_role("button", name="Add", exact=True).click()
    expect(drawer.get_by_text(re.compile("elsewhere.example.com:443 is not among the hosts"))).to_be_visible()
    assert_accessible(page)
    drawer.get_by_label("URL", exact=True).fill(receiver.url)
    drawer.get_by_role("button", name="Add", exact=True).click()
    expect(drawer.get_by_text("The signing secret is shown this once")).to_be_visible()
    receiver.secret = drawer.locator("code").inner_text()
    drawer.get_by_role("button", name="Done").click()


def test_a_segment_reaches_a_target_and_stays_in_step(console: Console) -> None:
    page, receiver = console.page, Receiver()
    source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})["write_key"]
    for person in PEOPLE:
        look(console, source, person)
    until(lambda: size(console) == len(PEOPLE), 120)
    body = {"name": "Lookers", "dynamic": True, "question": lookers(console)}
    segment = console.call("POST", "/segments", body)["id"]

    with receiver.listening():
        console.open("targets")
        expect(page.get_by_text("Send segments to where the acting happens")).to_be_visible()
        assert_accessible(page)
        add_target(page, receiver)
        page.get_by_role("button", name="Test CRM").click()
        expect(page.get_by_text("It can be reached")).to_be_visible()
        assert receiver.bodies == [{"type": "target.test", "data": {}}]
        assert_accessible(page)

        console.open(f"segments/{segment}")
        page.get_by_role("button", name="Push", exact=True).click()
        drawer = page.get_by_role("dialog")
        drawer.get_by_role("radio", name="Kept in step").click()
        sample = drawer.get_by_role("region", name="The first people as they are sent")
        expect(sample.get_by_text("user-0", exact=True)).to_be_visible()
        assert_accessible(page)
        drawer.get_by_role("button", name="Push 4 people").click()
        pushed = page.locator(".pushes")
        expect(pushed.get_by_text("Up to date")).to_be_visible()
        expect(pushed.get_by_text("4 people there")).to_be_visible()
        assert (there(receiver), receiver.errors) == (4, [])
        assert_accessible(page)

    # Nobody listens: it is tried again, then said to fail, with the reason.
    page.get_by_role("button", name="Push now to CRM").click()
    expect(pushed.get_by_text("Failing", exact=True)).to_be_visible()
    expect(pushed.get_by_text(re.compile("cannot be reached.*Next try at"))).to_be_visible()
    assert_accessible(page)
    console.open("targets")
    expect(page.get_by_text("Failing", exact=True)).to_be_visible()

    with receiver.listening(receiver.port):
        expect(page.get_by_text("Up to date")).to_be_visible()
        look(console, source, "user-9")
        until(lambda: there(receiver) == len(PEOPLE) + 1)
        expect(page.get_by_text("5 people there")).to_be_visible()
    assert receiver.errors == []

    page.get_by_role("button", name="Remove CRM").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text(re.compile("Lookers is kept in step with this target"))).to_be_visible()
    console.open("segments")
    page.get_by_role("button", name="Delete Lookers").click()
    expect(page.get_by_text("“Lookers” is in use and cannot be deleted").last).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="CRM")).to_be_visible()
    console.open(f"segments/{segment}")
    page.get_by_role("button", name="Stop the push to CRM").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".pushes")).to_have_count(0)
    console.open("targets")
    page.get_by_role("button", name="Remove CRM").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("Send segments to where the acting happens")).to_be_visible()
