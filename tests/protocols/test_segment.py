"""Segment's calls, as its specification shows them, and RudderStack's."""

from __future__ import annotations

import json

import pytest
from tests.protocols.bodies import BROWSER, ROUTES, SEGMENT, decode, key, record, records, request

from yunying.collect.records import Changes, Link, Refusal


def test_a_batch() -> None:
    paid, identified, page, screen, group, alias = records(request("/v1/batch", SEGMENT))
    assert paid.event == "order paid"
    assert paid.distinct_id == "u-17"
    assert paid.links == (Link("a-1", "track"),)
    assert paid.event_id == "m-1"
    assert paid.time == 1_767_225_590_000_000
    assert paid.sent == 1_767_225_595_000_000
    assert not paid.profile
    assert paid.properties == {
        "amount": 99.5,
        "$ip": "203.0.113.7",
        "$user_agent": "Mozilla/5.0 (iPhone)",
        "$language": "zh-CN",
        "$timezone": "Asia/Shanghai",
        "$url": "https://shop.example/pay",
        "$path": "/pay",
        "$title": "Pay",
        "$utm_campaign": "spring",
        "$utm_source": "weibo",
        "$os": "iOS",
        "$os_version": "19.1",
        "$device_id": "d-1",
        "$device_type": "ios",
        "$brand": "Apple",
        "$model": "iPhone18,1",
        "$screen_width": 390,
        "$screen_height": 844,
        "$app": "Shop",
        "$app_version": "2.1",
        "$lib": "analytics-ios",
        "$lib_version": "4.1",
    }
    assert (identified.event, identified.profile) == ("$profile", True)
    assert identified.person == Changes(set={"city": "上海"})
    assert identified.links == (Link("a-1", "identify"),)
    assert (page.event, page.distinct_id) == ("$pageview", "a-1")
    assert page.properties == {"$url": "https://shop.example/", "name": "Start"}
    assert (screen.event, screen.properties) == ("$screen", {"name": "Home"})
    assert group.properties == {"$group_id": "acme", "seats": 5}
    assert (group.person, group.profile) == (Changes(set={"$group_id": "acme"}), True)
    assert alias.links == (Link("old-17", "alias", explicit=True),)


@pytest.mark.parametrize(
    ("path", "event"),
    [
        ("/v1/track", "x"), ("/v1/t", "x"), ("/v1/page", "$pageview"), ("/v1/p", "$pageview"),
        ("/v1/screen", "$screen"), ("/v1/s", "$screen"), ("/v1/identify", "$profile"), ("/v1/i", "$profile"),
        ("/v1/group", "$profile"), ("/v1/g", "$profile"), ("/v1/alias", "$profile"), ("/v1/a", "$profile"),
    ],
)  # fmt: skip
def test_a_call_at_its_own_address(path: str, event: str) -> None:
    body = {"userId": "u", "event": "x", "groupId": "g", "previousId": "p", "sentAt": "2026-01-01T00:00:00Z"}
    found = record(request(path, body, headers=BROWSER))
    assert (found.event, found.distinct_id, found.device) == (event, "u", True)
    assert found.sent == 1_767_225_600_000_000


@pytest.mark.parametrize("path", ["/v1/batch", "/v1/b", "/v1/import", "/v1/m", "/beacon/v1/batch"])
def test_batches_at_every_address(path: str) -> None:
    assert len(records(request(path, SEGMENT))) == 6


def test_the_context_of_a_batch_is_that_of_its_calls() -> None:
    call = {"type": "track", "event": "x", "userId": 17, "context": {"locale": "zh-CN"}}
    body = {"batch": [call], "context": {"ip": "203.0.113.7", "locale": "en"}}
    found = record(request("/v1/batch", body))
    assert (found.distinct_id, found.properties) == ("17", {"$ip": "203.0.113.7", "$language": "zh-CN"})


def test_an_app_sends_from_its_persons_address_but_with_the_user_agent_of_a_library() -> None:
    call = {"type": "track", "event": "x", "userId": "u", "context": {"device": {"type": "android"}}}
    found = record(request("/v1/batch", {"batch": [call]}, headers={"user-agent": "okhttp/4.12"}))
    assert (found.properties["$ip"], found.device) == ("198.51.100.9", False)


def test_rudderstack_keeps_traits_in_the_context_and_its_time_under_another_name() -> None:
    call = {
        "type": "identify",
        "userId": "u",
        "originalTimestamp": "2026-01-01T00:00:00Z",
        "context": {"traits": {"city": "上海"}, "sessionId": 17, "page": {"referrer": "$direct"}},
    }
    found = record(request("/v1/batch", {"batch": [call]}))
    assert found.person == Changes(set={"city": "上海"})
    assert (found.time, found.properties) == (1_767_225_600_000_000, {"$session_key": "17"})


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("text", "bad_event"),
        ({"type": "track", "event": "x"}, "no_person"),
        ({"type": "track", "userId": "u"}, "no_event"),
        ({"type": "buy", "userId": "u"}, "bad_type"),
        ({"type": "track", "event": "x", "userId": "u", "properties": []}, "bad_properties"),
        ({"type": "track", "event": "x", "userId": "u", "timestamp": "soon"}, "bad_time"),
        ({"type": "alias", "userId": "u"}, "bad_merge"),
        ({"type": "group", "userId": "u"}, "no_group"),
    ],
)
def test_a_bad_call_costs_no_other(bad: object, code: str) -> None:
    good = {"type": "track", "event": "x", "userId": "u"}
    first, refused, last = decode(request("/v1/batch", {"batch": [good, bad, good]})).records
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.raw) == (code, bad)
    assert first == last
    assert not isinstance(first, Refusal)


def test_where_the_key_may_be() -> None:
    assert key(request("/v1/batch", SEGMENT)) == "wk"
    assert key(request("/v1/t", {"writeKey": "wk2"})) == "wk2"


def test_the_browser_is_told_to_send_here() -> None:
    sent = request("/v1/projects/wk/settings", method="GET", headers={"host": "c.example:8443"})
    found = ROUTES.find(sent.path)
    assert found is not None
    reply = found[1].reply
    assert reply is not None
    said = json.loads(reply(sent, None).body)["integrations"]["Segment.io"]
    assert (said["apiKey"], said["apiHost"], said["protocol"]) == ("wk", "c.example:8443/v1", "http")
    behind = request(sent.path, method="GET", headers={"host": "c.example", "x-forwarded-proto": "https"})
    assert json.loads(reply(behind, None).body)["integrations"]["Segment.io"]["protocol"] == "https"
