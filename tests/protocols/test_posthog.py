"""PostHog's capture API, as its documentation and its SDKs have it."""

from __future__ import annotations

import base64
import gzip
import json

import pytest
from tests.protocols.bodies import (
    BROWSER,
    POSTHOG,
    RECEIVED,
    ROUTES,
    decode,
    form,
    key,
    packed,
    record,
    records,
    request,
)

from yunying.collect.protocols import Answer, Request
from yunying.collect.records import Changes, Link, Refusal

EVENT = {"event": "x", "distinct_id": "u", "api_key": "wk", "properties": {"a": 1}}


def test_a_batch() -> None:
    paid, identified, alias, merged, city, group = records(request("/batch/", POSTHOG))
    assert (paid.event, paid.distinct_id) == ("order paid", "u-17")
    assert paid.event_id == "01a20184-4cc5-7728-b5bc-148cd40c46ba"
    assert (paid.time, paid.sent) == (1_767_225_590_000_000, 1_767_225_595_000_000)
    assert paid.properties == {
        "amount": 99.5,
        "$url": "https://shop.example/pay",
        "$path": "/pay",
        "$user_agent": "Mozilla/5.0",
        "$ip": "203.0.113.7",
        "$utm_source": "weibo",
        "$session_key": "s-1",
    }
    assert paid.person == Changes(set={"plan": "pro"}, set_once={"first": "web"}, unset=["phone"])
    assert (identified.links, identified.profile) == ((Link("a-1", "identify"),), True)
    assert (alias.distinct_id, alias.links) == ("u-17", (Link("a-2", "alias"),))
    assert merged.links == (Link("u-18", "alias", explicit=True),)
    assert (city.person, city.profile) == (Changes(set={"city": "上海"}), True)
    assert (group.properties["$group_set"], group.person, group.profile) == ({"seats": 5}, None, True)


@pytest.mark.parametrize(
    "sent",
    [
        request("/capture/", EVENT),
        request("/capture", EVENT),
        request("/e/", [EVENT]),
        request("/e/?compression=gzip-js", gzip.compress(json.dumps(EVENT).encode())),
        request("/i/v0/e/", gzip.compress(json.dumps([EVENT]).encode())),
        request("/i/v0/e/?compression=base64", base64.b64encode(json.dumps(EVENT).encode())),
        request("/e/?compression=base64", form(data=packed(EVENT))),
        request("/e/", form(data=json.dumps(EVENT))),
        request(f"/e/?data={packed(EVENT)}", method="GET"),
        request("/batch/", gzip.compress(json.dumps({"batch": [EVENT]}).encode()),
                headers={"content-encoding": "gzip"}),
        request("/batch", {"batch": [EVENT]}),
        request("/i/v1/analytics/events", {"batch": [EVENT]}),
    ],
)  # fmt: skip
def test_every_address_and_packing(sent: Request) -> None:
    found = record(sent)
    assert (found.event, found.distinct_id, found.properties) == ("x", "u", {"a": 1})
    assert key(sent) == "wk"


def test_a_key_among_the_properties() -> None:
    assert key(request("/e/", [{"event": "x", "properties": {"token": "wk"}}])) == "wk"


def test_an_event_that_waited_in_the_browser_needs_no_clock_but_ours() -> None:
    found = record(
        request("/e/", EVENT | {"offset": 3_000, "timestamp": "1999-01-01T00:00:00Z"}, headers=BROWSER)
    )
    assert (found.time, found.sent) == (RECEIVED - 3_000_000, RECEIVED)
    assert found.device


def test_the_clock_of_the_address() -> None:
    sent = request("/e/?_=1767225595000", EVENT | {"timestamp": "2025-12-31T23:59:50Z"})
    assert record(sent).sent == 1_767_225_595_000_000


def test_a_bad_event_costs_no_other() -> None:
    bad = {"event": "x", "distinct_id": "u", "properties": {"$set": []}}
    first, refused, last = decode(request("/batch/", {"batch": [EVENT, bad, EVENT]})).records
    assert isinstance(refused, Refusal)
    assert refused.code == "bad_properties"
    assert first == last


def _reply(path: str, key: str | None = "wk") -> Answer:
    found = ROUTES.find(path)
    assert found is not None
    reply = found[1].reply
    assert reply is not None
    return reply(request(path, method="GET"), key)


@pytest.mark.parametrize("path", ["/flags/", "/flags", "/decide/", "/decide"])
def test_there_are_no_flags(path: str) -> None:
    said = json.loads(_reply(path).body)
    assert (said["flags"], said["featureFlags"], said["errorsWhileComputingFlags"]) == ({}, {}, False)


def test_the_configuration_as_json_and_as_a_script() -> None:
    said = json.loads(_reply("/array/wk/config").body)
    assert (said["token"], said["sessionRecording"], said["hasFeatureFlags"]) == ("wk", False, False)
    script = _reply("/array/wk/config.js")
    assert script.content_type == "application/javascript"
    assert script.body.startswith(b"(window._POSTHOG_REMOTE_CONFIG=")
    hostile = _reply('/array/";alert(1);"/config.js').body
    assert b'["\\";alert(1);\\""]' in hostile


def test_what_the_newest_sdks_are_told_of_each_event() -> None:
    sent = request("/i/v1/analytics/events", {"batch": [EVENT | {"uuid": "1"}, EVENT]})
    found = ROUTES.find(sent.path)
    assert found is not None
    assert json.loads(found[0].answer(sent, 2).body) == {"results": {"1": {"result": "ok"}}}
