"""Somebody's records in what was received: found, counted, and taken out of the requests that brought them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from yunying.collect.protocols import Routes
from yunying.collect.protocols.kept import PROTOCOL, encode
from yunying.collect.records import ERASED, Record, Refusal
from yunying.collect.stream.event_ids import RecordIds
from yunying.collect.stream.requests import to_request
from yunying.collect.stream.sifting import decode
from yunying.core import YunyingError
from yunying.store.landing import Landed, LandingLog
from yunying.store.quarantine import Refused

_TELLING = 6
"""A shorter id is looked for as a whole value only: as a part of other texts it says nothing."""


@dataclass(frozen=True)
class Taken:
    """A request without somebody's records; how many of these it had, and how many links of others to their ids."""

    request: Landed
    records: int
    links: int


def take_out(landed: Landed, ids: Collection[str], routes: Routes) -> Taken | None:
    """The request without what belongs to these ids; None where nothing does."""
    records = decode(landed, routes)
    body = _content(landed)
    event_ids = RecordIds(landed.position)
    kept: dict[int, Record | Refusal] = {}
    gone = links = 0
    for place, record in enumerate(records):
        if isinstance(record, Refusal) and record.code == ERASED:
            continue
        if is_theirs(record, ids, body):
            gone += 1
            if isinstance(record, Record):
                event_ids.of(record, place)  # of records that are alike the next one is still the second
            continue
        if isinstance(record, Record):
            record.event_id = event_ids.of(record, place)
            left = tuple(link for link in record.links if link.other not in ids)
            links += len(record.links) - len(left)
            record.links = left
        kept[place] = record
    if not gone and not links:
        return None
    head = landed.head
    agent = {k: v for k, v in head.get("headers", {}).items() if k == "user-agent"}
    rest = {
        "method": "POST",
        "path": "",
        "query": {},
        "headers": agent if kept else {},
        "ip": head.get("ip", "") if kept else "",
    }
    request = Landed(
        landed.received_at,
        landed.source,
        PROTOCOL.name,
        rest,
        landed.events,
        encode(len(records), kept),
        position=landed.position,
    )
    return Taken(request, gone, links)


def is_theirs(record: Record | Refusal, ids: Collection[str], body: bytes = b"") -> bool:
    """Whether a record is of one of these ids. A refusal is, where any of its values is one of them."""
    if isinstance(record, Record):
        return record.distinct_id in ids
    if record.raw is None:
        return any(i.encode() in body for i in ids if len(i) >= _TELLING)
    return says(record.raw, ids)


def says(value: Any, ids: Collection[str]) -> bool:
    """Whether any text or number in a value is one of these ids, or a long text holds one."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple):
            waiting += item
        elif isinstance(item, str):
            if item in ids or any(len(i) >= _TELLING and i in item for i in ids):
                return True
        elif isinstance(item, int) and not isinstance(item, bool) and str(item) in ids:
            return True
    return False


def refusal_says(refused: Refused, ids: Collection[str]) -> bool:
    """Whether a row of the quarantine holds one of these ids."""
    return says([refused.raw, refused.message, refused.event or ""], ids)


def mentions(landed: Landed, ids: Collection[str]) -> bool:
    """Whether the bytes of a request, unpacked, hold one of these ids anywhere."""
    body = _content(landed)
    return says(landed.head, ids) or any(i.encode() in body for i in ids if len(i) >= _TELLING)


def records_of(landed: Landed, ids: Collection[str], routes: Routes) -> list[dict[str, Any]]:
    """The records of these ids that a request brought, as they were decoded."""
    return [
        {"place": place, **msgspec.to_builtins(record)}
        for place, record in enumerate(decode(landed, routes))
        if not (isinstance(record, Refusal) and record.code == ERASED) and is_theirs(record, ids)
    ]


def requests(log: LandingLog, after: int = 0, until: int | None = None) -> Iterator[Landed]:
    """The requests after a position, in order, a bounded number in memory."""
    while found := log.read(after, requests=500, events=10_000, until=until):
        yield from found
        after = found[-1].position


def _content(landed: Landed) -> bytes:
    try:
        return to_request(landed).content
    except YunyingError:
        return landed.body
