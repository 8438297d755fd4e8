"""Requests as the documentation of each protocol shows them, and how to make one of a body."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote, urlsplit

from yunying.collect.protocols import PROTOCOLS, Request, Routes
from yunying.collect.records import Decoded, Record, Refusal

RECEIVED = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z, in µs."""
ROUTES = Routes(PROTOCOLS)
BROWSER = {"origin": "https://shop.example", "user-agent": "Mozilla/5.0"}


def request(
    address: str, body: Any = b"", method: str = "POST", headers: dict[str, str] | None = None
) -> Request:
    """A request; a body that is no bytes is sent as JSON."""
    parts = urlsplit(address)
    query = dict(part.partition("=")[::2] for part in parts.query.split("&") if part)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method, parts.path, query, headers or {}, content, "198.51.100.9", RECEIVED)


def decode(sent: Request) -> Decoded:
    """As the collector and the processor do it: counted, then decoded by the protocol of the address."""
    found = ROUTES.find(sent.path)
    assert found is not None, sent.path
    protocol, route = found
    assert sent.method in route.methods
    count = protocol.count(sent)
    decoded = protocol.decode(sent)
    assert len(decoded.records) == count
    return decoded


def key(sent: Request) -> str | None:
    """The write key as the protocol of the address carries it."""
    found = ROUTES.find(sent.path)
    assert found is not None
    return found[0].key(sent)


def records(sent: Request) -> list[Record]:
    """What a request said; nothing of it may be refused."""
    found = decode(sent).records
    assert not [one for one in found if isinstance(one, Refusal)], found
    return [one for one in found if isinstance(one, Record)]


def record(sent: Request) -> Record:
    """The one thing that a request said."""
    (found,) = records(sent)
    return found


def form(**fields: str) -> bytes:
    """An URL-encoded form."""
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items()).encode()


def packed(value: Any) -> str:
    """JSON in base 64."""
    return base64.b64encode(json.dumps(value).encode()).decode()


def zipped(value: Any) -> str:
    """JSON, gzip, base 64."""
    return base64.b64encode(gzip.compress(json.dumps(value).encode())).decode()


