"""A newcomer's first day in the browser: from the one-time password to a people list, without reading anything."""

from __future__ import annotations

import contextlib
import os
import re
import signal
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect
from tests.e2e.console import PASSWORD, Served, assert_accessible, sign_in
from tests.support.files import HEADER, shop_csv
from tests.support.waiting import until

pytestmark = pytest.mark.xdist_group("e2e")


def test_from_the_first_sign_in_to_a_people_list(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto(served.address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert_accessible(page)
    sign_in(page, served, served.password)

    page.get_by_label("One-time password").fill(served.password)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    assert_accessible(page)
    page.get_by_role("button", name="Save the new password").click()

    page.get_by_role("button", name="Import a file").click()
    page.get_by_label("Name").fill("Shop")
    page.get_by_role("button", name="Create project").click()
    expect(page).to_have_url(re.compile(r"/p/prj_\w+/"))
    assert_accessible(page)

    file = tmp_path / "march.csv"
    file.write_bytes(shop_csv().replace(",".join(HEADER).encode(), b"user_id,time,event,country,amount"))
    page.goto(re.sub(r"(/p/\w+)/.*", r"\1/import", page.url))
    page.locator("input[type=file]").set_input_files(file)
    check = page.get_by_role("button", name="Check the file")
    expect(check).to_be_visible()
    assert_accessible(page)
    check.click()
    expect(page.get_by_text("12 events are ready to load")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Import 12 events").click()
    expect(page.get_by_text("12 events loaded").first).to_be_visible()

    page.get_by_role("link", name="See the people").click()
    expect(page.get_by_text("3 people")).to_be_visible()
    for person in ("ann", "bob", "cid"):
        expect(page.get_by_text(person, exact=True).first).to_be_visible()
    assert_accessible(page)
    page.get_by_text("bob", exact=True).first.click()
    expect(page.get_by_role("heading", name="History", exact=True)).to_be_visible()
    assert_accessible(page)

    for place in ("overview", "ask", "events"):
        page.goto(re.sub(r"(/p/\w+)/.*", rf"\1/{place}", page.url))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)


def test_a_stranger_stays_outside(page: Page, served: Served) -> None:
    sign_in(page, served, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("kind", ["yunying.worker", "yunying.web"])
def test_a_process_that_is_killed_comes_back(served: Served, page: Page, kind: str) -> None:
    def child() -> psutil.Process | None:
        for process in psutil.Process(served.process.pid).children():
            with contextlib.suppress(psutil.Error):  # it may end while we look
                if kind in process.cmdline():
                    return process
        return None

    before = child()
    assert before is not None
    killed = before.pid
    os.kill(killed, signal.SIGKILL)
    until(lambda: (now := child()) is not None and now.pid != killed, missing=f"{kind} was not started again")
    # Whoever comes meanwhile waits at the socket and is served.
    page.goto(served.address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
