"""The real Python SDKs, unchanged but for the address."""

from __future__ import annotations

import pytest
from tests.protocols.harness import Server

from yunying.collect.records import PROFILE, Changes, Link


def test_segment(server: Server) -> None:
    from segment.analytics.client import Client

    analytics = Client(write_key=server.write_key, host=server.address, gzip=True, sync_mode=False)
    analytics.track("u-17", "order paid", {"amount": 99.5}, context={"ip": "203.0.113.7"})
    analytics.identify("u-17", {"city": "上海"}, anonymous_id="a-1")
    analytics.page("u-17", "docs", "Start", {"url": "https://shop.example/start"})
    analytics.alias("old-17", "u-17")
    analytics.group("u-17", "acme", {"seats": 5})
    analytics.shutdown()

    paid, identified, page, alias, group = server.records()
    assert (paid.event, paid.distinct_id, paid.device) == ("order paid", "u-17", False)
    assert paid.properties["amount"] == 99.5
    assert paid.properties["$ip"] == "203.0.113.7"
    assert paid.properties["$lib"] == "analytics-python"
    assert paid.event_id is not None
    assert paid.time is not None
    assert paid.sent is not None
    assert paid.time <= paid.sent
    assert (identified.person, identified.profile) == (Changes(set={"city": "上海"}), True)
    assert identified.links == (Link("a-1", "identify"),)
    assert page.event == "$pageview"
    assert page.properties["$url"] == "https://shop.example/start"
    assert (page.properties["name"], page.properties["category"]) == ("Start", "docs")
    assert alias.links == (Link("old-17", "alias", explicit=True),)
    assert group.properties["$group_id"] == "acme"
    assert len({record.event_id for record in server.records()}) == 5


def test_rudderstack(server: Server) -> None:
    from rudderstack.analytics.client import Client

    analytics = Client(write_key=server.write_key, host=server.address)
    analytics.track("u-17", "order paid", {"amount": 99.5})
    analytics.identify("u-17", {"city": "上海"}, anonymous_id="a-1")
    analytics.flush()
    analytics.join()

    paid, identified = server.records()
    assert (paid.event, paid.distinct_id, paid.properties["amount"]) == ("order paid", "u-17", 99.5)
    assert identified.person == Changes(set={"city": "上海"})
    assert identified.links == (Link("a-1", "identify"),)


@pytest.mark.parametrize("mode", ["v0", "v1"])
def test_posthog(server: Server, mode: str) -> None:
    from posthog import Posthog

    refused: list[object] = []
    posthog = Posthog(
        server.write_key,
        host=server.address,
        gzip=True,
        capture_mode=mode,
        on_error=lambda error, _: refused.append(error),
    )
    posthog.capture("order paid", distinct_id="u-17", properties={"amount": 99.5, "$ip": "203.0.113.7"})
    posthog.set(distinct_id="u-17", properties={"city": "上海"})
    posthog.alias(previous_id="u-17", distinct_id="a-1")
    posthog.group_identify("company", "acme", {"seats": 5})
    assert posthog.get_all_flags("u-17") == {}
    posthog.shutdown()

    assert refused == []
    paid, city, alias, group = server.records()
    assert (paid.event, paid.distinct_id, paid.properties["amount"]) == ("order paid", "u-17", 99.5)
    assert (paid.properties["$ip"], paid.device) == ("203.0.113.7", False)
    assert paid.time is not None
    assert paid.sent is not None
    assert paid.time <= paid.sent
    assert (city.person, city.profile) == (Changes(set={"city": "上海"}), True)
    assert (alias.distinct_id, alias.links) == ("u-17", (Link("a-1", "alias"),))
    assert (group.properties["$group_key"], group.person, group.profile) == ("acme", None, True)
    assert len({record.event_id for record in server.records()}) == 4


@pytest.mark.parametrize("where", ["token", "project"])
def test_sensors(server: Server, where: str) -> None:
    from sensorsanalytics import BatchConsumer, DefaultConsumer, SensorsAnalytics

    address = f"{server.address}/sa?{where}={server.write_key}"
    for consumer in (DefaultConsumer(address), BatchConsumer(address)):
        sa = SensorsAnalytics(consumer)
        sa.track("u-17", "order_paid", {"amount": 99.5, "$ip": "203.0.113.7"}, is_login_id=True)
        sa.track_signup("u-17", "a-1")
        sa.profile_set("u-17", {"city": "上海"}, is_login_id=True)
        sa.profile_set_once("u-17", {"first": "web"}, is_login_id=True)
        sa.profile_increment("u-17", {"orders": 1}, is_login_id=True)
        sa.profile_append("u-17", {"tags": ["vip"]}, is_login_id=True)
        sa.profile_unset("u-17", ["phone"], is_login_id=True)
        sa.profile_delete("u-17", is_login_id=True)
        sa.item_set("book", "b-1", {"name": "三体"})
        sa.close()

    records = server.records()
    assert len(records) == 18
    for paid, signup, *changes, item in (records[:9], records[9:]):
        assert (paid.event, paid.distinct_id, paid.properties["amount"]) == ("order_paid", "u-17", 99.5)
        assert (paid.properties["$ip"], paid.properties["$lib"], paid.profile) == (
            "203.0.113.7",
            "python",
            False,
        )
        assert (signup.event, signup.links) == ("$SignUp", (Link("a-1", "signup"),))
        assert [record.person for record in changes] == [
            Changes(set={"city": "上海"}),
            Changes(set_once={"first": "web"}),
            Changes(add={"orders": 1}),
            Changes(append={"tags": ["vip"]}),
            Changes(unset=["phone"]),
            Changes(delete=True),
        ]
        assert (item.event, item.distinct_id) == ("$item_set", "$item_book_b-1")
        assert item.properties["name"] == "三体"
        assert all(record.profile for record in (*changes, item))


