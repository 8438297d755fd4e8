"""A browser in front of the real application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from yunying.app import App
from yunying.web.server import build_web
from yunying.workspace import OWNER

PASSWORD = "a much better password"
ORIGIN = "http://127.0.0.1"


@dataclass
class Browser:
    """What a page of the console can do: it keeps its cookie and sends its token with every change."""

    client: TestClient
    csrf: str | None = None

    def sign_in(self, password: str, name: str = OWNER) -> None:
        """Open a session."""
        answer = self.client.post("/api/session", json={"name": name, "password": password})
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]

    @property
    def headers(self) -> dict[str, str]:
        """Headers of a change."""
        return {"X-CSRF-Token": self.csrf or "", "Origin": ORIGIN}


@pytest.fixture
def visitor(app: App) -> Iterator[Browser]:
    """A browser that is not signed in."""
    with TestClient(build_web(app), base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield Browser(client)


@pytest.fixture
def newcomer(app: App, visitor: Browser) -> Browser:
    """Signed in with the one-time password."""
    password = app.workspace.members.ensure_owner()
    assert password is not None
    visitor.sign_in(password)
    visitor.client.headers["X-One-Time"] = password
    return visitor


@pytest.fixture
def owner(newcomer: Browser) -> Browser:
    """Signed in with a password of their own, every change bearing the token."""
    one_time = newcomer.client.headers.pop("X-One-Time")
    answer = newcomer.client.post(
        "/api/session/password", json={"current": one_time, "new": PASSWORD}, headers=newcomer.headers
    )
    assert answer.status_code == 200, answer.text
    newcomer.csrf = answer.json()["csrf"]
    newcomer.client.headers.update(newcomer.headers)
    return newcomer
