"""From requests to records that can be stored, and to the reasons why others cannot. Reads nothing, keeps nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from yunying.collect.enrich import Enricher
from yunying.collect.plan import Checker, Learner
from yunying.collect.protocols import Routes
from yunying.collect.records import ERASED, Record, Refusal
from yunying.collect.stream import guards
from yunying.collect.stream.batch import Batch
from yunying.collect.stream.event_ids import RecordIds
from yunying.collect.stream.linking import Asked
from yunying.collect.stream.requests import to_request
from yunying.core import instant_of, microseconds_of
from yunying.store.landing import Landed
from yunying.store.quarantine import HOUR, Flow, Refused, Remark
from yunying.store.schema import PROFILE_MARK

log = logging.getLogger("yunying.collect")
OLDEST = microseconds_of(datetime(2000, 1, 1, tzinfo=UTC))
"""Before this a time is a mistake of units, not a time."""


@dataclass(frozen=True)
class Origin:
    """The source of a request, as far as records tell of it."""

    name: str
    debug: bool = False


Sources = Callable[[str], Origin]
"""From the id of a source."""


@dataclass(frozen=True)
class Laws:
    """What a project's records are held against, all of one moment."""

    checker: Checker
    learner: Learner
    enricher: Enricher
    origin: Sources
    future: int
    """µs that a record may be ahead of its receipt."""
    earliest: int = OLDEST


@dataclass
class Link:
    """A link as a record asks for it; `row` is the record's row in the batch."""

    row: int
    other: str
    reason: str
    explicit: bool
    source: str
    at: datetime

    def asked(self, other: int, into: int, into_id: str) -> Asked:
        """The same between numbers."""
        return Asked(other, into, self.other, into_id, self.reason, self.explicit, self.source, self.at)


@dataclass
class Sifted:
    """What some requests came to."""

    batch: Batch
    flow: list[Flow] = field(default_factory=list)
    """Of each row of the batch: where it counts."""
    links: list[Link] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    flows: dict[tuple[str, int], Flow] = field(default_factory=dict)
    noticed: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)
    """What the tracking plan says of what was taken all the same: (code, event, property, hour)."""

    def remarks(self) -> list[Remark]:
        """The same as it is kept."""
        if not self.noticed:
            return []
        first = min(f.position for f in self.flows.values())
        last = max(f.last for f in self.flows.values())
        starts = {
            hour: min(f.position for f in self.flows.values() if f.hour == hour) for _, hour in self.flows
        }
        return [
            Remark(starts.get(hour, first), code, event, prop, last, hour, count)
            for (code, event, prop, hour), count in self.noticed.items()
        ]


def sift(requests: Sequence[Landed], routes: Routes, laws: Laws, person_properties: Iterable[str]) -> Sifted:
    """Decode, check and enrich requests, in order."""
    sifted = Sifted(Batch(person_properties))
    for landed in requests:
        hour = landed.received_at // HOUR * HOUR
        flow = sifted.flows.get((landed.source, hour))
        if flow is None:
            flow = Flow(landed.position, landed.source, landed.position, hour)
            sifted.flows[landed.source, hour] = flow
        flow.last = landed.position
        flow.requests += 1
        flow.accepted += landed.events
        flow.newest = max(flow.newest, landed.received_at)
        _sift_request(landed, decode(landed, routes), laws, sifted, flow)
    return sifted


def decode(landed: Landed, routes: Routes) -> list[Record | Refusal]:
    """The records of a request. A decoder that fails costs its request, never the log."""
    protocol = routes.by_name.get(landed.protocol)
    if protocol is None:
        return [Refusal("unknown_protocol", f"This version does not know {landed.protocol!r}.", None)]
    try:
        return protocol.decode(to_request(landed)).records
    except Exception as error:
        log.exception("Request %s cannot be decoded", landed.position)
        return [
            Refusal("undecodable", f"The request cannot be read ({type(error).__name__}: {error}).", None)
        ]


def _sift_request(
    landed: Landed, records: list[Record | Refusal], laws: Laws, sifted: Sifted, flow: Flow
) -> None:
    origin = laws.origin(landed.source)
    ids = RecordIds(landed.position)
    received = landed.received_at
    latest = received + laws.future
    packed = "content-encoding" in landed.head.get("headers", ())
    may_be_big = packed or len(landed.body) > guards.MAX_EVENT
    ip, agent = landed.head.get("ip"), landed.head.get("headers", {}).get("user-agent")
    batch = sifted.batch
    for place, record in enumerate(records):
        if isinstance(record, Refusal):
            if record.code != ERASED:
                _refuse(landed, place, record, sifted, flow)
            continue
        refusal = guards.refusal_of(record) or (guards.too_big(record) if may_be_big else None)
        time = guards.happened(record, received)
        refusal = refusal or guards.time_refusal(record, time, latest, laws.earliest)
        problems = laws.checker.check(record)
        if refusal is None and problems and (worst := laws.checker.refusal(record, problems)) is not None:
            refusal = guards.refuse(record, worst.code, worst.message)
        if refusal is not None:
            _refuse(landed, place, refusal, sifted, flow)
            continue
        for problem in problems:
            sifted.noticed[problem.code, record.event, problem.property or "", flow.hour] += 1
        flow.problems += bool(problems)
        event_id = ids.of(record, place)
        laws.learner.note(record)
        record.properties["$source"] = origin.name
        mark: str | None = laws.enricher.enrich(record, ip, agent, debug=origin.debug)
        if record.profile:
            mark = PROFILE_MARK
        for link in record.links:
            sifted.links.append(
                Link(len(batch), link.other, link.reason, link.explicit, origin.name, instant_of(received))
            )
        batch.add(record, event_id, time, received, mark)
        sifted.flow.append(flow)


def _refuse(landed: Landed, place: int, refusal: Refusal, sifted: Sifted, flow: Flow) -> None:
    flow.refused += 1
    sifted.refused.append(
        Refused(
            landed.position,
            place,
            landed.source,
            refusal.event,
            refusal.code,
            refusal.message,
            landed.received_at,
            refusal.raw,
        )
    )
