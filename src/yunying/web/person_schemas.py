"""What goes over the wire about one person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from yunying import audience
from yunying.web.schemas import Count, PropertyKind, PropertyValue, Request, View

Tag = Annotated[str, Field(min_length=1, max_length=200)]


class PersonProperty(View):
    """A person's current value of a property."""

    name: str
    value: PropertyValue
    type: PropertyKind


class DayCount(View):
    """Events on one day."""

    day: date
    count: Count


class NameCount(View):
    """Events of one name."""

    name: str
    count: Count


class Profile(View):
    """Who a person is. `name` is the value of the property by which people are called, null where there is none."""

    person_id: int
    distinct_ids: list[str]
    name: str | None
    first_seen: datetime | None
    last_seen: datetime | None
    events: Count
    properties: list[PersonProperty]
    activity: list[DayCount]
    top_events: list[NameCount]
    tags: list[str]


class TimelineEvent(View):
    """One event in a person's history, and the number of the session it was in."""

    event_id: str
    time: datetime
    event: str
    properties: dict[str, PropertyValue]
    session: int


class PersonSession(View):
    """A run of a person's events; sessions are numbered from the person's first. Pages are null where none was seen."""

    number: Count
    started_at: datetime
    ended_at: datetime
    events: Count
    pageviews: Count
    entry_page: str | None
    exit_page: str | None
    entry_event: str


class Timeline(View):
    """A page of a person's history, the newest first; `next` asks for the page before it. `sessions` are those that its
    events were in.
    """

    events: list[TimelineEvent]
    next: str | None
    sessions: list[PersonSession]


class SeenId(View):
    """One of a person's ids; null moments where nothing but words about them bears it."""

    id: str
    first_seen: datetime | None
    last_seen: datetime | None
    events: Count


class SeenIds(View):
    """A person's ids, the one they are known by first."""

    ids: list[SeenId]


class PropertyChange(View):
    """That a property became another; null is not set. `source` is null where it is not known."""

    at: datetime
    name: str
    old: PropertyValue | list[PropertyValue]
    new: PropertyValue | list[PropertyValue]
    event: str
    source: str | None


class PropertyHistory(View):
    """Changes of a person's properties, the newest first; `total` counts them all."""

    total: Count
    changes: list[PropertyChange]


class Standing(View):
    """Where a person stands by one definition, and why.

    `why` of a ladder: `rule`, the filters that hold of them (none on the lowest rung). Of stages: `first_active`,
    `last_active`, `returned` (days ago; the last only where they did) and `active_days` of the last `period`. Of RFM:
    its `form`, `measured` and `scores` of `recency`, `frequency`, `monetary`. Of anything else it is empty.
    """

    property: str
    value: PropertyValue
    names: audience.Names | None
    why: dict[str, Any]


class PersonTrait(View):
    """A person's value of a computed trait."""

    name: str
    value: PropertyValue


class PersonSegment(View):
    """A segment that a person is in, or was. `entered_at` is null where they were in it from its beginning."""

    id: str
    name: str
    entered_at: datetime | None
    left_at: datetime | None


class PersonStanding(View):
    """Where a person stands."""

    standing: list[Standing]
    traits: list[PersonTrait]
    segments: list[PersonSegment]


class Worth(View):
    """The sum of `property` over a person's events: of one name, or (null) of all that have it."""

    property: str
    event: str | None
    total: float
    count: Count
    first_at: datetime | None
    last_at: datetime | None


class PersonWorth(View):
    """What a person is worth. `guessed`: nobody said by which property; null where no property looks like money."""

    choices: list[str]
    guessed: bool
    worth: Worth | None


class ChannelReach(View):
    """Whether a person can be reached through a channel; `property` holds the contact, or says no.

    `missing`: no contact of theirs is known; `unknown`: of nobody in the project.
    """

    channel: Literal["email", "sms", "push", "wecom", "wechat"]
    status: Literal["reachable", "refused", "invalid", "missing", "unknown"]
    property: str | None


class PersonReach(View):
    """Every channel."""

    channels: list[ChannelReach]


class MessageStep(View):
    """When something became of a message."""

    step: Literal["sent", "delivered", "opened", "clicked", "failed", "unsubscribed"]
    at: datetime


class PersonMessage(View):
    """A message to a person, told by `$message_…` events; its steps in order of time."""

    at: datetime
    channel: str | None
    title: str | None
    campaign: str | None
    reason: str | None
    steps: list[MessageStep]


class PersonMessages(View):
    """Messages to a person, the newest first."""

    messages: list[PersonMessage]


class NewPersonNote(Request):
    """A note to write about a person."""

    text: Annotated[str, Field(min_length=1, max_length=5000)]


class PersonNote(View):
    """A note about a person; `created_by` is null for the terminal."""

    id: str
    text: str
    created_by: str | None
    created_at: datetime


class PersonNotes(View):
    """Notes about a person, the newest first."""

    notes: list[PersonNote]


class PersonTags(View):
    """A person's tags, in the order in which they were put."""

    tags: list[str]


class TagCount(View):
    """A tag, and how many people have it."""

    tag: str
    people: Count


class TagCounts(View):
    """Every tag, the most frequent first."""

    tags: list[TagCount]
