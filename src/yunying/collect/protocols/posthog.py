"""PostHog's capture API: `/batch/`, `/capture/`, `/e/` and their like, and the calls its SDKs make beside it.

Bodies are JSON, gzip that only `?compression=gzip-js` speaks of, base 64, or a form with `data`.
"""

from __future__ import annotations

from typing import Any

import orjson

from yunying.collect.protocols.parts import (
    UTM,
    Wrong,
    decode_each,
    first_key,
    given,
    instant,
    instant_or_none,
    links_of,
    names_of,
    need_event,
    need_object,
    need_person,
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
    parse_form,
    parse_json,
)
from yunying.collect.records import Changes, Decoded, Link, Record
from yunying.core import Refused

_NAMES = UTM | {
    "$current_url": "$url", "$pathname": "$path", "title": "$title", "$raw_user_agent": "$user_agent",
    "$browser_language": "$language", "$locale": "$language", "$device_manufacturer": "$brand",
    "$device_model": "$model", "$device_name": "$device", "$app_name": "$app", "$session_id": "$session_key",
    "$geoip_country_name": "$country", "$geoip_subdivision_1_name": "$region", "$geoip_city_name": "$city",
}  # fmt: skip
_OURS = frozenset((
    "token", "distinct_id", "$set", "$set_once", "$unset", "$anon_distinct_id", "$ignore_sent_at", "$insert_id",
    "$time", "$config_defaults", "$initialization_time", "$configured_session_timeout_ms", "$sdk_dist_channel",
    "$sdk_debug_extensions_init_method", "$sdk_debug_extensions_init_time_ms", "$sdk_debug_retry_queue_size",
    "$lib_custom_api_host", "$lib_rate_limit_remaining_tokens", "$recording_status", "$browser_language_prefix",
    "$autocapture_disabled_server_side", "$web_vitals_enabled_server_side", "$dead_clicks_enabled_server_side",
    "$exception_capture_enabled_server_side", "$active_feature_flags", "$feature_flag_payloads",
))  # fmt: skip
"""Properties that are read here, or that tell of the SDK and nothing of what happened."""
_PROFILES = frozenset(
    ("$identify", "$create_alias", "$merge_dangerously", "$set", "$set_once", "$unset", "$groupidentify")
)
_ALIASES = frozenset(("$create_alias", "$merge_dangerously"))
_PHONE = ("posthog-ios", "posthog-android", "posthog-react-native", "posthog-flutter")


@once
def _body(request: Request) -> Any:
    content = gunzip_if_packed(request.content)
    if content.startswith(b"data=") or request.method == "GET":
        form = parse_form(content) if content else dict(request.query)
        content = form.get("data", "").encode()
        if form.get("compression", request.query.get("compression")) != "gzip-js" and _is_json(content):
            return parse_json(content)
        content = gunzip_if_packed(from_base64(content))
    elif not _is_json(content) and request.query.get("compression") == "base64":
        content = from_base64(content)
    return parse_json(content)


def _is_json(content: bytes) -> bool:
    return content.lstrip()[:1] in (b"{", b"[")


def _events(request: Request) -> tuple[list[Any], dict[str, Any]]:
    """The events of a request, and what is said of all of them."""
    body = _body(request)
    if isinstance(body, list):
        return body, {}
    if isinstance(body, dict):
        if "batch" not in body:
            return [body], body
        if isinstance(body["batch"], list):
            return body["batch"], body
    raise Refused("bad_shape", 'Send an event, a list of them, or {"batch": [...]}.', field="batch")


def _key(request: Request) -> str | None:
    body = _body(request)
    found = first_key(body, "api_key", "token", "$token")
    if found is None and isinstance(body, dict) and isinstance(body.get("batch"), list):
        body = body["batch"]
        found = first_key(body, "api_key", "token", "$token")
    if found is not None:
        return found
    event = body[0] if isinstance(body, list) and body else body
    return first_key(event.get("properties"), "token", "$token") if isinstance(event, dict) else None


def _count(request: Request) -> int:
    return check_count(len(_events(request)[0]))


def _decode(request: Request) -> Decoded:
    events, batch = _events(request)
    # The browser's clock as it sent: `sent_at`, or the cache breaker of the address.
    sent = instant_or_none(
        batch.get("sent_at") or request.headers.get("posthog-request-timestamp") or request.query.get("_")
    )
    return decode_each(events, lambda event: _record(event, sent, request))


