"""神策 (Sensors Analytics): `/sa` and `/sa.gif`.

A form whose `data` is one record and whose `data_list` is a list of them: JSON, packed or not, in base 64. The
write key is `token` or `project` of the address, `project` of the SDK, or `token` of a record.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from yunying.collect.protocols.parts import (
    PIXEL,
    Wrong,
    decode_each,
    first_key,
    instant,
    instant_or_none,
    links_of,
    lists,
    names_of,
    need_event,
    need_object,
    need_person,
    numbers,
    once,
    renamed,
    text_id,
)
from yunying.collect.protocols.port import (
    Answer,
    Protocol,
    Request,
    Route,
    check_count,
    from_base64,
    gunzip_if_packed,
    parse_json,
)
from yunying.collect.records import Changes, Decoded, Link, Record
from yunying.core import Refused

_NAMES = {
    "$url_path": "$path", "$browser_language": "$language", "$system_language": "$language",
    "$manufacturer": "$brand", "$app_name": "$app", "$province": "$region", "$event_session_id": "$session_key",
}  # fmt: skip
_CHANGES = frozenset(
    (
        "profile_set",
        "profile_set_once",
        "profile_increment",
        "profile_append",
        "profile_unset",
        "profile_delete",
    )
)
_EVENTS = frozenset(("track", "track_signup", "track_id_bind", "track_id_unbind"))
_ITEMS = frozenset(("item_set", "item_delete"))
_OURS = frozenset(("$time", "$token", "$project", "$is_login_id"))
"""Properties that steer Sensors and describe neither an event nor a person."""
_PLAIN_IDS = frozenset(
    ("$identity_login_id", "$identity_cookie_id", "$identity_anonymous_id", "$identity_distinct_id")
)
"""Kinds of id whose value alone is an id; of the others kind and value together are."""
_PHONE = ("iOS", "Android", "HarmonyOS", "MiniProgram", "ReactNative", "Flutter", "AlipayMini")


@once
def _items(request: Request) -> list[Any]:
    content = request.content.strip()
    if content[:1] in (b"{", b"["):
        return _as_list(parse_json(content))
    form = request.form if content else request.query
    if form.get("data_list"):
        return _as_list(_unpacked(form["data_list"], form))
    if form.get("data"):
        return _as_list(_unpacked(form["data"], form))
    raise Refused("body_empty", "There is neither `data` nor `data_list`.", field="data")


def _as_list(body: Any) -> list[Any]:
    return body if isinstance(body, list) else [body]


def _unpacked(data: str, form: Any) -> Any:
    if form.get("gzip") == "9":
        raise Refused("encrypted", "Encrypted records cannot be read; switch encryption off in the SDK.")
    if data.lstrip()[:1] in ("{", "["):
        return parse_json(data.encode())
    return parse_json(gunzip_if_packed(from_base64(data)))


def _key(request: Request) -> str | None:
    if found := request.query.get("project"):
        return found
    return first_key(_items(request), "token", "project")


def _count(request: Request) -> int:
    return check_count(len(_items(request)))


def _decode(request: Request) -> Decoded:
    return decode_each(_items(request), partial(_record, request=request))


def _record(item: dict[str, Any], *, request: Request) -> Record:
    kind = item.get("type")
    given = need_object(item, "properties")
    if not isinstance(kind, str) or kind not in _EVENTS | _CHANGES | _ITEMS:
        raise Wrong(
            "bad_type", "`type` must be track, track_signup, profile_set, item_set or one of their like."
        )
    who = need_person(_item_id(item) if kind in _ITEMS else text_id(item.get("distinct_id")), "`distinct_id`")
    event = need_event(item) if kind in _EVENTS else f"${kind}"
    time = given.get("$time", item.get("time"))
    device = request.from_browser
    lib = item.get("lib")
    lib = lib if isinstance(lib, dict) else {}
    properties: dict[str, Any] = {}
    if kind not in _CHANGES:
        properties = renamed(given, _NAMES, _OURS)
    for name in ("$lib", "$lib_version", "$app_version"):
        if lib.get(name):
            properties.setdefault(name, lib[name])
    if not device and properties.get("$lib") in _PHONE:
        properties.setdefault("$ip", request.ip)
    if kind in _ITEMS:
        properties |= {"$item_type": item.get("item_type"), "$item_id": item.get("item_id")}
    return Record(
        event=event,
        distinct_id=who,
        properties=properties,
        time=instant(time, "time"),
        sent=instant_or_none(item.get("_flush_time")),
        event_id=_event_id(item, who, event),
        person=_changes(kind, given) if kind in _CHANGES else None,
        links=_links(kind, who, item),
        profile=kind not in ("track", "track_signup"),  # somebody who signs up does something
        device=device,
    )


def _item_id(item: dict[str, Any]) -> str | None:
    """An item by its type and id: it is nobody's, yet the statement is kept."""
    kind, name = item.get("item_type"), text_id(item.get("item_id"))
    return f"$item_{kind}_{name}" if isinstance(kind, str) and name is not None else None


def _event_id(item: dict[str, Any], who: str, event: str) -> str | None:
    """`_track_id` is a few random digits: unique only beside the person, the event and its time."""
    track = text_id(item.get("_track_id"))
    return None if track is None else f"{who}:{event}:{item.get('time')}:{track}"


def _changes(kind: str, given: dict[str, Any]) -> Changes:
    given = {name: value for name, value in given.items() if name not in _OURS}
    match kind:
        case "profile_set":
            return Changes(set=given)
        case "profile_set_once":
            return Changes(set_once=given)
        case "profile_increment":
            return Changes(add=numbers(given, "profile_increment"))
        case "profile_append":
            return Changes(append=lists(given))
        case "profile_unset":
            return Changes(unset=names_of(given, "profile_unset"))
        case _:
            return Changes(delete=True)


def _links(kind: str, who: str, item: dict[str, Any]) -> tuple[Link, ...]:
    if kind == "track_signup":
        return links_of(who, text_id(item.get("original_id")), "signup")
    if kind == "track_id_bind":
        identities = need_object(item, "identities").items()
        ids = (text_id(value if name in _PLAIN_IDS else f"{name}+{value}") for name, value in identities)
        return tuple(link for one in ids for link in links_of(who, one, "bind"))
    return ()


def _answer(request: Request, count: int) -> Answer:
    del count
    if request.path.endswith(".gif"):
        return Answer(PIXEL, content_type="image/gif")
    return Answer(content_type="text/plain")


PROTOCOL = Protocol(
    "sensors",
    tuple(Route(path, ("POST", "GET")) for path in ("/sa", "/sa/", "/sa.gif")),
    _key,
    _count,
    _decode,
    _answer,
)
