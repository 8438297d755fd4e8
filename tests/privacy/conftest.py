"""A project in which somebody has left traces everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests.support.clock import HeldClock
from tests.support.sending import send

from yunying.app import App
from yunying.workspace import Project

ANN, ANN_PHONE, BOB, CID = "ann@example.org", "device-of-ann-7781", "bob@example.org", "cid-安娜的朋友-3"


@dataclass
class Shop:
    """The project, its source, and a way to send."""

    app: App
    project: Project
    source: str
    clock: HeldClock

    def send(self, *events: dict[str, Any], process: bool = True) -> int:
        """One request, a second later than the last."""
        self.clock.go_on(timedelta(seconds=1))
        return send(self.app, self.project, self.source, *events, process=process)

    def event(self, who: str, name: str, **more: Any) -> dict[str, Any]:
        """An event that happens now."""
        return {"event": name, "distinct_id": who, "time": self.clock().isoformat(), **more}


@pytest.fixture
def shop(app: App, project: Project, clock: HeldClock) -> Shop:
    """Ann visits on her phone, signs in and buys; Bob and Cid are in the same requests."""
    source = app.workspace.sources.create(project.id, "web", "api")
    shop = Shop(app, project, source.id, clock)
    shop.send(shop.event(ANN_PHONE, "visit"), shop.event(BOB, "visit"), shop.event(CID, "visit"))
    shop.send(
        shop.event(ANN, "sign up", merge=ANN_PHONE, person={"set": {"mail": ANN, "city": "上海"}}),
        shop.event(BOB, "sign up", person={"set": {"city": "北京"}}),
    )
    shop.send(shop.event(ANN, "buy", properties={"amount": 10.5, "note": f"for {ANN}"}, event_id="ann-1"))
    shop.send(
        {"event": "no time zone", "distinct_id": ANN, "time": "2026-03-01 10:00:00"},
        {"event": "no time zone", "distinct_id": BOB, "time": "2026-03-01 10:00:00"},
        {"event": "timeless", "distinct_id": BOB},
        {"event": "timeless", "distinct_id": BOB},
        shop.event(BOB, "buy", properties={"amount": 20}),
    )
    return shop
