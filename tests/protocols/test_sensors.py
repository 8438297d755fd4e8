"""神策's records, as its documentation shows them."""

from __future__ import annotations

import pytest
from tests.protocols.bodies import (
    BROWSER,
    ROUTES,
    SENSORS,
    decode,
    form,
    key,
    packed,
    record,
    records,
    request,
    zipped,
)

from yunying.collect.protocols import Request
from yunying.collect.records import Changes, Link, Refusal
from yunying.core import Refused

EVENT = SENSORS[0]


def test_every_type() -> None:
    paid, signup, *changes, item, bound = records(request("/sa", form(data_list=zipped(SENSORS), gzip="1")))
    assert (paid.event, paid.distinct_id, paid.profile) == ("order_paid", "u-17", False)
    assert (paid.time, paid.sent) == (1_767_225_590_000_000, 1_767_225_595_000_000)
    assert paid.event_id == "u-17:order_paid:1767225590000:380412345"
    assert paid.properties == {
        "amount": 99.5,
        "$brand": "Xiaomi",
        "$region": "上海",
        "$lib": "Android",
        "$lib_version": "6.7",
        "$app_version": "2.1",
        "$ip": "198.51.100.9",  # an app sends from its person's address
    }
    assert (signup.event, signup.links) == ("$SignUp", (Link("a-1", "signup"),))
    assert [found.person for found in changes] == [
        Changes(set={"city": "上海"}),
        Changes(set_once={"first": "web"}),
        Changes(add={"orders": 1}),
        Changes(append={"tags": ["vip"]}),
        Changes(unset=["phone"]),
        Changes(delete=True),
    ]
    assert all(found.profile for found in (*changes, item, bound))
    assert (item.distinct_id, item.properties["name"]) == ("$item_book_b-1", "三体")
    assert bound.links == (Link("$identity_mobile+138", "bind"), Link("a-2", "bind"))


@pytest.mark.parametrize(
    "sent",
    [
        request("/sa", form(data=packed(EVENT), gzip="0")),
        request("/sa/", form(data=zipped(EVENT), gzip="1", crc="17")),
        request("/sa", form(data=zipped([EVENT]))),
        request("/sa", EVENT),
        request("/sa", [EVENT]),
        request("/sa.gif", form(data=packed(EVENT), ext="crc=1")),
        request(f"/sa.gif?data={packed(EVENT)}&ext=crc", method="GET"),
    ],
)
def test_every_way_to_send(sent: Request) -> None:
    assert record(sent).event == "order_paid"


def test_a_browser_is_the_persons_device() -> None:
    found = record(request("/sa", form(data=packed({**EVENT, "lib": {"$lib": "js"}})), headers=BROWSER))
    assert found.device
    assert "$ip" not in found.properties


def test_where_the_key_may_be() -> None:
    assert key(request("/sa?project=wk", EVENT)) == "wk"
    assert key(request("/sa", form(data_list=packed([{**EVENT, "token": "wk"}])))) == "wk"
    assert key(request("/sa", form(data=packed({**EVENT, "project": "wk"})))) == "wk"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "tracks"}, "bad_type"),
        ({"distinct_id": ""}, "no_person"),
        ({"event": None}, "no_event"),
        ({"time": "later"}, "bad_time"),
        ({"type": "profile_increment", "properties": {"orders": "many"}}, "bad_person"),
    ],
)
def test_a_bad_record_costs_no_other(change: dict[str, object], code: str) -> None:
    first, refused, last = decode(
        request("/sa", form(data_list=packed([EVENT, EVENT | change, EVENT])))
    ).records
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert first == last


@pytest.mark.parametrize(
    "fields", [{}, {"data": "?"}, {"data": packed(1)[:-3]}, {"data": "e30=", "gzip": "9"}]
)
def test_what_cannot_be_read_is_said_at_once(fields: dict[str, str]) -> None:
    with pytest.raises(Refused):
        decode(request("/sa", form(**fields)))


def test_a_picture_is_answered_with_a_picture() -> None:
    for path, kind in (("/sa", "text/plain"), ("/sa.gif", "image/gif")):
        found = ROUTES.find(path)
        assert found is not None
        assert found[0].answer(request(path), 1).content_type == kind