def _record(item: dict[str, Any], sent: int | None, request: Request) -> Record:
    event = need_event(item)
    said = need_object(item, "properties")
    who = text_id(item.get("distinct_id") or said.get("distinct_id") or item.get("$distinct_id"))
    who = need_person(who, "`distinct_id`")
    time = instant(item.get("timestamp"), "timestamp")
    offset = item.get("offset")
    if isinstance(offset, int | float) and not isinstance(offset, bool) and 0 <= offset < 1e12:
        # Milliseconds it waited in the browser: no clock but ours is needed.
        time, sent = request.received_at - int(offset * 1_000), request.received_at
    elif said.get("$ignore_sent_at") is True:
        sent = None
    device = request.from_browser
    properties = renamed(said, _NAMES, _OURS)
    if isinstance(item.get("session_id"), str):
        properties.setdefault("$session_key", item["session_id"])
    if not device and said.get("$lib") in _PHONE:
        properties.setdefault("$ip", request.ip)
    return Record(
        event=event,
        distinct_id=who,
        properties=properties,
        time=time,
        sent=sent,
        event_id=text_id(item.get("uuid")),
        person=None if event == "$groupidentify" else _changes(item, said),
        links=_links(event, who, said),
        profile=event in _PROFILES,
        device=device,
    )


def _changes(item: dict[str, Any], said: dict[str, Any]) -> Changes | None:
    """What is said of the person, beside the properties or among them."""
    found = {
        name: given({**need_object(said, name), **need_object(item, name)})
        for name in ("$set", "$set_once")
        if name in said or name in item
    }
    unset = said.get("$unset", item.get("$unset"))
    if not unset and not any(found.values()):
        return None
    return Changes(
        set=found.get("$set", {}),
        set_once=found.get("$set_once", {}),
        unset=names_of(unset, "$unset") if unset else [],
    )


def _links(event: str, who: str, said: dict[str, Any]) -> tuple[Link, ...]:
    if event == "$identify":
        return links_of(who, text_id(said.get("$anon_distinct_id")), "identify")
    if event in _ALIASES:
        other = text_id(said.get("alias"))
        if other is None:
            raise Wrong("bad_merge", "`alias` is another id of the same person; it must be a text.")
        return links_of(who, other, "alias", explicit=event == "$merge_dangerously")
    return ()


def _answer(request: Request, count: int) -> Answer:
    if request.path.startswith("/i/v1/"):
        uuids = [event.get("uuid") for event in _events(request)[0] if isinstance(event, dict)]
        return Answer.json({"results": {uuid: {"result": "ok"} for uuid in uuids if isinstance(uuid, str)}})
    del count
    return Answer.json({"status": 1})


def _flags(request: Request, key: str | None) -> Answer:
    """No flags, in the shape of every version of the call."""
    del request, key
    return Answer.json(
        {
            "flags": {},
            "featureFlags": {},
            "featureFlagPayloads": {},
            "errorsWhileComputingFlags": False,
            "requestId": None,
            **_CONFIG,
        }
    )


_CONFIG: dict[str, Any] = {
    "config": {"enable_collect_everything": True},
    "supportedCompression": ["gzip", "gzip-js", "base64"],
    "analytics": {"endpoint": "/i/v0/e/"},
    "hasFeatureFlags": False,
    "elementsChainAsString": True,
    "defaultIdentifiedOnly": True,
    "autocapture_opt_out": False,
    "autocaptureExceptions": False,
    "captureDeadClicks": False,
    "capturePerformance": False,
    "heatmaps": False,
    "sessionRecording": False,
    "surveys": False,
    "productTours": False,
    "conversations": False,
    "logs": {"captureConsoleLogs": False},
    "isAuthenticated": False,
    "toolbarParams": {},
    "editorParams": {},
    "siteApps": [],
}


def _config(request: Request, key: str | None) -> Answer:
    """The remote configuration: capture and nothing else."""
    key = key or request.path.split("/")[2]
    return Answer.json({"token": key, **_CONFIG})


def _config_js(request: Request, key: str | None) -> Answer:
    key = request.path.split("/")[2]
    named, config = orjson.dumps(key), orjson.dumps({"token": key, **_CONFIG})
    # No `</script>` can come of it: it is a file of its own, served as JavaScript.
    script = b"(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{})[%b]={config:%b,siteApps:[]};"
    return Answer(script % (named, config), content_type="application/javascript")


def _both(*paths: str) -> tuple[str, ...]:
    return tuple(found for path in paths for found in (path, f"{path}/"))


_CAPTURE = (
    "/batch/",  # without the slash it is shared: see `batch`
    *_both("/capture", "/e", "/i/v0/e", "/i/v0/ai/batch", "/i/v1/analytics/events"),
)
PROTOCOL = Protocol(
    "posthog",
    (
        *(Route(path, ("POST", "GET")) for path in _CAPTURE),
        *(Route(path, ("POST", "GET"), _flags) for path in _both("/flags", "/decide")),
        Route("/array/*/config", ("GET", "HEAD"), _config),
        Route("/array/*/config/", ("GET", "HEAD"), _config),
        Route("/array/*/config.js", ("GET", "HEAD"), _config_js),
    ),
    _key,
    _count,
    _decode,
    _answer,
)
