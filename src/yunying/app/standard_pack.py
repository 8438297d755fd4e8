"""The standard pack in a project: what is proposed, what it would say, and defining it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from yunying.app.asking import TERMINAL, Asking, Pending
from yunying.app.measuring import Measuring
from yunying.core import NotFound, Refused
from yunying.kpi import Desk, Metrics, Wanted, expression_of, named_by, values_of
from yunying.kpi.pack import (
    TAG,
    Pack,
    PackMapping,
    Proposal,
    Seen,
    SeenEvent,
    SeenProperty,
    instantiate,
    propose,
)
from yunying.metrics import Last, carried, resolve_range
from yunying.store import Dataset
from yunying.workspace import Project, Workspace

PREVIEWED = Last(last=30, unit="day")
"""The days that a preview is of."""


@dataclass(frozen=True)
class Offer:
    """What a project sends, what is proposed from it, and the keys of its metrics that are not of the pack."""

    seen: Seen
    proposal: Proposal
    pack: Pack
    own: frozenset[str]


class StandardPack:
    """Use-cases of the standard pack."""

    def __init__(self, workspace: Workspace, asking: Asking, measuring: Measuring) -> None:
        self._workspace = workspace
        self._asking = asking
        self._measuring = measuring

    def offer(self, project: Project, *, by: str | None) -> Pending[Offer]:
        """The mapping that a project's own events suggest, and what it yields."""
        facts = tuple(self._workspace.facts.names(project.id))
        own = self._own(project)

        def find(data: Dataset) -> Offer:
            seen = Seen(tuple(_seen(data)), facts)
            proposal = propose(seen)
            return Offer(seen, proposal, instantiate(proposal.mapping, project.currency, own), own)

        return self._asking.run(project, find, member=by or TERMINAL)

    def pack(self, project: Project, mapping: PackMapping) -> Pack:
        """The metrics that a mapping yields."""
        return instantiate(mapping, project.currency, self._own(project))

    def preview(self, project: Project, pack: Pack, *, by: str | None) -> Pending[dict[str, float | None]]:
        """What each metric of a pack would have been over the last 30 days; null where it has no value."""
        known = self._measuring.metrics(project)
        together = {**pack.metrics, **{key: known[key] for key in self._own(project)}}

        def find(data: Dataset, desk: Desk) -> dict[str, float | None]:
            wanted = Wanted(resolve_range(PREVIEWED, data.calendar, data.clock()))
            return _totals(desk, wanted, list(pack.metrics), together)

        return self._measuring.at_desk(project, find, by=by)

    def apply(
        self, project: Project, pack: Pack, keys: Collection[str] | None = None, *, by: str | None
    ) -> list[dict[str, Any]]:
        """Define metrics of a pack: all of them, or some with those they are made from. Metrics that a project has of
        its own stay as they are."""
        for key in keys or ():
            _must_be_there(key, pack)
        chosen = pack.metrics.keys() if keys is None else _with_parts(keys, pack.metrics)
        own = self._own(project)
        wanted = {key: one for key, one in pack.metrics.items() if key in chosen and key not in own}
        kept = [
            {"key": one["key"], "did": "kept", "version": one["version"]}
            for one in self._measuring.all(project)
            if one["key"] in own and one["key"] in chosen
        ]
        return self._measuring.apply(project, wanted, by=by) + kept

    def _own(self, project: Project) -> frozenset[str]:
        """Keys of metrics that were not made from the pack."""
        metrics = self._measuring.metrics(project)
        return frozenset(key for key, one in metrics.items() if TAG not in one.tags)


def _must_be_there(key: str, pack: Pack) -> None:
    if key in pack.missing:
        raise Refused(
            "roles_missing",
            f"The metric {key!r} needs what nothing is mapped to: {', '.join(pack.missing[key])}; map it first.",
            field="metrics",
            value=key,
            missing=list(pack.missing[key]),
        )
    if key not in pack.metrics:
        raise NotFound(
            "unknown_metric",
            f"There is no standard metric {key!r}; choose one from the list.",
            field="metrics",
            value=key,
        )


def _with_parts(keys: Collection[str], metrics: Metrics) -> set[str]:
    """These metrics and all that they are made from."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found and key in metrics:
            found.add(key)
            waiting.extend(named_by(metrics[key]))
    return found


def _seen(data: Dataset) -> list[SeenEvent]:
    return [
        SeenEvent(
            one.name,
            one.count,
            one.people,
            tuple(SeenProperty(p.name, p.type, p.filled, p.largest) for p in one.properties),
        )
        for one in carried(data)
    ]


def _totals(desk: Desk, wanted: Wanted, keys: Sequence[str], metrics: Metrics) -> dict[str, float | None]:
    """In as few questions as there can be; where one of them is refused, metric by metric."""
    try:
        columns = values_of(desk, wanted, [expression_of(metrics[key], metrics) for key in keys])
    except (Refused, NotFound):
        if len(keys) == 1:
            return {keys[0]: None}
        return {key: value for one in keys for key, value in _totals(desk, wanted, [one], metrics).items()}
    totals = [float(column.totals[0]) for column in columns]
    return {key: None if isnan(value) else value for key, value in zip(keys, totals, strict=True)}
