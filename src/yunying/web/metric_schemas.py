"""What goes over the wire about metrics and measured facts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from yunying import kpi, metrics
from yunying.core import Interval
from yunying.kpi import MetricKey
from yunying.web.schemas import Count, Label, PropertyValue, Request, View
from yunying.workspace import DefinitionKind

Properties = Annotated[list[str], Field(max_length=12)]


class MetricsToApply(Request):
    """Metrics by key: those that are not known are defined, the others changed; all of them or none."""

    metrics: Annotated[dict[MetricKey, kpi.Metric], Field(min_length=1, max_length=500)]


class Applied(View):
    """What became of a metric."""

    key: str
    did: Literal["defined", "changed", "same"]
    version: int


class AllApplied(View):
    """What became of each."""

    metrics: list[Applied]


class DefinedMetric(View):
    """A metric; `created_by` is the name of a member, null for the terminal."""

    id: str
    key: str
    metric: kpi.Metric
    version: int
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class AllMetrics(View):
    """A project's metrics."""

    metrics: list[DefinedMetric]


class MetricVersion(View):
    """What a metric said, since when, and why it was changed."""

    version: int
    at: dt.datetime
    by: str | None
    note: str
    effective: dt.date | None
    metric: kpi.Metric


class MetricUse(View):
    """What looks at a metric."""

    kind: DefinitionKind
    id: str
    key: str
    name: str


class OneMetric(DefinedMetric):
    """A metric with everything it said, the newest first."""

    used_by: list[MetricUse]
    versions: list[MetricVersion]


class ValuesWanted(Request):
    """Of which days, in which buckets, of whom, taken apart by what."""

    range: metrics.Range
    interval: Interval = "day"
    filters: metrics.Filters
    breakdown: metrics.Breakdown | None = None


class MetricTried(ValuesWanted):
    """A metric that is being written; `key` is that of the one it will take the place of."""

    key: MetricKey = "preview"
    metric: kpi.Metric


class MetricFile(Request):
    """Metrics as YAML."""

    text: Annotated[str, Field(max_length=2_000_000)]


class MetricText(View):
    """Metrics as YAML."""

    text: str


class ReadMetrics(View):
    """The metrics of a file by key."""

    metrics: dict[str, kpi.Metric]


class Span(View):
    """First and last day."""

    from_: dt.date = Field(alias="from")
    to: dt.date


class MetricTotal(View):
    """A value over the whole range. `addresses` open the people behind it, one for each of `doors`."""

    breakdown: PropertyValue = None
    value: float | None
    addresses: list[str | None]


class MetricRow(MetricTotal):
    """A value of a bucket; not `complete` while data for it may still arrive."""

    bucket: str
    complete: bool


class MetricValues(View):
    """What a metric was. `doors` are the questions in whose answers its people stand."""

    metric: str
    range: Span
    interval: Interval
    timezone: str
    data_version: int
    doors: list[dict[str, Any]]
    rows: list[MetricRow]
    totals: list[MetricTotal]


class FiltersAlone(Request):
    """Filters of a question, by themselves."""

    filters: metrics.Filters


class ReasonsWanted(Request):
    """Two periods that do not overlap, and by which properties the change is taken apart (by default those that the
    metric names, or some with few values)."""

    period: metrics.Range
    against: metrics.Range
    dimensions: Properties | None = None
    filters: metrics.Filters


class ChangePart(View):
    """A value of a property and its part of the change; of a ratio `mix` and `rate` are what it consists of."""

    value: PropertyValue
    before: float | None
    now: float | None
    contribution: float
    mix: float | None
    rate: float | None


class ChangeBy(View):
    """A change taken apart by a property; contributions add up to it."""

    dimension: str
    parts: list[ChangePart]


class StandingSlice(View):
    """A slice that moved otherwise than the rest, by how much that moved the whole, and how probable it is by chance.
    `also` are other values that nearly the same events have."""

    values: dict[str, PropertyValue]
    effect: float
    chance: float
    before: float | None
    now: float | None
    also: list[dict[str, PropertyValue]]


class MetricChange(View):
    """Why a metric moved. `steady` are properties of which no value stands out."""

    metric: str
    period: Span
    against: Span
    before: float | None
    now: float | None
    change: float | None
    dimensions: list[str]
    by_dimension: list[ChangeBy]
    slices: list[StandingSlice]
    steady: list[str]


class NewFact(Request):
    """A figure of a day that no event carries; a `value` of null takes it back."""

    date: dt.date
    name: MetricKey
    dimensions: Annotated[dict[Label, Label], Field(max_length=20)] = Field(default_factory=dict)
    value: Annotated[float, Field(allow_inf_nan=False)] | None


class NewFacts(Request):
    """Figures to take in; those that are known already change nothing."""

    facts: Annotated[list[NewFact], Field(min_length=1, max_length=100_000)]


class FactsTaken(View):
    """What became of them."""

    new: Count
    corrected: Count
    same: Count


class FactNames(View):
    """The facts there are."""

    facts: list[str]


class FactValue(View):
    """A figure as it stands."""

    date: dt.date
    dimensions: dict[str, str]
    value: float


class FactValues(View):
    """A fact as it stands, by day."""

    name: str
    values: list[FactValue]


class FactsFile(Request):
    """Figures as CSV: the columns date, name, value, and one for each dimension; an empty value takes a figure back."""

    text: Annotated[str, Field(max_length=20_000_000)]


class FactAsked(Request):
    """One figure: its day and dimensions."""

    date: dt.date
    dimensions: Annotated[dict[Label, Label], Field(max_length=20)] = Field(default_factory=dict)


class FactSaid(View):
    """What was said of a figure, when and by whom; a `value` of null took it back. `by` is null for the terminal."""

    value: float | None
    at: dt.datetime
    by: str | None


class FactHistory(View):
    """Everything that was said of a figure, the newest first."""

    history: list[FactSaid]
