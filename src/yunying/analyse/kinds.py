"""Every kind of question, with what answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Generic, TypeVar

from yunying.analyse import (
    attribution,
    distribution,
    drivers,
    frequency,
    funnel,
    interval,
    lifecycle,
    ltv,
    migration,
    path,
    people,
    retention,
    sessions,
    stickiness,
    trend,
)
from yunying.analyse.questions import (
    Asked,
    Attribution,
    Distribution,
    Drivers,
    Frequency,
    Funnel,
    Lifecycle,
    Ltv,
    Migration,
    Path,
    PeopleList,
    Question,
    Retention,
    Sessions,
    Stickiness,
    TimeBetween,
    Trend,
    write_question,
)
from yunying.core import Refused
from yunying.metrics import Answer, Behind, Between, Compare, resolve_range
from yunying.store import Dataset

Q = TypeVar("Q", bound=Asked)


@dataclass(frozen=True)
class Kind(Generic[Q]):
    """A kind of question. `behind` takes the address of a row of the answer and gives exactly the people it counts."""

    model: type[Q]
    answer: Callable[[Dataset, Q], Answer]
    behind: Callable[[Dataset, Q, str], Behind]
    compares: bool = False
    """Whether its answer compares row by row; if not, the range compared with is answered beside it."""


KINDS: tuple[Kind[Any], ...] = (
    Kind(Trend, trend.answer, trend.behind, compares=True),
    Kind(Funnel, funnel.answer, funnel.behind),
    Kind(Retention, retention.answer, retention.behind),
    Kind(Lifecycle, lifecycle.answer, lifecycle.behind),
    Kind(Stickiness, stickiness.answer, stickiness.behind),
    Kind(Frequency, frequency.answer, frequency.behind),
    Kind(TimeBetween, interval.answer, interval.behind),
    Kind(Distribution, distribution.answer, distribution.behind),
    Kind(Sessions, sessions.answer, sessions.behind),
    Kind(Ltv, ltv.answer, ltv.behind),
    Kind(Path, path.answer, path.behind),
    Kind(Attribution, attribution.answer, attribution.behind),
    Kind(Drivers, drivers.answer, drivers.behind),
    Kind(Migration, migration.answer, migration.behind),
    Kind(PeopleList, people.answer, people.behind),
)
_OF: dict[type, Kind[Any]] = {kind.model: kind for kind in KINDS}


def ask(data: Dataset, question: Question) -> Answer:
    """The answer to a question on a project's newest data."""
    kind = _OF[type(question)]
    answer = kind.answer(data, question)
    if question.compare is None or kind.compares:
        return answer
    return replace(answer, before=_before(data, question, question.compare))


def _before(data: Dataset, question: Question, compare: Compare) -> dict[str, Any]:
    """The same question over the range that it is compared with."""
    days = resolve_range(question.range, data.calendar, data.clock()).compared(compare)
    shifted = Between.model_validate({"from": days.first, "to": days.last})
    earlier = question.model_copy(update={"range": shifted, "compare": None})
    try:
        found = _OF[type(question)].answer(data, earlier)
    except Refused as refused:
        if str(refused.field).startswith("range"):
            refused.field = "compare"
        raise
    return {
        "question": write_question(earlier),
        "rows": found.rows,
        "totals": found.totals,
        "provenance": asdict(found.provenance),
    }


def people_behind(data: Dataset, question: Question, address: str) -> Behind:
    """Exactly the people behind the figure that the answer's row gave this address."""
    return _OF[type(question)].behind(data, question, address)
