"""Looking at all rules of a project: what newly is out of order becomes an alert, once, and is told once."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yunying.app.judging import Judged, judged
from yunying.app.kinship import Kinship
from yunying.app.measuring import Measuring
from yunying.app.telling import Telling
from yunying.app.watching import read_rule
from yunying.core import Clock, Failed, YunyingError
from yunying.kpi import Desk, Metric
from yunying.metrics import Days
from yunying.store import Dataset
from yunying.store.ledger import Alert, Definition
from yunying.watch import Episode, Rule, Verdict, episodes, ongoing
from yunying.workspace import Occurrence, Project, Workspace

log = logging.getLogger("yunying.watch")
_BACK = {"hour": 4, "day": 35, "week": 84}
"""Days that are looked at: as long as nobody looked, their episodes become alerts afterwards."""
_APART = 3
"""Periods between two episodes that are one: data that came late may have joined or parted them."""


@dataclass(frozen=True)
class Looked:
    """What a round did: rules looked at, alerts made, rules that could not be judged."""

    rules: int
    made: int
    failed: int
    seconds: float


class Looking:
    """The use-case of looking. One process at a time does it."""

    def __init__(self, clock: Clock, workspace: Workspace, measuring: Measuring, telling: Telling) -> None:
        self._clock = clock
        self._workspace = workspace
        self._alerts = workspace.alerts
        self._measuring = measuring
        self._telling = telling

    def look(self, project: Project) -> Looked:
        """Look at every active rule. Done again it changes nothing, as long as the data is the same."""
        began = time.perf_counter()
        metrics = self._measuring.metrics(project)
        made: list[Alert] = []
        looked = failed = 0
        for definition in self._workspace.definitions.all(project.id, "rule"):
            try:
                rule = read_rule(definition)
                if not rule.active:
                    continue
                looked += 1
                made += self._rule(project, definition, rule, metrics)
            except YunyingError as error:
                failed += 1
                self._alerts.looked(project.id, definition.id, None, error.as_wire()["error"])
            except Exception as error:
                # One that cannot be judged must not keep the others from speaking.
                log.exception("Rule %s could not be looked at", definition.name)
                failed += 1
                text = f"It could not be looked at ({type(error).__name__}); see the log of the worker."
                self._alerts.looked(
                    project.id, definition.id, None, Failed("look_failed", text).as_wire()["error"]
                )
        self._group(project, made, Kinship(metrics))
        self._telling.tell(project, metrics)
        return Looked(looked, len(made), failed, time.perf_counter() - began)

    def _rule(
        self, project: Project, definition: Definition, rule: Rule, metrics: dict[str, Metric]
    ) -> list[Alert]:
        """Keep what a rule finds; returns the alerts that are new."""

        def find(data: Dataset, desk: Desk) -> tuple[date, list[Judged]]:
            today = data.calendar.today(data.clock())
            first = data.calendar.period_start(
                today - timedelta(days=_BACK[rule.interval]), "week" if rule.interval == "week" else "day"
            )
            return first, judged(desk, data, rule, metrics, Days(first, today))

        first, found = self._measuring.at_desk(project, find, by=None).result()
        look = self._alerts.looks(project.id).get(definition.id)
        reached = look.reached if look else None
        known = self._alerts.of_rule(definition.id, first)
        made: list[Alert] = []
        for one in found:
            text = json.dumps(one.value, ensure_ascii=False)
            there = [alert for alert in known if alert.slice == text]
            made += self._slice(project, definition, rule, text, one.verdicts, there, reached)
        newest = max((_newest(one.verdicts) or "" for one in found), default="")
        self._alerts.looked(project.id, definition.id, newest or reached)
        return made

    def _slice(
        self,
        project: Project,
        definition: Definition,
        rule: Rule,
        text: str,
        verdicts: Sequence[Verdict],
        known: Sequence[Alert],
        reached: str | None,
    ) -> list[Alert]:
        place = {one.label: i for i, one in enumerate(verdicts)}
        made, seen = [], set()
        for episode in episodes(verdicts):
            found = _occurrence(episode, text, over=not ongoing(episode, verdicts))
            same = next((one for one in known if one.id not in seen and _same(one, found, place)), None)
            if same is not None:
                seen.add(same.id)
                self._alerts.update(same.id, found)
            elif not found.over or (reached in place and place[episode.spoke.label] > place[reached]):
                made.append(
                    self._alerts.make(
                        project.id, definition.id, definition.name, rule.metric, rule.owner, found
                    )
                )
        return made

    def _group(self, project: Project, made: Sequence[Alert], kin: Kinship) -> None:
        """Put new alerts under one that shares their cause: the metric that most others are made from or into."""
        lately = self._clock().date() - timedelta(days=2)
        there = [
            one
            for one in self._alerts.all(project.id, ("open", "acknowledged", "snoozed"))
            if one.last_day >= lately and not one.over and one.id not in {new.id for new in made}
        ]
        leads = [one for one in there if one.group_id == one.id]
        for alert in sorted(made, key=lambda one: -len(kin.made_from(one.metric))):
            lead = next(
                (one for one in leads if _together(one, alert) and kin.related(one.metric, alert.metric)),
                None,
            )
            if lead is None:
                leads.append(alert)
            else:
                self._alerts.join(alert.id, lead.id)


def _together(a: Alert, b: Alert) -> bool:
    """Whether they were out of order in the same days."""
    return a.first_day <= b.last_day and b.first_day <= a.last_day


def _same(alert: Alert, found: Occurrence, place: dict[str, int]) -> bool:
    if alert.side != found.side:
        return False
    first, last = place.get(alert.first, 0), place.get(alert.last)
    if last is None:
        return False
    return first <= place[found.last] + _APART and place[found.first] <= last + _APART


def _occurrence(episode: Episode, text: str, *, over: bool) -> Occurrence:
    worst = episode.worst
    return Occurrence(
        slice=text,
        side=episode.side,
        first=episode.began.label,
        last=episode.ended.label,
        worst=worst.label,
        first_day=episode.began.day,
        last_day=episode.ended.day,
        value=worst.value or 0.0,
        expected=worst.expected,
        low=worst.low,
        high=worst.high,
        over=over,
    )


def _newest(verdicts: Sequence[Verdict]) -> str | None:
    return next((one.label for one in reversed(verdicts) if one.state != "incomplete"), None)
