"""A real `yunying serve` with its worker, and a real browser in front of it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.support.browser import chromium


@dataclass(frozen=True)
class Served:
    """A running console and the way in."""

    address: str
    password: str
    home: Path
    process: subprocess.Popen[str]


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
        assert process.wait(20) == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; `make test` finds or installs it."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in English; an error in its scripts fails the test."""
    context = browser.new_context(
        locale="en-US", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
