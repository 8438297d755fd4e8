"""What goes over the wire about targets and pushes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from yunying.web.schemas import Count, Label, PropertyValue, Request, View
from yunying.workspace import PushMode, TargetKind

Name = Annotated[str, Field(min_length=1, max_length=200)]
PushStatus = Literal["waiting", "sending", "fine", "retrying", "failing"]


class NewTarget(Request):
    """A place outside. A webhook has a `url` and a signing `secret` (made where it is left out); a database has a
    `url` as SQLAlchemy has them, password included, and a `table`.
    """

    name: Label
    kind: TargetKind
    url: Annotated[str, Field(min_length=1, max_length=2000)]
    secret: Annotated[str, Field(max_length=200)] | None = None
    table: Annotated[str, Field(max_length=63)] | None = None


class PushError(View):
    """Why it could not be sent."""

    code: str
    message: str
    params: dict[str, PropertyValue | list[str]]
    at: datetime


class Named(View):
    """Something with a name."""

    id: str
    name: str


class TargetName(Named):
    """A target by its name."""

    kind: TargetKind


class Push(View):
    """One segment at one target. `delivered` are the people that the target has acknowledged and should have, `waiting`
    those that are still to be sent or taken away. `status` is `failing` after several tries in vain, of which the next
    is due at `next_at`. `set_by` is the name of a member, null for the terminal.
    """

    id: str
    segment: Named
    target: TargetName
    mode: PushMode
    properties: list[str]
    unmasked: bool
    reason: str | None
    status: PushStatus
    delivered: Count
    waiting: Count
    position: Count
    attempts: Count
    next_at: datetime | None
    last_success_at: datetime | None
    last_error: PushError | None
    set_by: str | None
    created_at: datetime


class Pushes(View):
    """Where a segment is pushed to."""

    pushes: list[Push]


class PushTarget(View):
    """A target. `address` is for people to read: without password and token."""

    id: str
    name: str
    kind: TargetKind
    address: str
    created_by: str | None
    created_at: datetime
    pushes: list[Push]


class Targets(View):
    """A project's targets, oldest first."""

    targets: list[PushTarget]


class AddedTarget(View):
    """A target that was added. `secret` is the one that was made for it, told this once."""

    target: PushTarget
    secret: str | None


class TargetTest(View):
    """What came of a try. Where it failed, `code` says why for programs."""

    fine: bool
    code: str | None
    message: str
    params: dict[str, PropertyValue | list[str]]
    milliseconds: float


class NewPush(Request):
    """What is sent of a segment's people to a target: `once`, or kept `in_step`. Sensitive properties are masked,
    unless `unmasked` is asked for with a `reason`, by a member who may.
    """

    target: Name
    mode: PushMode = "once"
    properties: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    unmasked: bool = False
    reason: Annotated[str, Field(max_length=500)] | None = None


class PushSample(Request):
    """Which properties to show a preview of."""

    properties: Annotated[list[Name], Field(default_factory=list, max_length=50)]


class SentPerson(View):
    """A person as they are sent."""

    person_id: int
    distinct_id: str
    properties: dict[str, PropertyValue]


class PushPreview(View):
    """What would be sent: how many people, the first of them as you may see them, and which of the properties are
    sensitive.
    """

    people: Count
    sample: list[SentPerson]
    sensitive: list[str]
