"""Which metrics share a cause: one is made from the other, both from a third, or both count the same events."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from yunying.core import YunyingError
from yunying.kpi import Line, Metrics, expression_of, leaves, named_by


class Kinship:
    """Of a project's metrics."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.made_from = cache(self._made_from)
        self._events = cache(self._find_events)

    def related(self, a: str, b: str) -> bool:
        """Whether what moves one is likely to move the other."""
        return bool(self.made_from(a) & self.made_from(b) or self._events(a) & self._events(b))

    def _made_from(self, key: str) -> frozenset[str]:
        """A metric and all that it is made from."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(named_by(self._metrics[one]) if one in self._metrics else ())
        return frozenset(found)

    def _find_events(self, key: str) -> frozenset[str]:
        return frozenset(self._named(key))

    def _named(self, key: str) -> Iterator[str]:
        try:
            found = list(leaves(expression_of(self._metrics[key], self._metrics)))
        except (YunyingError, KeyError):
            return  # it cannot be computed any more; it is related by its name alone
        for leaf in found:
            if isinstance(leaf, Line):
                yield from (one.event for one in leaf.series.alternatives if one.event is not None)
