"""Funnel: how many people go through steps."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from yunying.analyse.questions.base import Apart, EventRef
from yunying.metrics import MAX_SELECTORS, Breakdowns, Range, Strict, Text


class Step(EventRef):
    """One step of a funnel."""

    optional: bool = Field(
        False,
        description="Counted, but not required: later steps are reached without it. Not the first or the last.",
    )


class Exclusion(EventRef):
    """Events that break a conversion where one occurs between two of its steps."""

    from_: int | None = Field(
        None,
        alias="from",
        ge=1,
        description="Number of the step after which it breaks; the first if not said.",
    )
    to: int | None = Field(
        None, ge=2, description="Number of the step before which it breaks; the last if not said."
    )


class FunnelWindow(Strict):
    """How long after its first step a conversion may end.

    A day is 24 hours and a week 168. With `calendar_day` the window ends with a natural day of the project's
    zone: 1 is the day of the first step itself, 2 the day after it, and so on.
    """

    value: int = Field(ge=1, le=100_000)
    unit: Literal["second", "minute", "hour", "day", "week", "calendar_day"]

    @property
    def natural_days(self) -> int | None:
        """How many days of the project's zone it spans; None where it is elapsed time."""
        return self.value if self.unit == "calendar_day" else None

    @property
    def milliseconds(self) -> int:
        """The window's length; of natural days more than they can ever be."""
        if self.unit == "calendar_day":
            return (self.value + 2) * 86_400_000
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
        return self.value * seconds[self.unit] * 1000


class UnitProperty(Strict):
    """Counting by the values of an event property: orders, devices, companies."""

    property: Text = Field(description="Name of an event property; events without it take no part.")


class Times(Strict):
    """Between which two steps the time to convert is told."""

    from_: int = Field(1, alias="from", ge=1, description="Number of the step from which time counts.")
    to: int | None = Field(None, ge=2, description="Number of the step up to which; the last if not said.")


class FunnelShape(Strict):
    """Steps, and how they must follow each other."""

    steps: list[Step] = Field(min_length=1, max_length=MAX_SELECTORS, description="The steps, in order.")
    order: Literal["ordered", "strict", "any"] = Field("ordered", description="How the steps must follow.")
    window: FunnelWindow = Field(
        default_factory=lambda: FunnelWindow(value=14, unit="day"), description="Counted from the first step."
    )
    exclude: list[Exclusion] = Field(
        default_factory=list, max_length=31, description="Events that break a conversion between two steps."
    )
    hold: Text | list[Text] | None = Field(
        None,
        description="An event property that must have one value in all steps: its name, or one name a step.",
    )

    @property
    def required(self) -> list[int]:
        """Numbers (from 1) of the steps that are required."""
        return [i for i, s in enumerate(self.steps, 1) if not s.optional]

    def before(self, step: int) -> int:
        """Number of the last required step before one; 0 before the first."""
        return max((r for r in self.required if r < step), default=0)

    def span(self, exclusion: Exclusion) -> tuple[int, int]:
        """Numbers of the two steps between which an exclusion breaks."""
        return exclusion.from_ or 1, exclusion.to or len(self.steps)

    def held(self, step: int) -> str | None:
        """Name of the property of a step (from 1) that is held constant."""
        return self.hold[step - 1] if isinstance(self.hold, list) else self.hold


