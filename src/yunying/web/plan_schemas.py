"""What goes over the wire about tracking plans.

A property to put is the plan's own value: it means the same here, at the terminal and in files.
"""

from __future__ import annotations

from yunying.collect.plan import Description, Kind, Mode, Status
from yunying.collect.plan.model import Owner
from yunying.web.schemas import Count, Request, View


class Bilingual(View):
    """The same sentence in both languages; either may be empty."""

    zh: str
    en: str


class PlannedEvent(View):
    """An event of the plan; `learned` ones were found in traffic and nobody has confirmed them."""

    name: str
    status: Status
    mode: Mode
    owner: str
    description: Bilingual
    learned: bool


class PlannedProperty(View):
    """A property of an event, or of people where `event` is empty."""

    event: str
    name: str
    type: Kind
    required: bool
    allowed: list[str | bool | int | float] | None
    status: Status
    description: Bilingual
    learned: bool


class TrackingPlan(View):
    """The plan of a project, in order of names; its `version` is another one whenever the plan is."""

    version: str
    events: list[PlannedEvent]
    properties: list[PlannedProperty]


class EventPlan(Request):
    """What is planned for an event; its name is in the path."""

    status: Status = "planned"
    mode: Mode = "observe"
    owner: Owner = ""
    description: Description = Description()


class PlanChange(View):
    """An event (`property` is null) or a property; `fields` says what of it changes."""

    event: str
    property: str | None
    fields: list[str]


class PlanMistake(View):
    """Something in a file that cannot be taken, by row (or line) and column."""

    row: int | None
    column: str | None
    message: str


class PlanImport(View):
    """What taking a file did, or would do: with mistakes in it, nothing.

    `removed` is what the file does not name; it stays unless the file replaces the plan.
    `ignored` are columns and sheets of the file whose meaning is not known.
    """

    added: list[PlanChange]
    changed: list[PlanChange]
    removed: list[PlanChange]
    errors: list[PlanMistake]
    ignored: list[str]
    applied: bool


class PlanRemark(View):
    """How often events were not as planned; the property is empty where the event itself is meant."""

    code: str
    event: str
    property: str
    count: Count


class PlanRemarks(View):
    """The most frequent first."""

    remarks: list[PlanRemark]
