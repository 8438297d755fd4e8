"""What is refused of single records, whatever protocol brought them, and when they happened."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import orjson

from yunying.collect.records import Record, Refusal
from yunying.core import instant_of

MAX_NAME = 255
"""Characters of the name of an event or a property, and of an id."""
MAX_EVENT = 32 * 1024
"""Bytes of one event as JSON."""
MAX_DEPTH = 100
_SHARED = frozenset(
    (
        *(
            "",
            "null",
            "none",
            "nil",
            "nan",
            "undefined",
            "unknown",
            "(null)",
            "<null>",
            "n/a",
            "na",
            "{}",
            "[]",
        ),
        *(
            "anonymous",
            "guest",
            "user",
            "userid",
            "user_id",
            "distinct_id",
            "distinctid",
            "id",
            "anonymous_id",
        ),
        *(
            "device_id",
            "not_authenticated",
            "unauthenticated",
            "true",
            "false",
            "email",
            "default",
            "test-user",
        ),
        *("[object object]", "-1"),
    )
)
_ONE_CHARACTER = re.compile(r"^[0\-:._ ]+$|^([0-9a-z])\1{5,}$")


def is_shared(distinct_id: str) -> bool:
    """Whether an id is one that every broken program sends (`null`, `undefined`, `0`, 000…0)."""
    text = distinct_id.strip().lower()
    return text in _SHARED or _ONE_CHARACTER.match(text) is not None


def refusal_of(record: Record) -> Refusal | None:
    """Why a record cannot be taken, or None."""
    if len(record.event) > MAX_NAME:
        return refuse(
            record,
            "name_too_long",
            f"The event's name has {len(record.event):,} characters; {MAX_NAME} may be.",
        )
    if len(record.distinct_id) > MAX_NAME:
        return refuse(record, "id_too_long", f"The distinct id has more than {MAX_NAME} characters.")
    if is_shared(record.distinct_id):
        return refuse(
            record,
            "shared_id",
            f"{record.distinct_id!r} is no id of a person but what programs send when they know none.",
        )
    if max(map(len, record.properties), default=0) > MAX_NAME:
        return refuse(
            record, "property_name_too_long", f"A property's name has more than {MAX_NAME} characters."
        )
    if (dict in (kinds := set(map(type, record.properties.values()))) or list in kinds) and _depth(
        record.properties
    ) > MAX_DEPTH:
        return refuse(record, "too_deep", f"The event is nested more than {MAX_DEPTH} levels deep.")
    return None


def too_big(record: Record) -> Refusal | None:
    """Whether a record is too large; asked only where its request is large enough to hold such a one."""
    size = len(orjson.dumps(record.properties)) + (
        len(msgspec.json.encode(record.person)) if record.person else 0
    )
    if size > MAX_EVENT:
        return refuse(
            record, "event_too_large", f"The event has {size:,} bytes as JSON; {MAX_EVENT:,} may be."
        )
    return None


def happened(record: Record, received_at: int) -> int:
    """When it happened (µs): the sender's time, put right by how wrong its clock was when it sent.

    `received − (sent − time)`, as the Segment specification has it; without a time, when it was received.
    """
    if record.time is None:
        return received_at
    if record.sent is None:
        return record.time
    return received_at - (record.sent - record.time)


def time_refusal(record: Record, time: int, latest: int, earliest: int | None) -> Refusal | None:
    """Whether a record's time lies outside what the project takes: it is set aside, never moved."""
    if time > latest:
        return refuse(
            record, "time_in_future", f"It says it happened at {_written(time)}, which has not come yet."
        )
    if earliest is not None and time < earliest:
        return refuse(
            record, "time_too_early", f"It says it happened at {_written(time)}, before the project's start."
        )
    return None


def _written(time: int) -> str:
    try:
        return instant_of(time).isoformat()
    except OverflowError:
        return f"{time} µs since 1970"


def refuse(record: Record, code: str, message: str) -> Refusal:
    """The refusal of a record, which it keeps as it was decoded."""
    return Refusal(code, message, msgspec.to_builtins(record), record.event[:MAX_NAME])


def _depth(value: Any) -> int:
    """Levels of nesting, without recursion: the value is as deep as somebody liked."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        if deepest > MAX_DEPTH + 1:
            break
        following: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                following += item.values()
            elif isinstance(item, list):
                following += item
        level = [i for i in following if isinstance(i, dict | list)]
    return deepest
