"""Segment's HTTP tracking API, which RudderStack's SDKs speak too.

Calls come one by one (`/v1/track`, in the browser `/v1/t`) or in batches (`/v1/batch`, `/v1/b`, `/v1/import`). The
browser SDK asks for its settings first; RudderStack's for its source configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yunying.collect.protocols.parts import (
    Wrong,
    decode_each,
    drop_direct,
    first_key,
    given,
    instant,
    instant_or_none,
    need_event,
    need_object,
    need_person,
    scheme_of,
    text_id,
)
from yunying.collect.protocols.port import Answer, Protocol, Request, Route, check_count
from yunying.collect.records import PAGEVIEW, PROFILE, SCREEN, Changes, Decoded, Link, Record
from yunying.core import Refused

_CALLS = ("track", "identify", "page", "screen", "group", "alias")
_TYPES = {f"/v1/{call}": call for call in _CALLS} | {
    "/v1/t": "track", "/v1/i": "identify", "/v1/p": "page", "/v1/s": "screen", "/v1/g": "group", "/v1/a": "alias",
    "/v1/m": None, "/v1/b": None, "/v1/batch": None, "/v1/import": None, "/beacon/v1/batch": None,
}  # fmt: skip
_EVENTS = {"page": PAGEVIEW, "screen": SCREEN}
_PROFILES = frozenset(("identify", "group", "alias"))

_PLAIN = {
    "ip": "$ip", "userAgent": "$user_agent", "locale": "$language", "timezone": "$timezone",
}  # fmt: skip
_PAGE = {"url": "$url", "path": "$path", "title": "$title", "referrer": "$referrer"}
_SECTIONS = {
    "page": _PAGE,
    "campaign": {
        "name": "$utm_campaign", "source": "$utm_source", "medium": "$utm_medium", "term": "$utm_term",
        "content": "$utm_content",
    },
    "os": {"name": "$os", "version": "$os_version"},
    "device": {
        "id": "$device_id", "type": "$device_type", "name": "$device", "model": "$model", "manufacturer": "$brand",
    },
    "screen": {"width": "$screen_width", "height": "$screen_height"},
    "app": {"name": "$app", "version": "$app_version"},
    "library": {"name": "$lib", "version": "$lib_version"},
    "location": {"country": "$country", "region": "$region", "city": "$city"},
}  # fmt: skip
_MOBILE = frozenset(("ios", "android", "ipados", "tvos", "watchos"))


def _key(request: Request) -> str | None:
    return first_key(request.json, "writeKey")


def _batch(request: Request) -> tuple[list[Any], dict[str, Any]]:
    """The calls of a request, and what is said of all of them."""
    body = request.json
    if not isinstance(body, dict):
        raise Refused("bad_shape", 'Send one call as an object, or {"batch": [...]}.', field="batch")
    if "batch" not in body:
        return [body], {}
    if not isinstance(body["batch"], list):
        raise Refused("bad_shape", "`batch` must be a list of calls.", field="batch")
    return body["batch"], body


def _count(request: Request) -> int:
    return check_count(len(_batch(request)[0]))


def _decode(request: Request) -> Decoded:
    calls, batch = _batch(request)
    kind = _TYPES.get(request.path.rstrip("/"))
    sent = instant_or_none(batch.get("sentAt"))
    shared = batch.get("context")
    shared = shared if isinstance(shared, dict) else {}
    device = request.from_browser

    def read(call: dict[str, Any]) -> Record:
        return _record(call, kind or call.get("type"), sent, shared, request, device)

    return decode_each(calls, read)


def _record(
    call: dict[str, Any], kind: Any, sent: int | None, shared: dict[str, Any], request: Request, device: bool
) -> Record:
    if kind not in _CALLS:
        raise Wrong("bad_type", f"`type` must be one of {', '.join(_CALLS)}.")
    context = need_object(call, "context")
    if shared:
        context = {**shared, **context}
    user, anonymous = text_id(call.get("userId")), text_id(call.get("anonymousId"))
    who = need_person(user or anonymous, "`userId` or `anonymousId`")
    links: tuple[Link, ...] = ()
    if kind == "alias":
        other = text_id(call.get("previousId"))
        if other is None or user is None:
            raise Wrong("bad_merge", "An alias joins `previousId` to `userId`; it needs both.")
        if other != user:
            links = (Link(other, "alias", explicit=True),)
    elif user is not None and anonymous is not None and user != anonymous:
        links = (Link(anonymous, kind),)
    if call.get("sentAt") is not None:
        sent = instant_or_none(call["sentAt"])
    event_id = call.get("messageId")
    properties, person = _said(call, kind, context)
    _add_context(context, properties)
    drop_direct(properties)
    if properties.get("$app") == properties.get("$lib"):  # RudderStack's browser SDK calls itself the app
        properties.pop("$app", None)
        properties.pop("$app_version", None)
    if "sessionId" in context and (session := text_id(context["sessionId"])) is not None:
        properties["$session_key"] = session
    if not device and "$ip" not in properties and _on_a_phone(context):
        properties["$ip"] = request.ip
    return Record(
        event=need_event(call) if kind == "track" else _EVENTS.get(kind, PROFILE),
        distinct_id=who,
        properties=properties,
        time=instant(call.get("originalTimestamp") or call.get("timestamp"), "timestamp"),
        sent=sent,
        event_id=event_id if isinstance(event_id, str) and event_id else None,
        person=person,
        links=links,
        profile=kind in _PROFILES,
        device=device,
    )


def _said(
    call: dict[str, Any], kind: str, context: Mapping[str, Any]
) -> tuple[dict[str, Any], Changes | None]:
    """The properties of an event, or what is said of a person."""
    if kind == "track":
        return dict(need_object(call, "properties")), None
    if kind == "identify":
        traits = need_object(call, "traits")
        # RudderStack's SDKs keep traits in the context.
        traits = given({**need_object(context, "traits"), **traits})
        return {}, Changes(set=traits) if traits else None
    if kind == "group":
        group = text_id(call.get("groupId"))
        if group is None:
            raise Wrong("no_group", "`groupId` says which group; it must be a text that is not empty.")
        return {"$group_id": group, **need_object(call, "traits")}, Changes(set={"$group_id": group})
    if kind == "alias":
        return {}, None
    properties = {_PAGE.get(name, name): value for name, value in need_object(call, "properties").items()}
    for name in ("name", "category"):
        if call.get(name):
            properties[name] = call[name]
    return properties, None


def _add_context(context: Mapping[str, Any], properties: dict[str, Any]) -> None:
    for name, value in context.items():
        names = _SECTIONS.get(name)
        if names is not None:
            if type(value) is dict:
                for inner, said in value.items():
                    canonical = names.get(inner)
                    if (
                        canonical is not None
                        and said is not None
                        and said != ""
                        and canonical not in properties
                    ):
                        properties[canonical] = said
        elif (canonical := _PLAIN.get(name)) is not None and value and canonical not in properties:
            properties[canonical] = value


def _on_a_phone(context: Mapping[str, Any]) -> bool:
    """Whether an app sent it, so that the address is its person's; the user agent is that of a HTTP library."""
    device = context.get("device")
    kind = device.get("type") if isinstance(device, dict) else None
    return isinstance(kind, str) and kind.lower() in _MOBILE


