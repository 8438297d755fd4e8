"""Filters as SQL. Every condition is plainly true or false, also where its property is not set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yunying.analyse.questions import EventRef
from yunying.analyse.reference.project import Project
from yunying.metrics import AllOf, AnyOf, Condition, Filter
from yunying.store import quote


def all_of(project: Project, filters: Sequence[Filter]) -> str:
    """Filters that all must hold, as one condition."""
    return " AND ".join(_filter(project, f) for f in filters) or "true"


def matches(project: Project, ref: EventRef, common: Sequence[Filter]) -> str:
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
    return f"NOT ({_filter(project, node.not_)})"


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
