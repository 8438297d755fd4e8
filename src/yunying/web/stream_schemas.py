"""What goes over the wire about sources and what they send: keys, the live stream, refusals, health."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from yunying.app.data_health import State
from yunying.web.schemas import Count, Label, PropertyValue, Request, View

SourceKind = Literal["api", "segment", "rudderstack", "posthog", "sensors", "mixpanel", "amplitude", "ga4"]


class NewSource(Request):
    """A source to make."""

    name: Label
    kind: SourceKind = "api"
    debug: bool = False


class SourceChange(Request):
    """What is to be another way; null leaves it."""

    debug: bool | None = None
    archived: bool | None = None


class Source(View):
    """A source and its write key."""

    id: str
    name: str
    kind: SourceKind
    write_key: str
    debug: bool
    created_at: datetime
    archived_at: datetime | None


class Sources(View):
    """A project's sources, and the address that their programs send to."""

    address: str
    sources: list[Source]


class HourFlow(View):
    """One hour of a source."""

    hour: datetime
    accepted: Count
    stored: Count
    refused: Count


class SourceHealth(View):
    """One source's way from received to answered within the last 24 hours; `ever` since it was made.

    `usual` is the median of earlier days, `missed` how many events its rhythm lets expect since the last one.
    """

    id: str
    name: str
    kind: SourceKind
    debug: bool
    state: State
    accepted: Count
    stored: Count
    profiles: Count
    duplicates: Count
    refused: Count
    marked: Count
    waiting: Count
    answered: Count
    ever: Count
    last_received_at: datetime | None
    lag_seconds: float | None
    usual: float | None
    missed: float | None
    hours: list[HourFlow]


class LogHealth(View):
    """The landing log: what waits in it, how large it is."""

    waiting: Count
    oldest_waiting_at: datetime | None
    bytes: Count
    position: Count
    processed: Count


class ProcessorHealth(View):
    """When the processor was last seen, and what stops it."""

    seen_at: datetime | None
    error: str | None
    error_at: datetime | None


class MaintenanceHealth(View):
    """When the lake was last looked after, and what went wrong."""

    at: datetime
    error: str | None


class GeoFile(View):
    """A file of places, or what is wrong with it."""

    name: str
    kind: str | None
    made_at: datetime | None
    problem: str | None


class DataHealth(View):
    """Whether data arrives and becomes answers; the state is the worst of the sources'."""

    state: State
    sources: list[SourceHealth]
    log: LogHealth
    processor: ProcessorHealth
    maintenance: MaintenanceHealth | None
    quarantined: Count
    geo: list[GeoFile]


class FillRate(View):
    """How often a property is set on an event: lately, and in the week before."""

    event: str
    property: str
    lately: float
    before: float
    events: Count


class FillRates(View):
    """Properties whose share of events that have them changed much, the largest change first."""

    changes: list[FillRate]


class LiveItem(View):
    """One record of the stream and what became of it."""

    position: int
    place: int
    received_at: datetime
    source: str
    protocol: str
    event: str | None
    distinct_id: str | None
    time: datetime | None
    event_id: str | None
    profile: bool
    status: Literal["waiting", "stored", "refused"]
    code: str | None
    message: str | None


class Live(View):
    """The latest records; `position` is where to go on from."""

    position: int
    processed: int
    items: list[LiveItem]


class Received(View):
    """A request as it came, but for what authorized it."""

    position: int
    received_at: datetime
    protocol: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str
    cut: bool
    size: int


class Reason(View):
    """Why a record was refused."""

    code: str
    message: str


class StoredEvent(View):
    """An event as it is stored; what is marked counts in no figure unless it is asked for."""

    event_id: str
    event: str
    time: datetime
    distinct_id: str
    person_id: int
    properties: dict[str, PropertyValue]
    mark: Literal["bot", "staff", "test", "debug", "profile"] | None


class LiveRecord(View):
    """One record as received, as decoded, as stored."""

    received: Received
    decoded: dict[str, Any]
    refused: Reason | None
    stored: StoredEvent | None


class ReasonCount(View):
    """Refusals of one reason and source."""

    code: str
    source_id: str
    source: str
    count: Count
    newest: datetime
    message: str


class Quarantine(View):
    """How many refusals there are, and why."""

    total: Count
    reasons: list[ReasonCount]


class Refusal(View):
    """One refused record."""

    position: int
    place: int
    source: str
    event: str | None
    code: str
    message: str
    received_at: datetime
    raw: Any


class Refusals(View):
    """A page of refusals, newest first; `next` asks for the page before."""

    refusals: list[Refusal]
    next: int | None


class Chosen(Request):
    """Which refusals: of a reason, of a source, or all."""

    code: str | None = Field(None, max_length=100)
    source: str | None = Field(None, max_length=32)


class Replayed(View):
    """What processing refused requests again did."""

    requests: Count
    stored: Count
    refused: Count
    left: Count
    """Requests with refusals that were left for another call."""
