"""Our own API: `POST /v1/events` with one event, a list of them, or `{"events": [...]}`.

{"event": "order paid", "distinct_id": "u-17", "time": "2026-03-01T09:30:00+08:00", "event_id": "9f1c…",
 "properties": {"amount": 99.5}, "person": {"set": {"city": "上海"}}, "merge": "anonymous-5"}
"""

from __future__ import annotations

from typing import Any

from yunying.collect.instants import from_any
from yunying.collect.protocols.port import Answer, Protocol, Request, Route, check_count
from yunying.collect.records import PROFILE, Changes, Decoded, Link, Record, Refusal
from yunying.core import Refused

_KEYS = frozenset(
    ("event", "distinct_id", "time", "event_id", "properties", "person", "merge", "sent_at", "write_key")
)
_CHANGES = frozenset(("set", "set_once", "add", "append", "unset", "delete"))


def _key(request: Request) -> str | None:
    body = request.json
    if isinstance(body, list):
        body = body[0] if body else None
    key = body.get("write_key") if isinstance(body, dict) else None
    return key if isinstance(key, str) else None


def _items(request: Request) -> list[Any]:
    body = request.json
    if isinstance(body, dict) and "events" in body:
        body = body["events"]
    elif isinstance(body, dict):
        body = [body]
    if not isinstance(body, list):
        raise Refused(
            "bad_shape", 'Send one event as an object, a list of them, or {"events": [...]}.', field="events"
        )
    return body


def _count(request: Request) -> int:
    return check_count(len(_items(request)))


def _decode(request: Request) -> Decoded:
    sent = request.json.get("sent_at") if isinstance(request.json, dict) else None
    return Decoded([_record(item, sent, request.from_browser) for item in _items(request)])


def _record(item: Any, sent_at: Any, device: bool) -> Record | Refusal:
    if not isinstance(item, dict):
        return Refusal("bad_event", "An event is an object.", item)
    try:
        return _read(item, item.get("sent_at", sent_at), device)
    except _Wrong as wrong:
        name = item.get("event")
        return Refusal(wrong.code, str(wrong), item, name if isinstance(name, str) else None)


class _Wrong(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _read(item: dict[str, Any], sent_at: Any, device: bool) -> Record:
    for unknown in item.keys() - _KEYS:
        raise _Wrong("unknown_field", f"{unknown!r} is no field of an event; put it into `properties`.")
    who = item.get("distinct_id")
    if isinstance(who, int) and not isinstance(who, bool):
        who = str(who)
    if not isinstance(who, str) or not who.strip():
        raise _Wrong("no_person", "`distinct_id` says who; it must be a text that is not empty.")
    properties = item.get("properties") or {}
    if not isinstance(properties, dict):
        raise _Wrong("bad_properties", "`properties` must be an object.")
    changes, merge, name = _changes(item.get("person")), item.get("merge"), item.get("event")
    profile = name is None and (changes is not None or merge is not None)
    if not profile and (not isinstance(name, str) or not name.strip()):
        raise _Wrong("no_event", "`event` says what happened; it must be a text that is not empty.")
    if merge is not None and not isinstance(merge, str):
        raise _Wrong("bad_merge", "`merge` is another id of the same person, a text.")
    event_id = item.get("event_id")
    if event_id is not None and not isinstance(event_id, str):
        raise _Wrong("bad_event_id", "`event_id` must be a text.")
    return Record(
        event=PROFILE if profile else str(name).strip(),
        distinct_id=who,
        properties=properties,
        time=_instant(item, "time", item.get("time")),
        sent=_instant(item, "sent_at", sent_at),
        event_id=event_id or None,
        person=changes,
        links=() if merge is None else (Link(merge, "merge"),),
        profile=profile,
        device=device,
    )


def _instant(item: dict[str, Any], name: str, value: Any) -> int | None:
    del item
    try:
        return from_any(value, needs_zone=True)
    except (ValueError, OverflowError) as error:
        raise _Wrong("bad_time", f"`{name}` cannot be read as a time: {error}.") from None


def _changes(given: Any) -> Changes | None:
    if given is None:
        return None
    if not isinstance(given, dict) or given.keys() - _CHANGES:
        raise _Wrong("bad_person", f"`person` may hold {', '.join(sorted(_CHANGES))}.")
    for name in ("set", "set_once", "add", "append"):
        if not isinstance(given.get(name) or {}, dict):
            raise _Wrong("bad_person", f"`person.{name}` must be an object.")
    unset = given.get("unset") or []
    if not isinstance(unset, list) or not all(isinstance(u, str) for u in unset):
        raise _Wrong("bad_person", "`person.unset` must be a list of property names.")
    add = given.get("add") or {}
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in add.values()):
        raise _Wrong("bad_person", "`person.add` adds numbers.")
    return Changes(
        set=given.get("set") or {},
        set_once=given.get("set_once") or {},
        add=add,
        append={k: v if isinstance(v, list) else [v] for k, v in (given.get("append") or {}).items()},
        unset=unset,
        delete=bool(given.get("delete")),
    )


def _answer(request: Request, count: int) -> Answer:
    del request
    return Answer.json({"accepted": count})


PROTOCOL = Protocol("own", (Route("/v1/events"),), _key, _count, _decode, _answer)
