"""Every kind of question, with the statements that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
)
from yunying.analyse.reference import (
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
    session_kind,
    stickiness,
    trend,
)
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows

Q = TypeVar("Q", bound=Asked)


@dataclass(frozen=True)
class Kind(Generic[Q]):
    """How plain SQL answers a kind of question.

    `answer_sql(project, question)` is the statement, `shape(question, rows)` makes `(rows, totals)` of what it
    returns. `people_sql(project, question, where)` lists the people of every figure, `person_id` and perhaps
    `events` each; `key(question, row)` are the parts of the figure's address, and `address_clause` the condition
    by which the statement lists those of one address only.
    """

    model: type[Q]
    answer_sql: Callable[[Project, Q], str]
    shape: Callable[[Q, Rows], tuple[Rows, dict[str, Any]]]
    people_sql: Callable[[Project, Q, str], str]
    key: Callable[[Q, Row], Row]
    address_clause: Callable[[Project, Q, dict[str, Any]], str]


KINDS: tuple[Kind[Any], ...] = (
    Kind(Trend, trend.answer_sql, trend.shape, trend.people_sql, trend.key, trend.address_clause),
    Kind(Funnel, funnel.answer_sql, funnel.shape, funnel.people_sql, funnel.key, funnel.address_clause),
    Kind(
        Retention,
        retention.answer_sql,
        retention.shape,
        retention.people_sql,
        retention.key,
        retention.address_clause,
    ),
    Kind(
        Lifecycle,
        lifecycle.answer_sql,
        lifecycle.shape,
        lifecycle.people_sql,
        lifecycle.key,
        lifecycle.address_clause,
    ),
    Kind(
        Stickiness,
        stickiness.answer_sql,
        stickiness.shape,
        stickiness.people_sql,
        stickiness.key,
        stickiness.address_clause,
    ),
    Kind(
        Frequency,
        frequency.answer_sql,
        frequency.shape,
        frequency.people_sql,
        frequency.key,
        frequency.address_clause,
    ),
    Kind(Path, path.answer_sql, path.shape, path.people_sql, path.key, path.address_clause),
    Kind(
        Attribution,
        attribution.answer_sql,
        attribution.shape,
        attribution.people_sql,
        attribution.key,
        attribution.address_clause,
    ),
    Kind(Drivers, drivers.answer_sql, drivers.shape, drivers.people_sql, drivers.key, drivers.address_clause),
    Kind(
        Migration,
        migration.answer_sql,
        migration.shape,
        migration.people_sql,
        migration.key,
        migration.address_clause,
    ),
    Kind(PeopleList, people.answer_sql, people.shape, people.people_sql, people.key, people.address_clause),
    Kind(
        TimeBetween,
        interval.answer_sql,
        interval.shape,
        interval.people_sql,
        interval.key,
        interval.address_clause,
    ),
    Kind(
        Distribution,
        distribution.answer_sql,
        distribution.shape,
        distribution.people_sql,
        distribution.key,
        distribution.address_clause,
    ),
    Kind(
        Sessions,
        session_kind.answer_sql,
        session_kind.shape,
        session_kind.people_sql,
        session_kind.key,
        session_kind.address_clause,
    ),
    Kind(Ltv, ltv.answer_sql, ltv.shape, ltv.people_sql, ltv.key, ltv.address_clause),
)
_OF: dict[type, Kind[Any]] = {kind.model: kind for kind in KINDS}


def kind_of(question: Question) -> Kind[Any]:
    """What answers this question."""
    return _OF[type(question)]
