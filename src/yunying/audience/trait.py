"""Computed traits as definitions: what is computed, and the type of its values as it was found when it was defined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from yunying.audience.defined import Names
from yunying.metrics import Computed, References, Trait, references
from yunying.store import Derived, PropertyType


class TraitBody(Trait):
    """What is kept of a trait."""

    type: PropertyType = Field(
        "number", description="Found when it is defined; what is said here is not used."
    )


@dataclass(frozen=True)
class TraitDefined:
    """A trait under its name."""

    name: str
    body: TraitBody

    @property
    def uses(self) -> References:
        """What the filters of its events look at."""
        return references(self.body)

    def derived(self, version: str) -> Sequence[Derived]:
        """The property of its name."""
        return [Computed.of(self.name, self.body.type, self.body, version)]

    def labels(self) -> dict[str, Names]:
        """Its values are their own names."""
        return {}