def test_mixpanel(server: Server) -> None:
    from mixpanel import BufferedConsumer, Consumer, Mixpanel

    urls = {
        "events_url": f"{server.address}/track",
        "people_url": f"{server.address}/engage",
        "groups_url": f"{server.address}/groups",
        "import_url": f"{server.address}/import",
    }
    for consumer in (Consumer(**urls), BufferedConsumer(**urls)):
        mp = Mixpanel(server.write_key, consumer=consumer)
        mp.track("u-17", "order paid", {"amount": 99.5, "ip": "203.0.113.7"})
        mp.people_set("u-17", {"city": "上海"})
        mp.people_set_once("u-17", {"first": "web"})
        mp.people_increment("u-17", {"orders": 1})
        mp.people_append("u-17", {"tags": "vip"})
        mp.people_union("u-17", {"tags": ["new"]})
        mp.people_unset("u-17", ["phone"])
        mp.people_delete("u-17")
        mp.group_set("company", "acme", {"seats": 5})
        mp.import_data(None, "u-17", "old order", 1_700_000_000, {"amount": 1})
        mp.merge(None, "u-17", "a-1")
        if isinstance(consumer, BufferedConsumer):
            consumer.flush()

    paid = [record for record in server.records() if record.event == "order paid"]
    assert [(record.distinct_id, record.properties["amount"]) for record in paid] == [("u-17", 99.5)] * 2
    assert paid[0].properties["$lib"] == "python"
    assert paid[0].properties["$ip"] == "203.0.113.7"
    assert "token" not in paid[0].properties
    assert paid[0].event_id != paid[1].event_id
    old = next(record for record in server.records() if record.event == "old order")
    assert old.time == 1_700_000_000_000_000
    assert [record.person for record in server.records() if record.person is not None][:7] == [
        Changes(set={"city": "上海"}),
        Changes(set_once={"first": "web"}),
        Changes(add={"orders": 1}),
        Changes(append={"tags": ["vip"]}),
        Changes(append={"tags": ["new"]}),
        Changes(unset=["phone"]),
        Changes(delete=True),
    ]
    merged = [record.links for record in server.records() if record.event == "$merge"]
    assert merged == [(Link("a-1", "merge", explicit=True),)] * 2
    groups = [record for record in server.records() if record.distinct_id == "$company_acme"]
    assert [(record.event, record.profile) for record in groups] == [(PROFILE, True)] * 2


def test_mixpanel_is_told_of_a_wrong_key_as_it_expects(server: Server) -> None:
    from mixpanel import Consumer, Mixpanel, MixpanelException

    mp = Mixpanel("nobody's", Consumer(f"{server.address}/track"))
    with pytest.raises(MixpanelException, match="unknown_write_key"):
        mp.track("u-17", "order paid")


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch"])
def test_amplitude(server: Server, path: str) -> None:
    from amplitude import Amplitude, BaseEvent, EventOptions, Identify

    said: list[int] = []
    client = Amplitude(server.write_key)
    client.configuration.server_url = server.address + path
    client.configuration.callback = lambda event, code, message: said.append(code)
    client.track(
        BaseEvent(
            "order paid", user_id="u-17", device_id="d-1", event_properties={"amount": 99.5}, ip="203.0.113.7"
        )
    )
    changes = Identify().set("city", "上海").set_once("first", "web").add("orders", 1).append("tags", "vip")
    client.identify(changes.unset("phone"), EventOptions(user_id="u-17"))
    client.shutdown()
    found = {record.event: record for record in server.until(lambda records: len(records) == 2)}

    paid, identified = found["order paid"], found["$identify"]
    assert (paid.distinct_id, paid.links) == ("u-17", (Link("d-1", "user_id"),))
    assert (paid.properties["amount"], paid.properties["$ip"]) == (99.5, "203.0.113.7")
    assert paid.properties["$lib"] == "amplitude-python"
    assert paid.event_id is not None
    assert (identified.profile, identified.person) == (
        True,
        Changes(
            set={"city": "上海"},
            set_once={"first": "web"},
            add={"orders": 1},
            append={"tags": ["vip"]},
            unset=["phone"],
        ),
    )
    assert said == [200, 200]
