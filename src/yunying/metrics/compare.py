"""One condition as a function from a property's values to the rows that fulfil it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yunying.core import Calendar, Refused, day_number, microseconds_of
from yunying.metrics.filters import MAX_VALUES, Condition, Operator
from yunying.metrics.marked import Mask
from yunying.metrics.strict import Scalar
from yunying.store import Property, PropertyType, Values

Test = Callable[[Values], Mask]

_SET: tuple[Operator, ...] = ("is set", "is not set")
_EQUAL: tuple[Operator, ...] = ("=", "!=", "in", "not in")
_ORDER: tuple[Operator, ...] = ("<", "<=", ">", ">=", "between")
_TEXT: tuple[Operator, ...] = ("contains", "starts with", "matches")
OPERATORS: dict[PropertyType, tuple[Operator, ...]] = {
    "text": (*_EQUAL, *_TEXT, *_SET),
    "number": (*_EQUAL, *_ORDER, *_SET),
    "time": (*_EQUAL, *_ORDER, *_SET),
    "boolean": (*_EQUAL, *_SET),
}
_OPPOSITE: dict[Operator, Operator] = {"!=": "=", "not in": "in", "is not set": "is set"}


def compile_condition(condition: Condition, prop: Property, calendar: Calendar, field: str) -> Test:
    """The test of `condition` on values of `prop`; refuses what cannot be meant, naming the field."""
    if condition.op not in OPERATORS[prop.type]:
        raise Refused(
            "operator_not_for_type",
            f"{prop.name!r} is {prop.type}: {condition.op!r} cannot be asked of it; use one of "
            f"{', '.join(OPERATORS[prop.type])}.",
            field=f"{field}.op",
            property=prop.name,
            type=prop.type,
            op=condition.op,
        )
    values = _values(condition, f"{field}.value")
    if condition.op in _OPPOSITE:
        plain = _compile(_OPPOSITE[condition.op], values, prop, calendar, f"{field}.value")
        return lambda rows: ~plain(rows)
    return _compile(condition.op, values, prop, calendar, f"{field}.value")


def _compile(op: Operator, values: list[Scalar], prop: Property, calendar: Calendar, field: str) -> Test:
    if op == "is set":
        return lambda rows: rows.is_set
    if prop.type == "text":
        return _text_test(op, [_as_text(v) for v in values], field)
    if prop.type == "boolean":
        wanted = {_as_boolean(v, prop, field) for v in values}
        return lambda rows: np.isin(rows.codes, [int(v) for v in wanted])
    spans = [_as_span(v, prop, calendar, field) for v in values]
    return _number_test(op, spans)


def _values(condition: Condition, field: str) -> list[Scalar]:
    """The condition's values as a list of the right length."""
    op, value = condition.op, condition.value
    if op in _SET:
        if value is not None:
            raise Refused("value_not_wanted", f"{op!r} takes no value; leave it out.", field=field, op=op)
        return []
    if op in ("in", "not in", "between"):
        if not isinstance(value, list) or not value:
            raise Refused("list_wanted", f"{op!r} takes a list of values.", field=field, op=op)
        if op == "between" and len(value) != 2:
            raise Refused("two_wanted", "'between' takes two values: from and to.", field=field, op=op)
        if len(value) > MAX_VALUES:
            raise Refused(
                "too_many_values", f"{len(value)} values are too many; at most {MAX_VALUES}.", field=field
            )
        return value
    if value is None or isinstance(value, list):
        raise Refused("one_wanted", f"{op!r} takes one value.", field=field, op=op)
    return [value]


def _text_test(op: Operator, values: list[str], field: str) -> Test:
    if op in ("=", "in"):
        wanted = pa.array(values, pa.string())
        return lambda rows: _by_label(rows, lambda labels: pc.is_in(labels, value_set=wanted))
    pattern = values[0]
    if op == "contains":
        return lambda rows: _by_label(rows, lambda labels: pc.match_substring(labels, pattern))
    if op == "starts with":
        return lambda rows: _by_label(rows, lambda labels: pc.starts_with(labels, pattern))
    if len(pattern) > 1000:
        raise Refused("bad_regex", "The regular expression is longer than 1,000 characters.", field=field)
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        raise Refused(
            "bad_regex",
            f"The regular expression {pattern!r} does not compile: {str(error).partition(': ')[2]}.",
            field=field,
            pattern=pattern,
        ) from error
    return lambda rows: _by_label(rows, lambda labels: pc.match_substring_regex(labels, pattern))


def _by_label(rows: Values, test: Callable[[pa.Array], pa.Array]) -> Mask:
    """Test each different value once, then look rows up; the extra last entry answers code −1 (not set)."""
    lookup = np.zeros(len(rows.labels) + 1, np.bool_)
    if len(rows.labels):
        lookup[:-1] = test(rows.labels).to_numpy(zero_copy_only=False)
    return lookup[rows.codes]


def _number_test(op: Operator, spans: Sequence[tuple[float, float]]) -> Test:
    """Tests on numbers; a span is [low, high] with both ends included (a date is a whole day)."""
    low, high = spans[0]
    match op:
        case "<":
            return lambda rows: rows.numbers < low
        case "<=":
            return lambda rows: rows.numbers <= high
        case ">":
            return lambda rows: rows.numbers > high
        case ">=":
            return lambda rows: rows.numbers >= low
        case "between":
            end = spans[1][1]
            return lambda rows: (rows.numbers >= low) & (rows.numbers <= end)
    points = np.array([a for a, b in spans if a == b])
    ranges = [(a, b) for a, b in spans if a != b]

    def equal(rows: Values) -> Mask:
        found = np.isin(rows.numbers, points)
        for a, b in ranges:
            found |= (rows.numbers >= a) & (rows.numbers <= b)
        return found

    return equal


def _as_text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def _as_boolean(value: Scalar, prop: Property, field: str) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    raise _wrong_type(value, prop, "true or false", field)


def _as_span(value: Scalar, prop: Property, calendar: Calendar, field: str) -> tuple[float, float]:
    if prop.type == "time":
        return _as_moments(value, prop, calendar, field)
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value)
        if math.isnan(number):
            raise ValueError
    except (ValueError, OverflowError):
        raise _wrong_type(value, prop, "a number", field) from None
    return number, number


def _as_moments(value: Any, prop: Property, calendar: Calendar, field: str) -> tuple[float, float]:
    text = str(value)
    wrong = _wrong_type(value, prop, "a time such as 2025-03-31 or 2025-03-31T08:00", field)
    # Python would also take texts of digits for dates, and some of them for ones nobody meant.
    if not re.match(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise wrong
    try:
        if len(text) == len("2025-03-31"):
            day = day_number(date.fromisoformat(text))
            return float(calendar.day_start(day)), float(calendar.day_start(day + 1) - 1)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise wrong from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=calendar.zone)
    point = float(microseconds_of(moment))
    return point, point


def _wrong_type(value: object, prop: Property, wanted: str, field: str) -> Refused:
    return Refused(
        "wrong_value_type",
        f"{prop.name!r} is {prop.type}: compare it with {wanted}, not with {value!r}.",
        field=field,
        property=prop.name,
        type=prop.type,
        value=value,
    )
