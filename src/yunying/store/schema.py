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
Op = Literal["unset", "set", "set_once", "add", "append"]
"""What a value says of a person's property. Of one moment they are applied in this order."""
OPS: tuple[Op, ...] = ("unset", "set", "set_once", "add", "append")

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
MARK = "mark"
"""Text column, there once it was needed: why an event is left out of answers unless asked for (`bot`, `staff`,
`test`, `debug`), or `profile` for what only describes a person and is no event at all. Null on all others."""
PROFILE_MARK = "profile"
ARRIVAL = "arrival"
"""Integer column of files that were put together: the place at which a row would stand in order of arrival. Null but
where two ids have rows of one moment, because only there the order of the rows does not tell."""
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
    op: Op = "set"

    def field(self) -> pa.Field:
        """The Arrow field, with the metadata that makes the table describe itself."""
        return pa.field(
            self.column,
            ARROW_TYPES[self.type],
            metadata=self.metadata(),
        )

    def metadata(self) -> dict[str, str]:
        """What the column says of itself."""
        said = {"name": self.name, "scope": self.scope, "type": self.type}
        return said if self.op == "set" else said | {"op": self.op}


@dataclass(frozen=True)
class Property:
    """A property as people know it: one name and scope, one column for each type it was seen with."""

    name: str
    scope: Scope
    columns: tuple[Column, ...]
    changes: tuple[Column, ...] = ()
    """Columns that do not state the value but change it (`Op`); only people's properties have such."""

    @property
    def type(self) -> PropertyType:
        """Its type in questions; text where it was seen with several."""
        kinds = self._kinds
        return kinds[0] if len(kinds) == 1 else "text"

    @property
    def mixed(self) -> bool:
        """Whether it was seen with several types."""
        return len(self._kinds) > 1

    @property
    def _kinds(self) -> list[PropertyType]:
        return list(dict.fromkeys(c.type for c in (*self.columns, *self.changes) if c.op != "unset")) or [
            "text"
        ]


def columns_of(schema: pa.Schema) -> tuple[Column, ...]:
    """The property columns of a lake schema, in table order."""
    found = []
    for field in schema:
        meta = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
        if "scope" in meta:
            op = meta.get("op", "set")
            found.append(Column(meta["name"], meta["scope"], meta["type"], field.name, op))
    return tuple(found)


def properties_of(columns: Iterable[Column]) -> tuple[Property, ...]:
    """Columns gathered into properties, in order of first appearance."""
    grouped: dict[tuple[Scope, str], list[Column]] = {}
    for column in columns:
        grouped.setdefault((column.scope, column.name), []).append(column)
    return tuple(
        Property(
            name, scope, tuple(c for c in cols if c.op == "set"), tuple(c for c in cols if c.op != "set")
        )
        for (scope, name), cols in grouped.items()
    )


def plan_columns(
    existing: Iterable[Column], wanted: Iterable[tuple[str, Scope, PropertyType, Op]]
) -> tuple[list[Column], list[Column]]:
    """Columns for `wanted` properties: `(the column of each wanted one in order, those that are new)`.

    A property keeps its column while its type is the same; another type gets a sibling column, so nothing
    that was stored is ever rewritten. Beyond `MAX_PROPERTY_COLUMNS` a property is given the overflow column,
    whose JSON is `{"event": {name: value}, "person": {name: value}}`.
    """
    known = {(c.name, c.scope, c.type, c.op): c for c in existing}
    taken = {c.column.lower() for c in known.values()}
    names = {(c.name, c.scope) for c in known.values()}
    chosen: list[Column] = []
    new: list[Column] = []
    for name, scope, kind, op in wanted:
        column = known.get((name, scope, kind, op))
        if column is None and len(known) >= MAX_PROPERTY_COLUMNS:
            chosen.append(Column(name, scope, kind, OVERFLOW, op))
            continue
        if column is None:
            suffix = f"__{kind}" if (name, scope) in names else ""
            suffix += "" if op == "set" else f"__{op}"
            free = _free_name(_PREFIX[scope] + _slug(name) + suffix, name, taken)
            column = Column(name, scope, kind, free, op)
            known[(name, scope, kind, op)] = column
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
