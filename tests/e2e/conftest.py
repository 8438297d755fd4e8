"""A real `yunying serve` with its worker, and a real browser in front of it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.console import PASSWORD, Console, Served, sign_in


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`yunying serve` over a fresh home, as a newcomer starts it."""
    home = tmp_path_factory.mktemp("e2e") / "home"
    command = [str(Path(sys.executable).with_name("yunying")), "serve", "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        address = re.search(r"http://127\.0\.0\.1:\d+", said)
        password = re.search(r"one-time password (\S+)", said)
        assert address is not None, said
        assert password is not None, said
        yield Served(address[0], password[1], home, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


SEEN_LINES = 40
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=60_000)  # a machine that runs all tests at once takes its time


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    if call.excinfo is not None and isinstance(call.excinfo.value, AssertionError):
        # Playwright tells what it expected with all that the page says, menus first: `_seen` says it shorter.
        call.excinfo.value.args = (_short(str(call.excinfo.value).split("\nAria snapshot:")[0]),)
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def _seen(page: Page) -> str:
    """What stands in front of the page, and no more lines than a log of many tests has room for."""
    places = ("[role=dialog]:visible", ".ask-result", "main", "body")
    place = next(found for name in places if (found := page.locator(name).first).count() > 0)
    return _short(place.aria_snapshot())


def _short(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(lines[:SEEN_LINES] + ["…"] * (len(lines) > SEEN_LINES))


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in English; an error in its scripts fails the test."""
    context = browser.new_context(
        locale="en-US", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(90_000)
    errors: list[str] = []
    refused: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda got: refused.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    yield page
    if request.node.stash.get(FAILED, False):
        # A test that fails on a machine nobody can look at must say what it saw.
        sys.stdout.write("\n".join([page.url, *refused, _seen(page), ""]))
    context.close()
    assert errors == []


_opened: dict[str, str] = {}
"""The project of each served console: the tests of this module share both."""


@pytest.fixture
def console(page: Page, served: Served) -> Iterator[Console]:
    first = served.address not in _opened
    sign_in(page, served, served.password if first else PASSWORD)
    if first:
        page.get_by_label("One-time password").fill(served.password)
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        page.get_by_role("button", name="Save the new password").click()
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    expect(page.get_by_role("button", name="Save the new password")).to_have_count(0)
    csrf = page.request.get(f"{served.address}/api/session").json()["csrf"]
    if first:
        made = page.request.post(
            f"{served.address}/api/projects",
            headers={"X-CSRF-Token": csrf, "Origin": served.address},
            data={"name": "Shop", "timezone": "Asia/Shanghai"},
        )
        _opened[served.address] = made.json()["id"]
    yield Console(page, served, csrf, _opened[served.address])
