"""What goes over the wire about the standard pack."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yunying.audience import Names
from yunying.kpi import Metric, MetricKey
from yunying.kpi.pack import PackMapping
from yunying.web.schemas import Request, View


class RoleProperty(View):
    """A property that a role's events carry."""

    key: str
    name: Names
    numeric: bool
    optional: bool


class PackRole(View):
    """What an event, or a measured fact, is for. `confidence` and `reason` tell why something is proposed for it."""

    key: str
    name: Names
    about: Names
    any: bool
    fact: bool
    properties: list[RoleProperty]
    confidence: float | None
    reason: Names | None


class SeenProperty(View):
    """A property of events of one name."""

    name: str
    type: str


class SeenEvent(View):
    """Events of one name within the newest 90 days."""

    name: str
    count: int
    people: int
    properties: list[SeenProperty]


class Said(View):
    """A text in both languages."""

    zh: str
    en: str


class StandardMetric(View):
    """A standard metric with its documentation. It can be had where all roles of one of `needs` (`pay`, `pay.amount`)
    are mapped. `own`: the project has a metric of its own under this key."""

    key: str
    field: str
    name: Names
    description: Names
    unit: str
    good: str
    formula: Said
    grain: Said
    pitfalls: Said
    source: str
    needs: list[list[str]]
    own: bool
    defined: bool


class PackOffer(View):
    """The standard pack with the mapping that a project's own events suggest."""

    fields: dict[str, Names]
    roles: list[PackRole]
    events: list[SeenEvent]
    facts: list[str]
    mapping: PackMapping
    metrics: list[StandardMetric]


class PackWanted(Request):
    """Which of a project's events have which roles; `metrics` where not all that can be had are wanted."""

    mapping: PackMapping
    metrics: Annotated[list[MetricKey], Field(max_length=200)] | None = None


class PackedMetric(View):
    """A metric as the mapping makes it, with its value over the last 30 days; null where it has none."""

    key: str
    metric: Metric
    value: float | None


class LeftOut(View):
    """A standard metric that cannot be had, and the roles it lacks."""

    key: str
    missing: list[str]


class PackPreview(View):
    """What a mapping yields."""

    metrics: list[PackedMetric]
    missing: list[LeftOut]


class PackedApplied(View):
    """What became of a metric; `kept`: the project has one of its own under this key."""

    key: str
    did: Literal["defined", "changed", "same", "kept"]
    version: int


class AllPackApplied(View):
    """What became of each, and the standard metrics that cannot be had."""

    metrics: list[PackedApplied]
    missing: list[LeftOut]
