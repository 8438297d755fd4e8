"""What goes over the wire about groups by likeness and look-alikes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from yunying import audience
from yunying.web.portrait_schemas import Whose
from yunying.web.schemas import Count, Label, PersonRow, Request, View

PropertyName = Annotated[str, Field(min_length=1, max_length=1000)]


class GroupsWanted(Request):
    """Properties of people to compare them by, and how many groups there may be at most."""

    features: Annotated[list[PropertyName], Field(min_length=2, max_length=20)]
    most: Annotated[int, Field(ge=2, le=12)] = 8


class GroupScore(View):
    """What speaks for `k` groups: the mean `silhouette`, that of shuffled data (`reference`, its standard deviation
    `spread`), `stability` (mean adjusted Rand index over bootstrap samples), the share of the `smallest` group, and
    whether all of that makes them `real`.
    """

    k: Count
    silhouette: float
    reference: float
    spread: float
    stability: float
    smallest: float
    real: bool


class GroupFact(View):
    """What sets a group apart: `apart` standard deviations from everybody. Of a text the share that has `value`, of a
    number the median, in the group (`inside`) and of everybody (`all`).
    """

    property: str
    apart: float
    value: bool | str | None
    inside: float
    all: float


class GroupFound(View):
    """A group: its key in the model, how many people are in it, what sets it apart, and that as sentences."""

    key: str
    people: Count
    facts: list[GroupFact]
    says: dict[str, str]


class GroupsFound(View):
    """Groups, or none (`k` is null) where nothing holds people together; `scores` say why. `likeness` is the model, to
    be kept as it is or with other names."""

    k: Count | None
    people: Count
    scores: list[GroupScore]
    groups: list[GroupFound]
    likeness: audience.Likeness | None


class NewLikeness(Request):
    """A model to keep; its groups are then the property `$group_<key>` of people."""

    key: audience.Key
    name: Label
    likeness: audience.Likeness


class LikenessChange(Request):
    """Other names: of the model, of groups by their keys; what is left out stays. `version` is the one that was looked
    at: the change is refused (409) where somebody else was faster.
    """

    name: Label | None = None
    groups: dict[audience.Key, audience.Names] = Field(default_factory=dict)
    version: int | None = None


class GroupsNow(View):
    """The groups of a model by now, also of people who came after it was kept."""

    people: Count
    groups: list[GroupFound]


class LikenessUse(View):
    """Something that looks at groups."""

    kind: str
    id: str
    name: str


class LikenessUses(View):
    """Everything that looks at the groups of a model."""

    used_by: list[LikenessUse]


class LikenessKept(View):
    """A model that was kept; `created_by` is the name of a member, null for the terminal."""

    id: str
    key: str
    name: str
    property: str
    likeness: audience.Likeness
    version: int
    created_by: str | None
    created_at: datetime


class LikenessList(View):
    """Models in the order they were kept."""

    likenesses: list[LikenessKept]


class AlikeWanted(Whose):
    """People to find more of (the seed), properties and events not to look at, and how many to find."""

    leave_out: list[PropertyName] = Field(default_factory=list, max_length=200)
    top: Annotated[int, Field(ge=1, le=1_000_000)] = 1000


class AlikePage(AlikeWanted):
    """The same, and which page of them."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class AlikeSegment(AlikeWanted):
    """The same, to be kept as a frozen segment."""

    name: Label


class AlikeTop(View):
    """Of the `share` of held-back people with the highest scores: how many they are, how many seeds are among them,
    and how many times as many as by chance."""

    share: float
    people: Count
    found: Count
    lift: float


class AlikePoint(View):
    """Among the `share` of held-back people with the highest scores is this share of the seeds (`found`)."""

    share: float
    found: float


class AlikeCheck(View):
    """How well the model finds seeds it has not seen, among `people` of whom `seeds` are: area under the ROC curve with
    its 95 % interval."""

    people: Count
    seeds: Count
    auc: float
    auc_low: float
    auc_high: float
    top: list[AlikeTop]
    curve: list[AlikePoint]


class AlikeWeight(View):
    """What the model goes by; `weight` is for one standard deviation, positive where it makes a person likelier."""

    kind: Literal["property", "event"]
    name: str
    value: bool | str | None
    weight: float


class AlikePerson(PersonRow):
    """A person and how like the seed they are, from 0 to 1."""

    score: float


class Alike(View):
    """The people most like the seed, the likest first, and how well that was checked."""

    check: AlikeCheck
    weights: list[AlikeWeight]
    total: Count
    people: list[AlikePerson]
