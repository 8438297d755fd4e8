"""Where a person stands: layers, stages, classes, groups, with what put them there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from yunying.audience.defined import Defined, Names
from yunying.audience.ladder import LadderDefined
from yunying.audience.rfm_defined import RfmDefined
from yunying.audience.stage import StageDefined, facts
from yunying.metrics import find_property, traits, values_at, view_with
from yunying.store import Dataset, HotView


@dataclass(frozen=True)
class Standing:
    """A value that a definition gives a person, what people read for it, and why.

    `why` of a ladder: the `rule` that holds of them (filters; none on the lowest rung). Of stages what `stage.facts`
    says, of RFM what `RfmDefined.facts` does. Of anything else it is empty.
    """

    property: str
    value: Any
    names: Names | None
    why: dict[str, Any]


def standing(data: Dataset, person: int, definitions: Iterable[Defined]) -> list[Standing]:
    """Where a person stands by these definitions; those that say nothing of them are left out."""
    view, found = view_with(data, person), []
    for defined in definitions:
        # A definition may make several properties: the first says where somebody stands, others belong to it.
        names = [d.prop.name for d in defined.derived("")][:1]
        for name in names:
            value = value_of(data, view, person, name)
            if value is not None:
                label = defined.labels().get(value) if isinstance(value, str) else None
                found.append(Standing(name, value, label, _why(data, view, person, defined, value)))
    return found


def value_of(data: Dataset, view: HotView, person: int, name: str) -> Any:
    """A person's value of a derived property."""
    prop = find_property(view, name, "person", "property")
    return values_at(traits(data, view, prop), np.array([person]))[0]


def _why(data: Dataset, view: HotView, person: int, defined: Defined, value: Any) -> dict[str, Any]:
    match defined:
        case LadderDefined():
            rung = next((r for r in defined.ladder.rungs if defined.value(r) == value), None)
            rule = [] if rung is None else rung.who
            return {"rule": [one.model_dump(mode="json", by_alias=True) for one in rule]}
        case StageDefined():
            return facts(data, view, defined.stage, person)
        case RfmDefined():
            return defined.facts(data, view, view.derived[defined.name].version, person)
    return {}
