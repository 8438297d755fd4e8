"""Mixpanel's ingestion API: `/track`, `/import`, `/engage` and `/groups`.

Bodies are JSON, JSON in lines, or a form whose `data` is JSON, base 64 or not.
"""

from __future__ import annotations

from typing import Any

from yunying.collect.protocols.parts import (
    PIXEL,
    UTM,
    Wrong,
    decode_each,
    first_key,
    given,
    instant,
    instant_or_none,
    json_or_lines,
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
from yunying.collect.records import PROFILE, Changes, Decoded, Link, Record
from yunying.core import Refused

_NAMES = UTM | {
    "$current_url": "$url", "current_url": "$url", "current_url_path": "$path", "current_page_title": "$title",
    "mp_lib": "$lib", "ip": "$ip", "$manufacturer": "$brand", "$app_version_string": "$app_version",
    "$app_build_number": "$app_build", "mp_country_code": "$country", "$country_code": "$country",
}  # fmt: skip
_OURS = frozenset(
    (
        "token",
        "distinct_id",
        "time",
        "$insert_id",
        "$user_id",
        "$anon_distinct_id",
        "mp_sent_by_lib_version",
    )
)
_PROFILES = frozenset(("$identify", "$create_alias", "$merge"))
_PHONE = ("iphone", "android", "swift", "react-native", "flutter")
_CHANGES = ("$set", "$set_once", "$add", "$append", "$union", "$unset", "$delete", "$remove")


def _option(request: Request, name: str) -> str | None:
    """Options come in the query or in the form."""
    if name in request.query:
        return request.query[name]
    return request.form.get(name) if _is_form(request) else None


def _is_form(request: Request) -> bool:
    return request.content[:1].isalpha()


@once
def _items(request: Request) -> list[Any]:
    content = request.content
    if request.method == "GET" or _is_form(request):
        data = _option(request, "data")
        if not data:
            raise Refused("body_empty", "There is no `data`; send JSON.", field="data")
        content = data.encode()
        if content.lstrip()[:1] not in (b"{", b"["):
            content = gunzip_if_packed(from_base64(content))
        body = parse_json(content)
    else:
        body = json_or_lines(gunzip_if_packed(content))
    items = body if isinstance(body, list) else [body]
    if not all(isinstance(item, dict) for item in items[:1]):
        raise Refused("bad_shape", "Send an object or a list of them.", field="data")
    return items


def _key(request: Request) -> str | None:
    items = _items(request)
    item = items[0] if items else None
    if isinstance(item, dict):
        if found := first_key(item, "$token", "token"):
            return found
        return first_key(item.get("properties"), "token")
    return None


def _count(request: Request) -> int:
    return check_count(len(_items(request)))


def _decode(request: Request) -> Decoded:
    path = request.path.strip("/")
    if path in ("engage", "groups"):
        return decode_each(_items(request), lambda item: _profile(item, request))
    # The browser's clock as it sent is the cache breaker of the address.
    sent = instant_or_none(request.query.get("_"))
    # `ip=0`: the sender's address is not the person's, or must not be used.
    device = request.from_browser and _option(request, "ip") != "0"
    return decode_each(_items(request), lambda item: _event(item, sent, device, request))


def _event(item: dict[str, Any], sent: int | None, device: bool, request: Request) -> Record:
    event = need_event(item)
    said = need_object(item, "properties")
    who, links = _identity(event, said)
    properties = renamed(said, _NAMES, _OURS)
    if not device:
        if request.from_browser and request.user_agent:
            properties.setdefault("$user_agent", request.user_agent)
        elif said.get("mp_lib") in _PHONE and _option(request, "ip") != "0":
            properties.setdefault("$ip", request.ip)
    return Record(
        event=event,
        distinct_id=need_person(who, "`distinct_id`"),
        properties=properties,
        time=instant(said.get("time"), "time"),
        sent=sent,
        event_id=text_id(said.get("$insert_id")),
        links=links,
        profile=event in _PROFILES,
        device=device,
    )


def _identity(event: str, said: dict[str, Any]) -> tuple[str | None, tuple[Link, ...]]:
    """Who did it, and which ids are theirs, by the rules of both of Mixpanel's ways to merge."""
    user = text_id(said.get("$user_id"))
    who = user or text_id(said.get("distinct_id"))
    if event == "$merge":
        ids = said.get("$distinct_ids")
        found = [text_id(one) for one in ids] if isinstance(ids, list) else []
        if len(found) != 2 or found[0] is None or found[1] is None:
            raise Wrong("bad_merge", "`$distinct_ids` must be a list of two ids.")
        return found[0], links_of(found[0], found[1], "merge", explicit=True)
    if event == "$create_alias":
        alias = text_id(said.get("alias"))
        if who is None or alias is None:
            raise Wrong("bad_merge", "An alias joins `distinct_id` to `alias`; it needs both.")
        # The alias is the name that is known from now on.
        return alias, links_of(alias, who, "alias")
    device = text_id(said.get("$device_id"))
    device = f"$device:{device}" if device is not None and not device.startswith("$device:") else device
    if event == "$identify":
        who = text_id(said.get("$identified_id")) or who
        other = text_id(said.get("$anon_distinct_id")) or text_id(said.get("$anon_id")) or device
        return who, links_of(who, other, "identify") if who is not None else ()
    if user is not None:
        return user, links_of(user, device, "user_id")
    return who or device, ()


def _profile(item: dict[str, Any], request: Request) -> Record:
    """An update of a person (`/engage`) or of a group (`/groups`)."""
    said = {name: item[name] for name in _CHANGES if name in item}
    if not said:
        raise Wrong("bad_person", f"An update holds one of {', '.join(_CHANGES)}.")
    properties: dict[str, Any] = {}
    if isinstance(ip := item.get("$ip"), str) and ip not in ("", "0"):
        properties["$ip"] = ip
    group = "$group_key" in item
    if group:
        who = f"${item['$group_key']}_{item.get('$group_id')}"
        properties |= {"$group_key": item["$group_key"], "$group_id": item.get("$group_id"), **said}
    else:
        who = need_person(text_id(item.get("$distinct_id")), "`$distinct_id`")
    return Record(
        event=PROFILE,
        distinct_id=who,
        properties=properties,
        time=instant(item.get("$time"), "$time"),
        person=None if group else _changes(item),
        profile=True,
        device=request.from_browser and not properties and _option(request, "ip") != "0",
    )


def _changes(item: dict[str, Any]) -> Changes:
    appended = lists(need_object(item, "$append"))
    for name, values in lists(need_object(item, "$union")).items():
        appended[name] = [*appended.get(name, ()), *values]
    unset = item.get("$unset")
    return Changes(
        set=given(need_object(item, "$set")),
        set_once=given(need_object(item, "$set_once")),
        add=numbers(need_object(item, "$add"), "$add"),
        append=appended,
        unset=names_of(unset, "$unset") if unset else [],
        delete="$delete" in item,
    )


def _answer(request: Request, count: int) -> Answer:
    if request.path.strip("/") == "import":
        return Answer.json({"code": 200, "num_records_imported": count, "status": 1, "error": None})
    if _option(request, "verbose") == "1":
        return Answer.json({"status": 1, "error": None})
    if request.query.get("img") == "1":
        return Answer(PIXEL, content_type="image/gif")
    return Answer(b"1", content_type="text/plain")


PROTOCOL = Protocol(
    "mixpanel",
    tuple(
        Route(f"/{name}{slash}", ("POST", "GET"))
        for name in ("track", "import", "engage", "groups")
        for slash in ("", "/")
    ),
    _key,
    _count,
    _decode,
    _answer,
    {"status": 0},
)
