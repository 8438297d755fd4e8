"""What a preview and an import tell whoever asked for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from yunying.collect.files.mapping import Format, Proposal
from yunying.store.schema import PropertyType, Scope


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Note(_Value):
    """Something worth knowing that is no error; the console translates by `code`."""

    code: str
    message: str
    params: dict[str, Any] = Field(default_factory=dict)


class PreviewColumn(_Value):
    """A column as seen in the head of the file: `name` addresses it, `label` is what the file calls it."""

    name: str
    label: str
    type: PropertyType
    samples: list[str]
    filled: float
    mixed: bool


class Preview(_Value):
    """The head of a file, how it was read, and the mapping it suggests."""

    format: Format
    compression: str | None
    encoding: str | None
    delimiter: str | None
    columns: list[PreviewColumn]
    rows: list[list[str | None]]
    row_estimate: int | None
    proposed: Proposal
    notes: list[Note]


class EventCount(_Value):
    """How many events of one name were loaded."""

    name: str
    count: int


class LoadedProperty(_Value):
    """A property the import brought; `mixed` when its values were of several types and stay text."""

    name: str
    scope: Scope
    type: PropertyType
    mixed: bool


class BadReason(_Value):
    """How many rows could not be used for one reason."""

    reason: str
    count: int


class BadRow(_Value):
    """A row that could not be used: where it is, what it held, why not."""

    row: int
    column: str | None
    value: str | None
    reason: str


class ImportResult(_Value):
    """What became of every row: `rows = loaded + duplicates + filtered + bad`.

    `events` counts loaded rows, most frequent first; `first_time` and `last_time` span every usable row,
    already known ones included. In a dry run `loaded` is what would have been loaded.
    """

    rows: int
    loaded: int
    duplicates: int
    filtered: int
    bad: int
    new_people: int
    first_time: datetime | None
    last_time: datetime | None
    events: list[EventCount]
    properties: list[LoadedProperty]
    bad_reasons: list[BadReason]
    bad_sample: list[BadRow]
    notes: list[Note]
