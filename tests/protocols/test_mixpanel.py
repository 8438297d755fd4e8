"""Mixpanel's ingestion API, as its documentation shows it."""

from __future__ import annotations

import gzip
import json

import pytest
from tests.protocols.bodies import (
    BROWSER,
    MIXPANEL,
    MIXPANEL_PEOPLE,
    ROUTES,
    decode,
    form,
    key,
    packed,
    record,
    records,
    request,
)

from yunying.collect.protocols import Request
from yunying.collect.records import Changes, Link, Refusal
from yunying.core import Refused

EVENT = MIXPANEL[0]


def test_events_and_identity() -> None:
    paid, viewed, identified, alias, merged = records(request("/track", form(data=packed(MIXPANEL))))
    assert (paid.event, paid.distinct_id) == ("order paid", "u-17")
    assert paid.links == (Link("$device:d-1", "user_id"),)
    assert (paid.time, paid.event_id) == (1_767_225_590_000_000, "i-1")
    assert paid.properties == {
        "amount": 99.5,
        "$device_id": "d-1",
        "$url": "https://shop.example/pay",
        "$lib": "web",
        "$utm_source": "weibo",
    }
    assert (viewed.distinct_id, viewed.links) == ("$device:d-1", ())
    assert viewed.time == 1_767_225_590_123_000
    assert (identified.distinct_id, identified.links) == ("u-17", (Link("a-1", "identify"),))
    assert (alias.distinct_id, alias.links) == ("u-17", (Link("a-3", "alias"),))
    assert (merged.distinct_id, merged.links) == ("u-17", (Link("u-18", "merge", explicit=True),))
    assert [found.profile for found in (paid, viewed, identified, alias, merged)] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_people() -> None:
    found = records(request("/engage", MIXPANEL_PEOPLE))
    assert [one.person for one in found] == [
        Changes(set={"city": "上海"}),
        Changes(set_once={"first": "web"}),
        Changes(add={"orders": 1}),
        Changes(append={"tags": ["vip", "new"]}),
        Changes(unset=["phone"]),
        Changes(delete=True),
    ]
    assert all(one.profile and one.distinct_id == "u-17" for one in found)
    assert found[0].properties == {"$ip": "203.0.113.7"}


def test_groups() -> None:
    update = {"$token": "wk", "$group_key": "company", "$group_id": "acme", "$set": {"seats": 5}}
    found = record(request("/groups", [update]))
    assert (found.distinct_id, found.person, found.profile) == ("$company_acme", None, True)
    assert found.properties["$set"] == {"seats": 5}


@pytest.mark.parametrize(
    "sent",
    [
        request("/track", [EVENT]),
        request("/track/", EVENT),
        request("/track", form(data=json.dumps(EVENT), verbose="1")),
        request("/track/?verbose=1&ip=1&_=1767225595000", form(data=packed([EVENT])), headers=BROWSER),
        request(f"/track?data={packed(EVENT)}", method="GET"),
        request("/import?strict=1", f"{json.dumps(EVENT)}\n{json.dumps(EVENT)}\n".encode()),
        request("/import", gzip.compress(json.dumps([EVENT]).encode()), headers={"content-encoding": "gzip"}),
    ],
)
def test_every_way_to_send(sent: Request) -> None:
    assert {one.event for one in records(sent)} == {"order paid"}
    assert key(sent) == "wk"


def test_the_address_of_the_sender_counts_only_where_it_may() -> None:
    assert record(request("/track?ip=1", EVENT, headers=BROWSER)).device
    hidden = record(request("/track?ip=0", EVENT, headers=BROWSER))
    assert not hidden.device
    assert hidden.properties["$user_agent"] == "Mozilla/5.0"
    assert "$ip" not in hidden.properties


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/track", [EVENT], b"1"),
        ("/track?verbose=1", [EVENT], b'{"status":1,"error":null}'),
        ("/track", form(data=packed(EVENT), verbose="1"), b'{"status":1,"error":null}'),
        ("/import", [EVENT], b'{"code":200,"num_records_imported":1,"status":1,"error":null}'),
    ],
)
def test_answers(path: str, body: object, said: bytes) -> None:
    sent = request(path, body)
    found = ROUTES.find(sent.path)
    assert found is not None
    assert found[0].answer(sent, 1).body == said


def test_a_bad_event_costs_no_other() -> None:
    bad = {"event": "x", "properties": {"token": "wk", "distinct_id": "u", "time": "soon"}}
    first, refused, last = decode(request("/track", [EVENT, bad, EVENT])).records
    assert isinstance(refused, Refusal)
    assert refused.code == "bad_time"
    assert first == last
    (refused,) = decode(request("/engage", [{"$distinct_id": "u"}])).records
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize("body", [b"", b"data=", b"data=%3F%3F", b"{", b"17", b"\x1f\x8b\x00"])
def test_what_cannot_be_read_is_said_at_once(body: bytes) -> None:
    with pytest.raises(Refused):
        decode(request("/track", body))
