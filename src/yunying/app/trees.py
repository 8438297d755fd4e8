"""Metric trees of projects: defining them, reading them in two periods, who moved the root."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from yunying.app.asking import Pending
from yunying.app.measuring import Measuring
from yunying.audience import read_body, write_body
from yunying.core import NotFound, Refused
from yunying.kpi import (
    TREE_TEMPLATES,
    Branch,
    Desk,
    Method,
    Metric,
    NodeRead,
    Tree,
    TreeTemplate,
    branches,
    find_tree_template,
    metrics_of,
    read_tree,
)
from yunying.metrics import Days, Range, resolve_range
from yunying.store import Dataset
from yunying.store.ledger import Definition
from yunying.workspace import Project, Workspace

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,59}$")


class Trees:
    """Use-cases of metric trees."""

    def __init__(self, workspace: Workspace, measuring: Measuring) -> None:
        self._workspace = workspace
        self._definitions = workspace.definitions
        self._measuring = measuring

    def all(self, project: Project, *, deleted: bool = False) -> list[dict[str, Any]]:
        """Every tree of a project, or those that were deleted."""
        found = self._definitions.all(project.id, "tree", deleted=deleted)
        return [self._wire(one) for one in found]

    def get(self, project: Project, key: str) -> dict[str, Any]:
        """One tree with everything it said, the newest first."""
        known = self._find(project, key)
        return self._wire(known) | {
            "versions": [
                {
                    "version": one.version,
                    "at": one.at,
                    "by": self._workspace.members.name_of(one.by),
                    "tree": one.body,
                }
                for one in self._definitions.versions(project.id, known.id)
            ]
        }

    def trees(self, project: Project) -> dict[str, Tree]:
        """A project's trees by key."""
        return {one.key: _read(one) for one in self._definitions.all(project.id, "tree")}

    def apply(
        self, project: Project, wanted: Mapping[str, Tree], *, version: int | None = None, by: str | None
    ) -> list[dict[str, Any]]:
        """Define trees, or change those whose key is known; all of them or none. With `version` only where nobody
        changed that one meanwhile."""
        metrics = self._measuring.metrics(project)
        for key, tree in wanted.items():
            _checked(key, tree, metrics)
        return [
            self._definitions.put(
                project.id, "tree", key, tree.name.en, write_body(tree), version=version, by=by
            )
            for key, tree in wanted.items()
        ]

    def delete(self, project: Project, key: str, *, by: str | None) -> dict[str, Any]:
        """Take a tree away; `restore` brings it back by its id."""
        return self._wire(self._definitions.delete(project.id, self._find(project, key).id, by=by))

    def restore(self, project: Project, definition_id: str, *, by: str | None) -> dict[str, Any]:
        """Bring back a tree that was deleted; its metrics must still be there."""
        gone = self._definitions.all(project.id, "tree", deleted=True)
        one = next((one for one in gone if one.id == definition_id), None)
        if one is None:
            raise _unknown(definition_id)
        _checked(one.key, _read(one), self._measuring.metrics(project))
        return self._wire(self._definitions.restore(project.id, one.id, by=by))

    def templates(self, project: Project) -> list[dict[str, Any]]:
        """Trees to begin with; of each which metrics it needs, and whether the project has one of that key."""
        there = self._measuring.metrics(project)
        return [_template(one, there) for one in TREE_TEMPLATES]

    def begin(
        self,
        project: Project,
        template: str,
        key: str,
        chosen: Mapping[str, str] | None = None,
        *,
        by: str | None,
    ) -> dict[str, Any]:
        """Define a tree from a template, and the metrics that it brings. `chosen`: a project's metric for each that
        has another key."""
        if key in self.trees(project):
            raise Refused(
                "definition_exists",
                f"There is a tree {key!r} already; choose another key.",
                field="key",
                value=key,
            )
        metrics = self._measuring.metrics(project)
        tree, brought = find_tree_template(template).over(metrics, chosen or {})
        _checked(key, tree, metrics | brought)
        if brought:
            self._measuring.apply(project, brought, by=by)
        (done,) = self.apply(project, {key: tree}, by=by)
        return done | {"metrics": sorted(brought)}

    def read(
        self,
        project: Project,
        key: str,
        period: Range,
        against: Range | None = None,
        node: str | None = None,
        method: Method = "shapley",
        *,
        by: str | None,
    ) -> Pending[dict[str, Any]]:
        """Every node of a tree in a period and an earlier one (by default as many days right before), and what each
        moved the root by; with `node` (a path) of that node and what is below it alone."""
        known = self._find(project, key)
        root, above = _node(_read(known), node)
        metrics = self._measuring.metrics(project)

        def find(data: Dataset, desk: Desk) -> dict[str, Any]:
            now = resolve_range(period, data.calendar, data.clock(), "period")
            before = (
                now.before()
                if against is None
                else resolve_range(against, data.calendar, data.clock(), "against")
            )
            found = read_tree(desk, root, metrics, before, now, method, above)
            return {
                "tree": known.key,
                "version": known.version,
                "period": _span(now),
                "against": _span(before),
                "timezone": data.calendar.timezone,
                "data_version": data.hot.view().snapshot.version,
                "interval": found.interval,
                "buckets": found.buckets,
                "complete": found.complete,
                "method": method,
                "hindered": found.hindered and asdict(found.hindered),
                "nodes": [_shown(one, metrics.get(one.metric)) for one in found.nodes],
            }

        return self._measuring.at_desk(project, find, by=by)

    def _wire(self, definition: Definition) -> dict[str, Any]:
        return {
            "id": definition.id,
            "key": definition.key,
            "tree": definition.body,
            "version": definition.version,
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
            "updated_at": definition.updated_at,
        }

    def _find(self, project: Project, key: str) -> Definition:
        try:
            return self._definitions.find(project.id, "tree", key)
        except NotFound:
            raise _unknown(key) from None


