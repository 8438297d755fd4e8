"""Every question once more, as one plain SQL statement over the lake.

Written from what the questions promise and not from how the engine answers them: it is slow, it can be read, and
tests hold the engine to it. `events` in the statements is the view of `open_sql`; an analyst can run them there.
"""

from __future__ import annotations

from typing import assert_never

from yunying.analyse.questions import Funnel, Question, Retention, Trend
from yunying.analyse.reference import funnel, retention, trend
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.run import Behind, Reference, Result, part_key
from yunying.metrics import parse_address
from yunying.store import Dataset

__all__ = [
    "Behind",
    "Reference",
    "Result",
    "part_key",
    "reference_answer",
    "reference_people",
    "reference_people_sql",
    "reference_sql",
]


def reference_sql(data: Dataset, question: Question) -> str:
    """The statement that answers a (valid) question."""
    project = Project.of(data)
    match question:
        case Trend():
            return trend.answer_sql(project, question)
        case Funnel():
            return funnel.answer_sql(project, question)
        case Retention():
            return retention.answer_sql(project, question)
        case _:
            assert_never(question)


def reference_people_sql(data: Dataset, question: Question, address: str) -> str:
    """The statement that lists the people behind one address."""
    project = Project.of(data)
    match question:
        case Trend():
            at = parse_address(address, {"series", "bucket", "breakdown", "previous"})
            return trend.people_sql(project, question, trend.address_clause(project, question, at))
        case Funnel():
            at = parse_address(address, {"step", "breakdown", "dropped"})
            return funnel.people_sql(project, question, funnel.address_clause(project, question, at))
        case Retention():
            at = parse_address(address, {"cohort", "offset"})
            return retention.people_sql(project, question, retention.address_clause(at))
        case _:
            assert_never(question)


def reference_answer(data: Dataset, question: Question) -> Result:
    """The same rows and totals as `ask` gives, by SQL."""
    with Reference(data) as reference:
        return reference.answer(question)


def reference_people(data: Dataset, question: Question, address: str) -> Behind:
    """The same people as `people_behind` lists, by SQL: each with the number of their events (trend only)."""
    with Reference(data) as reference:
        return reference.people(question, address)
