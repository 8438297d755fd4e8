"""What every node of a tree was in two periods, whether its parts give it, and what each did to the root's change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Literal

import numpy as np

from yunying.core import Interval, NotFound, Refused, YunyingError
from yunying.kpi.columns import Column, Desk, Wanted
from yunying.kpi.expression import Expression, expression_of
from yunying.kpi.metric import Metrics
from yunying.kpi.tree.contributions import Node, shapley
from yunying.kpi.tree.definition import Branch, branches
from yunying.kpi.tree.formula import with_remainder
from yunying.kpi.tree.lmdi import Hindered, lmdi
from yunying.kpi.values import buckets_of, values_of
from yunying.metrics import Days

Method = Literal["shapley", "lmdi"]
_BY_DAY, _BY_WEEK = 92, 730
"""Longer periods are drawn in weeks, and these in months."""


@dataclass(frozen=True)
class Figure:
    """A node in one period: its value, what its parts give by its formula, and the question and address that open its
    people, one of each metric it is made from. None where there is no value."""

    value: float | None
    by_parts: float | None = None
    people: tuple[tuple[dict[str, Any], str], ...] = ()

    @property
    def remainder(self) -> float | None:
        """What the node has beyond what its parts give."""
        if self.value is None or self.by_parts is None:
            return None
        return self.value - self.by_parts


@dataclass(frozen=True)
class NodeRead:
    """A node by its path. `contribution` is what it moved the root by, `remainder` how much of that its parts leave
    open; None where it cannot be told. `problem` is why the metric has no value at all."""

    path: str
    metric: str
    owner: str | None
    formula: str | None
    parts: tuple[str, ...]
    before: Figure
    now: Figure
    series: tuple[float | None, ...] = ()
    contribution: float | None = None
    remainder: float | None = None
    problem: YunyingError | None = None


@dataclass(frozen=True)
class TreeRead:
    """All nodes, parents before their parts; contributions add up to the root's change. `hindered` says why the method
    cannot tell."""

    nodes: tuple[NodeRead, ...]
    interval: Interval
    buckets: tuple[str, ...]
    complete: tuple[bool, ...]
    hindered: Hindered | None = None


def read_tree(
    desk: Desk,
    root: Branch,
    metrics: Metrics,
    before: Days,
    now: Days,
    method: Method = "shapley",
    above: str = "",
) -> TreeRead:
    """A tree, or a node of it that stands below `above`, in two periods."""
    if before.last >= now.first:
        raise Refused(
            "periods_overlap",
            "The earlier period ends before the later one begins; choose two that do not overlap.",
            field="against",
        )
    interval: Interval = "day" if now.count <= _BY_DAY else "week" if now.count <= _BY_WEEK else "month"
    keys = list(dict.fromkeys(branch.metric for _, branch in branches(root)))
    earlier = _Period(desk, Wanted(before, interval), metrics, keys)
    later = _Period(desk, Wanted(now, interval), metrics, keys)
    nodes = [
        NodeRead(
            path=path,
            metric=branch.metric,
            owner=branch.owner,
            formula=branch.formula,
            parts=tuple(f"{path}.{part.metric}" for part in branch.parts),
            before=earlier.figure(branch),
            now=later.figure(branch),
            series=later.series(branch.metric),
            problem=later.problems.get(branch.metric) or earlier.problems.get(branch.metric),
        )
        for path, branch in branches(root, above)
    ]
    told, hindered = _contributions(root, nodes, method)
    buckets = buckets_of(desk, later.wanted).buckets
    return TreeRead(
        tuple(told),
        interval,
        tuple(one.label for one in buckets),
        tuple(one.complete for one in buckets),
        hindered,
    )


@dataclass
class _Period:
    """Columns of metrics in one period; of those that cannot be asked the problem."""

    desk: Desk
    wanted: Wanted
    metrics: Metrics
    keys: Sequence[str]
    columns: dict[str, Column] = field(default_factory=dict)
    problems: dict[str, YunyingError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expressions: dict[str, Expression] = {}
        for key in self.keys:
            try:
                if key not in self.metrics:
                    raise NotFound(
                        "unknown_metric",
                        f"There is no metric {key!r} in this project; choose one from the list.",
                        field="metric",
                        value=key,
                    )
                expressions[key] = expression_of(self.metrics[key], self.metrics)
            except (Refused, NotFound) as error:
                self.problems[key] = error
        try:
            found = values_of(self.desk, self.wanted, expressions.values())
            self.columns = dict(zip(expressions, found, strict=True))
        except (Refused, NotFound):
            # One of them cannot be asked; the others have their values all the same.
            for key, expression in expressions.items():
                try:
                    (self.columns[key],) = values_of(self.desk, self.wanted, [expression])
                except (Refused, NotFound) as error:
                    self.problems[key] = error

    def figure(self, branch: Branch) -> Figure:
        column = self.columns.get(branch.metric)
        by_parts = None
        if branch.parts:
            values = [np.array([self.total(part.metric)]) for part in branch.parts]
            by_parts = _told(branch.parsed.values(values)[0])
        if column is None:
            return Figure(None, by_parts)
        people = tuple((one.question, one.totals[0]) for one in column.doors if one.totals and one.totals[0])
        return Figure(_told(column.totals[0]), by_parts, people)

    def total(self, key: str) -> float:
        column = self.columns.get(key)
        return np.nan if column is None or not len(column.totals) else float(column.totals[0])

    def series(self, key: str) -> tuple[float | None, ...]:
        column = self.columns.get(key)
        return () if column is None else tuple(_told(value) for value in column.values[:, 0])


def _contributions(
    root: Branch, nodes: Sequence[NodeRead], method: Method
) -> tuple[list[NodeRead], Hindered | None]:
    by_path = {node.path: node for node in nodes}
    above = nodes[0].path
    shape = _shape(root, above, by_path)
    if shape is None:
        return list(nodes), None
    shares = shapley(shape) if method == "shapley" else lmdi(shape)
    if isinstance(shares, Hindered):
        return list(nodes), shares
    found = {path: _told(value) for path, value in shares.items()}
    for node in nodes:
        parts = [*node.parts, node.path + _REST]
        if any(found.get(one) is None for one in (node.path, *parts)):
            # Something is divided by zero between the two: its parts cannot be told apart.
            found |= dict.fromkeys(parts)
    return [
        replace(node, contribution=found.get(node.path), remainder=found.get(node.path + _REST))
        for node in nodes
    ], None


_REST = ".$remainder"


def _shape(branch: Branch, path: str, nodes: Mapping[str, NodeRead]) -> Node | None:
    """A node with its remainder as a part. One whose parts give no value stands by itself; None where it has none."""
    node = nodes[path]
    before, now = node.before, node.now
    if before.value is None or now.value is None:
        return None
    leaf = Node(path, before.value, now.value)
    if before.remainder is None or now.remainder is None:
        return leaf
    parts = [_shape(part, f"{path}.{part.metric}", nodes) for part in branch.parts]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return leaf
    rest = Node(path + _REST, before.remainder, now.remainder)
    return Node(path, parts=(*known, rest), formula=with_remainder(branch.parsed))


def _told(value: float) -> float | None:
    return float(value) if isfinite(value) else None
