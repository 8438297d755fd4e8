"""Every snippet of docs/collecting.md does what it is there for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.protocols.harness import SDKS, Server

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "collecting.md").read_text(encoding="utf-8")
SNIPPETS = {
    match[1]: match[2] for match in re.finditer(r"^```([a-z]+ [a-z0-9 ]+)\n(.*?)^```", TEXT, re.M | re.S)
}
PACKAGES = {
    "@segment/analytics-next": ("dist/umd/index.js", "AnalyticsNext"),
    "@rudderstack/analytics-js": ("dist/npm/modern/bundled/umd/index.js", "rudderanalytics"),
    "posthog-js": ("dist/array.full.no-external.js", "posthog"),
    "sa-sdk-javascript": ("dist/web/sensorsdata.js", "sensorsDataAnalytic201505"),
    "mixpanel-browser": ("dist/mixpanel.umd.js", "mixpanel"),
    "@amplitude/analytics-browser": ("lib/scripts/amplitude-min.umd.js", "amplitude"),
}
"""A package's file for pages without a bundler, and the name that it gives itself there."""


def _named(kind: str) -> list[str]:
    return [name for name in SNIPPETS if name.startswith(kind)]


def _filled(name: str, server: Server) -> str:
    return (
        SNIPPETS[name]
        .replace("https://collect.example", server.address)
        .replace("WRITE_KEY", server.write_key)
    )


def _arrived(server: Server) -> None:
    """The order is there, so is the city, and whoever was anonymous is linked to who they are."""
    records = server.until(
        lambda found: (
            {99.5} <= {r.properties.get("amount") for r in found}
            and any(r.person and r.person.set.get("city") == "上海" for r in found)
            and any(link for r in found for link in r.links)
        )
    )
    (paid,) = [r for r in records if r.properties.get("amount") == 99.5]
    assert paid.event in ("order paid", "order_paid")
    linked = {link.other for r in records for link in r.links}
    assert {r.distinct_id for r in records} - linked == {"u-17"}


def test_every_protocol_has_its_snippets() -> None:
    python = {"segment", "rudderstack", "posthog", "sensors", "mixpanel", "amplitude"}
    assert set(_named("python")) == {f"python {name}" for name in python}
    assert set(_named("js browser")) == {f"js browser {name}" for name in python}
    assert {"js node segment", "js node posthog", "sh ga4", "sh own"} <= set(SNIPPETS)


@pytest.mark.parametrize("name", [*_named("python"), *_named("js node"), *_named("sh")])
def test_on_a_server(name: str, server: Server) -> None:
    commands = {
        "python": [sys.executable, "-c"],
        "js": [sys.executable, str(ROOT / "scripts" / "node.py"), "node", "--input-type=module", "-e"],
        "sh": ["sh", "-c"],
    }
    command = [*commands[name.split(maxsplit=1)[0]], _filled(name, server)]
    done = subprocess.run(command, cwd=SDKS, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    _arrived(server)


@pytest.mark.xdist_group("browser-sdks")
@pytest.mark.parametrize("name", _named("js browser"))
def test_in_a_browser(name: str, server: Server, browser: Browser, site: str) -> None:
    # A robot is what posthog-js does not count; a person's browser does not call itself headless.
    context = browser.new_context(user_agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36")
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })")
    page = context.new_page()
    page.goto(f"{site}/shop/")
    package = re.search(r'from "(.+)";', SNIPPETS[name])
    assert package is not None
    file, known_as = PACKAGES[package[1]]
    page.add_script_tag(url=f"/{package[1]}/{file}")
    line = r'import (?:\* as )?(.+) from ".+";'
    # A name may be imported that the page has already.
    page.add_script_tag(
        content=re.sub(line, rf"const \1 = window.{known_as};", f"{{{_filled(name, server)}}}")
    )
    _arrived(server)
    context.close()
