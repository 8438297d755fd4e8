"""What tells things to a channel: rules, reports; each sort of definition says which channels it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from yunying.workspace import DefinitionKind, Definitions

_NAMED: Mapping[DefinitionKind, Callable[[dict[str, Any]], Iterable[str]]] = {
    "rule": lambda body: body.get("channels", ()),
}
"""From a definition's body to the ids of the channels that it names."""


class ChannelUses:
    """Finds what would tell nobody any more if a channel went."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def of(self, project_id: str, channel_id: str) -> list[dict[str, str]]:
        """Whatever names a channel, as `kind`, `id` and `name`."""
        return [
            {"kind": kind, "id": one.id, "name": one.name}
            for kind, named in _NAMED.items()
            for one in self._definitions.all(project_id, kind)
            if channel_id in named(one.body)
        ]
