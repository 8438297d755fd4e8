"""What goes over the wire about portraits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yunying import metrics
from yunying.web.schemas import Count, Question, Request, View

Scalar = bool | float | str | None
PropertyType = Literal["number", "boolean", "time", "text"]
Group = Literal["property", "derived", "origin", "activity", "value", "event", "hour", "weekday"]


class Whose(Request):
    """Which people: those of a `segment`, or those behind the figure of a `question` at an `address`; a question that
    is itself a list of people needs none.
    """

    segment: Annotated[str, Field(max_length=100)] | None = None
    question: Question | None = None
    address: Annotated[str, Field(max_length=2000)] | None = None


class PortraitWanted(Whose):
    """Whose portrait. `worth` is what a person's worth is, as a trait: it is then a part too."""

    worth: metrics.Trait | None = None


class PortraitPeople(PortraitWanted):
    """The people of a portrait who are in one of its parts: `part` is the address of a value."""

    part: Annotated[str, Field(max_length=4000)]
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class PortraitValue(View):
    """A value and how many people have it, inside and outside. It is `value`, null where it is not known; of numbers
    and times what is from `least` to `most`. Of an event it is its name and counts who ever did it; of `hour` and
    `weekday` (0 is Monday) those most of whose events are then.

    `lift` is `share_inside` by `share_outside`, with its 95 % interval; `q` is `p` corrected for everything that was
    looked at; `strength` is how far the nearer end of the interval is from 1, as a logarithm, 0 where 1 is in it.
    """

    value: Scalar
    least: float | str | None
    most: float | str | None
    address: str
    inside: Count
    outside: Count
    share_inside: float
    share_outside: float
    lift: float
    lift_low: float
    lift_high: float
    p: float | None
    q: float | None
    strength: float


class PortraitFound(PortraitValue):
    """A value that stands out, and of what it is one."""

    group: Group
    name: str
    type: PropertyType


class Quartiles(View):
    """Of numbers and times."""

    q1: float | str
    median: float | str
    q3: float | str


class SideQuartiles(View):
    """Inside and outside; null where it is known of nobody."""

    inside: Quartiles | None
    outside: Quartiles | None


class PortraitPart(View):
    """One thing by which people are divided; `other` is how many more values it has than are shown."""

    group: Group
    name: str
    type: PropertyType
    other: Count
    strength: float
    quantiles: SideQuartiles | None
    values: list[PortraitValue]


class Portrait(View):
    """`people` beside all `others`: the values that stand out (`over`, `under`), the strongest first, and everything
    that was looked at, what differs most first.
    """

    people: Count
    others: Count
    over: list[PortraitFound]
    under: list[PortraitFound]
    parts: list[PortraitPart]
