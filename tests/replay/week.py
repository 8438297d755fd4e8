"""A week of what programs send: several sources and protocols, identities, late events, retries, refusals."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson

from yunying.collect.protocols import PROTOCOLS, Request
from yunying.collect.stream.requests import to_landing
from yunying.core import microseconds_of
from yunying.store.landing import Landing

Item = dict[str, Any]
_PROTOCOLS = {p.name: p for p in PROTOCOLS}
_DAYS = 7
_REQUESTS = 30
"""A day and source."""
_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def week(start: datetime, sources: dict[str, str], dice: random.Random) -> Iterator[list[Landing]]:
    """The requests of each day, in order of arrival. `sources` gives the source of each protocol."""
    kept: list[Landing] = []
    for day in range(_DAYS):
        moments = sorted(
            (start + timedelta(days=day, seconds=dice.uniform(0, 86_000)), protocol)
            for protocol in sources
            for _ in range(_REQUESTS)
        )
        requests = [_request(now, protocol, sources[protocol], dice) for now, protocol in moments]
        # Programs send again what they got no answer to, sometimes days later.
        again = [_later(old, requests[-1].received_at) for old in dice.sample(kept, min(5, len(kept)))]
        kept += requests
        yield [*requests, *again, _later(requests[3], requests[-1].received_at)]


def _later(entry: Landing, received_at: int) -> Landing:
    return Landing(received_at + 1, entry.source, entry.protocol, entry.head, entry.events, entry.body)


def _request(now: datetime, protocol: str, source: str, dice: random.Random) -> Landing:
    path, body, headers = {"own": _own, "segment": _segment, "posthog": _posthog}[protocol](now, dice)
    request = Request(
        "POST", path, {}, headers, body, f"203.0.113.{dice.randrange(250)}", microseconds_of(now)
    )
    return to_landing(request, source, protocol, _PROTOCOLS[protocol].count(request))


def _id(dice: random.Random) -> str:
    return f"{dice.getrandbits(96):024x}"


def _when(now: datetime, dice: random.Random) -> str:
    late = dice.random() < 0.1  # a phone that was without a network
    return (now - timedelta(hours=dice.uniform(0, 60) if late else dice.uniform(0, 0.1))).isoformat()


def _own(now: datetime, dice: random.Random) -> tuple[str, bytes, dict[str, str]]:
    events: list[Item] = []
    for _ in range(dice.randrange(1, 12)):
        event: Item = {
            "event": dice.choice(("goods viewed", "order paid", "cart changed")),
            "distinct_id": f"u-{dice.randrange(60)}",
            "event_id": _id(dice),
            "time": _when(now, dice),
            "properties": {"amount": dice.randrange(500), "city": dice.choice(("上海", "Bremen", None))},
        }
        if dice.random() < 0.2:
            event["person"] = {"set": {"plan": dice.choice(("free", "team"))}, "add": {"orders": 1}}
        if dice.random() < 0.1:
            event["event"] = "debug dump"  # the plan blocks it
        if dice.random() < 0.05:
            event["distinct_id"] = "undefined"
        if dice.random() < 0.05:
            event["time"] = "yesterday"
        if dice.random() < 0.1:
            del event["event_id"]
        events.append(event)
    return (
        "/v1/events",
        gzip.compress(orjson.dumps({"events": events}), mtime=0),
        {"content-encoding": "gzip"},
    )


def _segment(now: datetime, dice: random.Random) -> tuple[str, bytes, dict[str, str]]:
    calls: list[Item] = []
    for _ in range(dice.randrange(1, 8)):
        person = dice.randrange(60)
        call: Item = {"messageId": _id(dice), "timestamp": _when(now, dice), "anonymousId": f"a-{person}"}
        match dice.randrange(4):
            case 0:
                call |= {
                    "type": "identify",
                    "userId": f"u-{person}",
                    "traits": {"city": "Kyoto", "age": person},
                }
            case 1:
                url = f"https://shop.example/?utm_source={dice.choice(('baidu', 'weibo'))}"
                call |= {"type": "page", "context": {"page": {"url": url}}}
            case _:
                call |= {"type": "track", "event": "goods viewed", "properties": {"amount": dice.random()}}
        calls.append(call)
    wrong = timedelta(minutes=dice.choice((0, 0, 90)))  # some clocks are wrong
    body = orjson.dumps({"batch": calls, "sentAt": (now - wrong).isoformat()})
    return "/v1/batch", body, {"user-agent": _BROWSER, "origin": "https://shop.example"}


def _posthog(now: datetime, dice: random.Random) -> tuple[str, bytes, dict[str, str]]:
    person = dice.randrange(60)
    batch: list[Item] = [
        {
            "event": dice.choice(("$pageview", "order paid")),
            "distinct_id": f"p-{person}",
            "uuid": _id(dice),
            "timestamp": _when(now, dice),
            "properties": {"amount": dice.randrange(90), "$current_url": "https://shop.example/goods"},
        }
    ]
    if dice.random() < 0.3:
        batch.append(
            {
                "event": "$identify",
                "distinct_id": f"u-{person}",
                "timestamp": now.isoformat(),
                "properties": {"$anon_distinct_id": f"p-{person}", "$set": {"plan": "team"}},
            }
        )
    return "/batch/", orjson.dumps({"api_key": "k", "batch": batch}), {"user-agent": "posthog-node/5.0"}
