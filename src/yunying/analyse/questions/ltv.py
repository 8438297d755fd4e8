"""LTV: how much people are worth by the time since they came."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, FiniteFloat

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import Range, Strict, Text


class Amounts(EventRef):
    """Events that bear an amount."""

    property: Text = Field(description="The numeric event property that is the amount.")


class Cost(Strict):
    """What it cost to win the people of a cohort or group; one of `per_person` and `total`."""

    cohort: Text | None = Field(None, description="First day of the cohort's period; all cohorts without it.")
    group: bool | float | Text | list[bool | float | Text | None] | None = Field(
        None, description="The group, as rows have it in `breakdown`; all groups without it."
    )
    per_person: FiniteFloat | None = Field(None, ge=0, description="For each person won.")
    total: FiniteFloat | None = Field(
        None, ge=0, description="For all people of each cohort and group it fits."
    )


class Ltv(Apart):
    """How much the people won in one period are worth by the time since they came.

    A person is won by the first event ever that matches `acquired`; it decides their cohort and group. From it on
    (itself included) revenue counts and refunds are taken off. Age 0 is the first day, week or month of a person:
    `rolling` counts 24 hours, 7 or 30 days from the moment they came, `calendar` days, weeks and months of the
    project from the one in which they came. Figures are cumulative: up to and with the age.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "ltv",
                    "acquired": {"event": "sign_up"},
                    "revenue": {"event": "pay_order", "property": "amount"},
                    "refunds": {"event": "refund", "property": "amount"},
                    "cohort": "month",
                    "age": "week",
                    "ages": 12,
                    "breakdown": {"property": "$channel"},
                    "cost": [{"group": "paid search", "per_person": 12.5}, {"per_person": 0}],
                    "range": {"last": 6, "unit": "month"},
                }
            ]
        },
    )

    kind: Literal["ltv"]
    acquired: EventRef = Field(description="What wins a person: the first one ever.")
    revenue: Amounts = Field(description="What people pay.")
    refunds: Amounts | None = Field(
        None, description="What they get back: positive amounts that are taken off."
    )
    range: Range = Field(description="When people came.")
    cohort: Literal["day", "week", "month"] = Field("month", description="Length of a cohort's period.")
    age: Literal["day", "week", "month"] = Field("month", description="Unit of age.")
    ages: int | None = Field(None, ge=1, le=1000, description="Show ages up to this one only.")
    counting: Literal["rolling", "calendar"] = Field("rolling", description="How age is counted.")
    cost: FiniteFloat | Annotated[list[Cost], Field(max_length=1000)] | None = Field(
        None,
        description="What a person cost, or a list of costs of which the first that fits a cohort and group holds.",
    )
