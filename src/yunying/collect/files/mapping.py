"""Which column of a file is what: the one thing a person must say before events can be imported."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from yunying.core import Calendar, Refused

Format = Literal["csv", "tsv", "jsonl", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = ("csv", "tsv", "jsonl", "parquet", "xlsx")


class Proposal(BaseModel):
    """A mapping that may still lack its person or time column: what `preview` could guess.

    `properties=None` means every column that has no other role. `timezone` is the zone of times written
    without one (the project's zone by default). `where` keeps only the rows for which it is true.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: str | None = None
    time: str | None = None
    event: str | None = None
    event_name: str | None = None
    id: str | None = None
    properties: tuple[str, ...] | None = None
    person_properties: tuple[str, ...] = ()
    timezone: str | None = None
    time_format: str | None = None
    where: str | None = None
    format: Format | None = None
    encoding: str | None = None
    delimiter: str | None = None


class Mapping(Proposal):
    """A mapping that can be imported: person, time and exactly one of `event` and `event_name` are given."""

    person: str
    time: str

    @model_validator(mode="after")
    def _complete(self) -> Mapping:
        for field in ("person", "time"):
            if not getattr(self, field):
                raise Refused("missing_mapping", f"Say which column is the {field}.", field=field)
        if bool(self.event) == bool(self.event_name and self.event_name.strip()):
            raise Refused(
                "event_or_event_name",
                "Say either which column holds the event, or one event name for every row.",
                field="event",
            )
        if self.timezone is not None:
            Calendar(self.timezone)
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise Refused(
                "bad_delimiter",
                "A delimiter is one character, and neither a quote nor a line break.",
                field="delimiter",
                value=self.delimiter,
            )
        return self

    def check(self, columns: Sequence[str], *, open_ended: bool = False) -> None:
        """Refuse columns that are not in the file, naming the field and the nearest names.

        With `open_ended` (JSON Lines, where a key may first appear late) only the roles every row must fill
        are held against `columns`.
        """
        known = set(columns)
        for field, name in self._named(open_ended):
            if name not in known:
                raise unknown_column(name, columns, field)

    def property_columns(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Columns that become event properties, in file order."""
        if self.properties is not None:
            return tuple(dict.fromkeys(self.properties))
        used = {self.person, self.time, self.event, self.id, *self.person_properties}
        return tuple(c for c in columns if c not in used)

    def _named(self, required_only: bool) -> list[tuple[str, str]]:
        named = [("person", self.person), ("time", self.time)]
        if self.event:
            named.append(("event", self.event))
        if self.id:
            named.append(("id", self.id))
        if not required_only:
            named += [(f"properties.{i}", c) for i, c in enumerate(self.properties or ())]
            named += [(f"person_properties.{i}", c) for i, c in enumerate(self.person_properties)]
        return named


def unknown_column(name: str, columns: Iterable[str], field: str) -> Refused:
    """The refusal for a column that is not in the file, with the names that come near."""
    names = list(columns)
    lowered = {c.lower(): c for c in reversed(names)}
    near = [lowered[c] for c in difflib.get_close_matches(name.lower(), list(lowered), n=3, cutoff=0.6)]
    if near:
        hint = "Did you mean " + " or ".join(repr(c) for c in near) + "?"
    else:
        shown = ", ".join(repr(c) for c in names[:20])
        hint = f"It has {shown}{' and more' if len(names) > 20 else ''}."
    return Refused(
        "unknown_column", f"The file has no column {name!r}. {hint}", field=field, column=name, near=near
    )