def _answer(request: Request, count: int) -> Answer:
    del request, count
    return Answer.json({"success": True})


def _settings(request: Request, key: str | None) -> Answer:
    """What analytics-next asks its CDN for: send everything here, load nothing else."""
    key = key or request.path.split("/")[3]
    here = {"apiKey": key, "addBundledMetadata": True, "protocol": scheme_of(request)}
    if host := request.headers.get("host"):
        here["apiHost"] = f"{host}/v1"
    return Answer.json(
        {
            "integrations": {"Segment.io": here},
            "plan": {"track": {"__default": {"enabled": True}}},
            "metrics": {},
        }
    )


def _source_config(request: Request, key: str | None) -> Answer:
    """What RudderStack's JavaScript SDK asks its control plane for: no destinations, no reports about itself."""
    del request
    key = key or "source"
    off = {"enabled": False}
    return Answer.json(
        {
            "source": {
                "id": key,
                "name": "Yunying",
                "writeKey": key,
                "enabled": True,
                "workspaceId": "yunying",
                "config": {"statsCollection": {"errors": off, "metrics": off}},
                "destinations": [],
                "connections": [],
                "dataplanes": {},
            }
        }
    )


_READ = ("GET", "HEAD")
PROTOCOL = Protocol(
    "segment",
    (
        *(Route(path) for path in _TYPES),
        Route("/v1/projects/*/settings", _READ, _settings),
        Route("/sourceConfig", _READ, _source_config),
        Route("/sourceConfig/", _READ, _source_config),
    ),
    _key,
    _count,
    _decode,
    _answer,
)
