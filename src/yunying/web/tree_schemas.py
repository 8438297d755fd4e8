"""What goes over the wire about metric trees."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from yunying import kpi, metrics
from yunying.core import Interval
from yunying.kpi import MetricKey
from yunying.web.metric_schemas import Applied, Span
from yunying.web.schemas import Label, Request, View


class TwoNames(View):
    """A name in both languages."""

    zh: str
    en: str


class TreesToApply(Request):
    """Trees by key: those that are not known are defined, the others changed; all of them or none. With `version`
    only where nobody changed it meanwhile."""

    trees: Annotated[dict[MetricKey, kpi.Tree], Field(min_length=1, max_length=100)]
    version: int | None = None


class TreesApplied(View):
    """What became of each."""

    trees: list[Applied]


class DefinedTree(View):
    """A metric tree; `created_by` is the name of a member, null for the terminal."""

    id: str
    key: str
    tree: kpi.Tree
    version: int
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class AllTrees(View):
    """A project's trees."""

    trees: list[DefinedTree]


class TreeVersion(View):
    """What a tree said, since when."""

    version: int
    at: dt.datetime
    by: str | None
    tree: kpi.Tree


class OneTree(DefinedTree):
    """A tree with everything it said, the newest first."""

    versions: list[TreeVersion]


class TemplateNeed(View):
    """A standard metric that a template is made from, and whether the project has one of that key."""

    key: str
    name: TwoNames
    there: bool


class TreeTemplate(View):
    """A tree to begin with. `brings` are metrics that follow from those it needs."""

    key: str
    name: TwoNames
    about: TwoNames
    tree: kpi.Tree
    needs: list[TemplateNeed]
    brings: dict[str, kpi.Metric]


class TreeTemplates(View):
    """Trees to begin with."""

    templates: list[TreeTemplate]


class TreeToBegin(Request):
    """A tree from a template. `chosen`: a metric of the project for each that has another key."""

    template: Label
    key: MetricKey
    chosen: Annotated[dict[MetricKey, MetricKey], Field(max_length=60)] = Field(default_factory=dict)


class TreeBegun(Applied):
    """What was made: the tree, and the metrics it brought."""

    metrics: list[str]


class TreeWanted(Request):
    """Which days, against which earlier ones (by default as many right before). `node` is the path of the node whose
    change is taken apart, by default the root's."""

    period: metrics.Range
    against: metrics.Range | None = None
    node: Annotated[str, Field(max_length=400)] | None = None
    method: kpi.Method = "shapley"


class Door(View):
    """Opens the people behind a figure."""

    question: dict[str, Any]
    address: str | None


class NodeFigure(View):
    """A node in one period. `remainder` is what it has beyond what its parts give."""

    value: float | None
    by_parts: float | None
    remainder: float | None
    people: list[Door]


class NodeProblem(View):
    """Why a metric has no value."""

    code: str
    message: str


class TreeNode(View):
    """A node by its path. `contribution` is what it moved the root by, `remainder` how much of that its parts leave
    open; null where it cannot be told. `parts` are paths."""

    path: str
    metric: str
    name: TwoNames | None
    unit: str
    currency: str | None
    good: Literal["up", "down", "neither"]
    owner: str | None
    formula: str | None
    parts: list[str]
    before: NodeFigure
    now: NodeFigure
    series: list[float | None]
    contribution: float | None
    remainder: float | None
    problem: NodeProblem | None


class Hindered(View):
    """Why the method cannot tell, and of which node."""

    why: Literal["not_positive", "mixed_formula"]
    node: str


class TreeRead(View):
    """A tree in two periods, parents before their parts. Contributions of the parts and its remainder add up to a
    node's."""

    tree: str
    version: int
    period: Span
    against: Span
    timezone: str
    data_version: int
    interval: Interval
    buckets: list[str]
    complete: list[bool]
    method: kpi.Method
    hindered: Hindered | None
    nodes: list[TreeNode]