SEGMENT: dict[str, Any] = {
    "batch": [
        {
            "type": "track",
            "userId": "u-17",
            "anonymousId": "a-1",
            "event": "order paid",
            "messageId": "m-1",
            "timestamp": "2026-01-01T07:59:50+08:00",
            "properties": {"amount": 99.5},
            "context": {
                "ip": "203.0.113.7",
                "userAgent": "Mozilla/5.0 (iPhone)",
                "locale": "zh-CN",
                "timezone": "Asia/Shanghai",
                "page": {"url": "https://shop.example/pay", "path": "/pay", "title": "Pay", "referrer": ""},
                "campaign": {"name": "spring", "source": "weibo"},
                "os": {"name": "iOS", "version": "19.1"},
                "device": {"id": "d-1", "type": "ios", "manufacturer": "Apple", "model": "iPhone18,1"},
                "screen": {"width": 390, "height": 844, "density": 3},
                "app": {"name": "Shop", "version": "2.1", "build": "77"},
                "library": {"name": "analytics-ios", "version": "4.1"},
            },
        },
        {"type": "identify", "userId": "u-17", "anonymousId": "a-1", "traits": {"city": "上海", "age": None}},
        {
            "type": "page",
            "anonymousId": "a-1",
            "name": "Start",
            "properties": {"url": "https://shop.example/"},
        },
        {"type": "screen", "anonymousId": "a-1", "name": "Home"},
        {"type": "group", "userId": "u-17", "groupId": "acme", "traits": {"seats": 5}},
        {"type": "alias", "userId": "u-17", "previousId": "old-17"},
    ],
    "sentAt": "2025-12-31T23:59:55Z",
    "writeKey": "wk",
}
POSTHOG: dict[str, Any] = {
    "api_key": "wk",
    "sent_at": "2025-12-31T23:59:55Z",
    "batch": [
        {
            "event": "order paid",
            "distinct_id": "u-17",
            "uuid": "01a20184-4cc5-7728-b5bc-148cd40c46ba",
            "timestamp": "2025-12-31T23:59:50Z",
            "properties": {
                "amount": 99.5,
                "$current_url": "https://shop.example/pay",
                "$pathname": "/pay",
                "$referrer": "$direct",
                "$raw_user_agent": "Mozilla/5.0",
                "$ip": "203.0.113.7",
                "utm_source": "weibo",
                "gclid": None,
                "$session_id": "s-1",
                "$set": {"plan": "pro"},
                "$set_once": {"first": "web"},
                "$unset": ["phone"],
                "token": "wk",
            },
        },
        {"event": "$identify", "properties": {"distinct_id": "u-17", "$anon_distinct_id": "a-1"}},
        {"event": "$create_alias", "properties": {"distinct_id": "u-17", "alias": "a-2"}},
        {"event": "$merge_dangerously", "distinct_id": "u-17", "properties": {"alias": "u-18"}},
        {"event": "$set", "distinct_id": "u-17", "$set": {"city": "上海"}},
        {
            "event": "$groupidentify",
            "distinct_id": "$company_acme",
            "properties": {"$group_type": "company", "$group_key": "acme", "$group_set": {"seats": 5}},
        },
    ],
}
SENSORS: list[dict[str, Any]] = [
    {
        "type": "track",
        "event": "order_paid",
        "distinct_id": "u-17",
        "time": 1_767_225_590_000,
        "_flush_time": 1_767_225_595_000,
        "_track_id": 380_412_345,
        "lib": {"$lib": "Android", "$lib_version": "6.7", "$app_version": "2.1"},
        "properties": {"amount": 99.5, "$manufacturer": "Xiaomi", "$province": "上海", "$is_login_id": True},
    },
    {
        "type": "track_signup",
        "event": "$SignUp",
        "distinct_id": "u-17",
        "original_id": "a-1",
        "time": 1_767_225_590_000,
    },
    {"type": "profile_set", "distinct_id": "u-17", "time": 1_767_225_590_000, "properties": {"city": "上海"}},
    {
        "type": "profile_set_once",
        "distinct_id": "u-17",
        "time": 1_767_225_590_000,
        "properties": {"first": "web"},
    },
    {
        "type": "profile_increment",
        "distinct_id": "u-17",
        "time": 1_767_225_590_000,
        "properties": {"orders": 1},
    },
    {
        "type": "profile_append",
        "distinct_id": "u-17",
        "time": 1_767_225_590_000,
        "properties": {"tags": ["vip"]},
    },
    {
        "type": "profile_unset",
        "distinct_id": "u-17",
        "time": 1_767_225_590_000,
        "properties": {"phone": True},
    },
    {"type": "profile_delete", "distinct_id": "u-17", "time": 1_767_225_590_000, "properties": {}},
    {"type": "item_set", "item_type": "book", "item_id": "b-1", "properties": {"name": "三体"}},
    {
        "type": "track_id_bind",
        "event": "$BindID",
        "distinct_id": "u-17",
        "time": 1_767_225_590_000,
        "identities": {"$identity_login_id": "u-17", "$identity_mobile": "138", "$identity_cookie_id": "a-2"},
    },
]
MIXPANEL: list[dict[str, Any]] = [
    {
        "event": "order paid",
        "properties": {
            "token": "wk",
            "distinct_id": "u-17",
            "$user_id": "u-17",
            "$device_id": "d-1",
            "time": 1_767_225_590,
            "$insert_id": "i-1",
            "amount": 99.5,
            "$current_url": "https://shop.example/pay",
            "mp_lib": "web",
            "utm_source": "weibo",
        },
    },
    {
        "event": "viewed",
        "properties": {"token": "wk", "distinct_id": "$device:d-1", "time": 1_767_225_590_123},
    },
    {"event": "$identify", "properties": {"$identified_id": "u-17", "$anon_id": "a-1"}},
    {"event": "$create_alias", "properties": {"distinct_id": "a-3", "alias": "u-17"}},
    {"event": "$merge", "properties": {"$distinct_ids": ["u-17", "u-18"]}},
]
MIXPANEL_PEOPLE: list[dict[str, Any]] = [
    {"$token": "wk", "$distinct_id": "u-17", "$ip": "203.0.113.7", "$set": {"city": "上海"}},
    {"$token": "wk", "$distinct_id": "u-17", "$set_once": {"first": "web"}},
    {"$token": "wk", "$distinct_id": "u-17", "$add": {"orders": 1}},
    {"$token": "wk", "$distinct_id": "u-17", "$append": {"tags": "vip"}, "$union": {"tags": ["new"]}},
    {"$token": "wk", "$distinct_id": "u-17", "$unset": ["phone"]},
    {"$token": "wk", "$distinct_id": "u-17", "$delete": ""},
]
AMPLITUDE: dict[str, Any] = {
    "api_key": "wk",
    "client_upload_time": "2025-12-31T23:59:55.000Z",
    "events": [
        {
            "event_type": "order paid",
            "user_id": "u-17",
            "device_id": "d-1",
            "time": 1_767_225_590_000,
            "insert_id": "i-1",
            "session_id": 1_767_225_000_000,
            "event_properties": {"amount": 99.5, "[Amplitude] Page URL": "https://shop.example/pay"},
            "user_properties": {"plan": "pro"},
            "os_name": "iOS",
            "os_version": "19.1",
            "device_manufacturer": "Apple",
            "device_model": "iPhone18,1",
            "language": "zh",
            "country": "China",
            "ip": "$remote",
            "revenue": 99.5,
            "library": "amplitude-swift/1.9",
        },
        {
            "event_type": "$identify",
            "user_id": "u-17",
            "session_id": -1,
            "user_properties": {
                "$set": {"city": "上海"},
                "$setOnce": {"first": "web"},
                "$add": {"orders": 1},
                "$append": {"tags": "vip"},
                "$unset": {"phone": "-"},
            },
        },
        {"event_type": "$identify", "device_id": "d-1", "user_properties": {"$clearAll": "-"}},
    ],
}
GA4: dict[str, Any] = {
    "client_id": "1234.5678",
    "user_id": "u-17",
    "timestamp_micros": "1767225590000000",
    "user_properties": {"plan": {"value": "pro"}, "phone": {"value": None}},
    "user_agent": "Mozilla/5.0 (iPhone)",
    "ip_override": "203.0.113.7",
    "device": {"operating_system": "iOS", "screen_resolution": "390x844", "category": "mobile"},
    "user_location": {"city": "Shanghai", "country_id": "CN"},
    "events": [
        {
            "name": "purchase",
            "params": {"value": 99.5, "page_location": "https://shop.example/pay", "session_id": "s-1"},
        },
        {"name": "page_view", "timestamp_micros": 1_767_225_591_000_000},
    ],
}
