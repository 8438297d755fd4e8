"""Filters as they are about people and not about events: which people fulfil all of them at a moment."""

from __future__ import annotations

from collections.abc import Sequence

from yunying.core import Refused
from yunying.metrics.filters import AllOf, AnyOf, Behaviour, Condition, Filter, InSegment, Not, Sequenced
from yunying.metrics.marked import Mask
from yunying.metrics.select import people_passing
from yunying.store import Dataset, HotView


def who_are(data: Dataset, view: HotView, filters: Sequence[Filter], moment: int, field: str) -> Mask:
    """By person id, whether every filter holds of them at `moment` (ms since the epoch).

    What they did in a window before is that window before the moment; their properties are those of now. `field` is
    the place of the filters in the question.
    """
    for i, node in enumerate(filters):
        _require_people(node, f"{field}.{i}")
    return people_passing(data, view, [of_people(node) for node in filters], moment, field)


def of_people(node: Filter) -> Filter:
    """The same filter where every property that says no scope is the person's."""
    match node:
        case Condition():
            return node.model_copy(update={"scope": node.scope or "person"})
        case AllOf():
            return node.model_copy(update={"and_": [of_people(part) for part in node.and_]})
        case AnyOf():
            return node.model_copy(update={"or_": [of_people(part) for part in node.or_]})
        case Not():
            return node.model_copy(update={"not_": of_people(node.not_)})
        case Behaviour() | Sequenced() | InSegment():
            return node


def _require_people(node: Filter, field: str) -> None:
    match node:
        case Condition() if node.scope == "event":
            raise Refused(
                "person_property_wanted",
                f"{node.property!r} of an event says nothing of a person as a whole; use a property of people, or "
                "`did` for what they did.",
                field=f"{field}.scope",
                property=node.property,
            )
        case AllOf():
            for i, part in enumerate(node.and_):
                _require_people(part, f"{field}.and.{i}")
        case AnyOf():
            for i, part in enumerate(node.or_):
                _require_people(part, f"{field}.or.{i}")
        case Not():
            _require_people(node.not_, f"{field}.not")
