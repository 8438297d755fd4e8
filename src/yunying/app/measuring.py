"""Named metrics of projects: defining them, what they were, why they moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import numpy as np

from yunying.analyse import Question
from yunying.app.asking import TERMINAL, Asking, Pending
from yunying.app.datasets import Datasets
from yunying.app.dimensions import telling
from yunying.app.metric_uses import MetricUses
from yunying.audience import read_body, write_body
from yunying.core import Conflict, Interval, NotFound, Refused
from yunying.kpi import (
    Column,
    Desk,
    Expression,
    FactTable,
    Line,
    Metric,
    Recorded,
    Wanted,
    buckets_of,
    explain_change,
    expression_of,
    leaves,
    values_of,
)
from yunying.metrics import (
    Answer,
    Breakdown,
    Filter,
    Range,
    known_until,
    resolve_range,
)
from yunying.store import Dataset
from yunying.store.ledger import Definition
from yunying.workspace import Project, Workspace

R = TypeVar("R")
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,59}$")
_TAKEN = ("pack",)
"""Addresses beside those of metrics."""


class Measuring:
    """Use-cases of metrics."""

    def __init__(self, workspace: Workspace, datasets: Datasets, asking: Asking) -> None:
        self._workspace = workspace
        self._datasets = datasets
        self._asking = asking
        self._uses = MetricUses(workspace.definitions)

    def all(self, project: Project) -> list[dict[str, Any]]:
        """Every metric of a project, as it is shown."""
        return [self.wire(one) for one in self._workspace.definitions.all(project.id, "metric")]

    def get(self, project: Project, key: str) -> dict[str, Any]:
        """One metric with its versions and what is made from it."""
        known = self._find(project, key)
        return self.wire(known) | {
            "used_by": self.used_by(project, known.key),
            "versions": [
                {
                    "version": one.version,
                    "at": one.at,
                    "by": self._workspace.members.name_of(one.by),
                    "note": one.body.get("note", ""),
                    "effective": one.body.get("effective"),
                    "metric": one.body,
                }
                for one in self._workspace.definitions.versions(project.id, known.id)
            ],
        }

    def metrics(self, project: Project) -> dict[str, Metric]:
        """A project's metrics by key."""
        return {one.key: _read(one) for one in self._workspace.definitions.all(project.id, "metric")}

    def apply(
        self, project: Project, wanted: Mapping[str, Metric], *, by: str | None
    ) -> list[dict[str, Any]]:
        """Define metrics, or change those whose key is known; all of them or none. What says the same stays."""
        for key in wanted:
            if not _KEY.match(key) or key in _TAKEN:
                raise Refused(
                    "bad_metric_key",
                    f"{key!r} is no key: it begins with a small letter and has small letters, digits and _ alone, "
                    f"and is none of {', '.join(_TAKEN)}.",
                    field="key",
                    value=key,
                )
        known = {one.key: one for one in self._workspace.definitions.all(project.id, "metric")}
        together = {key: _read(one) for key, one in known.items()} | dict(wanted)
        for key, metric in together.items():
            _checked(key, metric, together)
        return [
            self._workspace.definitions.put(
                project.id, "metric", key, metric.name.en, write_body(metric), by=by
            )
            for key, metric in wanted.items()
        ]

    def delete(self, project: Project, key: str, *, by: str | None) -> None:
        """Take a metric away; refused where another is made from it."""
        known = self._find(project, key)
        used = self.used_by(project, known.key)
        if used:
            raise Conflict(
                "metric_used",
                f"This metric is used by {', '.join(repr(one['name']) for one in used[:5])}; change these first.",
                used_by=used,
            )
        self._workspace.definitions.delete(project.id, known.id, by=by)

    def restore(self, project: Project, metric_id: str, *, by: str | None) -> dict[str, Any]:
        """Bring a deleted metric back by its id; its key must still be free, and what it is made from be there."""
        definitions = self._workspace.definitions
        for one in definitions.all(project.id, "metric", deleted=True):
            if one.id == metric_id:
                metric = _read(one)
                _checked(one.key, metric, self.metrics(project) | {one.key: metric})
        return self.wire(definitions.restore(project.id, metric_id, by=by))

    def used_by(self, project: Project, key: str) -> list[dict[str, str]]:
        """What looks at a metric."""
        return self._uses.of(project.id, key)

    def values(
        self,
        project: Project,
        key: str,
        wanted: Range,
        interval: Interval = "day",
        filters: Sequence[Filter] = (),
        breakdown: Breakdown | None = None,
        *,
        by: str | None,
    ) -> Pending[dict[str, Any]]:
        """What a metric was, by bucket and over the whole range; null where it has no value.

        `doors` open the people behind figures: each has a `question`, and a row the addresses in it, one a door.
        """
        metrics = self.metrics(project)
        if key not in metrics:
            raise _unknown(key)
        return self.preview(project, key, metrics[key], wanted, interval, filters, breakdown, by=by)

    def preview(
        self,
        project: Project,
        key: str,
        metric: Metric,
        wanted: Range,
        interval: Interval = "day",
        filters: Sequence[Filter] = (),
        breakdown: Breakdown | None = None,
        *,
        by: str | None,
    ) -> Pending[dict[str, Any]]:
        """What a metric would be if it were defined (or changed) so; as `values`."""
        expression = _checked(key, metric, self.metrics(project) | {key: metric})

        def find(data: Dataset, desk: Desk) -> dict[str, Any]:
            days = resolve_range(wanted, data.calendar, data.clock())
            asked = Wanted(days, interval, tuple(filters), breakdown)
            (column,) = values_of(desk, asked, [expression])
            labels = [one.label for one in buckets_of(desk, asked).buckets]
            return {
                "metric": key,
                "range": {"from": days.first, "to": days.last},
                "interval": interval,
                "timezone": data.calendar.timezone,
                "data_version": data.hot.view().snapshot.version,
                "doors": [one.question for one in column.doors],
                **_rows(column, labels, apart=breakdown is not None),
            }

        return self.at_desk(project, find, by=by)

    def explain(
        self,
        project: Project,
        key: str,
        period: Range,
        against: Range,
        dimensions: Sequence[str] | None = None,
        filters: Sequence[Filter] = (),
        *,
        by: str | None,
    ) -> Pending[dict[str, Any]]:
        """Why a metric was another in `period` than in `against`, by dimensions: those given, those its definition
        names, or properties of its events that have few values."""
        metric, expression = self._expression(project, key)

        def find(data: Dataset, desk: Desk) -> dict[str, Any]:
            now = resolve_range(period, data.calendar, data.clock(), "period")
            before = resolve_range(against, data.calendar, data.clock(), "against")
            lines = [leaf for leaf in leaves(expression) if isinstance(leaf, Line)]
            wanted = dimensions or metric.dimensions or telling(data, lines)
            found = explain_change(desk, data, expression, before, now, wanted, filters)
            return {
                "metric": key,
                "period": {"from": now.first, "to": now.last},
                "against": {"from": before.first, "to": before.last},
                "change": found.change,
                "dimensions": list(wanted),
                **asdict(found),
            }

        return self.at_desk(project, find, by=by)

    def wire(self, definition: Definition) -> dict[str, Any]:
        """A metric as it is shown."""
        return {
            "id": definition.id,
            "key": definition.key,
            "metric": definition.body,
            "version": definition.version,
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
            "updated_at": definition.updated_at,
        }

    def _expression(self, project: Project, key: str) -> tuple[Metric, Any]:
        metrics = self.metrics(project)
        if key not in metrics:
            raise _unknown(key)
        return metrics[key], expression_of(metrics[key], metrics)

    def at_desk(self, project: Project, find: Callable[[Dataset, Desk], R], *, by: str | None) -> Pending[R]:
        """Whatever is computed from metrics, of one state of the project; answers on the way are kept for others."""
        facts: dict[str, FactTable] = {}

        def table(fact: str) -> FactTable:
            if fact not in facts:
                rows = self._workspace.facts.values(project.id, fact)
                facts[fact] = FactTable(Recorded(*row) for row in rows)
            return facts[fact]

        def work(data: Dataset) -> R:
            answers: dict[str, Answer] = {}

            def answer(question: Question) -> Answer:
                text = question.model_dump_json(by_alias=True)
                if text not in answers:
                    answers[text] = self._asking.answer(project, data, question)
                return answers[text]

            until = known_until(data, data.hot.view())
            return find(data, Desk(answer, data.calendar, data.clock(), until, table))

        return self._asking.run(project, work, member=by or TERMINAL)

    def _find(self, project: Project, key: str) -> Definition:
        try:
            return self._workspace.definitions.find(project.id, "metric", key)
        except NotFound:
            raise _unknown(key) from None


