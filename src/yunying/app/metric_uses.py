"""What looks at a metric: other metrics, trees, goals, rules and boards; each sort says which metrics it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from yunying.audience import read_body
from yunying.boards import Board, metrics_on
from yunying.kpi import Metric, Tree, metrics_of, named_by
from yunying.kpi.goals import Goal
from yunying.workspace import DefinitionKind, Definitions

_NAMED: Mapping[DefinitionKind, Callable[[dict[str, Any]], Iterable[str]]] = {
    "metric": lambda body: named_by(read_body(Metric, body, "metrics")),
    "rule": lambda body: [body["metric"]],
    "tree": lambda body: metrics_of(read_body(Tree, body, "trees")),
    "goal": lambda body: (one.metric for one in read_body(Goal, body, "goals").key_results),
    "board": lambda body: metrics_on(read_body(Board, body, "board")),
}
"""From a definition's body to the keys of the metrics that it names."""


class MetricUses:
    """Finds what would break, or say something else, if a metric changed."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def of(self, project_id: str, key: str) -> list[dict[str, str]]:
        """Whatever names a metric, as `kind`, `id`, `key` and `name`."""
        return [
            {"kind": kind, "id": one.id, "key": one.key, "name": one.name}
            for kind, named in _NAMED.items()
            for one in self._definitions.all(project_id, kind)
            if key in named(one.body)
        ]
