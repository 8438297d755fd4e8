"""Amplitude's HTTP API and GA4's Measurement Protocol, as their documentation shows them."""

from __future__ import annotations

import json

import pytest
from tests.protocols.bodies import (
    AMPLITUDE,
    GA4,
    RECEIVED,
    ROUTES,
    decode,
    form,
    key,
    record,
    records,
    request,
)

from yunying.collect.records import Changes, Link, Refusal
from yunying.core import Refused


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch"])
def test_amplitude(path: str) -> None:
    sent = request(path, AMPLITUDE)
    paid, identified, cleared = records(sent)
    assert key(sent) == "wk"
    assert (paid.event, paid.distinct_id, paid.links) == ("order paid", "u-17", (Link("d-1", "user_id"),))
    assert (paid.time, paid.sent) == (1_767_225_590_000_000, 1_767_225_595_000_000)
    assert (paid.event_id, paid.person) == ("i-1", Changes(set={"plan": "pro"}))
    assert paid.properties == {
        "amount": 99.5,
        "$url": "https://shop.example/pay",
        "$os": "iOS",
        "$os_version": "19.1",
        "$brand": "Apple",
        "$model": "iPhone18,1",
        "$language": "zh",
        "$country": "China",
        "$device_id": "d-1",
        "$revenue": 99.5,
        "$session_key": "1767225000000",
        "$lib": "amplitude-swift",
        "$lib_version": "1.9",
        "$ip": "198.51.100.9",
    }
    assert identified.person == Changes(
        set={"city": "上海"},
        set_once={"first": "web"},
        add={"orders": 1},
        append={"tags": ["vip"]},
        unset=["phone"],
    )
    assert "$session_key" not in identified.properties
    assert (cleared.person, cleared.distinct_id, cleared.profile) == (Changes(delete=True), "d-1", True)


def test_amplitude_identify_is_a_form() -> None:
    said = json.dumps([{"user_id": "u-17", "user_properties": {"city": "上海"}}])
    sent = request("/identify", form(api_key="wk", identification=said))
    found = record(sent)
    assert (found.event, found.person, found.profile) == ("$identify", Changes(set={"city": "上海"}), True)
    assert key(sent) == "wk"


def test_amplitude_group() -> None:
    said = [{"group_type": "org", "group_value": "acme", "group_properties": {"seats": 5}}]
    found = record(request("/groupidentify", {"api_key": "wk", "identification": said}))
    assert (found.distinct_id, found.person, found.profile) == ("$org_acme", None, True)
    assert found.properties == {"$group_properties": {"seats": 5}}


def test_amplitude_answer() -> None:
    sent = request("/2/httpapi", AMPLITUDE)
    found = ROUTES.find(sent.path)
    assert found is not None
    assert json.loads(found[0].answer(sent, 3).body) == {
        "code": 200,
        "events_ingested": 3,
        "payload_size_bytes": len(sent.body),
        "server_upload_time": RECEIVED // 1_000,
    }


def test_a_bad_amplitude_event_costs_no_other() -> None:
    good = {"event_type": "x", "user_id": "u"}
    bad = good | {"user_properties": {"$add": {"orders": "many"}}}
    first, refused, last = decode(request("/2/httpapi", {"events": [good, bad, good]})).records
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.event) == ("bad_person", "x")
    assert first == last


def test_ga4() -> None:
    sent = request("/mp/collect?measurement_id=G-1&api_secret=wk", GA4)
    person, paid, viewed = records(sent)
    assert key(sent) == "wk"
    assert (person.event, person.profile) == ("$profile", True)
    assert person.person == Changes(set={"plan": "pro"}, unset=["phone"])
    assert (paid.event, paid.distinct_id) == ("purchase", "u-17")
    assert paid.links == (Link("1234.5678", "user_id"),)
    assert (paid.time, viewed.time) == (1_767_225_590_000_000, 1_767_225_591_000_000)
    assert paid.properties == {
        "value": 99.5,
        "$url": "https://shop.example/pay",
        "$session_key": "s-1",
        "$ip": "203.0.113.7",
        "$user_agent": "Mozilla/5.0 (iPhone)",
        "$os": "iOS",
        "$device_type": "mobile",
        "$screen_width": 390,
        "$screen_height": 844,
        "$city": "Shanghai",
        "$country": "CN",
    }


def test_ga4_bodies_in_lines() -> None:
    lines = "\n".join(json.dumps({"client_id": who, "events": [{"name": "x"}]}) for who in ("a", "b"))
    found = records(request("/mp/collect?measurement_id=wk", lines.encode()))
    assert [one.distinct_id for one in found] == ["a", "b"]


def test_ga4_validates_without_keeping() -> None:
    found = ROUTES.find("/debug/mp/collect")
    assert found is not None
    reply = found[1].reply
    assert reply is not None
    good = {"client_id": "a", "events": [{"name": "x"}]}
    assert json.loads(reply(request("/debug/mp/collect", good), None).body) == {"validationMessages": []}
    wrong: tuple[object, ...] = ({"events": [{"name": "x"}]}, {"events": {}}, b"{")
    for bad in wrong:
        (message,) = json.loads(reply(request("/debug/mp/collect", bad), None).body)["validationMessages"]
        assert message["validationCode"] in ("no_person", "bad_shape", "bad_json")


def test_a_bad_ga4_event_costs_no_other() -> None:
    body = {"client_id": "a", "events": [{"name": "x"}, {"name": ""}, 7, None, {"name": "x"}]}
    first, *refused, last = decode(request("/mp/collect", body)).records
    assert all(isinstance(one, Refusal) for one in refused)
    assert first == last


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch", "/identify", "/mp/collect", "/v1/batch", "/batch/"])
@pytest.mark.parametrize("body", [b"", b"{", b"17", b'{"events":7,"batch":7,"identification":7}'])
def test_what_cannot_be_read_is_said_at_once(path: str, body: bytes) -> None:
    with pytest.raises(Refused):
        decode(request(path, body))
