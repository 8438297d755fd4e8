"""Properties of people that follow from definitions: traits, layers, classes. They are computed when asked for.

The store knows only that there are such: a view carries them, so that whoever has a view can find them by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from yunying.store.schema import Column, Property, PropertyType
from yunying.store.values import Values

if TYPE_CHECKING:
    from yunying.store.dataset import Dataset
    from yunying.store.hot import HotView


class Derived(Protocol):
    """One of them."""

    @property
    def prop(self) -> Property:
        """Its name and type."""

    @property
    def version(self) -> str:
        """The same only as long as the definition is, and the segments that it looks at."""

    def values(self, data: Dataset, view: HotView) -> Values:
        """`Values` with one row a person id of `view`, as they stand at its moment."""


def derived_property(name: str, kind: PropertyType) -> Property:
    """A property of people that no event was sent with."""
    return Property(name, "person", (Column(name, "person", kind, ""),))
