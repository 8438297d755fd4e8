"""Telling of alerts: one notice for those that share a cause, within the bounds that its rule sets."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yunying.app.notifying import Message, Notifying
from yunying.app.watching import read_rule
from yunying.core import Clock, NotFound, Settings
from yunying.kpi import Metric
from yunying.store.ledger import Alert
from yunying.watch import Quiet, Rule
from yunying.workspace import Held, Project, Workspace

MOST_A_DAY = 30
"""Notices of a project's alerts."""
_MOST_NAMED = 8
_WORDS: dict[str, Any] = {
    "zh": {
        "title": "{metric}{slice} {day} {way}:{value}",
        "way": {1: "高于预期", -1: "低于预期"},
        "bound": {1: "高于界限", -1: "低于界限"},
        "expected": "预期 {expected},正常范围 {low} 至 {high},变化 {change}",
        "range": "正常范围 {low} 至 {high}",
        "rule": "规则:{rule}",
        "owner": "负责人:{owner}",
        "others": "同因的其他预警({count}):",
        "since": "自 {first} 起",
        "none": "不限",
    },
    "en": {
        "title": "{metric}{slice} {day} {way}: {value}",
        "way": {1: "above what was expected", -1: "below what was expected"},
        "bound": {1: "above its bound", -1: "below its bound"},
        "expected": "Expected {expected}, in order from {low} to {high}, change {change}",
        "range": "In order from {low} to {high}",
        "rule": "Rule: {rule}",
        "owner": "Owner: {owner}",
        "others": "Other alerts of the same cause ({count}):",
        "since": "since {first}",
        "none": "no bound",
    },
}


class Telling:
    """Tells channels of alerts, each group once."""

    def __init__(self, settings: Settings, clock: Clock, workspace: Workspace, notifying: Notifying) -> None:
        self._base = settings.public_url
        self._clock = clock
        self._workspace = workspace
        self._alerts = workspace.alerts
        self._notifying = notifying

    def tell(self, project: Project, metrics: Mapping[str, Metric]) -> None:
        """Tell of what nobody was told yet; open again what was snoozed until today."""
        now = self._clock().astimezone(ZoneInfo(project.timezone))
        for alert in self._alerts.all(project.id, ("snoozed",)):
            if alert.snoozed_until is not None and alert.snoozed_until <= now.date():
                self._alerts.reopen(project.id, alert.id, by=None)
        there = self._alerts.all(project.id, ("open",))
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        told = self._alerts.told_since(project.id, midnight)
        for lead in reversed(there):  # the oldest first
            if lead.group_id != lead.id:
                if lead.told_at is None and lead.held is None:
                    self._alerts.told(lead.id, "group")
                continue
            if lead.told_at is not None or lead.held not in (None, "quiet"):
                continue
            rule = self._rule(project, lead)
            if rule is None:
                continue
            group = [one for one in there if one.group_id == lead.id and one.id != lead.id]
            rules = [rule, *filter(None, (self._rule(project, one) for one in group))]
            channels = list(dict.fromkeys(channel for one in rules for channel in one.channels))
            held = _held(rule, channels, told, lead, now)
            if held is None:
                self._post(project, lead, group, rule, channels, metrics)
                told.append(lead.rule_id)
            self._alerts.told(lead.id, held, channels)

    def _post(
        self,
        project: Project,
        lead: Alert,
        group: Sequence[Alert],
        rule: Rule,
        channels: Sequence[str],
        metrics: Mapping[str, Metric],
    ) -> None:
        words = _WORDS[rule.language]
        lines = [_range_line(lead, metrics, rule.language), words["rule"].format(rule=lead.rule_name)]
        if lead.owner:
            lines.append(words["owner"].format(owner=lead.owner))
        if lead.first != lead.last:
            lines.append(words["since"].format(first=lead.first_day))
        if group:
            lines += ["", words["others"].format(count=len(group))]
            lines += [f"- {_title(one, metrics, rule.language)}" for one in group[:_MOST_NAMED]]
        path = f"/p/{project.id}/watch/alerts/{lead.id}"
        if self._base is None:
            lines += ["", path]
        message = Message(
            # Snoozed and open again on another day, it is told again.
            key=f"alert:{lead.id}:{self._clock():%Y%m%d}",
            title=_title(lead, metrics, rule.language),
            text="\n".join(lines),
            link=None if self._base is None else self._base.rstrip("/") + path,
        )
        self._notifying.post(project, channels, message, by=None)

    def _rule(self, project: Project, alert: Alert) -> Rule | None:
        try:
            return read_rule(self._workspace.definitions.get(project.id, alert.rule_id))
        except NotFound:
            return None


def _held(
    rule: Rule, channels: Sequence[str], told: Sequence[str], alert: Alert, now: datetime
) -> Held | None:
    """Why nobody is told, if so."""
    if not channels:
        return "no_channel"
    if rule.muted_until is not None and now.date() < rule.muted_until:
        return "muted"
    if told.count(alert.rule_id) >= rule.cap or len(told) >= MOST_A_DAY:
        return "cap"
    return "quiet" if rule.quiet is not None and _quiet(rule.quiet, now) else None


def _quiet(quiet: Quiet, now: datetime) -> bool:
    clock = f"{now:%H:%M}"
    if quiet.from_ <= quiet.to:
        return quiet.from_ <= clock < quiet.to
    return clock >= quiet.from_ or clock < quiet.to


def _title(alert: Alert, metrics: Mapping[str, Metric], language: str) -> str:
    words = _WORDS[language]
    metric = metrics.get(alert.metric)
    value = json.loads(alert.slice)
    ways = words["way"] if alert.expected is not None else words["bound"]
    name = alert.metric if metric is None else getattr(metric.name, language)
    return str(
        words["title"].format(
            metric=name,
            slice="" if value is None else f" ({value})",
            day=alert.worst[5:16].replace("T", " "),
            way=ways[alert.side],
            value=figure(alert.value, metric),
        )
    )


def _range_line(alert: Alert, metrics: Mapping[str, Metric], language: str) -> str:
    words = _WORDS[language]
    metric = metrics.get(alert.metric)

    def end(value: float | None) -> str:
        return words["none"] if value is None else figure(value, metric)

    if alert.expected is None:
        return str(words["range"].format(low=end(alert.low), high=end(alert.high)))
    change = "–" if not alert.expected else f"{alert.value / alert.expected - 1:+.1%}"
    return str(
        words["expected"].format(
            expected=figure(alert.expected, metric), low=end(alert.low), high=end(alert.high), change=change
        )
    )


def figure(value: float, metric: Metric | None) -> str:
    """A figure in words, by its metric's unit."""
    if metric is not None and metric.unit == "share":
        return f"{value:.1%}"
    text = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.3g}"
    return f"{text} {metric.currency}" if metric is not None and metric.currency else text
