"""What goes over the wire about who is who, and what somebody may ask of us."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from yunying.web.person_schemas import Profile
from yunying.web.schemas import Count, PropertyScope, Request, View
from yunying.workspace import Found, SensitiveKind

MergeKind = Literal["merge", "undo", "refused"]
Id = Annotated[str, Field(min_length=1, max_length=1000)]


class Merge(View):
    """An entry of the list of merges. `person_id` is the person of `into_id` by now; an id that was erased is ""."""

    number: Count
    kind: MergeKind
    at: datetime
    from_id: str
    into_id: str
    reason: str
    source: str
    undoes: int | None
    undone: bool
    person_id: int


class Merges(View):
    """A page of the list, newest first; `total` counts all of the kind asked for."""

    total: Count
    merges: list[Merge]


PersonNumber = Annotated[int, Field(ge=0, le=2**31 - 1)]


class NewMerge(Request):
    """Make one person part of another; `dry_run` only says who they are. Each is named by an id or by their number,
    which whoever sees ids masked has too.
    """

    from_id: Id | None = None
    from_person: PersonNumber | None = None
    into_id: Id | None = None
    into_person: PersonNumber | None = None
    dry_run: bool = False

    @model_validator(mode="after")
    def _each_once(self) -> NewMerge:
        for name in ("from", "into"):
            if (getattr(self, f"{name}_id") is None) == (getattr(self, f"{name}_person") is None):
                raise ValueError(f"say `{name}_id` or `{name}_person`, one of the two")
        return self


class Undo(Request):
    """Take a merge back; `dry_run` only says who would be apart."""

    dry_run: bool = False


class Side(View):
    """One of two people: their ids and how many events they have."""

    person_id: int
    ids: list[str]
    events: Count


class MergePreview(View):
    """The two people of a merge."""

    from_: Side = Field(alias="from")
    into: Side


class Erasure(Request):
    """One of the person's ids, typed again: erasing cannot be taken back."""

    confirm: Id


class HoldingFile(View):
    """A file beside the lake that holds one of the ids, or is packed and may: whoever brought it must decide."""

    path: str
    holds: Literal["yes", "perhaps"]


class Receipt(View):
    """What was removed from where, and what was found when it was looked for again.

    `verified` is all 0. `mentioned` counts what others said that holds one of the ids; it is theirs and stays.
    """

    id_hash: str
    at: datetime
    by: str | None
    removed: dict[str, Count]
    verified: dict[str, Count]
    mentioned: dict[str, Count]
    files: list[HoldingFile]


class SensitiveRow(View):
    """A property that is `sensitive`, or that looks so and is not.

    `found` says how it was recognised, null where it was marked by hand; `decided` whether somebody has said so, a
    member (`decided_by`) or, where that is null, the terminal. `examples` are masked.
    """

    scope: PropertyScope
    name: str
    kind: SensitiveKind
    sensitive: bool
    found: Found | None
    decided: bool
    decided_by: str | None
    decided_at: datetime | None
    created_at: datetime
    examples: list[str]


class SensitiveList(View):
    """Everything that is or was taken for sensitive, by scope and name."""

    properties: list[SensitiveRow]


class SensitiveDecision(Request):
    """A property is sensitive, of this kind, or is not."""

    scope: PropertyScope
    name: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: SensitiveKind
    sensitive: bool


class Reason(Request):
    """Why somebody's values must be seen."""

    reason: Annotated[str, Field(max_length=500)]


class Unmasked(View):
    """A person with values as they are. `grant`, sent as `X-Unmask`, opens the same for their page until then."""

    profile: Profile
    grant: str
    until: datetime
