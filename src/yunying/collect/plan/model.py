"""The tracking plan (埋点方案) as a value: what a project's events are meant to be.

A status says how far something is: `planned` (meant to come; the first that arrives makes it `live`), `live`,
`deprecated` (still taken, but marked: senders should stop) and `blocked` (never taken).

The mode of an event says what becomes of a record that breaks the plan: `observe` takes and marks it, `enforce`
refuses it. `learned` entries were found in traffic and nobody has confirmed them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

Status = Literal["planned", "live", "deprecated", "blocked"]
Mode = Literal["observe", "enforce"]
Kind = Literal["number", "boolean", "text", "time", "list", "object", "any"]
STATUSES: tuple[Status, ...] = get_args(Status)
MODES: tuple[Mode, ...] = get_args(Mode)
KINDS: tuple[Kind, ...] = get_args(Kind)

LONGEST_NAME = 255
LONGEST_OWNER = 200
LONGEST_DESCRIPTION = 4_000
MOST_ALLOWED = 1_000
LONGEST_ALLOWED = 30_000
"""Characters of all allowed values as a JSON list: what a cell of a spreadsheet holds."""
PEOPLE = ""
"""What stands for an event where a property is one of people."""


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half a character") from None
    return text


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_storable)]
EventOrPeople = Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(_storable)]
Owner = Annotated[str, Field(max_length=LONGEST_OWNER), AfterValidator(_storable)]
Text = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), AfterValidator(_storable)]
AllowedText = Annotated[StrictStr, Field(max_length=LONGEST_DESCRIPTION), AfterValidator(_storable)]
# An integer beyond 2^53 is not the same number everywhere: JavaScript, and so the console, would change it.
AllowedNumber = (
    Annotated[StrictInt, Field(ge=-(2**53), le=2**53)] | Annotated[StrictFloat, Field(allow_inf_nan=False)]
)
Allowed = AllowedText | StrictBool | AllowedNumber


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Description(_Value):
    """The same sentence in both languages; either may be empty."""

    zh: Text = ""
    en: Text = ""


class PlanEvent(_Value):
    """An event of the plan."""

    name: Name
    status: Status = "planned"
    mode: Mode = "observe"
    owner: Owner = ""
    description: Description = Description()
    learned: bool = False


class PlanProperty(_Value):
    """A property of an event, or of people where `event` is empty.

    A required property must be there and not be null; of people it is only a remark, since no record has to
    carry all that is known of somebody. Values are of `type` and, where `allowed` is given, among those; for a
    list that holds for each of its items.
    """

    event: EventOrPeople
    name: Name
    type: Kind = "any"
    required: bool = False
    allowed: Annotated[tuple[Allowed, ...], Field(min_length=1, max_length=MOST_ALLOWED)] | None = None
    status: Status = "planned"
    description: Description = Description()
    learned: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> PlanProperty:
        if self.allowed is None:
            return self
        if self.type == "object":
            raise ValueError("allowed values cannot be listed for objects")
        for value in self.allowed:
            if self.type not in ("any", "list") and not is_of_kind(value, self.type):
                raise ValueError(f"the allowed value {value!r} is no {self.type}")
        if len({value_key(v) for v in self.allowed}) < len(self.allowed):
            raise ValueError("an allowed value is listed twice")
        if len(json.dumps(self.allowed)) > LONGEST_ALLOWED:
            raise ValueError(f"allowed values may have {LONGEST_ALLOWED:,} characters together")
        return self


class Plan(_Value):
    """The whole plan of a project, in order of names."""

    events: tuple[PlanEvent, ...] = ()
    properties: tuple[PlanProperty, ...] = ()

    @classmethod
    def of(cls, events: Iterable[PlanEvent], properties: Iterable[PlanProperty]) -> Plan:
        """A plan of these parts, in whatever order they come."""
        return cls(
            events=tuple(sorted(events, key=lambda e: e.name)),
            properties=tuple(sorted(properties, key=lambda p: (p.event, p.name))),
        )

    def by_event(self) -> dict[str, PlanEvent]:
        """Events by name."""
        return {e.name: e for e in self.events}

    def by_property(self) -> dict[tuple[str, str], PlanProperty]:
        """Properties by event and name."""
        return {(p.event, p.name): p for p in self.properties}


def is_of_kind(value: Any, kind: Kind) -> bool:
    """Whether a value out of JSON is one of a kind. A time is a text as ISO 8601 has it, at least a whole day."""
    match kind:
        case "any":
            return True
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "text":
            return isinstance(value, str)
        case "time":
            return isinstance(value, str) and is_time(value)
        case "list":
            return isinstance(value, list | tuple)
        case "object":
            return isinstance(value, dict)


def is_time(text: str) -> bool:
    """Whether a text is a day or an instant as ISO 8601 (or, with a space between the two, SQL) writes it."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def kind_of(value: Any) -> Kind | None:
    """The kind a value out of JSON is learned as; None for null, which says nothing."""
    kinds: tuple[Kind, ...] = ("boolean", "number", "text", "list", "object")
    return next((kind for kind in kinds if is_of_kind(value, kind)), None)


def value_key(value: Any) -> tuple[bool, Any]:
    """What tells allowed values apart: 1 and 1.0 are one number, but true is not 1."""
    return isinstance(value, bool), value