def _read(definition: Definition) -> Tree:
    return read_body(Tree, definition.body, "trees")


def _checked(key: str, tree: Tree, metrics: Mapping[str, Metric]) -> None:
    if not _KEY.match(key):
        raise Refused(
            "bad_tree_key",
            f"{key!r} is no key: it begins with a small letter and has small letters, digits and _ alone.",
            field="key",
            value=key,
        )
    for metric in metrics_of(tree):
        if metric not in metrics:
            raise NotFound(
                "unknown_metric",
                f"There is no metric {metric!r} in this project; choose one from the list.",
                field=f"trees.{key}.root",
                value=metric,
            )


def _node(tree: Tree, path: str | None) -> tuple[Branch, str]:
    """A node by its path, and the path above it."""
    if path is None:
        return tree.root, ""
    found = dict(branches(tree.root)).get(path)
    if found is None:
        raise NotFound(
            "unknown_node",
            f"This tree has no node {path!r}; choose one from the list.",
            field="node",
            value=path,
        )
    return found, path.rpartition(".")[0]


def _template(template: TreeTemplate, there: Mapping[str, Metric]) -> dict[str, Any]:
    return {
        "key": template.key,
        "name": template.tree.name.model_dump(),
        "about": template.about.model_dump(),
        "tree": write_body(template.tree),
        "needs": [
            {"key": key, "name": template.names[key].model_dump(), "there": key in there}
            for key in template.needs()
        ],
        "brings": {key: write_body(metric) for key, metric in template.brings.items()},
    }


def _shown(node: NodeRead, metric: Metric | None) -> dict[str, Any]:
    problem = node.problem
    return {
        "path": node.path,
        "metric": node.metric,
        "name": metric and metric.name.model_dump(),
        "unit": metric.unit if metric else "number",
        "currency": metric and metric.currency,
        "good": metric.good if metric else "neither",
        "owner": node.owner or (metric and metric.owner),
        "formula": node.formula,
        "parts": node.parts,
        **{
            name: {
                "value": figure.value,
                "by_parts": figure.by_parts,
                "remainder": figure.remainder,
                "people": [{"question": question, "address": address} for question, address in figure.people],
            }
            for name, figure in (("before", node.before), ("now", node.now))
        },
        "series": node.series,
        "contribution": node.contribution,
        "remainder": node.remainder,
        "problem": problem and {"code": problem.code, "message": problem.message},
    }


def _span(days: Days) -> dict[str, Any]:
    return {"from": days.first, "to": days.last}


def _unknown(key: str) -> NotFound:
    return NotFound(
        "unknown_tree",
        "There is no such metric tree in this project; choose one from the list.",
        field="tree",
        value=key,
    )
