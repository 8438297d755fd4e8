"""What goes over the wire about rules and alerts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from yunying import watch
from yunying.kpi import MetricKey
from yunying.web.metric_schemas import Span
from yunying.web.schemas import Count, PropertyValue, Request, View

Side = Literal[-1, 0, 1]
State = Literal["open", "acknowledged", "snoozed", "resolved"]


class RuleToKeep(Request):
    """A rule; `version` is the one that was looked at, so that nobody's change is lost."""

    rule: watch.Rule
    key: MetricKey | None = None
    version: int | None = None


class KeptRule(View):
    """A rule as it is kept; `created_by` is the name of a member, null for the terminal."""

    id: str
    key: str
    rule: watch.Rule
    version: int
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class LookError(View):
    """Why a rule cannot be judged."""

    id: str
    name: str
    error: dict[str, Any]


class WatchStatus(View):
    """How many rules there are, when they were last looked at, and which cannot be judged."""

    rules: Count
    looked_at: dt.datetime | None
    failing: list[LookError]


class AllRules(View):
    """A project's rules."""

    rules: list[KeptRule]
    status: WatchStatus


class MuteUntil(Request):
    """Until which day nobody is told; null lets the rule speak again."""

    until: dt.date | None


class KnownIncident(Request):
    """Something known to have happened, on these days (inclusive)."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    from_: dt.date = Field(alias="from")
    to: dt.date


class RuleToTry(Request):
    """A rule to try on the last so many days. Incidents are those noted on charts, where none are said."""

    rule: watch.Rule
    days: Annotated[int, Field(ge=1, le=1400)] = 180
    incidents: Annotated[list[KnownIncident], Field(max_length=100)] | None = None


class Point(View):
    """A period: its value, what was in order, what the rule says."""

    bucket: str
    value: float | None
    expected: float | None
    low: float | None
    high: float | None
    state: Literal["fine", "out", "small", "unknown", "incomplete"]
    side: Side
    spoken: bool


class Spoken(View):
    """Periods out of order that are one alert; figures are those of the worst."""

    from_: str = Field(alias="from")
    to: str
    spoke: str
    worst: str
    side: Side
    value: float | None
    expected: float | None


class TriedSlice(View):
    """The periods of a value of the rule's property; null where it watches everything together."""

    value: PropertyValue
    points: list[Point]
    episodes: list[Spoken]


class TriedIncident(View):
    """An incident, and how many days late it was caught; null where it was missed."""

    name: str
    from_: dt.date = Field(alias="from")
    to: dt.date
    days_late: int | None


class TriedRule(View):
    """How a rule would have done. What touches no known incident is a false alarm; null where none is known."""

    metric: str
    interval: watch.WatchInterval
    range: Span
    slices: list[TriedSlice]
    judged: Count
    spoken: Count
    spoken_a_month: float
    false_alarms: int | None
    false_a_month: float | None
    incidents: list[TriedIncident]


class Alert(View):
    """Periods out of order. Figures are those of the worst; `over`: it is in order again; `held`: why nobody was
    told; those of one `group_id` share a cause, and the one of that id names it."""

    id: str
    rule_id: str
    rule_name: str
    metric: str
    property: str | None
    slice: PropertyValue
    first: str
    last: str
    worst: str
    first_day: dt.date
    last_day: dt.date
    side: Side
    value: float
    expected: float | None
    low: float | None
    high: float | None
    over: bool
    state: State
    snoozed_until: dt.date | None
    owner: str | None
    cause: str
    group_id: str
    told_at: dt.datetime | None
    held: str | None
    created_at: dt.datetime


class AllAlerts(View):
    """A project's alerts, the newest first."""

    alerts: list[Alert]
    status: WatchStatus


class AlertNote(View):
    """What was done; `by` is null where the program did it."""

    at: dt.datetime
    by: str | None
    did: str
    text: str


class OneAlert(Alert):
    """An alert with its rule (null where that is gone), what was done about it, and the others of its cause."""

    rule: watch.Rule | None
    notes: list[AlertNote]
    others: list[Alert]


class AlertSeries(View):
    """The periods around an alert."""

    interval: watch.WatchInterval
    points: list[Point]


class Acknowledge(Request):
    """Who looks into it; the one it had where nobody is named."""

    owner: Annotated[str, Field(max_length=200)] | None = None


class Snooze(Request):
    """Until which day."""

    until: dt.date


class Resolve(Request):
    """What it was."""

    cause: Annotated[str, Field(max_length=5000)]
