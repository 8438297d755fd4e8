"""What filters look at: properties by name, and segments. Whoever keeps filters must know what they depend on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel


@dataclass(frozen=True)
class References:
    """Names of properties (of events and people alike) and ids of segments."""

    properties: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()

    def __or__(self, other: References) -> References:
        return References(self.properties | other.properties, self.segments | other.segments)


def references(*parts: Any) -> References:
    """What these filters, events, questions or anything made of them look at, at whatever depth."""
    found = list(_walk(parts))
    return References(
        frozenset(name for kind, name in found if kind == "property"),
        frozenset(name for kind, name in found if kind == "segment"),
    )


def _walk(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            value = getattr(node, name)
            if name in ("property", "segment") and isinstance(value, str):
                yield name, value
            else:
                yield from _walk(value)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _walk(part)
