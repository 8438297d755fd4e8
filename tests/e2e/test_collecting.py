"""From a new source to an answer, and back from the quarantine: what people see of events on their way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.e2e.console import Console, assert_accessible
from tests.support.browser import ROOT

pytestmark = pytest.mark.xdist_group("e2e-collecting")
SOON = 90_000
KINDS = ("api", "segment", "rudderstack", "posthog", "sensors", "mixpanel", "amplitude", "ga4")
LOOKED = 3
"""Seconds until every process has seen a change of the plan: they look once a second."""


def test_the_light_turns_green_when_an_answer_counts_the_first_event(console: Console) -> None:
    page = console.page
    console.open("sources")
    expect(page.get_by_role("heading", name="Connect the first source")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="New source").click()
    page.get_by_label("Name").fill("Order service")
    page.get_by_role("radio", name="Own API").check()
    assert_accessible(page)
    page.get_by_role("button", name="Create and get the snippet").click()

    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("Waiting for the first event…")).to_be_visible()
    expect(page.locator(".light-good")).to_have_count(0)
    assert_accessible(page)
    # The snippet works as it stands there.
    snippet = drawer.get_by_role("tabpanel").locator("pre").inner_text()
    done = subprocess.run(["sh", "-c", snippet], capture_output=True, text=True, timeout=90, check=True)
    assert json.loads(done.stdout) == {"accepted": 1}

    expect(drawer.locator(".light-good")).to_have_text("Arriving", timeout=SOON)
    expect(drawer.locator(".station").nth(2)).to_have_text("Answered1")
    expect(drawer.get_by_text("Waiting for the first event…")).to_have_count(0)

    drawer.get_by_role("link", name="Watch live").click()
    row = page.get_by_role("row", name=re.compile("order paid"))
    expect(row).to_contain_text("Stored")
    expect(row).to_contain_text("u-17")
    assert_accessible(page)
    row.get_by_role("button", name="order paid").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("row", name=re.compile("amount"))).to_contain_text("99.5")
    drawer.get_by_role("tab", name="As received").click()
    expect(drawer.get_by_role("group", name="Body")).to_contain_text('"event": "order paid"')
    drawer.get_by_role("tab", name="As decoded").click()
    expect(drawer.get_by_role("group", name="As decoded")).to_contain_text('"distinct_id": "u-17"')
    assert_accessible(page)
    drawer.get_by_role("tab", name="As stored").click()
    drawer.get_by_role("link", name="u-17").click()
    expect(page).to_have_url(re.compile(r"/people/\d+"))

    console.open("health")
    expect(page.get_by_text("Answers count the newest events of every source.")).to_be_visible()
    assert_accessible(page)


def test_every_snippet_that_needs_no_sdk_arrives_as_it_stands(console: Console) -> None:
    """Those with an SDK are run by the tests of the protocols, with the SDKs that they name."""
    page = console.page
    source = console.call("POST", "/sources", {"name": "Snippets", "kind": "api"})
    run = {
        "curl": ["sh", "-c"],
        "Python": [sys.executable, "-c"],
        "Node.js": [sys.executable, str(ROOT / "scripts/node.py"), "node", "--input-type=module", "-e"],
    }
    wanted = [(kind, "curl") for kind in KINDS] + [("api", "Python"), ("api", "Node.js")]
    for kind, language in wanted:
        console.open(f"sources?source={source['id']}&sdk={kind}")
        page.get_by_role("tab", name=language).click()
        snippet = page.get_by_role("tabpanel", name=language).locator("pre").inner_text()
        done = subprocess.run(
            [*run[language], snippet], capture_output=True, text=True, timeout=120, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), (kind, language, done)
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".station").nth(2)).to_have_text(f"Answered{len(wanted)}", timeout=SOON)
    expect(drawer.get_by_text("See what was refused")).to_have_count(0)


def test_the_live_stream_does_not_move_while_it_is_paused(console: Console) -> None:
    page = console.page
    source = console.call("POST", "/sources", {"name": "Ticker", "kind": "api"})
    console.open(f"live?source={source['id']}")
    expect(page.get_by_text("Nothing that fits has arrived")).to_be_visible()
    console.send(source["write_key"], {"event": "first", "distinct_id": "t-1"})
    expect(page.get_by_role("button", name="first")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Pause").click()
    console.send(source["write_key"], {"event": "second", "distinct_id": "t-1"})
    fresh = page.get_by_role("button", name="1 new record")
    expect(fresh).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="second")).to_have_count(0)
    fresh.click()
    expect(page.get_by_role("button", name="second")).to_be_visible()
    expect(page.get_by_text("Following")).to_be_visible()


def test_what_was_refused_is_stored_once_the_plan_is_put_right(console: Console) -> None:
    page = console.page
    source = console.call("POST", "/sources", {"name": "Checkout", "kind": "api"})
    planned: dict[str, Any] = {"event": "paid", "name": "amount", "type": "number", "required": True}
    console.call("PUT", "/plan/events/paid", {"status": "live", "mode": "enforce"})
    console.call("PUT", "/plan/properties", planned)
    time.sleep(LOOKED)
    console.send(
        source["write_key"], {"event": "paid", "distinct_id": "p-1", "properties": {"amount": "free"}}
    )

    console.open(f"live?source={source['id']}")
    expect(page.get_by_text("Refused · Property of another type")).to_be_visible(timeout=SOON)

    console.open("quarantine")
    row = page.get_by_role("row", name=re.compile("Property of another type"))
    expect(row).to_be_visible()
    assert_accessible(page)
    row.get_by_role("button", name="Property of another type", exact=True).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("change the type in the tracking plan and replay")).to_be_visible()
    expect(drawer.get_by_role("group", name="As it came")).to_contain_text('"amount": "free"')
    assert_accessible(page)

    replay = drawer.get_by_role("button", name="Replay")
    replay.click()
    said = "1 request replayed: 0 newly stored, 1 refused again."
    expect(drawer.get_by_text(said)).to_be_visible(timeout=SOON)
    console.call("PUT", "/plan/properties", planned | {"type": "any"})
    time.sleep(LOOKED)
    replay.click()
    said = "1 request replayed: 1 newly stored, 0 refused again."
    expect(drawer.get_by_text(said)).to_be_visible(timeout=SOON)
    drawer.get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("heading", name="Nothing was refused")).to_be_visible(timeout=SOON)

    console.open("events")
    expect(page.get_by_role("link", name="paid", exact=True)).to_be_visible()


def test_a_source_is_debugged_archived_and_taken_back(console: Console) -> None:
    page = console.page
    source = console.call("POST", "/sources", {"name": "Test phones", "kind": "api"})
    console.open(f"sources?source={source['id']}")
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("switch", name="Debug mode").click()
    expect(page.get_by_text("Debugging is on")).to_be_visible()
    drawer.get_by_role("button", name="Archive").click()
    page.get_by_role("tooltip").get_by_role("button", name="Archive").click()
    expect(drawer.get_by_role("alert").filter(has_text="archived")).to_be_visible()
    drawer.get_by_role("button", name="Close").first.click()

    row = page.get_by_role("row", name=re.compile("Test phones"))
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Archived (1)").click()
    expect(row).to_contain_text("debug")
    expect(row).to_contain_text("Archived")
    row.get_by_role("button", name="Test phones").click()
    drawer.get_by_role("button", name="Restore").click()
    page.get_by_role("tooltip").get_by_role("button", name="Restore").click()
    expect(page.get_by_role("button", name="Hide archived")).to_have_count(0)


def test_refusals_are_downloaded_and_dismissed(console: Console) -> None:
    page = console.page
    source = console.call("POST", "/sources", {"name": "Careless", "kind": "api"})
    console.send(source["write_key"], {"event": "seen", "distinct_id": "null"})
    console.open(f"quarantine?source={source['id']}")
    expect(page.get_by_role("row", name=re.compile("Shared id"))).to_be_visible(timeout=SOON)
    link = page.get_by_role("link", name="Download all").get_attribute("href")
    lines = page.request.get(f"{console.served.address}{link}").text().splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["shared_id"]
    page.get_by_role("button", name="Dismiss all").click()
    page.get_by_role("tooltip").get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("heading", name="Nothing was refused")).to_be_visible()
