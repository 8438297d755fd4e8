"""Fixtures for every test: a fresh home folder, an app over it, a project, a browser that is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser
from tests.support.browser import chromium
from tests.support.clock import HeldClock

from yunying.app import App, open_app
from yunying.core import Settings
from yunying.workspace import Passwords, Project

# The same examples every time: whoever changes one line is told about that line. New ones are `make torture`'s.
hypothesis.settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True)
hypothesis.settings.register_profile("deep", max_examples=300, deadline=None)
hypothesis.settings.load_profile("quick")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests that need it; `make test` finds or installs it."""
    with chromium() as running:
        yield running


@pytest.fixture
def clock() -> HeldClock:
    """A clock the test holds."""
    return HeldClock(datetime(2026, 3, 10, 4, 0, tzinfo=UTC))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder of this test alone."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def cheap_passwords() -> Passwords:
    """argon2 as in production, with the least work it allows: its strength is not what these tests are about."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def app(home: Path, clock: HeldClock, cheap_passwords: Passwords) -> Iterator[App]:
    """The real app over a fresh home folder."""
    opened = open_app(Settings(home=home, threads=2), clock=clock, passwords=cheap_passwords)
    yield opened
    opened.close()


@pytest.fixture
def project(app: App) -> Project:
    """A project in Shanghai."""
    return app.workspace.projects.create("shop", "Asia/Shanghai")
