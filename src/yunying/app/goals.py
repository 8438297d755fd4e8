"""Goals of projects: defining them, how they stand, what was said of them, and a review of a week, month or quarter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, BinaryIO, Literal

import numpy as np
import numpy.typing as npt

from yunying.app.asking import Pending
from yunying.app.goal_standings import Shown, Standings
from yunying.app.measuring import Measuring
from yunying.app.spreadsheets import Table, write_workbook
from yunying.audience import read_body, write_body
from yunying.core import Calendar, Conflict, NotFound, Refused, csv_cell
from yunying.kpi import Desk
from yunying.kpi.goals import Goal, Standing, Status, check_stages, counted_as, score_of, worst
from yunying.store import Dataset
from yunying.store.ledger import Definition, GoalCheckIn
from yunying.workspace import Confidence, Project, Workspace

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,59}$")
_SILENT = 2
"""Days without data that are worth saying."""
_UNSPOKEN = 14
"""Days after which a goal waits for somebody to say how it goes."""
_COLUMNS = (
    "goal", "key result", "owner", "start", "target", "at begin", "at end", "change", "projected", "status then",
    "status now", "check-ins",
)  # fmt: skip


class Goals:
    """Use-cases of goals."""

    def __init__(self, workspace: Workspace, measuring: Measuring) -> None:
        self._workspace = workspace
        self._measuring = measuring

    def goals(self, project: Project) -> dict[str, Goal]:
        """A project's goals by key."""
        return {one.key: _read(one) for one in self._workspace.definitions.all(project.id, "goal")}

    def all(self, project: Project, *, by: str | None) -> Pending[list[dict[str, Any]]]:
        """Every goal and how it stands, in the order they were made; `parent` makes a tree of them."""
        definitions = self._workspace.definitions.all(project.id, "goal")

        def find(_: Dataset, desk: Desk) -> list[dict[str, Any]]:
            return self._standing(project, definitions, desk)

        return self._measuring.at_desk(project, find, by=by)

    def get(self, project: Project, key: str, *, by: str | None) -> Pending[dict[str, Any]]:
        """One goal with its course by day, what was said of it, and its versions."""
        known = self._find(project, key)
        definitions = self._workspace.definitions.all(project.id, "goal")

        def find(_: Dataset, desk: Desk) -> dict[str, Any]:
            standing = self._standing(project, definitions, desk, in_full=known.key)
            found = next(one for one in standing if one["key"] == known.key)
            return found | {
                "children": [
                    {name: one[name] for name in ("key", "name", "status", "score")}
                    for one in standing
                    if one["goal"].get("parent") == known.key
                ],
                "check_ins": [self._said(one) for one in self._workspace.check_ins.all(project.id, known.id)],
                "versions": [
                    {"version": one.version, "at": one.at, "by": self._workspace.members.name_of(one.by)}
                    for one in self._workspace.definitions.versions(project.id, known.id)
                ],
            }

        return self._measuring.at_desk(project, find, by=by)

    def apply(self, project: Project, wanted: Mapping[str, Goal], *, by: str | None) -> list[dict[str, Any]]:
        """Define goals, or change those whose key is known; all of them or none. What says the same stays."""
        known = {one.key: one for one in self._workspace.definitions.all(project.id, "goal")}
        together = {key: _read(one) for key, one in known.items()} | dict(wanted)
        metrics = self._measuring.metrics(project)
        for key, goal in wanted.items():
            if not _KEY.match(key) or key == "review":
                raise Refused(
                    "bad_goal_key",
                    f"{key!r} is no key: it begins with a small letter and has small letters, digits and _ alone, "
                    "and is not `review`.",
                    field="key",
                    value=key,
                )
            for i, one in enumerate(goal.key_results):
                field = f"goals.{key}.key_results.{i}"
                if one.metric not in metrics:
                    raise NotFound(
                        "unknown_metric",
                        f"There is no metric {one.metric!r} in this project; choose one from the list.",
                        field=f"{field}.metric",
                        value=one.metric,
                    )
                check_stages(one, counted_as(metrics[one.metric], metrics), field)
            _check_parents(key, together)
        return [
            self._workspace.definitions.put(project.id, "goal", key, goal.name.en, write_body(goal), by=by)
            for key, goal in wanted.items()
        ]

    def delete(self, project: Project, key: str, *, by: str | None) -> None:
        """Take a goal away; refused where others serve it."""
        known = self._find(project, key)
        below = [other for other, goal in self.goals(project).items() if goal.parent == known.key]
        if below:
            raise Conflict(
                "goal_has_children",
                f"Other goals serve this one ({', '.join(below[:5])}); give them another parent first.",
                children=below,
            )
        self._workspace.definitions.delete(project.id, known.id, by=by)

    def check_in(
        self,
        project: Project,
        key: str,
        comment: str,
        *,
        key_result: str | None = None,
        confidence: Confidence | None = None,
        by: str | None,
    ) -> dict[str, Any]:
        """Say how a goal, or one of its key results, goes; what its figure is at this moment is kept with it."""
        known = self._find(project, key)
        goal, value = _read(known), None
        if key_result is not None:
            if key_result not in [one.name for one in goal.key_results]:
                raise NotFound(
                    "unknown_key_result",
                    f"This goal has no key result {key_result!r}; choose one of its own.",
                    field="key_result",
                    value=key_result,
                )
            found = self.get(project, key, by=by).result()
            value = next(one["now"] for one in found["key_results"] if one["key"] == key_result)
        made = self._workspace.check_ins.add(
            project.id, known.id, known.name, comment,
            key_result=key_result, confidence=confidence, value=value, by=by,
        )  # fmt: skip
        return self._said(made)

    def review(self, project: Project, first: date, last: date, *, by: str | None) -> Pending[dict[str, Any]]:
        """What became of each goal within some days: as it stood before the first and at the end of the last, as far
        as data goes (recomputed from what is known now), and what was said meanwhile."""
        if last < first:
            raise Refused(
                "range_ends_before_start",
                f"The range ends ({last}) before it starts ({first}); swap the two days.",
                field="to",
                start=str(first),
                end=str(last),
            )
        definitions = [
            one
            for one in self._workspace.definitions.all(project.id, "goal")
            if _read(one).from_ <= last and _read(one).to >= first
        ]
        calendar = Calendar(project.timezone, project.week_start)
        said = [
            one
            for one in self._workspace.check_ins.all(project.id)
            if first <= calendar.today(one.at) <= last
        ]

        def find(_: Dataset, desk: Desk) -> dict[str, Any]:
            goals = {one.key: _read(one) for one in definitions}
            standings = Standings(desk, self._measuring.metrics(project), goals.values())
            before = first - timedelta(days=1)
            return {
                "from": first,
                "to": last,
                "through": min(standings.through, last),
                "goals": [
                    self._reviewed(one, goals[one.key], standings, before, last)
                    | {"check_ins": [self._said(s) for s in said if s.goal_id == one.id]}
                    for one in definitions
                ],
            }

        return self._measuring.at_desk(project, find, by=by)

    def review_file(self, sink: BinaryIO, found: dict[str, Any], kind: Literal["xlsx", "csv"]) -> None:
        """A review as a workbook, or as CSV with a row for each key result."""
        rows = [
            (
                goal["name"]["zh"], one["key"], one["owner"], one["start"], one["target"], one["before"],
                one["now"], one["change"], one["projected"], one["status_then"], one["status"],
                "\n".join(
                    f"{s['at']:%Y-%m-%d} {s['by'] or ''}: {s['comment']}"
                    for s in goal["check_ins"]
                    if s["key_result"] in (None, one["key"])
                ),
            )
            for goal in found["goals"]
            for one in goal["key_results"]
        ]  # fmt: skip
        if kind == "xlsx":
            title = f"{found['from']} – {found['to']}"
            write_workbook(sink, [Table(title, [(name, "plain") for name in _COLUMNS], rows, len(rows))])
            return
        text = io.TextIOWrapper(sink, encoding="utf-8-sig", newline="")
        lines = csv.writer(text)
        lines.writerow(_COLUMNS)
        lines.writerows([csv_cell(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()

    def _reviewed(
        self, definition: Definition, goal: Goal, standings: Standings, before: date, last: date
    ) -> dict[str, Any]:
        then, now = standings.of(goal, before), standings.of(goal, last)
        rows = []
        for old, new in zip(then, now, strict=True):
            a = old.standing.now if old.standing else None
            b = new.standing.now if new.standing else None
            rows.append(
                _figures(new)
                | {
                    "before": a,
                    "change": None if a is None or b is None else b - a,
                    "projected": _middle(new.standing),
                    "status_then": _status(old),
                }
            )
        return {
            "key": definition.key,
            "name": goal.name.model_dump(),
            "owner": goal.owner,
            "level": goal.level,
            "parent": goal.parent,
            "status_then": worst([_status(one) for one in then]),
            "status": worst([_status(one) for one in now]),
            "score_then": _score(then),
            "score": _score(now),
            "key_results": rows,
        }

    def _standing(
        self, project: Project, definitions: Sequence[Definition], desk: Desk, *, in_full: str | None = None
    ) -> list[dict[str, Any]]:
        goals = {one.key: _read(one) for one in definitions}
        metrics = self._measuring.metrics(project)
        standings = Standings(desk, metrics, goals.values())
        shown = {key: standings.of(goal, doors=key == in_full) for key, goal in goals.items()}
        newest = self._workspace.check_ins.newest(project.id)
        scores, statuses = _rolled_up(goals, shown)
        found = []
        for one in definitions:
            goal = goals[one.key]
            spoken = newest.get(one.id)
            since = max(
                goal.from_, desk.calendar.today(spoken or one.created_at)
            )  # nobody need speak of what has not begun
            below = [key for key, other in goals.items() if other.parent == one.key]
            found.append(
                {
                    "id": one.id,
                    "key": one.key,
                    "name": goal.name.model_dump(),
                    "goal": one.body,
                    "version": one.version,
                    "created_by": self._workspace.members.name_of(one.created_by),
                    "updated_at": one.updated_at,
                    "through": min(standings.through, goal.to),
                    "score": scores[one.key],
                    "status": statuses[one.key],
                    "elapsed": _elapsed(goal, standings.through),
                    "waiting": _waiting(
                        goal,
                        shown[one.key],
                        standings,
                        since,
                        [k for k in below if statuses[k] == "red"],
                        below,
                    ),
                    "key_results": [
                        _figures(kr)
                        | {
                            "name": metrics[kr.wanted.metric].name.model_dump()
                            if kr.wanted.metric in metrics
                            else None,
                            "unit": metrics[kr.wanted.metric].unit
                            if kr.wanted.metric in metrics
                            else "number",
                            "currency": metrics[kr.wanted.metric].currency
                            if kr.wanted.metric in metrics
                            else None,
                        }
                        | (_course(kr) if one.key == in_full else {})
                        for kr in shown[one.key]
                    ],
                }
            )
        return found

    def _said(self, one: GoalCheckIn) -> dict[str, Any]:
        return {
            "id": one.id,
            "key_result": one.key_result,
            "comment": one.comment,
            "confidence": one.confidence,
            "value": one.value,
            "at": one.at,
            "by": self._workspace.members.name_of(one.by),
        }

    def _find(self, project: Project, key: str) -> Definition:
        try:
            return self._workspace.definitions.find(project.id, "goal", key)
        except NotFound:
            raise NotFound(
                "unknown_goal",
                f"There is no goal {key!r} in this project; choose one from the list.",
                field="goal",
                value=key,
            ) from None


def _read(definition: Definition) -> Goal:
    return read_body(Goal, definition.body)


def _check_parents(key: str, together: Mapping[str, Goal]) -> None:
    """Refuse a parent that is not there, and goals that serve themselves."""
    above, at = [key], together[key].parent
    while at is not None:
        if at not in together:
            raise NotFound(
                "unknown_goal",
                f"There is no goal {at!r} in this project; choose one from the list.",
                field=f"goals.{key}.parent",
                value=at,
            )
        if at in above:
            raise Refused(
                "goal_cycle",
                f"{' → '.join([*above, at])}: a goal cannot serve itself.",
                field=f"goals.{key}.parent",
                value=at,
            )
        above.append(at)
        at = together[at].parent


def _rolled_up(
    goals: Mapping[str, Goal], shown: Mapping[str, Sequence[Shown]]
) -> tuple[dict[str, float | None], dict[str, Status]]:
    """Score and status of each goal: of its own key results, or where it has none of the goals below it."""

    def own(key: str) -> tuple[float | None, Status]:
        if shown[key]:
            return _score(shown[key]), worst([_status(one) for one in shown[key]])
        below = [own(other) for other, goal in goals.items() if goal.parent == key]
        return score_of([(score, 1.0) for score, _ in below]), worst([status for _, status in below])

    found = {key: own(key) for key in goals}
    return {key: one[0] for key, one in found.items()}, {key: one[1] for key, one in found.items()}


def _score(shown: Sequence[Shown]) -> float | None:
    return score_of([(one.standing.score if one.standing else None, one.wanted.weight) for one in shown])


def _status(one: Shown) -> Status:
    return one.standing.status if one.standing else "unknown"


def _elapsed(goal: Goal, through: date) -> float:
    days = (goal.to - goal.from_).days + 1
    return min(max((through - goal.from_).days + 1, 0), days) / days


def _waiting(
    goal: Goal, shown: Sequence[Shown], standings: Standings, since: date, red: list[str], below: list[str]
) -> list[dict[str, Any]]:
    """What a goal waits for."""
    today = standings.today
    if today > goal.to and standings.through >= goal.to:
        return []
    if today < goal.from_:
        return [{"what": "begin", "days": (goal.from_ - today).days}]
    found: list[dict[str, Any]] = []
    if not shown and not below:
        found.append({"what": "key_results"})
    late = max((today - standings.through).days - 1, 0)
    for one in shown:
        if one.standing is None:
            found.append({"what": "metric", "key_result": one.wanted.name})
        elif (days := one.standing.silent + late) >= _SILENT:
            found.append({"what": "data", "key_result": one.wanted.name, "days": days})
        elif one.standing.projected is None and one.standing.through < goal.to:
            found.append({"what": "history", "key_result": one.wanted.name})
    if (unspoken := (today - since).days) >= _UNSPOKEN:
        found.append({"what": "check_in", "days": unspoken})
    return found + [{"what": "child", "goal": key} for key in red]


def _middle(standing: Standing | None) -> float | None:
    return standing.projected.mid if standing and standing.projected else None


def _figures(one: Shown) -> dict[str, Any]:
    wanted, standing = one.wanted, one.standing
    projected = standing.projected if standing else None
    return {
        "key": wanted.name,
        "metric": wanted.metric,
        "owner": wanted.owner,
        "weight": wanted.weight,
        "target": wanted.target,
        "start": standing.start if standing else wanted.start,
        "now": standing.now if standing else None,
        "due": standing.due if standing else None,
        "progress": standing.progress if standing else None,
        "share": standing.share if standing else None,
        "status": _status(one),
        "pace_by": standing.pace_by if standing else wanted.pace,
        "projected": None
        if projected is None
        else {"mid": projected.mid, "low": projected.low, "high": projected.high},
    }


def _course(one: Shown) -> dict[str, Any]:
    standing = one.standing
    named = ("actual", "pace", "mid", "low", "high")
    return {
        "course": {name: _listed(getattr(standing, name)) if standing else [] for name in named},
        "doors": [{"question": question, "address": address} for question, address in one.doors],
    }


def _listed(values: npt.NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
