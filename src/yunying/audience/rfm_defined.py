"""RFM as properties of people, and its composition: how many are in each class, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yunying.audience.defined import Names, coded, property_name
from yunying.audience.rfm import DIMENSIONS, Dimension, Rfm
from yunying.audience.rfm_classes import CLASSES, RfmClass
from yunying.audience.rfm_scores import Floats, Scored
from yunying.metrics import References, activity, number_values, people_count, references, standing_day
from yunying.store import Dataset, Derived, HotView, Property, Values, derived_property


@dataclass(frozen=True)
class RfmDefined:
    """An RFM under its key."""

    key: str
    rfm: Rfm

    @property
    def name(self) -> str:
        """Of the property that says the class: `$rfm`, or `$rfm_<key>`."""
        return property_name("$rfm", self.key)

    @property
    def uses(self) -> References:
        """What its events look at."""
        return references(self.rfm.event, self.rfm.engagement)

    def derived(self, version: str) -> list[Derived]:
        """The class, and the scores R, F and M."""
        return [ClassOf(self, version), *(ScoreOf(self, version, one) for one in DIMENSIONS)]

    def labels(self) -> dict[str, Names]:
        """The classes in order of what they are worth."""
        return {one.value: one.names for one in CLASSES}

    def scored(self, data: Dataset, view: HotView, version: str) -> Scored:
        """Everybody who is scored; found once for the class and the scores."""
        name = f"scored {self.name} {version} {standing_day(data, view)}"
        return view.kept(name, lambda: Scored.of(data, view, self.rfm))

    def facts(self, data: Dataset, view: HotView, version: str, person: int) -> dict[str, Any]:
        """By which `form` a person was scored, what of them, and the `scores` of it; nothing of who is not."""
        found = self.scored(data, view, version)
        at = int(np.searchsorted(found.people, person))
        if at == len(found.people) or found.people[at] != person:
            return {}
        names = ("recency", "frequency", "monetary")
        return {
            "form": self.rfm.form,
            "measured": {name: float(v[at]) for name, v in zip(names, found.values, strict=True)},
            "scores": {name: int(s[at]) for name, s in zip(names, found.scores, strict=True)},
        }

    def advice(self, one: RfmClass) -> Names:
        """What to do about a class."""
        return one.paying if self.rfm.form == "rfm" else one.using


@dataclass(frozen=True)
class ClassOf:
    """The class of each person: a text property."""

    defined: RfmDefined
    version: str

    @property
    def prop(self) -> Property:
        """`$rfm`, or `$rfm_<key>`."""
        return derived_property(self.defined.name, "text")

    def values(self, data: Dataset, view: HotView) -> Values:
        """Not set of people who are not scored."""
        found = self.defined.scored(data, view, self.version)
        at = np.full(people_count(view), -1, np.int32)
        at[found.people] = found.classes
        return coded([one.value for one in CLASSES], at)


@dataclass(frozen=True)
class ScoreOf:
    """One score of each person: a number."""

    defined: RfmDefined
    version: str
    dimension: Dimension

    @property
    def prop(self) -> Property:
        """The name of the class with `_r`, `_f` or `_m`."""
        return derived_property(f"{self.defined.name}_{self.dimension}", "number")

    def values(self, data: Dataset, view: HotView) -> Values:
        """Not set of people who are not scored."""
        found = self.defined.scored(data, view, self.version)
        scores = np.full(people_count(view), np.nan)
        scores[found.people] = found.scores[DIMENSIONS.index(self.dimension)]
        return number_values(scores)


def composition(data: Dataset, view: HotView, defined: RfmDefined, version: str) -> dict[str, Any]:
    """Everybody who is scored, by class, by score, and by cell of R and F.

    `people` are scored, `none` are known and are not, `amount` is what M adds up to. Each of `classes`: `value, people,
    share, amount, amount_share, recency, frequency, monetary` (means of what they did; null of nobody). Each of
    `scores[r|f|m]`: `score, people, low, high` (the range of what they did). Each of `cells`: `r, f, people, share,
    amount, amount_share`. Scores and cells that nobody has are there too.
    """
    found = defined.scored(data, view, version)
    people, top = len(found.people), defined.rfm.scores
    amount = found.values[2]
    total = float(amount.sum())
    r, f, _ = found.scores
    return {
        "people": people,
        "none": int((activity(view).count > 0).sum()) - people,
        "amount": total,
        "classes": [
            {
                "value": one.value,
                **_part(found.classes == i, amount, total),
                **_means(found.classes == i, found.values),
            }
            for i, one in enumerate(CLASSES)
        ],
        "scores": {
            name: [{"score": n, **_range(values[scores == n])} for n in range(1, top + 1)]
            for name, values, scores in zip(DIMENSIONS, found.values, found.scores, strict=True)
        },
        "cells": [
            {"r": a, "f": b, **_part((r == a) & (f == b), amount, total)}
            for a in range(1, top + 1)
            for b in range(1, top + 1)
        ],
    }


def _part(chosen: Any, amount: Floats, total: float) -> dict[str, Any]:
    people, own = int(chosen.sum()), float(amount[chosen].sum())
    return {
        "people": people,
        "share": people / len(amount) if len(amount) else None,
        "amount": own,
        # Where refunds outweigh what was paid there is no whole to have a share of.
        "amount_share": own / total if total > 0 else None,
    }


def _means(chosen: Any, values: Sequence[Floats]) -> dict[str, float | None]:
    names = ("recency", "frequency", "monetary")
    return {
        name: float(value[chosen].mean()) if chosen.any() else None
        for name, value in zip(names, values, strict=True)
    }


def _range(values: Floats) -> dict[str, Any]:
    if not len(values):
        return {"people": 0, "low": None, "high": None}
    return {"people": len(values), "low": float(values.min()), "high": float(values.max())}
