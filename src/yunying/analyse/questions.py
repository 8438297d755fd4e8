"""The questions one can ask, as values. `docs/questions.md` is made from these classes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, Union

from pydantic import Field, TypeAdapter, ValidationError

from yunying.core import Interval, Refused
from yunying.metrics import MAX_SELECTORS, Breakdown, Filter, Range, Strict, Text

Measure = Literal[
    "events", "people", "events_per_person", "sum", "avg", "min", "max", "median", "p90", "p95", "p99"
]
Filters = Annotated[
    list[Filter], Field(default_factory=list, max_length=100, description="Filters that all must hold.")
]


Marked = Annotated[
    bool,
    Field(description="Count events of bots, the team's own staff, test devices and debugged sources too."),
]


class EventRef(Strict):
    """Events of one name, optionally filtered."""

    event: Text | None = Field(description="Name of the event; null means any event.")
    filters: Filters
    name: Text | None = Field(None, max_length=200, description="What to call it in the answer.")

    @property
    def label(self) -> str:
        """What it is called in the answer."""
        return self.name or self.event or "any event"


class Series(EventRef):
    """One line of a trend."""

    measure: Measure = Field(
        "events",
        description=(
            "`events`, `people` (different people), `events_per_person`, or of a numeric property `sum`, `avg`, "
            "`min`, `max`, `median`, `p90`, `p95`, `p99` (percentiles interpolate between neighbours)."
        ),
    )
    property: Text | None = Field(None, description="The numeric event property, for measures that need one.")


class Trend(Strict):
    """How figures develop over time."""

    kind: Literal["trend"]
    series: list[Series] = Field(min_length=1, max_length=MAX_SELECTORS, description="The lines.")
    interval: Interval = Field("day", description="Length of a bucket.")
    range: Range = Field(description="Days of the project's zone, or the last so many.")
    filters: Filters
    breakdown: Breakdown | None = Field(None, description="Take every line apart by a property.")
    compare: Literal["previous"] | None = Field(
        None, description="`previous` adds the value of the same bucket one range earlier."
    )
    marked: Marked = False


class Window(Strict):
    """How long after its first step a conversion may end; days here are 24 hours."""

    value: int = Field(ge=1, le=100_000)
    unit: Literal["second", "minute", "hour", "day", "week"]

    @property
    def milliseconds(self) -> int:
        """The window's length."""
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
        return self.value * seconds[self.unit] * 1000


class Funnel(Strict):
    """How many people go through steps in order.

    A person enters with a first step inside the range; the later steps count within the window, even where it
    reaches past the range's end. A person counts once, with the furthest step they reached. Times to convert
    are those of the chain that reached the step first (of several, the one that began last).
    """

    kind: Literal["funnel"]
    steps: list[EventRef] = Field(min_length=1, max_length=MAX_SELECTORS, description="The steps, in order.")
    window: Window = Field(
        default_factory=lambda: Window(value=14, unit="day"), description="Counted from the first step."
    )
    range: Range = Field(description="When people enter.")
    filters: Filters
    breakdown: Breakdown | None = Field(
        None, description="By a property of the first step's event, or of the person."
    )
    marked: Marked = False


class Retention(Strict):
    """How many of those who began in one period come back in later ones.

    Offset 0 is the period in which a person began: there a return counts from the start event on, the start
    event itself included if it matches. With cohort `first` a person belongs to the period of their first start
    ever; with `every`, to each period of the range in which they started.
    """

    kind: Literal["retention"]
    start: EventRef = Field(description="What begins.")
    return_: EventRef = Field(alias="return", description="What counts as coming back.")
    cohort: Literal["first", "every"] = Field("first", description="Which starts make a cohort.")
    interval: Literal["day", "week", "month"] = Field("day", description="Length of a period.")
    range: Range = Field(description="Periods of cohorts and returns.")
    filters: Filters
    periods: int | None = Field(None, ge=1, le=4000, description="Show offsets up to this one only.")
    marked: Marked = False


Question: TypeAlias = Annotated[Union[Trend, Funnel, Retention], Field(discriminator="kind")]  # noqa: UP007
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Question)
_KINDS = ("trend", "funnel", "retention")
_TAGS = {*_KINDS, "condition", "and", "or", "not", "between", "last"}
_SCALARS = {"bool", "int", "float", "str"}


def parse_question(raw: object) -> Question:
    """A question from decoded JSON; refuses what is not one, naming the first wrong field."""
    try:
        question: Question = _ADAPTER.validate_python(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        raise refuse(error) from None
    except RecursionError:
        raise _too_deep() from None
    return question


def refuse(error: ValidationError) -> Refused:
    """The first fault of a validation error as a refusal that names the field."""
    first = error.errors(include_url=False)[0]
    path = _path(first["loc"])
    message = first["msg"].removeprefix("Value error, ").removesuffix(".")
    if first["type"].startswith("recursion"):
        return _too_deep()
    if first["type"].startswith("union_tag") and not path:
        path, message = "kind", f"say what is asked: one of {', '.join(_KINDS)}"
    elif _SCALARS & set(map(str, first["loc"])) and first["type"] != "value_error":
        message = "a value is text, a number, true or false, or a list of these"
    return Refused(
        "bad_question",
        f"{path or 'The question'}: {message[0].lower() + message[1:]}.",
        field=path or None,
        reason=first["type"],
    )


def _too_deep() -> Refused:
    return Refused("filter_too_deep", "The question's filters are nested too deep.", field="filters")


def _path(loc: tuple[int | str, ...]) -> str:
    """Where in the question, as its writer sees it: without the names of alternatives that pydantic adds."""
    path: list[str] = []
    alternative = True
    for part in loc:
        # One follows where a choice is made: at the start, in a list, after `range` and `not`.
        named = alternative and part in _TAGS
        alternative = not named and (isinstance(part, int) or part in ("range", "not"))
        if not (named or part in _SCALARS or "[" in str(part)):
            path.append(str(part))
    return ".".join(path)
