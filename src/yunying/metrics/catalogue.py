"""The catalogue: every event and property there is, with counts, top values and samples."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yunying.core import instant_of
from yunying.metrics.frequencies import tally
from yunying.metrics.names import all_properties, find_property, require_event
from yunying.metrics.records import Record, newest_first, wire_value
from yunying.metrics.sessions import SESSION_PROPERTIES, reader
from yunying.metrics.traits import traits
from yunying.store import Dataset, HotView, Property, Scope, open_sql, quote_name

_UTC = "strftime(timezone('UTC', {}), '%Y-%m-%dT%H:%M:%S.%gZ')"


def catalogue(data: Dataset) -> dict[str, Any]:
    """Event names with counts, the most frequent first; and all properties."""
    view = data.hot.view()
    events: list[dict[str, Any]] = view.memo("catalogue", lambda: _count_events(data, view))
    return {"events": events, "properties": [describe_property(p) for p in all_properties(view)]}


def describe_property(prop: Property) -> dict[str, Any]:
    """A property as lists show it."""
    return {"name": prop.name, "scope": prop.scope, "type": prop.type, "mixed": prop.mixed}


def describe_event(data: Dataset, name: str) -> dict[str, Any]:
    """One event with the properties that are set on it: how often, how many values, the most frequent."""
    view = data.hot.view()
    require_event(view, name, "event")
    row = next(e for e in catalogue(data)["events"] if e["name"] == name)
    found: dict[str, Any] = view.memo(
        f"event {name}", lambda: {**row, "properties": _details(data, view, name)}
    )
    return found


def samples(data: Dataset, name: str, limit: int) -> list[Record]:
    """The newest events of one name, as stored."""
    view = data.hot.view()
    require_event(view, name, "event")
    days = [d.number for d in view.days() if name in d.names]
    records = newest_first(view, pc.field("event") == name, days)
    return [record for record, _ in zip(records, range(limit), strict=False)]


def property_values(
    data: Dataset, name: str, scope: Scope, search: str | None, limit: int
) -> list[dict[str, Any]]:
    """Values of a property, the most frequent first, those that contain `search`; counts are events or people."""
    view = data.hot.view()
    prop = find_property(view, name, scope, "property")
    if prop.scope == "person":
        return _person_values(data, view, prop, search, limit)
    if prop in SESSION_PROPERTIES:
        return _session_values(data, view, prop, search, limit)
    text = text_of(prop)
    with open_view(data, view) as sql:
        rows = sql.execute(
            f"select any_value({value_of(prop)}) as value, count(*) as n from events where {text} is not null "
            f"and ($search is null or contains(lower({text}), lower($search))) "
            f"group by {text} order by n desc, {text} limit $limit",
            {"search": search or None, "limit": limit},
        ).fetchall()
    return [{"value": wire_value(value), "count": n} for value, n in rows]


def value_of(prop: Property) -> str:
    """SQL of a property's value on the `events` view; text where it was seen with several types."""
    return text_of(prop) if prop.mixed else quote_name(prop.columns[0].column)


def text_of(prop: Property) -> str:
    """SQL of a property's value as text."""
    parts = []
    for column in prop.columns:
        name = quote_name(column.column)
        # Whole numbers are written without a fraction, as they were sent.
        whole = f"{name} = trunc({name}) and abs({name}) < 9007199254740992"
        number = f"case when {whole} then {name}::bigint::varchar else {name}::varchar end"
        moment = _UTC.format(name)
        parts.append({"number": number, "time": moment, "boolean": f"{name}::varchar"}.get(column.type, name))
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def open_view(data: Dataset, view: HotView) -> duckdb.DuckDBPyConnection:
    """A cursor on the view's one connection: opening it reads the foot of every file, which is done once."""
    shared: duckdb.DuckDBPyConnection = view.memo(
        "sql", lambda: open_sql(view.snapshot, data.threads, view.identity)
    )
    return shared.cursor()


def _count_events(data: Dataset, view: HotView) -> list[dict[str, Any]]:
    with open_view(data, view) as sql:
        rows = sql.execute(
            f"select event, count(*), count(distinct person_id), {_UTC.format('min(time)')}, "
            f"{_UTC.format('max(time)')} from events group by event order by 2 desc, 1"
        ).fetchall()
    return [
        {"name": name, "count": count, "people": people, "first_seen": first, "last_seen": last}
        for name, count, people, first, last in rows
    ]


def _details(data: Dataset, view: HotView, name: str) -> list[dict[str, Any]]:
    properties = view.snapshot.properties
    if not properties:
        return []
    with open_view(data, view) as sql:
        sql.execute("create temp table chosen as select * from events where event = $name", {"name": name})
        filled = sql.execute(
            f"select {', '.join(f'count({text_of(p)})' for p in properties)} from chosen"
        ).fetchone()
        details = []
        for prop, count in zip(properties, filled or (), strict=True):
            if not count:
                continue
            value, text = value_of(prop), text_of(prop)
            top = sql.execute(
                f"select any_value({value}), count(*) as n from chosen where {text} is not null "
                f"group by {text} order by n desc, {text} limit 10"
            ).fetchall()
            mean = f"avg({value})" if prop.type == "number" else "null"
            distinct, low, high, average = sql.execute(
                f"select count(distinct {text}), min({value}), max({value}), {mean} from chosen"
            ).fetchall()[0]
            details.append(
                {
                    **describe_property(prop),
                    "filled": count,
                    "distinct": distinct,
                    "top": [{"value": wire_value(v), "count": n} for v, n in top],
                    "min": wire_value(low),
                    "max": wire_value(high),
                    "mean": average,
                }
            )
    return details


def _session_values(
    data: Dataset, view: HotView, prop: Property, search: str | None, limit: int
) -> list[dict[str, Any]]:
    read = reader(data, view, prop)
    tables = list(view.map(lambda day: tally(read(day), slice(None), None), view.days()))
    if not tables:
        return []
    counted = pa.concat_tables(tables).group_by("value").aggregate([("n", "sum")])
    counted = counted.filter(pc.is_valid(counted["value"]))
    if search:
        counted = counted.filter(
            pc.match_substring(counted["value"].cast(pa.string()), search, ignore_case=True)
        )
    top = counted.sort_by([("n_sum", "descending"), ("value", "ascending")]).slice(0, limit).to_pylist()
    return [{"value": wire_value(row["value"]), "count": row["n_sum"]} for row in top]


def _person_values(
    data: Dataset, view: HotView, prop: Property, search: str | None, limit: int
) -> list[dict[str, Any]]:
    values = traits(data, view, prop)
    if not values.coded:
        numbers, counts = np.unique(values.numbers[~np.isnan(values.numbers)], return_counts=True)
        shown = [instant_of(int(v)) if prop.type == "time" else float(v) for v in numbers]
        pairs = [(wire_value(v), int(n)) for v, n in zip(shown, counts, strict=True)]
    else:
        counts = np.bincount(values.codes[values.codes >= 0], minlength=len(values.labels))
        pairs = [(v, int(n)) for v, n in zip(values.labels.to_pylist(), counts, strict=True) if n]
    wanted = (search or "").lower()
    hits = [(v, n) for v, n in pairs if wanted in str(v).lower()]
    hits.sort(key=lambda pair: (-pair[1], str(pair[0])))
    return [{"value": v, "count": n} for v, n in hits[:limit]]
