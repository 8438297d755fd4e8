"""A home whose notices go to receivers that run here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import HeldClock

from yunying.app import App, Message, open_app
from yunying.app.notifying import Sender
from yunying.core import Settings
from yunying.workspace import Project

NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)


class Office:
    """A project that tells things to channels."""

    def __init__(self, app: App, clock: HeldClock) -> None:
        self.app, self.clock = app, clock
        self.project: Project = app.workspace.projects.create("shop", "UTC")

    def add(self, kind: str, name: str = "", **place: str) -> str:
        return self.app.channeling.add(self.project, name or kind, kind, place, by=None).channel.id

    def post(self, name: str, *channels: str, **more: Any) -> list[str]:
        message = Message(**({"key": name, "title": f"标题 {name}", "text": "正文"} | more))
        return self.app.notifying.post(self.project, channels, message, by=None)

    def send(self) -> None:
        """Send what is due, one after another, until nothing is."""
        while due := self.app.notifying.due():
            for message in due:
                self.app.notifying.deliver(message.id)

    def states(self, channel: str) -> dict[str, str]:
        return {m.key: m.state for m in self.app.workspace.messages.of_channel(channel)}

    def shown(self, channel: str) -> dict[str, Any]:
        return next(c for c in self.app.channeling.all(self.project) if c["id"] == channel)

    def later(self, **by: float) -> None:
        self.clock.go_on(timedelta(**by))

    def sender(self) -> Sender:
        return Sender(self.app.notifying, wait=threading.Event().wait)


@contextmanager
def opened(folder: Path, *hosts: str) -> Iterator[Office]:
    clock = HeldClock(NOW)
    settings = Settings(home=folder / "home", threads=2, notice_hosts=hosts or ("private:127.0.0.1",))
    app = open_app(settings, clock=clock)
    try:
        yield Office(app, clock)
    finally:
        app.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as found:
        yield found
