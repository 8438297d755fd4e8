"""What an event looks like in the lake: fixed columns, and property columns that describe themselves.

A property column's name is made from the property's name (`p_unit_price`, for people `u_city`); the name as
written, its scope and its type travel in the column's Arrow/Delta field metadata, so that any reader of the
table finds them without us.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Scope = Literal["event", "person"]
PropertyType = Literal["number", "boolean", "time", "text"]

TIME = pa.timestamp("us", "UTC")
FIXED = pa.schema(
    [
        pa.field("event_id", pa.string()),
        pa.field("event", pa.string()),
        pa.field("time", TIME),
        pa.field("received_at", TIME),
        pa.field("distinct_id", pa.string()),
        pa.field("person_id", pa.int32()),
    ]
)
"""Columns that every event has; `properties` (JSON text) joins them once a project has too many columns."""

OVERFLOW = "properties"
MAX_PROPERTY_COLUMNS = 500

ARROW_TYPES: dict[PropertyType, pa.DataType] = {
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "time": TIME,
    "text": pa.string(),
}
_PREFIX: dict[Scope, str] = {"event": "p_", "person": "u_"}


@dataclass(frozen=True)
class Column:
    """One property column of the lake."""

    name: str
    scope: Scope
    type: PropertyType
    column: str

    def field(self) -> pa.Field:
        """The Arrow field, with the metadata that makes the table describe itself."""
        return pa.field(
            self.column,
            ARROW_TYPES[self.type],
            metadata={"name": self.name, "scope": self.scope, "type": self.type},
        )


@dataclass(frozen=True)
class Property:
    """A property as people know it: one name and scope, one column for each type it was seen with."""

    name: str
    scope: Scope
    columns: tuple[Column, ...]

    @property
    def type(self) -> PropertyType:
        """Its type in questions; text where it was seen with several."""
        return self.columns[0].type if len(self.columns) == 1 else "text"

    @property
    def mixed(self) -> bool:
        """Whether it was seen with several types."""
        return len(self.columns) > 1


def columns_of(schema: pa.Schema) -> tuple[Column, ...]:
    """The property columns of a lake schema, in table order."""
    found = []
    for field in schema:
        meta = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
        if "scope" in meta:
            found.append(Column(meta["name"], meta["scope"], meta["type"], field.name))
    return tuple(found)


def properties_of(columns: Iterable[Column]) -> tuple[Property, ...]:
    """Columns gathered into properties, in order of first appearance."""
    grouped: dict[tuple[Scope, str], list[Column]] = {}
    for column in columns:
        grouped.setdefault((column.scope, column.name), []).append(column)
    return tuple(Property(name, scope, tuple(cols)) for (scope, name), cols in grouped.items())


def plan_columns(
    existing: Iterable[Column], wanted: Iterable[tuple[str, Scope, PropertyType]]
) -> tuple[list[Column], list[Column]]:
    """Columns for `wanted` properties: `(the column of each wanted one in order, those that are new)`.

    A property keeps its column while its type is the same; another type gets a sibling column, so nothing
    that was stored is ever rewritten. Beyond `MAX_PROPERTY_COLUMNS` a property is given the overflow column,
    whose JSON is `{"event": {name: value}, "person": {name: value}}`.
    """
    known = {(c.name, c.scope, c.type): c for c in existing}
    taken = {c.column.lower() for c in known.values()}
    names = {(c.name, c.scope) for c in known.values()}
    chosen: list[Column] = []
    new: list[Column] = []
    for name, scope, kind in wanted:
        column = known.get((name, scope, kind))
        if column is None and len(known) >= MAX_PROPERTY_COLUMNS:
            chosen.append(Column(name, scope, kind, OVERFLOW))
            continue
        if column is None:
            suffix = f"__{kind}" if (name, scope) in names else ""
            column = Column(name, scope, kind, _free_name(_PREFIX[scope] + _slug(name) + suffix, name, taken))
            known[(name, scope, kind)] = column
            names.add((name, scope))
            taken.add(column.column.lower())
            new.append(column)
        chosen.append(column)
    return chosen, new


def _slug(name: str) -> str:
    # Delta refuses ` ,;{}()\n\t=` in names and some engines compare names without case; CJK stays readable.
    slug = re.sub(r"[^\w]+", "_", name.strip(), flags=re.UNICODE).strip("_").lower()
    return slug[:60] or "property"


def _free_name(wanted: str, name: str, taken: set[str]) -> str:
    if wanted.lower() not in taken:
        return wanted
    return f"{wanted}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
