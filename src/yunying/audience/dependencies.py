"""In which order things that look at each other are made."""

from __future__ import annotations

from collections.abc import Mapping, Set
from graphlib import CycleError, TopologicalSorter

from yunying.core import Refused


def in_order(needs: Mapping[str, Set[str]]) -> list[str]:
    """Names in such an order that each comes after all that it needs; refuses a circle.

    What is needed and is itself no key comes too.
    """
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise Refused(
            "segment_cycle",
            "A segment cannot look at itself, not even by way of others; take the condition out of one of them.",
            field="question",
            circle=[str(name) for name in error.args[1]],
        ) from None
