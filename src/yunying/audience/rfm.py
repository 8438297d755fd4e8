"""RFM: who bought lately, often and for much; its free form and RFE, for products that live of attention."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from yunying.metrics import AnyEvents, Range, Strict, Text

Dimension = Literal["r", "f", "m"]
DIMENSIONS: tuple[Dimension, ...] = ("r", "f", "m")
Frequency = Literal["events", "days", "distinct", "sessions"]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Edges = Annotated[list[Finite], Field(min_length=1, max_length=4)]


class Cuts(Strict):
    """Where a score ends and the next begins, rising: of `[7, 30]` days 7 and less are 3, 8 to 30 are 2, more is 1; of
    `[2, 5]` orders less than 2 are 1, 2 to 4 are 2, 5 and more are 3.
    """

    r: Edges
    f: Edges
    m: Edges

    @model_validator(mode="after")
    def _rising(self) -> Self:
        lengths = {len(self.r), len(self.f), len(self.m)}
        if len(lengths) > 1 or 3 in lengths:
            raise ValueError(
                "each of r, f and m has 1, 2 or 4 cuts, all three as many: they make 2, 3 or 5 scores"
            )
        for edges in (self.r, self.f, self.m):
            if any(a >= b for a, b in pairwise(edges)):
                raise ValueError("cuts rise: each is greater than the one before")
        return self


class Rfm(Strict):
    """How people are scored, from 1 (least) up, by what they did up to the moment.

    Who has no such event in the window is not scored and in no class. Three things are scored: R, days since the last
    of the events (fewer is better); F, how often; M, how much. Equal values have equal scores, so a score may be
    nobody's. A person is in one of eight classes, by whether each of their scores is high.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"form": "rfm", "event": {"event": "pay_order"}, "amount": "amount", "bins": 5},
                {"form": "free", "window": {"last": 90, "unit": "day"}, "scoring": "mean"},
                {
                    "form": "rfe",
                    "engagement": {"event": "comment_content"},
                    "frequency": "days",
                    "scoring": "cuts",
                    "cuts": {"r": [7, 30], "f": [2, 8], "m": [1, 5]},
                },
            ]
        },
    )

    kind: Literal["rfm"] = "rfm"
    form: Literal["rfm", "free", "rfe"] = Field(
        description=(
            "`rfm`: the events are purchases and M is their `amount`. `free`: they are visits, F counts sessions and M "
            "is the time spent in these. `rfe`: M is `engagement`."
        )
    )
    event: AnyEvents = Field(
        default_factory=lambda: AnyEvents.model_validate({"event": None, "filters": []}),
        description="The purchases or visits; by default any event, which `rfm` must say better.",
    )
    frequency: Frequency | None = Field(
        None,
        description=(
            "F: how many `events`, on how many `days`, how many `distinct` values of the property `order`, in how many "
            "`sessions`. By default events, in the free form sessions."
        ),
    )
    order: Text | None = Field(None, description="The event property whose values `distinct` counts.")
    amount: Text | None = Field(
        None, description="The numeric event property that is added up: of purchases, or of engagement."
    )
    engagement: AnyEvents | None = Field(None, description="Of `rfe`: what counts as engagement.")
    engaged: Literal["events", "days", "sum"] = Field(
        "events", description="Of `rfe`: how many of them, on how many days, or the sum of their `amount`."
    )
    window: Range | None = Field(
        None, description="Days of the events that count, the last so many with today; by default ever."
    )
    scoring: Literal["quantile", "cuts", "mean"] = Field(
        "quantile",
        description=(
            "`quantile`: 1 + ⌊bins × people who do worse ÷ all who are scored⌋. `cuts`: fixed ones. `mean`: 2 for who "
            "does better than the mean, else 1."
        ),
    )
    bins: Literal[3, 5] = Field(5, description="How many scores quantiles make.")
    cuts: Cuts | None = None
    high: Literal["mean"] | Annotated[int, Field(ge=2, le=5)] = Field(
        "mean",
        description="Which scores are high: those above the mean of everybody's scores, or from this one on.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        wanted = self.form == "rfm" or (self.form == "rfe" and self.engaged == "sum")
        if wanted != (self.amount is not None):
            raise ValueError(
                "say which property is added up in `amount`"
                if wanted
                else "nothing is added up; leave `amount` out"
            )
        if self.form == "rfm" and any(one.event is None for one in self.event.alternatives):
            raise ValueError("say which event is a purchase in `event`")
        if (self.form == "rfe") != (self.engagement is not None):
            raise ValueError("`engagement` is what `rfe` measures, and no other form")
        if (self.frequency == "distinct") != (self.order is not None):
            raise ValueError("`order` is the property whose values `distinct` counts: say both or neither")
        if (self.scoring == "cuts") != (self.cuts is not None):
            raise ValueError("`cuts` go with the scoring of this name: say both or neither")
        if self.high != "mean" and self.high > self.scores:
            raise ValueError(f"no score is as high: the highest is {self.scores}")
        return self

    @property
    def scores(self) -> int:
        """The highest score."""
        if self.cuts is not None:
            return len(self.cuts.r) + 1
        return 2 if self.scoring == "mean" else self.bins

    @property
    def counted(self) -> Frequency:
        """What F counts."""
        return self.frequency or ("sessions" if self.form == "free" else "events")
