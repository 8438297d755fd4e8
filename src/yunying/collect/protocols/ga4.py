"""GA4's Measurement Protocol: `/mp/collect`. The write key is its `api_secret`.

Several bodies may come in one request, each on a line of its own.
"""

from __future__ import annotations

from typing import Any

from yunying.collect.protocols.parts import (
    UTM,
    Wrong,
    instant,
    json_or_lines,
    links_of,
    need_event,
    need_object,
    need_person,
    once,
    renamed,
    text_id,
)
from yunying.collect.protocols.port import Answer, Protocol, Request, Route, check_count
from yunying.collect.records import PROFILE, Changes, Decoded, Record, Refusal
from yunying.core import Refused

_NAMES = UTM | {
    "page_location": "$url", "page_path": "$path", "page_title": "$title", "page_referrer": "$referrer",
    "language": "$language", "campaign": "$utm_campaign", "source": "$utm_source", "medium": "$utm_medium",
    "term": "$utm_term", "content": "$utm_content", "session_id": "$session_key",
}  # fmt: skip
_DEVICE = {
    "category": "$device_type", "language": "$language", "operating_system": "$os",
    "operating_system_version": "$os_version", "model": "$model", "brand": "$brand", "browser": "$browser",
    "browser_version": "$browser_version",
}  # fmt: skip
_PLACE = {"country_id": "$country", "region_id": "$region", "city": "$city"}


def _key(request: Request) -> str | None:
    return request.query.get("api_secret") or request.query.get("measurement_id") or None


def _bodies(request: Request) -> list[Any]:
    body = json_or_lines(request.content)
    return body if isinstance(body, list) else [body]


@once
def _events(request: Request) -> list[tuple[dict[str, Any], Any]]:
    """Each event with its body; None for what a body says of the person, who comes first."""
    found: list[tuple[dict[str, Any], Any]] = []
    for body in _bodies(request):
        events = body.get("events", []) if isinstance(body, dict) else None
        if not isinstance(events, list):
            raise Refused("bad_shape", 'Send {"client_id": …, "events": [...]}.', field="events")
        if body.get("user_properties"):
            found.append((body, None))
        found += [(body, {} if event is None else event) for event in events]
    return found


def _count(request: Request) -> int:
    return check_count(len(_events(request)))


def _decode(request: Request) -> Decoded:
    found: list[Record | Refusal] = []
    for body, event in _events(request):
        try:
            found.append(_record(body, event, request))
        except Wrong as wrong:
            name = event.get("name") if isinstance(event, dict) else None
            raw = body if event is None else event
            found.append(Refusal(wrong.code, str(wrong), raw, name if isinstance(name, str) else None))
    return Decoded(found)


def _record(body: dict[str, Any], event: Any, request: Request) -> Record:
    if event is not None and not isinstance(event, dict):
        raise Wrong("bad_event", "An event is an object.")
    user = text_id(body.get("user_id"))
    client = text_id(body.get("client_id")) or text_id(body.get("app_instance_id"))
    properties = {} if event is None else renamed(need_object(event, "params"), _NAMES)
    _add_context(body, properties)
    if event is not None:
        _add_context(event, properties)
    time = None if event is None else event.get("timestamp_micros")
    return Record(
        event=PROFILE if event is None else need_event(event, "name"),
        distinct_id=need_person(user or client, "`client_id`, `app_instance_id` or `user_id`"),
        properties=properties,
        time=instant(body.get("timestamp_micros") if time is None else time, "timestamp_micros"),
        person=_changes(need_object(body, "user_properties")) if event is None else None,
        links=links_of(user, client, "user_id") if user is not None else (),
        profile=event is None,
        device=request.from_browser,
    )


def _add_context(said: dict[str, Any], properties: dict[str, Any]) -> None:
    """What a body or an event says of the device and the place; what is nearer to the event wins."""
    for field, name in (("ip_override", "$ip"), ("user_agent", "$user_agent")):
        if isinstance(value := said.get(field), str) and value:
            properties[name] = value
    for field, names in (("device", _DEVICE), ("user_location", _PLACE)):
        if isinstance(section := said.get(field), dict):
            properties |= {names[k]: v for k, v in section.items() if k in names and v not in (None, "")}
    device = said.get("device")
    size = device.get("screen_resolution") if isinstance(device, dict) else None
    if isinstance(size, str):
        width, _, height = size.partition("x")
        if width.isdecimal() and height.isdecimal():
            properties |= {"$screen_width": float(width), "$screen_height": float(height)}


def _changes(given: dict[str, Any]) -> Changes:
    """User properties: `{"plan": {"value": "pro"}}`; without a value they are removed."""
    values = {name: said.get("value") if isinstance(said, dict) else said for name, said in given.items()}
    return Changes(
        set={name: value for name, value in values.items() if value is not None},
        unset=[name for name, value in values.items() if value is None],
    )


def _answer(request: Request, count: int) -> Answer:
    del request, count
    return Answer(status=204)


def _validate(request: Request, key: str | None) -> Answer:
    """What would be refused; nothing is kept."""
    del key
    try:
        _count(request)
        refused = [(r.message, r.code) for r in _decode(request).records if isinstance(r, Refusal)]
    except Refused as error:
        refused = [(str(error), error.code)]
    return Answer.json(
        {"validationMessages": [{"description": text, "validationCode": code} for text, code in refused]}
    )


PROTOCOL = Protocol(
    "ga4",
    (Route("/mp/collect"), Route("/debug/mp/collect", reply=_validate)),
    _key,
    _count,
    _decode,
    _answer,
)