def _read(definition: Definition) -> Metric:
    return read_body(Metric, definition.body)


def _unknown(key: str) -> NotFound:
    return NotFound(
        "unknown_metric",
        f"There is no metric {key!r} in this project; choose one from the list.",
        field="metric",
        value=key,
    )


def _checked(key: str, metric: Metric, together: Mapping[str, Metric]) -> Expression:
    """What computes it; refuses one that cannot be computed, naming it."""
    try:
        return expression_of(metric, together)
    except (Refused, NotFound) as error:
        error.field = f"metrics.{key}.{error.field}"
        raise


def _rows(column: Column, buckets: Sequence[str], *, apart: bool) -> dict[str, Any]:
    def at(g: int) -> dict[str, Any]:
        return {"breakdown": column.labels[g]} if apart else {}

    rows = [
        {
            "bucket": label,
            **at(g),
            "value": _number(column.values[b, g]),
            "complete": bool(column.complete[b]),
            "addresses": [one.cells[b][g] for one in column.doors],
        }
        for g in range(len(column.labels))
        for b, label in enumerate(buckets)
    ]
    totals = [
        {**at(g), "value": _number(column.totals[g]), "addresses": [one.totals[g] for one in column.doors]}
        for g in range(len(column.labels))
    ]
    return {"rows": rows, "totals": totals}


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
