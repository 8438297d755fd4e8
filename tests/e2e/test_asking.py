"""The Ask page: kinds of question are built from nothing, answered, and their figures open the people behind them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.console import Console, assert_accessible, at_rest
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e")

KINDS = {
    "Trend": "trend",
    "Distribution": "distribution",
    "Sessions": "sessions",
    "Funnel": "funnel",
    "Paths": "path",
    "Attribution": "attribution",
    "Drivers": "drivers",
    "Interval": "interval",
    "Retention": "retention",
    "Lifecycle": "lifecycle",
    "Stickiness": "stickiness",
    "Frequency": "frequency",
    "Lifetime value": "ltv",
    "Migration": "migration",
    "List of people": "people",
}


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    """Whether the project of this module has its events yet."""
    return {}


@pytest.fixture
def asking(console: Console, loaded: dict[str, bool]) -> Console:
    if not loaded:
        source = console.call("POST", "/sources", {"name": "Shop", "kind": "api"})
        for day in range(1, 15):
            for person in ("ann", "bob", "cid", "dan"):
                for event in _day(person, day):
                    console.send(source["write_key"], event)
        loaded["yes"] = True
        until(lambda: len(_events(console)) >= 4, missing="the events have not come")
    return console


def _day(person: str, day: int) -> list[dict[str, Any]]:
    """A visit a day; a sign-up and a look round on the first, and of some an order on every third."""
    at = datetime.now(UTC) - timedelta(days=15 - day, minutes=30)
    events: list[dict[str, Any]] = [{"event": "visit", "distinct_id": person, "time": at.isoformat()}]
    if day == 1:
        events.append({"event": "sign_up", "distinct_id": person, "time": at.isoformat()})
        soon = (at + timedelta(minutes=10)).isoformat()
        events.append({"event": "look", "distinct_id": person, "time": soon})
    if day % 3 == 1 and person in ("ann", "bob"):
        later = (at + timedelta(minutes=20)).isoformat()
        properties = {"amount": 10 * day}
        events.append({"event": "pay_order", "distinct_id": person, "time": later, "properties": properties})
    return events


def _events(console: Console) -> list[Any]:
    answer = console.page.request.get(
        f"{console.served.address}/api/projects/{console.project}/events"
    ).json()
    found: list[Any] = answer["events"]
    return found


def choose(page: Page, kind: str) -> None:
    """Take a kind from the picker by typing its name, and wait for its answer."""
    page.get_by_label("Kind of question").click()
    page.keyboard.type(kind)
    page.locator(".kind-option b", has_text=re.compile(f"^{kind}$")).click()
    expect(page.locator(".kind-popup").locator("visible=true")).to_have_count(0)
    answered(page, KINDS[kind])


def answered(page: Page, kind: str) -> None:
    """Wait until the answer on screen is that of the question: the address is always first to change."""
    expect(page.locator(f".ask-result .settled .result-head[data-kind={kind}]").first).to_be_visible()
    expect(page.locator(".ask-result .ant-skeleton")).to_have_count(0)
    at_rest(page)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_built_in_a_few_clicks_and_opens_people(asking: Console, kind: str) -> None:
    page = asking.page
    asking.open("ask")
    choose(page, kind)
    assert_accessible(page)
    if kind != "List of people":
        page.get_by_text("Table", exact=True).click()
    door = page.locator(".ask-result .figure-door").filter(has_text=re.compile(r"[1-9]")).first
    door.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text(re.compile(r"^\d+ (person|people)"))).to_be_visible()
    expect(drawer.get_by_text(re.compile(r"^(ann|bob|cid|dan)$")).first).to_be_visible()


def open_people(page: Page, figure: str) -> Locator:
    """The drawer with the people behind the first figure that reads so."""
    page.locator(".ask-result .figure-door").filter(has_text=re.compile(figure)).first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text(re.compile(r"^\d+ (person|people)$"))).to_be_visible()
    return drawer


def test_the_people_of_a_figure_are_kept_and_stand_beside_everyone(asking: Console) -> None:
    page = asking.page
    asking.open("ask")
    choose(page, "Frequency")
    page.get_by_text("Table", exact=True).click()
    drawer = open_people(page, "^2$")  # ann and bob are all who ordered
    drawer.get_by_role("button", name="Save as segment").click()
    page.get_by_label("Name of the segment").fill("Buyers")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("“Buyers” is kept.")).to_be_visible()

    asking.open("segments")
    row = page.get_by_role("row").filter(has_text="Buyers")
    assert_accessible(page)
    row.get_by_role("button", name="Open the 2 people of Buyers").click()
    for person, times in {"ann": 1, "bob": 1, "cid": 0}.items():
        expect(page.get_by_role("dialog").get_by_text(person, exact=True)).to_have_count(times)

    asking.open("ask")
    choose(page, "Lifecycle")
    page.get_by_text("Table", exact=True).click()
    page.get_by_label("Compare with segments").click()
    page.get_by_title("Buyers", exact=True).click()
    page.keyboard.press("Escape")
    cards = page.locator(".sides > .card")
    expect(cards).to_have_count(2)
    at_rest(page)
    for card, name, active in ((cards.first, "Buyers", 2), (cards.last, "Everyone", 4)):
        expect(card.get_by_role("heading", name=name)).to_be_visible()
        figures = card.get_by_role("button", name=re.compile("· Active: [1-9]"))
        expect(figures.first).to_have_text(str(active))
    assert_accessible(page)


def test_an_answer_has_that_of_the_earlier_days_beside_it(asking: Console) -> None:
    page = asking.page
    asking.open("ask?view=table&q=(kind:frequency,activity:(event:sign_up),range:(last:10,unit:day))")
    answered(page, "frequency")
    earlier = page.get_by_text(re.compile("^Compared with .+ – .+: its figures"))
    expect(earlier).to_have_count(0)
    page.get_by_label("Compare with", exact=True).click()
    page.get_by_title("The period before", exact=True).click()
    expect(earlier).to_be_visible()
    at_rest(page)
    assert_accessible(page)
    # Everybody signed up before the last ten days, in the ten before them: the drawer asks of those.
    expect(page.get_by_role("button", name="1 time: 0", exact=True)).to_be_visible()
    page.get_by_role("button", name="1 time · before: 4", exact=True).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("4 people", exact=True)).to_be_visible()
    for person in ("ann", "bob", "cid", "dan"):
        expect(drawer.get_by_text(person, exact=True)).to_be_visible()


def test_an_answer_says_how_it_was_computed_down_to_sql(asking: Console) -> None:
    page = asking.page
    asking.open("ask")
    choose(page, "Retention")
    page.get_by_role("button", name="How computed").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("UTC+8").or_(drawer.get_by_text("Asia/Shanghai"))).to_be_visible()
    drawer.get_by_text("The same as SQL").click()
    expect(drawer.locator("pre")).to_contain_text("SELECT")
    expect(drawer.locator("pre")).to_contain_text("person_id")
    assert_accessible(page)
    page.keyboard.press("Escape")

    page.get_by_text("Table", exact=True).click()
    drawer = open_people(page, "^4$")
    drawer.get_by_text("SQL").click()
    expect(drawer.locator("pre")).to_contain_text("SELECT")
