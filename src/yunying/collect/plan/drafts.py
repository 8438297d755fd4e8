"""What a file says of a plan, and the plan that comes of it.

A file need not say everything: what it has no column (or key) for stays as the plan has it, so that a team's own
spreadsheet can be read again and again without undoing what was set here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from yunying.collect.plan.model import Plan, PlanEvent, PlanProperty

Given = dict[str, Any]
"""Fields as a file gives them; those of the description are called `zh` and `en`."""
Entry = TypeVar("Entry", PlanEvent, PlanProperty)
_LANGUAGES = ("zh", "en")


class Mistake(BaseModel):
    """Something in a file that cannot be taken: in which row (or line) and column, and what to do."""

    model_config = ConfigDict(frozen=True)

    row: int | None
    column: str | None
    message: str


@dataclass
class Draft:
    """The content of a file."""

    events: dict[str, Given] = field(default_factory=dict)
    properties: dict[tuple[str, str], Given] = field(default_factory=dict)
    """By event (empty for people) and name."""
    rows: dict[tuple[str, str | None], int] = field(default_factory=dict)
    """Where an event (None) or a property was found."""
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    """What the file calls a field of an `event` or a `property`."""
    mistakes: list[Mistake] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Columns and sheets whose meaning is not known."""


def apply(draft: Draft, plan: Plan, *, replace: bool) -> tuple[Plan, list[Mistake]]:
    """The plan after a file was taken, and every mistake in it; with `replace`, what is not in the file goes.

    What somebody writes into a file is confirmed, unless the file says that it was learned.
    """
    old_events, old_properties = plan.by_event(), plan.by_property()
    events = {} if replace else dict(old_events)
    properties = {} if replace else dict(old_properties)
    mistakes = list(draft.mistakes)
    for name, given in draft.events.items():
        entry = _entry(PlanEvent, old_events.get(name), {"name": name}, given, draft, (name, None), mistakes)
        if entry is not None:
            events[name] = entry
    for key, given in draft.properties.items():
        fixed = {"event": key[0], "name": key[1]}
        made = _entry(PlanProperty, old_properties.get(key), fixed, given, draft, key, mistakes)
        if made is not None:
            properties[key] = made
    mistakes.sort(key=lambda m: m.row or 0)
    return Plan.of(events.values(), properties.values()), mistakes


def _entry(
    kind: type[Entry],
    old: Entry | None,
    fixed: Given,
    given: Given,
    draft: Draft,
    key: tuple[str, str | None],
    mistakes: list[Mistake],
) -> Entry | None:
    base: Given = {} if old is None else old.model_dump()
    fields = {k: v for k, v in given.items() if k not in _LANGUAGES}
    said = {k: given[k] for k in _LANGUAGES if k in given}
    whole = base | {"learned": False} | fields | fixed | {"description": base.get("description", {}) | said}
    try:
        return kind.model_validate(whole)
    except ValidationError as error:
        scope = "event" if kind is PlanEvent else "property"
        mistakes += _mistakes(error, scope, draft.columns, draft.rows.get(key))
        return None


def _mistakes(
    error: ValidationError, scope: str, columns: Mapping[tuple[str, str], str], row: int | None
) -> list[Mistake]:
    found: dict[str, Mistake] = {}
    for detail in error.errors(include_url=False, include_context=False):
        place = [str(part) for part in detail["loc"]] or ["allowed"]
        name = place[1] if place[0] == "description" and len(place) > 1 else place[0]
        name = scope if name == "name" else name
        said = detail["msg"].removeprefix("Value error, ")
        message = f"{said[:1].upper()}{said[1:]}."
        # A value that fits none of several types is one mistake, told once.
        found.setdefault(name, Mistake(row=row, column=columns.get((scope, name), name), message=message))
    return list(found.values())
