"""Filters as SQL. Every condition is plainly true or false, also where its property is not set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yunying.analyse.reference.project import Project
from yunying.metrics import (
    AllOf,
    AnyEvents,
    AnyOf,
    Before,
    Behaviour,
    Condition,
    During,
    Filter,
    InSegment,
    Sequenced,
)
from yunying.store import quote


def all_of(project: Project, filters: Sequence[Filter]) -> str:
    """Filters that all must hold, as one condition."""
    return " AND ".join(_filter(project, f) for f in filters) or "true"


def matches(project: Project, ref: AnyEvents, common: Sequence[Filter]) -> str:
    """The condition that an event is one of those meant by `ref` and passes the filters common to all."""
    alternatives = [
        joined("true" if one.event is None else f"e.event = {quote(one.event)}", all_of(project, one.filters))
        for one in ref.alternatives
    ]
    own = alternatives[0] if len(alternatives) == 1 else f"({' OR '.join(map('({})'.format, alternatives))})"
    return joined(own, all_of(project, common))


def joined(*conditions: str) -> str:
    """Conditions that all must hold."""
    return " AND ".join(c for c in conditions if c != "true") or "true"


def _filter(project: Project, node: Filter) -> str:
    match node:
        case Condition():
            return _condition(project, node)
        case AllOf():
            return "(" + " AND ".join(_filter(project, part) for part in node.and_) + ")"
        case AnyOf():
            return "(" + " OR ".join(_filter(project, part) for part in node.or_) + ")"
        case Behaviour():
            return _did(project, node)
        case Sequenced():
            return _in_sequence(project, node)
        case InSegment():
            return project.member(node.segment)
    return f"NOT ({_filter(project, node.not_)})"


_MOMENT = "epoch_ms(date_trunc('milliseconds', e.time))"


def _did(project: Project, node: Behaviour) -> str:
    value = project.term(node.property, "event").sql if node.property else "NULL"
    acts = _acts(project, node.did, node.within, value)
    measure = {
        "events": "count(*)",
        "days": "count(DISTINCT a.day)",
        "sum": "coalesce(fsum(a.value), 0)",
        "days_since_first": f"DATE '{project.today}' - min(a.day)",
        "days_since_last": f"DATE '{project.today}' - max(a.day)",
    }
    amount = f"CAST({measure[node.measure]} AS DOUBLE) AS amount"
    if isinstance(node.within, Before):
        window = node.within.before.milliseconds
        found = project.part(
            "did",
            "-- what each event's person did in the window before it\n"
            f"SELECT e.arrival_file, e.arrival_row, {amount}\n"
            f"FROM {project.filtered} AS e JOIN {acts} AS a ON a.person_id = e.person_id\n"
            f"  AND a.moment < {_MOMENT} AND a.moment >= {_MOMENT} - {window}\nGROUP BY ALL",
        )
        same = "d.arrival_file = e.arrival_file AND d.arrival_row = e.arrival_row"
    else:
        found = project.part(
            "did", f"-- what each person did\nSELECT a.person_id, {amount}\nFROM {acts} AS a GROUP BY ALL"
        )
        same = "d.person_id = e.person_id"
    values = [literal(v, "number") for v in (node.value if isinstance(node.value, list) else [node.value])]
    amount = f"(SELECT d.amount FROM {found} AS d WHERE {same})"
    if node.measure in ("days_since_first", "days_since_last"):
        plain = _plain_condition(amount, node.op, values)
        return f"coalesce({'NOT ' if node.op == '!=' else ''}({plain}), false)"
    plain = _plain_condition(f"coalesce({amount}, 0)", node.op, values)
    return f"NOT ({plain})" if node.op == "!=" else f"({plain})"


def _acts(project: Project, did: AnyEvents, within: Before | During | None, value: str = "NULL") -> str:
    """The events that count, as a table: `person_id, moment, day, value, arrival_file, arrival_row, time`."""
    filtered, project.filtered = project.filtered, "events"
    condition = matches(project, did, ())
    project.filtered = filtered
    if isinstance(within, During):
        first, last = project.days(within.range)
        condition = joined(condition, f"day_of(e.time) BETWEEN DATE '{first}' AND DATE '{last}'")
    return project.part(
        "acts",
        "-- events of a behaviour\n"
        f"SELECT e.person_id, {_MOMENT} AS moment, day_of(e.time) AS day, {value} AS value,\n"
        "  e.time, e.arrival_file, e.arrival_row\n"
        f"FROM {project.source()}\nWHERE {condition}",
    )


def _in_sequence(project: Project, node: Sequenced) -> str:
    """Whether the last step is reached, going from the events of each step to later ones of the next."""
    tables = [_acts(project, step, node.within) for step in node.sequence]
    whose, same = ["person_id"], "s.person_id = e.person_id"
    if isinstance(node.within, Before):
        tables = [_before_each(project, table, node.within) for table in tables]
        whose += ["own_file", "own_row"]
        same = "s.own_file = e.arrival_file AND s.own_row = e.arrival_row"
    window = "" if node.window is None else f"\n  AND a.moment - s.began <= {node.window.milliseconds}"
    listed = ", ".join(f"a.{column}" for column in (*whose, "time", "arrival_file", "arrival_row"))
    joined_on = " AND ".join(f"a.{column} = s.{column}" for column in whose)
    reached = project.part(
        "sequence",
        f"-- the first step, where sequences begin\nSELECT {listed}, a.moment AS began FROM {tables[0]} AS a",
    )
    for table in tables[1:]:
        reached = project.part(
            "sequence",
            "-- the next step after it, with the latest beginning that leads there\n"
            f"SELECT {listed}, max(s.began) AS began\n"
            f"FROM {table} AS a JOIN {reached} AS s ON {joined_on}\n"
            f"  AND (a.time, a.arrival_file, a.arrival_row) > (s.time, s.arrival_file, s.arrival_row){window}\n"
            "GROUP BY ALL",
        )
    return f"EXISTS (SELECT 1 FROM {reached} AS s WHERE {same})"


def _before_each(project: Project, acts: str, within: Before) -> str:
    """Events that count, in the window before each of the rows that are filtered."""
    return project.part(
        "acts",
        "-- those in the window before each\n"
        f"SELECT e.arrival_file AS own_file, e.arrival_row AS own_row, a.*\n"
        f"FROM {project.filtered} AS e JOIN {acts} AS a ON a.person_id = e.person_id\n"
        f"  AND a.moment < {_MOMENT} AND a.moment >= {_MOMENT} - {within.before.milliseconds}",
    )


def _condition(project: Project, condition: Condition) -> str:
    term = project.term(condition.property, condition.scope)
    op, value = condition.op, condition.value
    if op in ("is set", "is not set"):
        return f"{term.sql} {'IS NOT NULL' if op == 'is set' else 'IS NULL'}"
    values: list[Any] = value if isinstance(value, list) else [value]
    negated = op in ("!=", "not in")
    if term.type == "time":
        plain = _time_condition(project, term.sql, op, values)
    else:
        plain = _plain_condition(term.sql, op, [literal(v, term.type) for v in values])
    return f"{'NOT ' if negated else ''}coalesce({plain}, false)"


def _plain_condition(sql: str, op: str, values: list[str]) -> str:
    if op in ("=", "!="):
        return f"{sql} = {values[0]}"
    if op in ("in", "not in"):
        return f"{sql} IN ({', '.join(values)})"
    if op == "between":
        return f"{sql} BETWEEN {values[0]} AND {values[1]}"
    functions = {"contains": "contains", "starts with": "starts_with", "matches": "regexp_matches"}
    if op in functions:
        return f"{functions[op]}({sql}, {values[0]})"
    return f"{sql} {op} {values[0]}"


def _time_condition(project: Project, sql: str, op: str, values: list[Any]) -> str:
    spans = [_span(project, str(v)) for v in values]
    start, end, within = spans[0]
    if op in ("=", "!=", "in", "not in"):
        return "(" + " OR ".join(f"({sql} >= {a} AND {sql} {w} {b})" for a, b, w in spans) + ")"
    if op == "<":
        return f"{sql} < {start}"
    if op == ">=":
        return f"{sql} >= {start}"
    if op == "<=":
        return f"{sql} {within} {end}"
    if op == ">":
        return f"{sql} {'>' if within == '<=' else '>='} {end}"
    return f"({sql} >= {start} AND {sql} {spans[1][2]} {spans[1][1]})"


def _span(project: Project, text: str) -> tuple[str, str, str]:
    """First instant, last instant, and how to compare with the last: a date alone is a whole day."""
    try:
        day = f"DATE '{date.fromisoformat(text)}'"
    except ValueError:
        moment = datetime.fromisoformat(text)
        instant = f"TIMESTAMPTZ '{moment.isoformat()}'"
        if moment.tzinfo is None:
            instant = f"timezone({quote(project.zone)}, TIMESTAMP '{moment.isoformat()}')"
        return instant, instant, "<="
    return f"first_instant({day})", f"first_instant({day} + 1)", "<"


def literal(value: Any, kind: str) -> str:
    """A value as SQL of a property's type."""
    if value is None:
        return "NULL"
    if kind == "number":
        number = repr(float(value))
        return f"CAST('{number}' AS DOUBLE)" if "n" in number else number + ("" if "e" in number else "e0")
    if kind == "boolean":
        return str(value).lower()
    if isinstance(value, bool):
        return "'true'" if value else "'false'"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return f"'{int(value)}'"
    return quote(str(value))
