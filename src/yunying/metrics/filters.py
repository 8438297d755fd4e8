"""Filters: conditions on properties of the event or of its person, joined by and, or, not.

Every condition is plainly true or false. A property that is not set fulfils only `!=`, `not in` and
`is not set`: these are the exact opposites of `=`, `in` and `is set`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from yunying.store import Scope

Operator = Literal[
    "=",
    "!=",
    "in",
    "not in",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "contains",
    "starts with",
    "matches",
    "is set",
    "is not set",
]


def _encodable(text: str) -> str:
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("text holds half a character (a lone surrogate)")
    return text


Text: TypeAlias = Annotated[str, AfterValidator(_encodable)]
"""Text that can be written: JSON can spell halves of characters that no encoding has."""
Scalar: TypeAlias = bool | int | float | Text
MAX_DEPTH = 8
MAX_VALUES = 1000


class Strict(BaseModel):
    """Base of everything that is asked: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Condition(Strict):
    """One property compared with a value."""

    property: Text = Field(description="Name of the property, as in the catalogue.")
    scope: Scope | None = Field(
        None, description="`event` or `person`; by default the event's, if it has a property of this name."
    )
    op: Operator = Field(
        description=(
            "`matches` takes a regular expression (RE2) that may match anywhere; `between` takes two values, both "
            "included; text is compared with regard to case."
        )
    )
    value: Scalar | list[Scalar] | None = Field(
        None,
        description=(
            "A value; a list for `in`, `not in` and `between`; nothing for `is set` and `is not set`. A time is "
            "ISO 8601 text; without a zone it is in the project's zone, and a date alone means the whole day."
        ),
    )


class AllOf(Strict):
    """Every part holds."""

    and_: list[Filter] = Field(alias="and", min_length=1, max_length=100)


class AnyOf(Strict):
    """At least one part holds."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "or": [
                        {"property": "channel", "scope": "person", "op": "=", "value": "referral"},
                        {"not": {"property": "amount", "op": "<", "value": 100}},
                    ]
                }
            ]
        },
    )

    or_: list[Filter] = Field(alias="or", min_length=1, max_length=100)


class Not(Strict):
    """The part does not hold."""

    not_: Filter = Field(alias="not")


def _shape(raw: Any) -> str:
    for name in ("and", "or", "not"):
        if (isinstance(raw, dict) and name in raw) or hasattr(raw, f"{name}_"):
            return name
    return "condition"


Filter: TypeAlias = Annotated[
    Annotated[Condition, Tag("condition")]
    | Annotated[AllOf, Tag("and")]
    | Annotated[AnyOf, Tag("or")]
    | Annotated[Not, Tag("not")],
    Discriminator(_shape),
]
AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()


Filters: TypeAlias = Annotated[
    list[Filter], Field(default_factory=list, max_length=100, description="Filters that all must hold.")
]


class Events(Strict):
    """Events of one name, optionally filtered."""

    event: Text | None = Field(description="Name of the event; null means any event.")
    filters: Filters


def parts(node: Filter) -> list[tuple[str, Filter]]:
    """The parts of a joined filter with their place in it (`and.0`); none of a condition."""
    match node:
        case AllOf():
            return [(f"and.{i}", part) for i, part in enumerate(node.and_)]
        case AnyOf():
            return [(f"or.{i}", part) for i, part in enumerate(node.or_)]
        case Not():
            return [("not", node.not_)]
    return []


def conditions(node: Filter, at: str) -> Iterator[tuple[str, Condition]]:
    """Every condition in a filter, with its place."""
    if isinstance(node, Condition):
        yield at, node
    for place, part in parts(node):
        yield from conditions(part, f"{at}.{place}")


def describe(node: Filter) -> str:
    """The filter as a sentence, for the provenance of an answer."""
    match node:
        case Condition():
            if node.op in ("is set", "is not set"):
                return f"{node.property} {node.op}"
            values = node.value if isinstance(node.value, list) else [node.value]
            return f"{node.property} {node.op} {', '.join(map(str, values))}"
        case AllOf():
            return "(" + " and ".join(map(describe, node.and_)) + ")"
        case AnyOf():
            return "(" + " or ".join(map(describe, node.or_)) + ")"
    return f"not {describe(node.not_)}"
