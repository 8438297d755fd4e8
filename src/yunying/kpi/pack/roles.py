"""What a project's events are for, and which of its own events that are."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from yunying.audience import Names
from yunying.core import Refused
from yunying.kpi.metric import MetricKey
from yunying.kpi.pack.data import read_data
from yunying.metrics import AnyEvents, Strict, Text

RoleKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class RoleProperty(Strict):
    """A property that a role's event carries. `words` and `zh` are what it is often called."""

    type: Literal["number", "any"]
    name: Names
    optional: bool = False
    words: list[str]
    zh: list[str]


class Role(Strict):
    """What an event, or a measured fact, is for. `any`: where a project has none, any event may stand for it."""

    key: RoleKey
    name: Names
    about: Names
    any: bool = False
    fact: bool = False
    words: list[str]
    zh: list[str]
    not_: list[str] = Field(default_factory=list, alias="not")
    properties: dict[str, RoleProperty] = Field(default_factory=dict)


class Mapped(AnyEvents):
    """A project's events that have a role (`null`: any event), and what its properties are called there."""

    properties: dict[RoleKey, Text] = Field(default_factory=dict, max_length=10)


class PackMapping(Strict):
    """Which of a project's events and facts have which roles."""

    roles: dict[RoleKey, Mapped] = Field(default_factory=dict, max_length=50)
    facts: dict[RoleKey, MetricKey] = Field(default_factory=dict, max_length=10)


@cache
def roles() -> dict[str, Role]:
    """Every role by its key."""
    return {one.key: one for one in (Role.model_validate(raw) for raw in read_data("roles"))}


def checked(mapping: PackMapping) -> PackMapping:
    """The mapping; refuses roles and properties that are none."""
    known = roles()
    for field, fact, keys in (("roles", False, mapping.roles), ("facts", True, mapping.facts)):
        for key in keys:
            if key not in known or known[key].fact != fact:
                names = ", ".join(one.key for one in known.values() if one.fact == fact)
                raise Refused(
                    "unknown_pack_role",
                    f"There is no role {key!r} here; choose one of {names}.",
                    field=f"{field}.{key}",
                    value=key,
                )
    for key, mapped in mapping.roles.items():
        for name in mapped.properties:
            if name not in known[key].properties:
                there = ", ".join(known[key].properties) or "none"
                raise Refused(
                    "unknown_pack_role",
                    f"The role {key!r} has no property {name!r}; it has: {there}.",
                    field=f"roles.{key}.properties.{name}",
                    value=name,
                )
    return mapping
