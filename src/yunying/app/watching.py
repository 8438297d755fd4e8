"""Rules that watch metrics: keeping them, and trying one on the past before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from yunying.app.asking import Pending
from yunying.app.judging import Judged, judged
from yunying.app.measuring import Measuring
from yunying.audience import read_body, write_body
from yunying.core import NotFound, Refused, day_of
from yunying.kpi import Desk, Metric
from yunying.metrics import Days
from yunying.store import Dataset
from yunying.store.ledger import Definition
from yunying.watch import Episode, Incident, Rule, Verdict, episodes, tried
from yunying.workspace import Project, Workspace

LAST_DAYS = 180
"""On which a rule is tried, where nobody said on how many."""
_MOST_DAYS = {"hour": 60, "day": 730, "week": 1400}
_LASTS = 3
"""Days in which an incident that was noted on one day may be noticed."""


class Watching:
    """Use-cases of rules."""

    def __init__(self, workspace: Workspace, measuring: Measuring) -> None:
        self._workspace = workspace
        self._definitions = workspace.definitions
        self._measuring = measuring

    def all(self, project: Project, *, deleted: bool = False) -> list[dict[str, Any]]:
        """Every rule of a project, as it is shown."""
        return [self.wire(one) for one in self._definitions.all(project.id, "rule", deleted=deleted)]

    def get(self, project: Project, text: str) -> dict[str, Any]:
        """One by its id, key or name."""
        return self.wire(self.find(project, text))

    def find(self, project: Project, text: str) -> Definition:
        """One by its id, key or name."""
        try:
            return self._definitions.find(project.id, "rule", text)
        except NotFound:
            raise _unknown(text) from None

    def create(
        self, project: Project, rule: Rule, *, key: str | None = None, by: str | None
    ) -> dict[str, Any]:
        """Keep a rule; where no key is given it is called by its metric."""
        self._checked(project, rule)
        taken = {one.key for one in self._definitions.all(project.id, "rule")}
        free = (rule.metric if n == 1 else f"{rule.metric}_{n}" for n in range(1, len(taken) + 2))
        made = self._definitions.create(
            project.id,
            "rule",
            key or next(one for one in free if one not in taken),
            rule.name,
            write_body(rule),
            by=by,
        )
        return self.wire(made)

    def change(
        self, project: Project, text: str, rule: Rule, *, version: int | None = None, by: str | None
    ) -> dict[str, Any]:
        """Let a rule say something else. What says the same makes no version."""
        self._checked(project, rule)
        known = self.find(project, text)
        body = write_body(rule)
        if known.body == body:
            return self.wire(known)
        changed = self._definitions.change(
            project.id, known.id, name=rule.name, body=body, version=version, by=by
        )
        return self.wire(changed)

    def apply(self, project: Project, wanted: Mapping[str, Rule], *, by: str | None) -> list[dict[str, Any]]:
        """Keep rules by key, or change those there are; all of them or none."""
        for rule in wanted.values():
            self._checked(project, rule)
        known = {one.key: one for one in self._definitions.all(project.id, "rule")}
        done = []
        for key, rule in wanted.items():
            before = known.get(key)
            if before is None:
                found, did = self.create(project, rule, key=key, by=by), "defined"
            else:
                found = self.change(project, before.id, rule, by=by)
                did = "same" if found["version"] == before.version else "changed"
            done.append({"key": key, "did": did, "version": found["version"]})
        return done

    def mute(self, project: Project, text: str, until: date | None, *, by: str | None) -> dict[str, Any]:
        """Tell nobody of its alerts before a day; None lets it speak again."""
        known = self.find(project, text)
        muted = read_rule(known).model_copy(update={"muted_until": until})
        return self.change(project, known.id, muted, by=by)

    def delete(self, project: Project, text: str, *, by: str | None) -> None:
        """Take a rule away; its alerts stay."""
        self._definitions.delete(project.id, self.find(project, text).id, by=by)

    def restore(self, project: Project, rule_id: str, *, by: str | None) -> dict[str, Any]:
        """Bring back one that was deleted."""
        return self.wire(self._definitions.restore(project.id, rule_id, by=by))

    def try_on_past(
        self,
        project: Project,
        rule: Rule,
        days: int = LAST_DAYS,
        incidents: Sequence[Incident] | None = None,
        *,
        by: str | None,
    ) -> Pending[dict[str, Any]]:
        """What a rule would have said on the last so many days, each told from what came before it; which incidents it
        would have caught (by default those noted on charts), and how late."""
        metrics = self._checked(project, rule)
        if not 1 <= days <= _MOST_DAYS[rule.interval]:
            raise Refused(
                "range_too_long",
                f"By {rule.interval} a rule is tried on up to {_MOST_DAYS[rule.interval]:,} days.",
                field="days",
                most=_MOST_DAYS[rule.interval],
            )

        def find(data: Dataset, desk: Desk) -> dict[str, Any]:
            last = data.calendar.today(data.clock())
            if numbers := data.hot.view().numbers:
                last = min(
                    last, day_of(numbers[-1])
                )  # where events ended long ago, on the days that have some
            first = data.calendar.period_start(
                last - timedelta(days=days - 1), "day" if rule.interval == "hour" else rule.interval
            )
            found = judged(desk, data, rule, metrics, Days(first, last))
            known = self.incidents(project, data, first, last) if incidents is None else list(incidents)
            done = tried([one.verdicts for one in found], known, rule.interval)
            return {
                "metric": rule.metric,
                "interval": rule.interval,
                "range": {"from": first, "to": last},
                "slices": [_slice(one) for one in found],
                "judged": done.judged,
                "spoken": sum(len(episodes(one.verdicts)) for one in found),
                "spoken_a_month": done.spoken_a_month,
                "false_alarms": done.false_alarms if known else None,
                "false_a_month": done.false_a_month,
                "incidents": [
                    {
                        "name": one.incident.name,
                        "from": one.incident.first,
                        "to": one.incident.last,
                        "days_late": one.days_late,
                    }
                    for one in done.caught
                ],
            }

        return self._measuring.at_desk(project, find, by=by)

    def incidents(self, project: Project, data: Dataset, first: date, last: date) -> list[Incident]:
        """Incidents noted on charts: from their day on some days. The same text on several days is one."""
        days: dict[str, list[date]] = {}
        for one in self._workspace.annotations.all(project.id):
            day = one.day or (one.at and data.calendar.today(one.at))
            if one.kind == "incident" and day and first <= day <= last:
                days.setdefault(one.text, []).append(day)
        return [
            Incident(text, min(on), max(*on, min(on) + timedelta(days=_LASTS - 1)))
            for text, on in days.items()
        ]

    def wire(self, definition: Definition) -> dict[str, Any]:
        """A rule as it is shown."""
        return {
            "id": definition.id,
            "key": definition.key,
            "rule": definition.body,
            "version": definition.version,
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
            "updated_at": definition.updated_at,
        }

    def _checked(self, project: Project, rule: Rule) -> dict[str, Metric]:
        metrics = self._measuring.metrics(project)
        if rule.metric not in metrics:
            raise NotFound(
                "unknown_metric",
                f"There is no metric {rule.metric!r} in this project; choose one from the list.",
                field="metric",
                value=rule.metric,
            )
        return metrics


def read_rule(definition: Definition) -> Rule:
    """What a definition says."""
    return read_body(Rule, definition.body, "rule")


def verdict_wire(one: Verdict) -> dict[str, Any]:
    """A verdict as it is shown."""
    return {
        "bucket": one.label,
        "value": one.value,
        "expected": one.expected,
        "low": one.low,
        "high": one.high,
        "state": one.state,
        "side": one.side,
        "spoken": one.spoken,
    }


def _slice(one: Judged) -> dict[str, Any]:
    return {
        "value": one.value,
        "points": [verdict_wire(verdict) for verdict in one.verdicts],
        "episodes": [_episode(episode) for episode in episodes(one.verdicts)],
    }


def _episode(one: Episode) -> dict[str, Any]:
    return {
        "from": one.began.label,
        "to": one.ended.label,
        "spoke": one.spoke.label,
        "side": one.side,
        "value": one.worst.value,
        "expected": one.worst.expected,
        "worst": one.worst.label,
    }


def _unknown(text: str) -> NotFound:
    return NotFound(
        "unknown_rule",
        f"There is no rule {text!r} in this project; choose one from the list.",
        field="rule",
        value=text,
    )
