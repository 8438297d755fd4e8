"""What decoders have in common: reading ids, times and changes, and refusing one item without its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

import orjson

from yunying.collect.instants import from_any
from yunying.collect.protocols.port import Request, parse_json
from yunying.collect.records import Decoded, Link, Record, Refusal

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

UTM = {f"utm_{name}": f"$utm_{name}" for name in ("source", "medium", "campaign", "term", "content")}

PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
"""A GIF of one transparent pixel."""


class Wrong(Exception):
    """One item cannot become a record."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def decode_each(
    items: Iterable[Any], read: Callable[[dict[str, Any]], Record], name: str = "event"
) -> Decoded:
    """Every item by itself: what is `Wrong` with one becomes a `Refusal` in its place. `name` holds its event."""
    found: list[Record | Refusal] = []
    for item in items:
        if not isinstance(item, dict):
            found.append(Refusal("bad_event", "An event is an object.", item))
            continue
        try:
            found.append(read(item))
        except Wrong as wrong:
            event = item.get(name)
            found.append(Refusal(wrong.code, str(wrong), item, event if isinstance(event, str) else None))
    return Decoded(found)


def once(read: Callable[[Request], T]) -> Callable[[Request], T]:
    """What a reader makes of a request, made once: the key, the count, the records and the answer all need it."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def kept(request: Request) -> T:
        made: dict[str, Any] = request.__dict__  # where cached properties are kept, too
        if name not in made:
            made[name] = read(request)
        found: T = made[name]
        return found

    return kept


def text_id(value: Any) -> str | None:
    """An id as text; None where there is none."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return None


def need_person(who: str | None, fields: str) -> str:
    """The id of somebody, or `Wrong` with the fields that may hold it."""
    if who is None:
        raise Wrong("no_person", f"{fields} says who; it must be a text that is not empty.")
    return who


def need_event(item: Mapping[str, Any], field: str = "event") -> str:
    """The name of an event."""
    name = item.get(field)
    if not isinstance(name, str) or not name.strip():
        raise Wrong("no_event", f"`{field}` says what happened; it must be a text that is not empty.")
    return name.strip()


def need_object(item: Mapping[str, Any], field: str) -> dict[str, Any]:
    """An object of an item; an empty one where there is none."""
    value = item.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Wrong("bad_properties", f"`{field}` must be an object.")
    return value


def instant(value: Any, field: str) -> int | None:
    """A time, or `Wrong` where it cannot be read."""
    if type(value) is str:  # how nearly all are written, read by the shortest way
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        if found is not None and found.tzinfo is not None:
            since = found - _EPOCH
            return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    try:
        return from_any(value)
    except (ValueError, OverflowError) as error:
        raise Wrong("bad_time", f"`{field}` cannot be read as a time: {error}.") from None


def instant_or_none(value: Any) -> int | None:
    """A time that only helps; one that cannot be read does not."""
    try:
        return from_any(value)
    except (ValueError, OverflowError):
        return None


def renamed(
    properties: Mapping[str, Any], names: Mapping[str, str], drop: Collection[str] = ()
) -> dict[str, Any]:
    """A copy of what has a value, with a protocol's own context under the canonical names."""
    found = {
        names.get(name, name): value
        for name, value in properties.items()
        if value is not None and name not in drop
    }
    drop_direct(found)
    return found


def drop_direct(properties: dict[str, Any]) -> None:
    """SDKs write "no referrer" as an empty text or as `$direct`; here it is none."""
    if properties.get("$referrer", 0) in ("", "$direct"):
        del properties["$referrer"]


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """What has a value: SDKs send null for what they do not know."""
    return {name: value for name, value in values.items() if value is not None}


def numbers(given: Mapping[str, Any], field: str) -> dict[str, float]:
    """What is added must be numbers."""
    for value in given.values():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Wrong("bad_person", f"`{field}` adds numbers.")
    return dict(given)


def lists(given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is appended, each as a list."""
    return {name: value if isinstance(value, list) else [value] for name, value in given.items()}


def names_of(given: Any, field: str) -> list[str]:
    """Names of properties, sent as a list or as the keys of an object."""
    names = list(given) if isinstance(given, dict | list) else [given]
    if not all(isinstance(name, str) for name in names):
        raise Wrong("bad_person", f"`{field}` must be a list of property names.")
    return names


def links_of(who: str, other: str | None, reason: str, *, explicit: bool = False) -> tuple[Link, ...]:
    """The link to another id, where there is another."""
    return (Link(other, reason, explicit),) if other is not None and other != who else ()


def json_or_lines(content: bytes) -> Any:
    """JSON, or JSON in lines as a list."""
    lines = content.splitlines()
    if len(lines) > 1:
        try:
            return [orjson.loads(line) for line in lines if line.strip()]
        except orjson.JSONDecodeError:
            pass  # one JSON over several lines, or none
    return parse_json(content)


def first_key(body: Any, *names: str) -> str | None:
    """The write key out of the first of some fields of an object or of the first object of a list."""
    if isinstance(body, list):
        body = body[0] if body else None
    if isinstance(body, dict):
        for name in names:
            key = body.get(name)
            if isinstance(key, str) and key:
                return key
    return None


def scheme_of(request: Request) -> str:
    """How the client reached us: what a proxy in front says, else as safely as the page that asks was loaded."""
    said = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    if said in ("http", "https"):
        return said
    return "https" if request.headers.get("origin", "").startswith("https://") else "http"
