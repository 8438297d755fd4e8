"""Which column of the lake each property of a file goes to, and the JSON of those for which there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect.arrays import decoded, equals, joined, null_where
from yunying.collect.files.mapping import Mapping
from yunying.collect.files.values import PropertyColumn
from yunying.store.lake import Snapshot
from yunying.store.schema import OVERFLOW, Column, PropertyType, Scope, plan_columns

_JOINED = 256


@dataclass(frozen=True)
class Target:
    """A column of the file and the column of the lake its values go to."""

    source: PropertyColumn
    column: Column


def plan_targets(
    mapping: Mapping, properties: dict[str, PropertyColumn], snapshot: Snapshot
) -> tuple[list[Target], list[Column]]:
    """Where each property with any value goes, and the columns the lake must be given first."""
    wanted: list[tuple[PropertyColumn, Scope]] = []
    for name in mapping.property_columns(properties):
        if name in properties:
            wanted.append((properties[name], "event"))
    wanted += [(properties[name], "person") for name in mapping.person_properties if name in properties]
    filled = [(column, scope) for column, scope in wanted if column.filled]
    texts = {(c.name, c.scope) for c in snapshot.columns if c.type == "text"}
    kinds: list[PropertyType] = [
        # A property that is text already takes any value as text; it would be read as text anyway.
        "text" if (column.name, scope) in texts else column.type
        for column, scope in filled
    ]
    chosen, new = plan_columns(
        snapshot.columns,
        [(column.name, scope, kind, "set") for (column, scope), kind in zip(filled, kinds, strict=True)],
    )
    return [Target(source, column) for (source, _), column in zip(filled, chosen, strict=True)], new


def needs_overflow(targets: Sequence[Target]) -> bool:
    """Whether some properties found no column of their own."""
    return any(t.column.column == OVERFLOW for t in targets)


def overflow_json(values: Sequence[tuple[Column, pa.Array]], rows: int) -> pa.Array:
    """`{"event": {name: value}, "person": {name: value}}` for each row, leaving out what is missing."""
    scopes = []
    for scope in ("event", "person"):
        members = [_member(column, array) for column, array in values if column.scope == scope]
        if members:
            inner = _join(members, rows)
            scopes.append(joined(f'"{scope}":{{', inner, "}"))
    if not scopes:
        return pa.nulls(rows, pa.string())
    whole = _join(scopes, rows)
    return joined("{", whole, "}")


def _join(parts: list[pa.Array], rows: int) -> pa.Array:
    """Texts joined by commas; null where all are missing."""
    while len(parts) > 1 or not parts:
        groups = [parts[i : i + _JOINED] for i in range(0, len(parts), _JOINED)]
        parts = []
        for group in groups:
            listed = pc.binary_join_element_wise(*group, pa.scalar(",", pa.string()), null_handling="skip")
            parts.append(null_where(equals(listed, ""), listed))
    return parts[0]


def _member(column: Column, values: pa.Array) -> pa.Array:
    key = orjson.dumps(column.name).decode() + ":"
    return joined(key, _json(column.type, decoded(values)))


def _json(kind: PropertyType, values: pa.Array) -> pa.Array:
    if kind == "boolean":
        return values.cast(pa.string())
    if kind == "number":
        return null_where(pc.invert(pc.is_finite(values)), values).cast(pa.string())
    if kind == "time":
        text = pc.replace_substring(values.cast(pa.timestamp("us")).cast(pa.string()), " ", "T")
        return joined('"', text, 'Z"')
    escaped = pc.replace_substring(pc.replace_substring(values, "\\", "\\\\"), '"', '\\"')
    if pc.any(pc.match_substring_regex(escaped, "[\x00-\x1f]"), min_count=0).as_py():
        for code in range(32):
            escaped = pc.replace_substring(escaped, chr(code), f"\\u{code:04x}")
    return joined('"', escaped, '"')
