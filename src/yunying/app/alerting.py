"""Alerts as people see them: listed, opened with the figure's days around them, and how the looking goes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from yunying.app.asking import Pending
from yunying.app.judging import judged
from yunying.app.measuring import Measuring
from yunying.app.watching import read_rule, verdict_wire
from yunying.core import NotFound
from yunying.kpi import Desk
from yunying.metrics import Days, Label
from yunying.store import Dataset
from yunying.store.ledger import Alert
from yunying.watch import Rule
from yunying.workspace import Project, Workspace

_AROUND = {"hour": (4, 1), "day": (42, 7), "week": (140, 28)}
"""Days shown before an alert and after it."""


class Alerting:
    """Use-cases of looking at alerts."""

    def __init__(self, workspace: Workspace, measuring: Measuring) -> None:
        self._workspace = workspace
        self._measuring = measuring

    def all(self, project: Project, *, resolved: bool = False) -> list[dict[str, Any]]:
        """Alerts that nobody has resolved, or those that were."""
        states = ("resolved",) if resolved else ("open", "acknowledged", "snoozed")
        rules = self._rules(project)
        return [self._wire(one, rules) for one in self._workspace.alerts.all(project.id, states)]

    def get(self, project: Project, alert_id: str) -> dict[str, Any]:
        """One, with its rule as it is now, what was done about it, and the others of its cause."""
        alert = self._workspace.alerts.get(project.id, alert_id)
        rules = self._rules(project)
        rule = rules.get(alert.rule_id)
        group = self._workspace.alerts.of_group(alert.group_id)
        name_of = self._workspace.members.name_of
        return self._wire(alert, rules) | {
            "rule": None if rule is None else rule.model_dump(mode="json", by_alias=True),
            "notes": [
                {"at": one.at, "by": name_of(one.by), "did": one.did, "text": one.text}
                for one in self._workspace.alerts.notes(alert.id)
            ],
            "others": [self._wire(one, rules) for one in group if one.id != alert.id],
        }

    def series(self, project: Project, alert_id: str, *, by: str | None) -> Pending[dict[str, Any]]:
        """The figure's periods around an alert, with what was in order; by the rule as it is now."""
        alert = self._workspace.alerts.get(project.id, alert_id)
        rule = self._rules(project).get(alert.rule_id)
        if rule is None:
            raise NotFound(
                "rule_is_gone",
                "The rule of this alert was deleted; restore it to see the days around.",
                field="alert",
                value=alert_id,
            )
        metrics = self._measuring.metrics(project)

        def find(data: Dataset, desk: Desk) -> dict[str, Any]:
            before, after = _AROUND[rule.interval]
            first = data.calendar.period_start(
                alert.first_day - timedelta(days=before), "week" if rule.interval == "week" else "day"
            )
            last = min(alert.last_day + timedelta(days=after), data.calendar.today(data.clock()))
            value: Label = json.loads(alert.slice)
            there = [
                one for one in judged(desk, data, rule, metrics, Days(first, last)) if one.value == value
            ]
            return {
                "interval": rule.interval,
                "points": [verdict_wire(point) for one in there[:1] for point in one.verdicts],
            }

        return self._measuring.at_desk(project, find, by=by)

    def status(self, project: Project) -> dict[str, Any]:
        """When rules were last looked at, and which cannot be judged."""
        looks = self._workspace.alerts.looks(project.id)
        rules = list(self._workspace.definitions.all(project.id, "rule"))
        there = [looks[one.id] for one in rules if one.id in looks]
        return {
            "rules": len(rules),
            "looked_at": max((one.looked_at for one in there), default=None),
            "failing": [
                {"id": one.id, "name": one.name, "error": looks[one.id].error}
                for one in rules
                if one.id in looks and looks[one.id].error is not None
            ],
        }

    def _rules(self, project: Project) -> dict[str, Rule]:
        return {one.id: read_rule(one) for one in self._workspace.definitions.all(project.id, "rule")}

    def _wire(self, one: Alert, rules: dict[str, Rule]) -> dict[str, Any]:
        rule = rules.get(one.rule_id)
        return {
            "id": one.id,
            "rule_id": one.rule_id,
            "rule_name": one.rule_name,
            "metric": one.metric,
            "property": None if rule is None or rule.by is None else rule.by.property,
            "slice": json.loads(one.slice),
            "first": one.first,
            "last": one.last,
            "worst": one.worst,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "side": one.side,
            "value": one.value,
            "expected": one.expected,
            "low": one.low,
            "high": one.high,
            "over": one.over,
            "state": one.state,
            "snoozed_until": one.snoozed_until,
            "owner": one.owner,
            "cause": one.cause,
            "group_id": one.group_id,
            "told_at": one.told_at,
            "held": one.held,
            "created_at": one.created_at,
        }
