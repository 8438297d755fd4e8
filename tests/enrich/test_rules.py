"""Collecting rules: their bounds, how they are kept, and that a change is known by who made it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from yunying.app import App
from yunying.collect.channels import DEFAULT_CHANNELS, ChannelRule
from yunying.collect.rules import Rules, SessionSettings, Staff
from yunying.workspace import Project


def test_without_a_change_the_defaults_hold(app: App, project: Project) -> None:
    assert app.rules.get(project.id) == Rules()
    assert app.rules.version(project.id) == ""
    assert Rules().channel_rules == DEFAULT_CHANNELS


def test_what_is_put_is_in_force_and_audited(app: App, project: Project) -> None:
    rules = Rules(
        starts_on=date(2026, 1, 1),
        session=SessionSettings(timeout_minutes=20, split_at_midnight=True),
        staff=Staff(email_domains=("@Example.COM",), ip_ranges=("203.0.113.9/24",)),
        channel_rules=(ChannelRule(channel="everything"),),
    )
    app.rules.put(project.id, rules, by="mbr_1")
    first = app.rules.version(project.id)
    assert app.rules.get(project.id) == rules
    assert rules.staff.email_domains == ("example.com",)
    assert rules.staff.ip_ranges == ("203.0.113.0/24",)
    entry = app.workspace.audit.latest(1)[0]
    assert (entry.action, entry.member_id, entry.project_id) == ("rules.changed", "mbr_1", project.id)
    assert entry.subject == "channel_rules, session, staff, starts_on"
    app.rules.put(project.id, rules.model_copy(update={"future_minutes": 5}))
    assert app.rules.version(project.id) != first
    app.rules.put(project.id, rules)
    assert app.rules.version(project.id) == first
    entries = len(app.workspace.audit.latest())
    app.rules.put(project.id, rules)
    assert len(app.workspace.audit.latest()) == entries, "nothing was changed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"session": {"timeout_minutes": 0}},
        {"session": {"timeout_minutes": 1441}},
        {"ip": "some"},
        {"staff": {"ip_ranges": ["everywhere"]}},
        {"staff": {"email_domains": ["a b"]}},
        {"channel_rules": [{"channel": ""}]},
        {"channel_rules": [{"channel": "x", "when": [{"field": "utm_source"}]}]},
        {
            "channel_rules": [
                {"channel": "x", "when": [{"field": "utm_source", "op": "is set", "values": ["a"]}]}
            ]
        },
        {"channel_rules": [{"channel": "x", "when": [{"field": "parameter", "values": ["a"]}]}]},
        {
            "channel_rules": [
                {"channel": "x", "when": [{"field": "source", "parameter": "p", "values": ["a"]}]}
            ]
        },
        {"max_ids_per_person": 1},
        {"unknown": 1},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rules.model_validate(wrong)
