"""The console as tests use it: signed in, in front of a project, with the same API beside it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page, expect
from tests.support.browser import ROOT

PASSWORD = "a much better password"
AXE = (ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


BUSY = "[aria-busy=true], .dimmed"
"""What waits for something: it is dimmed or a skeleton, and will look different in a moment."""


def at_rest(page: Page) -> None:
    """Wait until nothing of the page waits any more."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(BUSY)).to_have_count(0)


def assert_accessible(page: Page) -> None:
    """Nothing that keeps people out, by the rules of axe, once buttons are done and colours have changed."""
    at_rest(page)
    serious = _serious(page)
    for _ in range(10):
        if not serious:
            return
        page.wait_for_timeout(500)
        serious = _serious(page)
    assert serious == [], serious


def _serious(page: Page) -> list[tuple[str, str, list[str]]]:
    found: dict[str, Any] = page.evaluate(f"async () => {{ {AXE}; return await axe.run() }}")
    return [
        (v["id"], v["help"], [n["html"][:200] for n in v["nodes"][:3]])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def sign_in(page: Page, served: Served, password: str) -> None:
    page.goto(served.address)
    page.get_by_label("Name").fill("owner")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@dataclass(frozen=True)
class Served:
    """A running console and the way in."""

    address: str
    password: str
    home: Path
    process: subprocess.Popen[str]


@dataclass
class Console:
    """A signed-in browser in front of a project, and the same API beside it."""

    page: Page
    served: Served
    csrf: str
    project: str

    def open(self, place: str) -> None:
        self.page.goto(f"{self.served.address}/p/{self.project}/{place}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def call(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = self.page.request.fetch(
            f"{self.served.address}/api/projects/{self.project}{path}",
            method=method,
            headers={"X-CSRF-Token": self.csrf, "Origin": self.served.address},
            data=body,
        )
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, key: str, event: dict[str, Any]) -> None:
        """What a program does: one event to our own API."""
        answer = requests.post(
            f"{self.served.address}/v1/events",
            json=event,
            headers={"Authorization": f"Bearer {key}"},
            timeout=90,
        )
        assert answer.json() == {"accepted": 1}