class Funnel(Apart, FunnelShape):
    """How many people go through steps in order.

    A person enters with a first step inside the range; the later steps count within the window, even where it
    reaches past the range's end. A person counts once, with the furthest step they reached. Times to convert
    are those of the chain that reached the step first (of several, the one that began last; of these, the one
    whose earlier steps came last).

    **Order.** `ordered`: other events may occur between two steps. `strict`: nothing may, no event at all of the
    same person (or session, or property's value, see `per`) that passes the filters of the question. `any`: all
    steps in whatever order within a window that begins with the first of them; step k is then reached with k
    different steps done, each by an event of its own.

    **Optional steps** are reached by whoever did the required steps before them, and then them. Rates from the
    previous step, and times from it, are from the last required one.

    **Exclusions** break the chains that one of their events meets between step `from` and step `to`; a chain that
    begins anew afterwards is not touched. The two steps themselves may be such events.

    **Units.** With `per` the steps are followed in each session by itself, or in each value of a property by
    itself, always of one person; rates and times are of these units. Rows then have `units` beside `people`.

    **Held properties.** With `hold` all steps of a chain must have the same value of a property (compared as text
    where the steps' properties are of different types), and events where it is not set are no step. An excluded
    event with another value of it breaks nothing, one without a value breaks all chains it meets.

    **Compared with windowFunnel of ClickHouse.** `ordered` agrees with its default mode where times differ and no
    event can be two steps: it too looks for the longest chain within a window from a first step. Where events
    are of equal time, ours stay in their order of arrival, while there the order of the conditions decides;
    and one event is never two steps, while there it may be. `strict` is what `strict_order` is meant for (with
    A, B, D, C the chain A, B, C ends at D) but is exact: there the search stops for good at the first event that
    intervenes, so a later chain of the same person that goes through without one is lost, and a condition
    that is met again does not intervene; here each chain is judged by itself, and any event between
    two steps intervenes. `strict_deduplication` (a step that occurs again ends the
    search) is said by excluding a step's event on both sides of it: from the step before it to it, and from it to the
    next; that breaks the chains in which it occurs twice, and not the person's later ones.
    `strict_increase` (only times that strictly increase) has no mode here, because equal times are in order of
    arrival, which is known. `any`, `hold`, `per`, optional steps and windows of natural days have no counterpart.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "funnel",
                    "steps": [{"event": "A_SUBMITTED"}, {"event": "A_PREACCEPTED"}],
                    "window": {"value": 14, "unit": "day"},
                    "range": {"from": "2011-10-01", "to": "2012-02-29"},
                },
                {
                    "kind": "funnel",
                    "steps": [
                        {"event": "A_SUBMITTED"},
                        {"event": "W_Completeren aanvraag", "optional": True},
                        {"event": "A_ACCEPTED"},
                        {"event": "A_ACTIVATED"},
                    ],
                    "exclude": [{"event": "A_CANCELLED", "from": 1, "to": 3}],
                    "times": {"from": 1, "to": 4},
                    "interval": "week",
                    "window": {"value": 30, "unit": "calendar_day"},
                    "range": {"from": "2011-10-01", "to": "2012-02-29"},
                },
            ]
        },
    )

    kind: Literal["funnel"]
    per: Literal["person", "session"] | UnitProperty = Field(
        "person", description='What is counted: `"person"`, `"session"` or `{"property": "order_id"}`.'
    )
    range: Range = Field(description="When people enter.")
    breakdown: Breakdowns | None = Field(
        None, description="By a step's event, or the person: a property, a segment, or up to three."
    )
    attribute: Literal["step", "first_touch", "last_touch", "each_step"] = Field(
        "step",
        description="Whose value of the breakdown counts, in the chain that took the person furthest: that of one "
        "step, the first or the last that is set; or each step's own, where a person's steps may be in "
        "different groups, and rates are shares of all people of the step before.",
    )
    attribute_step: int = Field(1, ge=1, description="The step of `attribute: step`; not set if not reached.")
    times: Times | None = Field(
        None, description="Tell how long it took between two steps: `totals.times` and `totals.quantiles`."
    )
    interval: Literal["day", "week", "month"] | None = Field(
        None, description="Tell the conversion of each period by itself, by entry: `totals.trend`."
    )

    @property
    def times_span(self) -> tuple[int, int] | None:
        """Numbers of the two steps between which times are told."""
        return None if self.times is None else (self.times.from_, self.times.to or len(self.steps))
