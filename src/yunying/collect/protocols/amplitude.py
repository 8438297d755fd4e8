"""Amplitude's HTTP API: `/2/httpapi`, `/batch`, `/identify` and `/groupidentify`."""

from __future__ import annotations

from typing import Any

from yunying.collect.protocols.parts import (
    UTM,
    Wrong,
    decode_each,
    first_key,
    given,
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
from yunying.collect.protocols.port import Answer, Protocol, Request, Route, check_count, parse_json
from yunying.collect.records import Changes, Decoded, Record
from yunying.core import Refused

_FIELDS = {
    "platform": "$platform", "os_name": "$os", "os_version": "$os_version", "device_brand": "$brand",
    "device_manufacturer": "$brand", "device_model": "$model", "carrier": "$carrier", "country": "$country",
    "region": "$region", "city": "$city", "dma": "$dma", "language": "$language", "app_version": "$app_version",
    "version_name": "$app_version", "device_id": "$device_id", "user_agent": "$user_agent", "price": "$price",
    "quantity": "$quantity", "revenue": "$revenue", "productId": "$product_id", "product_id": "$product_id",
    "revenueType": "$revenue_type", "revenue_type": "$revenue_type", "currency": "$currency",
    "location_lat": "$latitude", "location_lng": "$longitude", "groups": "$groups",
}  # fmt: skip
_NAMES = UTM | {
    "[Amplitude] Page Location": "$url", "[Amplitude] Page URL": "$url", "[Amplitude] Page Path": "$path",
    "[Amplitude] Page Title": "$title", "referrer": "$referrer",
}  # fmt: skip
_PHONE = frozenset(("ios", "android"))


def _identify_path(request: Request) -> bool:
    return request.path.rstrip("/") in ("/identify", "/groupidentify")


@once
def _body(request: Request) -> Any:
    if not _identify_path(request) or request.content.lstrip()[:1] in (b"{", b"["):
        return request.json
    # `/identify` is a form: api_key=…&identification=<JSON>
    form: dict[str, Any] = dict(request.form)
    if "identification" in form:
        form["identification"] = parse_json(form["identification"].encode())
    return form


def _key(request: Request) -> str | None:
    return first_key(_body(request), "api_key")


def _events(request: Request) -> list[Any]:
    body = _body(request)
    name = "identification" if _identify_path(request) else "events"
    if isinstance(body, dict):
        events = body.get(name, body.get("event"))
        if isinstance(events, dict):
            return [events]
        if isinstance(events, list):
            return events
    raise Refused("bad_shape", f'Send {{"api_key": …, "{name}": [...]}}.', field=name)


def _count(request: Request) -> int:
    return check_count(len(_events(request)))


def _decode(request: Request) -> Decoded:
    body = _body(request)
    sent = instant_or_none(body.get("client_upload_time"))
    kind = {"/identify": "$identify", "/groupidentify": "$groupidentify"}.get(request.path.rstrip("/"))
    return decode_each(_events(request), lambda item: _record(item, kind, sent, request), "event_type")


def _record(item: dict[str, Any], kind: str | None, sent: int | None, request: Request) -> Record:
    event = kind or need_event(item, "event_type")
    group = event == "$groupidentify"
    user, device = text_id(item.get("user_id")), text_id(item.get("device_id"))
    who = user or device or (_group(item) if group else None)
    properties = renamed(need_object(item, "event_properties"), _NAMES)
    _add_fields(item, properties, request)
    return Record(
        event=event,
        distinct_id=need_person(who, "`user_id` or `device_id`"),
        properties=properties,
        time=instant(item.get("time"), "time"),
        sent=sent,
        event_id=text_id(item.get("insert_id")),
        person=None if group else _changes(item.get("user_properties")),
        links=links_of(user, device, "user_id") if user is not None else (),
        profile=event == "$identify" or group,
        device=request.from_browser,
    )


def _group(item: dict[str, Any]) -> str | None:
    """A group by its type and name: it is nobody's, yet the statement is kept."""
    groups = item.get("groups")
    if isinstance(groups, dict) and groups:
        kind, name = next(iter(groups.items()))
    else:
        kind, name = item.get("group_type"), item.get("group_value")
    return f"${kind}_{name}" if isinstance(kind, str) and text_id(name) is not None else None


def _add_fields(item: dict[str, Any], properties: dict[str, Any], request: Request) -> None:
    for field, value in item.items():
        name = _FIELDS.get(field)
        if name is not None and value is not None and value != "" and name not in properties:
            properties[name] = value
    if (session := item.get("session_id")) is not None and session != -1:
        properties["$session_key"] = text_id(session)
    if isinstance(library := item.get("library"), str):
        properties["$lib"], _, version = library.partition("/")
        if version:
            properties["$lib_version"] = version
    ip = item.get("ip")
    if ip == "$remote":
        properties["$ip"] = request.ip
    elif isinstance(ip, str) and ip:
        properties["$ip"] = ip
    elif str(item.get("platform")).lower() in _PHONE and not request.from_browser:
        properties.setdefault("$ip", request.ip)
    if isinstance(group := item.get("group_properties"), dict) and group:
        properties["$group_properties"] = group


def _changes(said: Any) -> Changes | None:
    """Operations on a person's properties; plain properties are set."""
    if said is None or said == {}:
        return None
    if not isinstance(said, dict):
        raise Wrong("bad_person", "`user_properties` must be an object.")
    plain = {name: value for name, value in said.items() if not name.startswith("$")}
    appended: dict[str, list[Any]] = {}
    for operation in ("$prepend", "$append", "$preInsert", "$postInsert"):
        for name, values in lists(need_object(said, operation)).items():
            appended.setdefault(name, []).extend(values)
    unset = said.get("$unset")
    return Changes(
        set=given({**plain, **need_object(said, "$set")}),
        set_once=given(need_object(said, "$setOnce")),
        add=numbers(need_object(said, "$add"), "$add"),
        append=appended,
        unset=names_of(unset, "$unset") if unset else [],
        delete="$clearAll" in said,
    )


def _answer(request: Request, count: int) -> Answer:
    if _identify_path(request):
        return Answer(b"success", content_type="text/html")
    return Answer.json(
        {
            "code": 200,
            "events_ingested": count,
            "payload_size_bytes": len(request.body),
            "server_upload_time": request.received_at // 1_000,
        }
    )


_PATHS = ("/2/httpapi", "/2/httpapi/", "/identify", "/identify/", "/groupidentify", "/groupidentify/")
PROTOCOL = Protocol(
    # `/batch` is shared: see `batch`.
    "amplitude",
    tuple(Route(path) for path in _PATHS),
    _key,
    _count,
    _decode,
    _answer,
)
