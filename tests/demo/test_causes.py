"""What is planted is named first when somebody asks why a metric moved; and where nothing happened, nothing is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from yunying.app import App, Watch, open_app
from yunying.core import Settings
from yunying.demo import planted
from yunying.kpi import Metric
from yunying.metrics import Between
from yunying.workspace import Project

NOW = datetime(2026, 8, 16, 15, 30, tzinfo=UTC)
"""Nearly midnight in the simulation's zone: its last day is whole."""
METRICS: dict[str, dict[str, Any]] = {
    "payers": {"type": "people", "event": "pay_order"},
    "checkouts": {"type": "people", "event": "checkout"},
    "paid_checkouts": {"type": "ratio", "of": "payers", "by": "checkouts"},
    "new_people": {"type": "people", "event": "sign_up", "first_ever": True},
    "active": {"type": "people", "event": None},
}
Slices = tuple[dict[str, Any], ...]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[App, Project]:
    """The whole demo, with metrics."""
    app = open_app(Settings.read({}, tmp_path_factory.mktemp("home")), clock=lambda: NOW)
    project = app.imports.demo_project()
    app.imports.load_demo(project, Watch())
    metrics = {
        key: Metric.model_validate({"name": {"zh": key, "en": key}, "is": of}) for key, of in METRICS.items()
    }
    app.measuring.apply(project, metrics, by=None)
    return app, project


def explained(
    shop: tuple[App, Project], metric: str, now: tuple[date, date], before: tuple[date, date]
) -> Slices:
    app, project = shop
    period, against = (Between.model_validate({"from": a, "to": b}) for a, b in (now, before))
    found = app.measuring.explain(project, metric, period, against, by=None).result()
    slices: Slices = found["slices"]
    return slices


def days_ago(shop: tuple[App, Project], first: int, last: int) -> tuple[date, date]:
    """From one day to another, told by how many days before the simulation's last."""
    app, project = shop
    data = app.datasets.of(project)
    today = data.calendar.today(data.clock())
    return today - timedelta(days=first), today - timedelta(days=last)


def planted_days(shop: tuple[App, Project], key: str) -> tuple[date, date]:
    """When one of the incidents was."""
    _, today = days_ago(shop, 0, 0)
    return next((one.first, one.last) for one in planted(today) if one.key == key)


@pytest.mark.parametrize("before", [4, 14, 28])
def test_the_checkout_fault_is_that_of_ios(shop: tuple[App, Project], before: int) -> None:
    first, last = planted_days(shop, "checkout_fault")
    earlier = (first - timedelta(days=before), first - timedelta(days=1))
    found = explained(shop, "paid_checkouts", (first, last), earlier)
    assert found[0]["values"] == {"platform": "iOS"}
    assert found[0]["effect"] < -0.1
    assert all(abs(one["effect"]) < 0.03 for one in found[1:])


def test_a_night_of_fake_sign_ups_is_that_of_the_outdated_app(shop: tuple[App, Project]) -> None:
    first, _ = planted_days(shop, "fake_sign_ups")
    found = explained(
        shop, "new_people", (first, first), (first - timedelta(days=14), first - timedelta(days=1))
    )
    names = [found[0]["values"], *found[0]["also"]]
    assert {"app_version": "2.9.0"} in names
    assert {"device_model": "generic_x86"} in names


@pytest.mark.parametrize("metric", ["payers", "checkouts", "paid_checkouts", "new_people", "active"])
def test_in_a_quiet_week_nothing_stands_out(shop: tuple[App, Project], metric: str) -> None:
    assert explained(shop, metric, days_ago(shop, 9, 3), days_ago(shop, 27, 13)) == ()
