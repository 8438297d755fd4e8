"""What filters look at: properties by name, and segments. Whoever keeps filters must know what they depend on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from yunying.metrics.filters import Condition, InSegment


@dataclass(frozen=True)
class References:
    """Names of properties (of events and people alike) and ids of segments."""

    properties: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()

    def __or__(self, other: References) -> References:
        return References(self.properties | other.properties, self.segments | other.segments)


def references(*parts: Any) -> References:
    """What these filters, events or anything made of them look at, at whatever depth."""
    found = list(_walk(parts))
    return References(
        frozenset(one.property for one in found if isinstance(one, Condition)),
        frozenset(one.segment for one in found if isinstance(one, InSegment)),
    )


def _walk(node: Any) -> Iterator[Condition | InSegment]:
    if isinstance(node, Condition | InSegment):
        yield node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _walk(getattr(node, name))
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _walk(part)
