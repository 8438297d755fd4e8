"""Attribution: which touches deserve the credit for conversions."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Breakdowns, Range, Scalar, Strict, Text, Window

Model: TypeAlias = Literal[
    "first", "last", "last_non_direct", "linear", "position", "time_decay", "markov", "shapley"
]


def _each_once(models: list[Model]) -> list[Model]:
    if len(set(models)) < len(models):
        raise ValueError("each model is named once")
    return models


class Position(Strict):
    """Shares of the first and of the last touch; those between share the rest equally."""

    first: float = Field(0.4, ge=0, le=1)
    last: float = Field(0.4, ge=0, le=1)

    @model_validator(mode="after")
    def _at_most_one(self) -> Position:
        if self.first + self.last > 1 + 1e-12:
            raise ValueError("first and last together are at most 1")
        return self


class Attribution(Apart):
    """Which touches deserve the credit for conversions, by one model or several side by side.

    Every conversion inside the range counts. Its journey are the person's touches before it, at most the window ago,
    also those before the range. A conversion without any is credited to `$none`, so credits always add up to all
    conversions, and to their value. Models:

    - `first`, `last`: the first, the last touch of the journey;
    - `last_non_direct`: the last touch that is not direct; the last of all where every one is;
    - `linear`: all touches equally;
    - `position`: the first and the last get their shares, those between the rest; where there are but two, these
      share in proportion;
    - `time_decay`: a touch weighs half of one that came a half-life later;
    - `markov`: in proportion to removal effects: by how much the chance of converting falls in a chain of first order
      (start → touches → conversion or none) when whoever would go to the touch is lost (Anderl et al., 2016). Journeys
      that do not convert are the touches inside the range of people without a conversion in it;
    - `shapley`: each touch's Shapley value, where a set of touches is worth the conversions whose journey has no
      others; so a conversion is shared equally among the different touches of its journey (Zhao et al., 2018).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "attribution",
                    "conversion": {"event": "purchase"},
                    "value": "amount",
                    "touches": [{"event": "$pageview"}],
                    "breakdown": {"property": "$session_channel", "top": 10},
                    "models": ["last", "linear", "markov"],
                    "window": {"value": 30, "unit": "day"},
                    "range": {"last": 90},
                }
            ]
        },
    )

    kind: Literal["attribution"]
    conversion: EventRef = Field(description="What is credited.")
    value: Text | None = Field(None, description="A numeric property of the conversion's event, its value.")
    touches: list[EventRef] = Field(min_length=1, max_length=29, description="What is given credit.")
    breakdown: Breakdowns | None = Field(
        None,
        description=(
            "Tell touches apart by a property, its values ranked by touches inside the range; without, by which of "
            "`touches` they are."
        ),
    )
    models: Annotated[list[Model], AfterValidator(_each_once)] = Field(
        ["last"], min_length=1, max_length=8, description="How credit is given."
    )
    window: Window = Field(
        default_factory=lambda: Window(value=30, unit="day"),
        description="How long before a conversion touches count.",
    )
    consume: bool = Field(False, description="A touch counts for the next conversion after it only.")
    direct: list[Scalar | None] = Field(
        [None, "", "direct"],
        max_length=100,
        description=(
            "`last_non_direct`: the values of the touch (of the first property, where it is told apart by several) "
            "that mean nobody sent the person here."
        ),
    )
    position: Position = Field(default_factory=lambda: Position(first=0.4, last=0.4))
    half_life: Window = Field(
        default_factory=lambda: Window(value=7, unit="day"), description="Of `time_decay`."
    )
    range: Range = Field(description="When conversions happen.")
