"""Ladders (用户分层): how far a person has come, each on exactly one rung.

A person is on the highest rung whose rule holds of them; the lowest has no rule and takes everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import ConfigDict, Field, model_validator

from yunying.audience.defined import Key, Names, coded, property_name
from yunying.metrics import (
    AllOf,
    Filter,
    Not,
    References,
    Strict,
    activity,
    people_count,
    references,
    standing_moment,
    who_are,
)
from yunying.store import Dataset, Derived, HotView, Property, Values, derived_property


class Rung(Strict):
    """One layer of people. `key` never changes with its names: filters and segments know it by that."""

    key: Key
    names: Names
    who: list[Filter] = Field(
        default_factory=list,
        max_length=20,
        description="What must all hold of a person to stand here, unless they stand higher. None for the lowest.",
    )


class Target(Strict):
    """What should become of the people of a rung within a time: so many of them reach another."""

    from_: Key = Field(alias="from")
    to: Key
    op: Literal[">=", "<="] = Field(">=", description="Whether it is to be reached or not to be exceeded.")
    share: Annotated[float, Field(ge=0, le=1)] = Field(description="Of those who stood on `from`.")
    days: Annotated[int, Field(ge=1, le=366)] = Field(30, description="How long they have.")


class Ladder(Strict):
    """Rungs from the lowest to the highest."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "rungs": [
                        {"key": "potential", "names": {"zh": "潜在用户", "en": "Potential"}},
                        {
                            "key": "core",
                            "names": {"zh": "核心用户", "en": "Core"},
                            "who": [
                                {
                                    "did": {"event": "pay_order"},
                                    "op": ">=",
                                    "value": 3,
                                    "within": {"before": {"value": 90, "unit": "day"}},
                                }
                            ],
                        },
                    ],
                    "targets": [{"from": "potential", "to": "core", "share": 0.05, "days": 30}],
                }
            ]
        },
    )

    kind: Literal["ladder"] = "ladder"
    rungs: list[Rung] = Field(min_length=2, max_length=12)
    targets: list[Target] = Field(default_factory=list, max_length=20)

    @model_validator(mode="after")
    def _one_place_each(self) -> Self:
        keys = [rung.key for rung in self.rungs]
        if len(set(keys)) < len(keys):
            raise ValueError("two rungs have the same key; give each its own")
        if self.rungs[0].who:
            raise ValueError("the lowest rung takes everybody else and has no rule; leave its rule out")
        if not all(rung.who for rung in self.rungs[1:]):
            raise ValueError("every rung above the lowest needs a rule: who stands there")
        for target in self.targets:
            if {target.from_, target.to} - set(keys):
                raise ValueError("a target goes from a rung of this ladder to another one of it")
        return self

    def alone(self, rung: int) -> list[Filter]:
        """Filters that hold of exactly those who stand on this rung, among everybody known."""
        higher: list[Filter] = [
            Not.model_validate(
                {"not": one.who[0] if len(one.who) == 1 else AllOf.model_validate({"and": one.who})}
            )
            for one in self.rungs[rung + 1 :]
        ]
        return [*self.rungs[rung].who, *higher]


@dataclass(frozen=True)
class LadderDefined:
    """A ladder under its key."""

    key: str
    ladder: Ladder

    @property
    def uses(self) -> References:
        """What its rules look at."""
        return references(*(rung.who for rung in self.ladder.rungs))

    def derived(self, version: str) -> list[Derived]:
        """The property that says who stands where."""
        return [LadderOf(self, version)]

    @cached_property
    def name(self) -> str:
        """Of that property."""
        return property_name("$layer", self.key)

    def labels(self) -> dict[str, Names]:
        """The highest rung first."""
        return {self.value(rung): rung.names for rung in reversed(self.ladder.rungs)}

    def value(self, rung: Rung) -> str:
        """The value of those who stand on a rung: its own in the whole project."""
        return f"{self.name}_{rung.key}"


@dataclass(frozen=True)
class LadderOf:
    """Who stands where: a text property of people."""

    defined: LadderDefined
    version: str

    @property
    def prop(self) -> Property:
        """`$layer`, or `$layer_<key>`."""
        return derived_property(self.defined.name, "text")

    def values(self, data: Dataset, view: HotView) -> Values:
        """Everybody's rung; not set of ids without events."""
        rungs = self.defined.ladder.rungs
        moment = standing_moment(data, view)
        at = np.zeros(people_count(view), np.int32)
        for i, rung in enumerate(rungs[1:], 1):
            at[who_are(data, view, rung.who, moment, f"rungs.{i}.who")] = i
        at[activity(view).count == 0] = -1
        # In the order in which people read them: the highest first.
        codes = np.where(at < 0, -1, len(rungs) - 1 - at)
        return coded(list(self.defined.labels()), codes)
