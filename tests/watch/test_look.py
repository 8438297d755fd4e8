"""Looking at rules: an episode is one alert, a cause one notice, however often anybody looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import HeldClock
from tests.support.watched import FAULT, MAPPING, METRICS, shop_csv

from yunying.app import App, Watch, Watcher
from yunying.audience import read_body
from yunying.collect import Mapping
from yunying.core import Refused
from yunying.kpi import Metric
from yunying.watch import Rule
from yunying.workspace import Alert, Project

MORNING = datetime(2026, 4, 17, 2, 0, tzinfo=UTC)
"""Ten o'clock in Shanghai, on the fault's second day: its first one is whole."""
CHANNEL = "chn_1"


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path, clock: HeldClock) -> Project:
    clock.now = MORNING + timedelta(days=20)
    file = tmp_path / "shop.csv"
    file.write_text(shop_csv(), encoding="utf-8")
    app.imports.import_file(project, file, Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch())
    metrics = {key: read_body(Metric, body) for key, body in METRICS.items()}
    app.measuring.apply(project, metrics, by=None)
    app.workspace.channels.add(project.id, CHANNEL, "Ops", "webhook", address="x", sealed="", by=None)
    clock.now = MORNING
    return project


def keep(app: App, project: Project, metric: str = "orders", **further: Any) -> str:
    body = {"name": f"{metric} fall", "metric": metric, "channels": [CHANNEL], "language": "en"}
    when = {"type": "season", "direction": "down"}
    rule = read_body(Rule, body | {"when": when} | further)
    return str(app.watching.create(project, rule, by=None)["id"])


def alerts(app: App, project: Project) -> list[Alert]:
    return list(app.workspace.alerts.all(project.id))


def notices(app: App) -> list[str]:
    return [one.title for one in app.workspace.messages.of_channel(CHANNEL)]


def did(app: App, alert: Alert) -> list[str]:
    return [one.did for one in app.workspace.alerts.notes(alert.id)]


def test_an_episode_is_one_alert_and_one_notice(app: App, shop: Project, clock: HeldClock) -> None:
    keep(app, shop)
    for _ in range(3):
        assert app.looking.look(shop).failed == 0
    (one,) = alerts(app, shop)
    assert (one.first_day, one.last_day, one.side, one.over) == (FAULT[0], FAULT[0], -1, False)
    assert len(notices(app)) == 1
    assert "Orders 04-16 below what was expected: " in notices(app)[0]
    for days in (1, 2, 6):
        clock.now = MORNING + timedelta(days=days)
        app.looking.look(shop)
    (one,) = alerts(app, shop)
    assert (one.first_day, one.last_day, one.over) == (*FAULT, True)
    assert did(app, one) == ["opened", "told", "over"]
    assert len(notices(app)) == 1


def test_what_nobody_looked_at_meanwhile_is_found_afterwards(
    app: App, shop: Project, clock: HeldClock
) -> None:
    keep(app, shop)
    clock.now = MORNING - timedelta(days=2)
    assert app.looking.look(shop).made == 0
    clock.now = MORNING + timedelta(days=8)
    assert app.looking.look(shop).made == 1
    assert alerts(app, shop)[0].over


def test_a_new_rule_says_nothing_of_what_is_over(app: App, shop: Project, clock: HeldClock) -> None:
    keep(app, shop)
    clock.now = MORNING + timedelta(days=8)
    assert app.looking.look(shop).made == 0


def test_alerts_of_one_cause_are_one_notice(app: App, shop: Project) -> None:
    keep(app, shop, "orders")
    keep(app, shop, "order_rate", by={"property": "city"}, when={"type": "bound", "below": 0.2})
    keep(app, shop, "visitors", when={"type": "bound", "above": 10})
    app.looking.look(shop)
    found = {one.metric: one for one in alerts(app, shop)}
    lead = found["order_rate"]
    assert lead.slice == '"上海"'
    assert {one.group_id for one in found.values()} == {lead.id}
    assert [one.held for one in found.values() if one is not lead] == ["group", "group"]
    (message,) = app.workspace.messages.of_channel(CHANNEL)
    assert message.title == "Orders a visitor (上海) 04-16 below its bound: 0"
    assert "Other alerts of the same cause (2):" in message.text


def test_somebody_looks_into_it(app: App, shop: Project, clock: HeldClock) -> None:
    keep(app, shop)
    app.looking.look(shop)
    service = app.workspace.alerts
    (one,) = alerts(app, shop)
    assert service.acknowledge(shop.id, one.id, owner="Wang", by="mem_1").owner == "Wang"
    service.snooze(shop.id, one.id, FAULT[0] + timedelta(days=2), by="mem_1")
    app.looking.look(shop)
    assert service.get(shop.id, one.id).state == "snoozed"
    clock.now = MORNING + timedelta(days=1)
    app.looking.look(shop)
    assert service.get(shop.id, one.id).state == "open"
    assert len(notices(app)) == 2
    with pytest.raises(Refused):
        service.resolve(shop.id, one.id, " ", by="mem_1")
    service.resolve(shop.id, one.id, "The gateway was down.", by="mem_1")
    clock.now = MORNING + timedelta(days=2)
    app.looking.look(shop)
    (one,) = alerts(app, shop)
    assert (one.state, one.cause, one.last_day) == ("resolved", "The gateway was down.", FAULT[1])
    assert len(notices(app)) == 2


def test_what_is_held_back_says_why(app: App, shop: Project, clock: HeldClock) -> None:
    keep(app, shop, muted_until="2026-05-01")
    app.looking.look(shop)
    assert alerts(app, shop)[0].held == "muted"
    keep(app, shop, "visitors", when={"type": "bound", "above": 10}, quiet={"from": "22:00", "to": "11:00"})
    app.looking.look(shop)
    quiet = next(one for one in alerts(app, shop) if one.metric == "visitors")
    assert quiet.held == "quiet"
    assert notices(app) == []
    clock.now = MORNING + timedelta(hours=2)
    app.looking.look(shop)
    assert len(notices(app)) == 1


def test_a_rule_speaks_no_oftener_than_its_cap(app: App, shop: Project) -> None:
    keep(app, shop, "visitors", by={"property": "city"}, when={"type": "bound", "above": 1}, cap=1)
    app.looking.look(shop)
    # Slices of one metric share their cause: one names the other.
    assert sorted(one.held or "" for one in alerts(app, shop)) == ["", "group"]
    assert len(notices(app)) == 1


def test_a_rule_that_cannot_be_judged_says_so_and_keeps_none_from_speaking(app: App, shop: Project) -> None:
    broken = keep(app, shop, "order_rate", filters=[{"property": "nowhere", "op": "=", "value": 1}])
    keep(app, shop)
    watcher = Watcher(app.workspace, app.looking, pause=0)
    assert watcher.run_once() == 1
    looks = app.workspace.alerts.looks(shop.id)
    assert looks[broken].error is not None
    assert sum(one.error is None for one in looks.values()) == 1
    assert watcher.run_once() == 0
