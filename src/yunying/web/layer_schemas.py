"""What goes over the wire about layers: ladders, stages, RFM."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, WrapValidator
from typing_extensions import TypeAliasType

from yunying import audience
from yunying.audience import LayersKind, read_layers
from yunying.web.schemas import Count, Label, Request, View

Layers = TypeAliasType(
    "Layers",
    Annotated[
        Annotated[audience.Ladder | audience.Stage | audience.Rfm, Field(discriminator="kind")],
        WrapValidator(
            lambda raw, _: (
                raw if isinstance(raw, (audience.Ladder, audience.Stage, audience.Rfm)) else read_layers(raw)
            )
        ),
    ],
)
"""Layers of one `kind`; what is none is refused naming the first wrong field."""
Description = Annotated[str, Field(max_length=2000)]
Share = float | None


class NewLayers(Request):
    """Layers to define: under their key they are a property of people from then on.

    `key` is by default the main one where it is free: its property is `$layer` or `$rfm`, of others `$layer_<key>`.
    """

    name: Label
    description: Description = ""
    key: audience.Key | None = None
    layers: Layers


class LayersChange(Request):
    """What to change of layers; keys left out stay. Each change is a version; `version` is the one that was looked at:
    the change is refused (409) where somebody else was faster.
    """

    name: Label | None = None
    description: Description | None = None
    layers: Layers | None = None
    version: int | None = None


class LayersToTry(Request):
    """Layers that are not defined yet."""

    layers: Layers


class LayerLabel(View):
    """A value of the property and what people read for it; of RFM also what to do about those who have it."""

    value: str
    names: audience.Names
    advice: audience.Names | None


class DefinedLayers(View):
    """Layers under their key. Version 0 are the stages that everybody has until a project changes them.

    `property` says who is where, `labels` are its values, the best first. `created_by` is the name of a member, null
    for the terminal.
    """

    id: str
    key: str
    kind: LayersKind
    property: str
    name: str
    description: str
    layers: Layers
    labels: list[LayerLabel]
    version: int
    created_by: str | None
    created_at: datetime | None
    updated_at: datetime | None


class AllLayers(View):
    """Layers in the order they were defined, the stages that everybody has last."""

    layers: list[DefinedLayers]


class LayersVersion(View):
    """What layers said at one time."""

    version: int
    name: str
    layers: Layers
    at: datetime
    by: str | None


class LayersVersions(View):
    """Everything that layers said, the newest first."""

    versions: list[LayersVersion]


class Labels(View):
    """What people read: by value, and by property where it has a name of its own."""

    values: dict[str, audience.Names]
    properties: dict[str, str]


class TemplateRole(View):
    """A part that an event of the project plays; `any` where it may be any event (null)."""

    key: str
    names: audience.Names
    any: bool


class LayersTemplate(View):
    """Ladders to begin with. `events` are the project's events that look as if they played each role."""

    key: str
    names: audience.Names
    text: audience.Names
    roles: list[TemplateRole]
    events: dict[str, str | None]


class LayersTemplates(View):
    """Templates by kind of product."""

    templates: list[LayersTemplate]


class TemplateEvents(Request):
    """Which event plays which role; null is any event."""

    events: dict[str, str | None]


class TemplateLadder(View):
    """A ladder of a template, not kept yet."""

    key: str
    names: audience.Names
    layers: Layers


class TemplateLadders(View):
    """The ladders of a template: several where a product has several sides."""

    ladders: list[TemplateLadder]


class TriedLayer(View):
    """A layer of layers being tried out; `question` and `address` list its people, where that can be asked."""

    value: str
    names: audience.Names
    people: Count
    share: Share
    question: dict[str, Any] | None
    address: str | None


class RfmPart(View):
    """People who are scored alike; `amount` is what M adds up to, `amount_share` null where the whole is none."""

    people: Count
    share: Share
    amount: float
    amount_share: Share


class RfmClass(RfmPart):
    """A class, with means of what its people did; null of nobody."""

    value: str
    recency: float | None
    frequency: float | None
    monetary: float | None


class RfmCell(RfmPart):
    """Everybody with one score of R and one of F; `question` and `address` list them."""

    r: int
    f: int
    question: dict[str, Any] | None = None
    address: str | None = None


class RfmScore(View):
    """Who has a score, and from what to what they did; null of nobody."""

    score: int
    people: Count
    low: float | None
    high: float | None


class RfmScores(View):
    """Every score from the lowest, of each of the three."""

    r: list[RfmScore]
    f: list[RfmScore]
    m: list[RfmScore]


class RfmComposition(View):
    """Who is scored (`people`), who is not (`none`), and both taken apart. Empty scores and cells are there too."""

    people: Count
    none: Count
    amount: float
    classes: list[RfmClass]
    scores: RfmScores
    cells: list[RfmCell]


class TriedLayers(View):
    """How many people are where by layers being tried out; `none` are known and on no layer."""

    people: Count
    none: Count
    parts: list[TriedLayer]
    rfm: RfmComposition | None


class LayerPart(View):
    """One value at a day, null for people without one: how many have it, had it on the day before, came and went since.

    Addresses are of the composition's question, null where nobody is behind them.
    """

    value: str | None
    names: audience.Names | None
    advice: audience.Names | None
    people: Count
    share: Share
    before: Count
    entered: Count
    left: Count
    address: str | None
    entered_address: str | None
    left_address: str | None


class LayerTarget(View):
    """A target of a ladder: `people` of the `of` who stood on `from` so many days ago are on `to` now.

    `reached` is null where nobody stood there.
    """

    from_: Annotated[str, Field(alias="from")]
    to: str
    op: Literal[">=", "<="]
    share: float
    days: int
    of: Count
    people: Count
    found: Share
    reached: bool | None
    question: dict[str, Any]
    address: str | None


class LayerComposition(View):
    """How many people are where at the end of `day`, and what changed since the end of `before`."""

    definition: DefinedLayers
    day: date
    before: date
    people: Count
    question: dict[str, Any]
    address: str
    parts: list[LayerPart]
    rfm: RfmComposition | None
    targets: list[LayerTarget]


class CrossFigure(View):
    """So many people; `address` is null where nobody is behind it."""

    people: Count
    question: dict[str, Any]
    address: str | None


class CrossSize(CrossFigure):
    """Everybody with one value of the row, or of the column; null those without one."""

    value: str | None


class CrossCell(CrossFigure):
    """People with one value of each."""

    row: str | None
    column: str | None


class LayersCross(View):
    """Two definitions in one table, with the size of each row and column: each adds up to `people`."""

    day: date
    row: DefinedLayers
    column: DefinedLayers
    people: Count
    cells: list[CrossCell]
    rows: list[CrossSize]
    columns: list[CrossSize]
