"""The standard metrics: what each is, as a template over roles, with its documentation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import product
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from yunying.audience import Names
from yunying.kpi.metric import Good, MetricKey, Over, Unit
from yunying.kpi.pack.data import read_data
from yunying.kpi.pack.roles import roles
from yunying.metrics import Strict

Field_: TypeAlias = Literal["users", "activity", "content", "community", "revenue", "marketing", "service"]
FIELDS: dict[Field_, Names] = {
    "users": Names(zh="用户", en="Users"),
    "activity": Names(zh="活动与传播", en="Campaigns and spreading"),
    "content": Names(zh="内容", en="Content"),
    "community": Names(zh="社区", en="Community"),
    "revenue": Names(zh="收入", en="Revenue"),
    "marketing": Names(zh="营销", en="Marketing"),
    "service": Names(zh="服务", en="Service"),
}
"""What a metric is about, and the tag that it bears."""


class Said(Strict):
    """A sentence or two in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=1000)]
    en: Annotated[str, Field(min_length=1, max_length=1000)]


class Standard(Strict):
    """A standard metric. In `is` `@pay` stands for the events of a role and `@pay.amount` for a property of theirs;
    of several templates the first that a project has the roles of is taken."""

    key: MetricKey
    field: Field_
    name: Names
    description: Names
    unit: Unit = "number"
    good: Good = "up"
    over: Over | None = None
    formula: Said
    grain: Said
    pitfalls: Said
    source: Annotated[str, Field(min_length=1, max_length=400)]
    is_: Annotated[list[dict[str, Any]], Field(alias="is", min_length=1)]


@cache
def standards() -> dict[str, Standard]:
    """Every standard metric by its key, in order of fields."""
    return {
        one.key: one
        for field in FIELDS
        for one in (Standard.model_validate(raw | {"field": field}) for raw in read_data(field))
    }


def role_names(template: Any) -> Iterator[str]:
    """The roles (`pay`) and properties of theirs (`pay.amount`) that a template wants."""
    if isinstance(template, dict):
        for value in template.values():
            yield from role_names(value)
    elif isinstance(template, list):
        for value in template:
            yield from role_names(value)
    elif isinstance(template, str) and template.startswith("@"):
        role, _, prop = template[1:].partition(".")
        yield role
        if prop:
            yield f"{role}.{prop}"


def needs_of(own: Collection[str] = ()) -> dict[str, list[list[str]]]:
    """Of each standard metric the sets of roles (`pay`, `pay.amount`) of which one is enough, those of what it is made
    from included. What a project has of its `own` needs nothing."""
    found: dict[str, list[frozenset[str]]] = {}

    def find(key: str) -> list[frozenset[str]]:
        if key in own:
            return [frozenset()]
        if key not in found:
            found[key] = _smallest(
                frozenset(role_names(body)).union(*parts)
                for body in standards()[key].is_
                for parts in product(*map(find, parts_of(body)))
            )
        return found[key]

    for key in standards():
        find(key)
    order = list(roles())
    return {
        key: [
            sorted(one, key=lambda name: (order.index(name.split(".")[0]), name))
            for one in found.get(key, [])
        ]
        for key in standards()
    }


def parts_of(template: dict[str, Any]) -> list[str]:
    """Keys of the metrics that a template is made from."""
    named = [template[name] for name in ("of", "by") if name in template]
    return list(dict.fromkeys([*named, *re.findall(r"[a-z][a-z0-9_]*", template.get("formula", ""))]))


def _smallest(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Without those that want all that another wants, and more."""
    every = list(dict.fromkeys(sets))
    return [one for one in every if not any(other < one for other in every)]
