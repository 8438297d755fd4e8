"""Looking at a board: the days, filters and comparison that its tiles are asked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from yunying.analyse import Question, parse_question, write_question
from yunying.metrics import Compare, Filter, Range

_RANGE: TypeAdapter[Any] = TypeAdapter(Range)
_COMPARE: TypeAdapter[Any] = TypeAdapter(Compare)
_FILTER: TypeAdapter[Any] = TypeAdapter(Filter)


@dataclass(frozen=True)
class Look:
    """What holds for every tile: these days; these filters beside a tile's own; a comparison, unless there is none."""

    range: Range
    filters: Sequence[Filter]
    compare: Compare | None


def question_in(question: Question, look: Look) -> Question:
    """The question as a board asks it. A list of people is compared with nothing."""
    raw = write_question(question)
    raw["range"] = _written(_RANGE, look.range)
    if look.filters:
        raw["filters"] = [*raw.get("filters", []), *(_written(_FILTER, one) for one in look.filters)]
    if look.compare is not None and question.kind != "people":
        raw["compare"] = _written(_COMPARE, look.compare)
    return parse_question(raw)


def _written(kind: TypeAdapter[Any], value: object) -> Any:
    return kind.dump_python(value, mode="json", by_alias=True, exclude_defaults=True)
