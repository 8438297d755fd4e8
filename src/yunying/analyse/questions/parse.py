"""From decoded JSON to a question, or to a sentence that names the first wrong field."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias, Union, get_args

from pydantic import Field, TypeAdapter, ValidationError

from yunying.analyse.questions.attribution import Attribution
from yunying.analyse.questions.distribution import Distribution
from yunying.analyse.questions.drivers import Drivers
from yunying.analyse.questions.frequency import Frequency
from yunying.analyse.questions.funnel import Funnel
from yunying.analyse.questions.interval import TimeBetween
from yunying.analyse.questions.lifecycle import Lifecycle
from yunying.analyse.questions.ltv import Ltv
from yunying.analyse.questions.migration import Migration
from yunying.analyse.questions.path import Path
from yunying.analyse.questions.people import PeopleList
from yunying.analyse.questions.retention import Retention
from yunying.analyse.questions.sessions import Sessions
from yunying.analyse.questions.stickiness import Stickiness
from yunying.analyse.questions.trend import Trend
from yunying.core import Refused

Question: TypeAlias = Annotated[
    Union[  # noqa: UP007
        Trend,
        Funnel,
        Retention,
        Lifecycle,
        Stickiness,
        Frequency,
        TimeBetween,
        Distribution,
        Sessions,
        Ltv,
        Path,
        Attribution,
        Drivers,
        Migration,
        PeopleList,
    ],
    Field(discriminator="kind"),
]
MODELS: tuple[type[Any], ...] = get_args(get_args(Question)[0])
KIND_NAMES: tuple[str, ...] = tuple(get_args(model.model_fields["kind"].annotation)[0] for model in MODELS)
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Question)
_TAGS = {
    *KIND_NAMES,
    *("condition", "and", "or", "not", "did", "segment"),
    *("between", "last", "before", "during", "one", "several", "previous", "days", "from"),
    *("session", "window"),
}
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


def write_question(question: Question) -> dict[str, Any]:
    """The question as decoded JSON, without what it says by default: `parse_question` gives it back."""
    raw: dict[str, Any] = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return raw


def refuse(error: ValidationError) -> Refused:
    """The first fault of a validation error as a refusal that names the field."""
    first = error.errors(include_url=False)[0]
    path = _path(first["loc"])
    message = first["msg"].removeprefix("Value error, ").removesuffix(".")
    if first["type"].startswith("recursion"):
        return _too_deep()
    if first["type"].startswith("union_tag") and not path:
        path, message = "kind", f"say what is asked: one of {', '.join(KIND_NAMES)}"
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
    inside: int | str = ""
    for part in loc:
        # One follows where a choice is made: at the start, in a list of filters, after some keys.
        named = alternative and part in _TAGS
        listed = isinstance(part, int) and inside in ("filters", "who", "and", "or")
        alternative = not named and (listed or part in ("range", "not", "breakdown", "within", "compare"))
        inside = part
        if not (named or part in _SCALARS or "[" in str(part)):
            path.append(str(part))
    return ".".join(path)
