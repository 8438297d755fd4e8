"""What a rule is: which figure is watched, when it is out of order, and who is told."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from yunying.kpi import MetricKey
from yunying.metrics import Breakdown, Filters, Strict, Text

MOST_SLICES = 20
Direction = Literal["up", "down", "either"]
WatchInterval = Literal["hour", "day", "week"]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Clock: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Bound(Strict):
    """Out of order above or below a fixed figure."""

    type: Literal["bound"]
    above: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Bound:
        if self.above is None and self.below is None:
            raise ValueError("say `above` or `below`, or both")
        if self.above is not None and self.below is not None and self.below >= self.above:
            raise ValueError("`below` is smaller than `above`; what lies between them is in order")
        return self


class Change(Strict):
    """Out of order where it differs from earlier periods by more than a share of them, or than an amount."""

    type: Literal["change"]
    against: Literal["previous", "week_before", "year_before"] = Field(
        "week_before",
        description="The period before, the same one of a week before, or of 52 weeks before (the same weekday).",
    )
    periods: int = Field(1, ge=1, le=8, description="The median of so many such periods.")
    share: float | None = Field(None, gt=0, le=1000, description="0.2 is a fifth of the earlier figure.")
    amount: float | None = Field(None, gt=0, allow_inf_nan=False)
    direction: Direction = "either"

    @model_validator(mode="after")
    def _by_one_measure(self) -> Change:
        if (self.share is None) == (self.amount is None):
            raise ValueError("say by which `share` or by which `amount`, one of the two")
        return self


class Season(Strict):
    """Out of order where it leaves what week rhythm, holidays, trend and its usual noise let expect."""

    type: Literal["season"]
    once_in: int = Field(
        200,
        ge=10,
        le=100_000,
        description=(
            "How sensitive: of so many periods in which nothing happens about one is out of order by chance."
        ),
    )
    direction: Direction = "either"


When: TypeAlias = Annotated[Bound | Change | Season, Field(discriminator="type")]


class Quiet(Strict):
    """Hours of the project's day in which nobody is told; told once they are over. They may pass midnight."""

    from_: Clock = Field(alias="from")
    to: Clock


class Rule(Strict):
    """A rule's definition. Its key is kept beside it."""

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    metric: MetricKey
    filters: Filters
    by: Breakdown | None = Field(
        None, description="Watch each of a property's most frequent values by itself (20 at most)."
    )
    interval: WatchInterval = "day"
    when: When
    at_least: float = Field(
        0,
        ge=0,
        le=1e12,
        description=(
            "How many events or people must stand behind a figure before it is judged: of a ratio its denominator, "
            "of a count the figure expected."
        ),
    )
    for_: int = Field(
        1, alias="for", ge=1, le=30, description="After so many periods in a row out of order it speaks."
    )
    owner: Text | None = Field(None, max_length=200, description="Who looks into its alerts.")
    channels: list[Annotated[Text, Field(max_length=40)]] = Field(
        default_factory=list, max_length=20, description="Ids of the channels that are told."
    )
    language: Literal["zh", "en"] = Field("zh", description="Of its notices.")
    cap: int = Field(
        5, ge=1, le=100, description="So many notices a day at most; what is held back is shown."
    )
    quiet: Quiet | None = None
    active: bool = Field(True, description="Off: nothing is looked at.")
    muted_until: date | None = Field(None, description="Alerts are kept, but nobody is told before this day.")
    description: Text = Field(
        "", max_length=2000, description="What it is for, and what to do when it speaks."
    )

    @model_validator(mode="after")
    def _few_slices(self) -> Rule:
        if self.by is not None and self.by.top > MOST_SLICES:
            raise ValueError(f"`by` watches up to {MOST_SLICES} values; lower `top`")
        return self
