"""Every question once more, as one plain SQL statement over the lake.

Written from what the questions promise and not from how the engine answers them: it is slow, it can be read, and
tests hold the engine to it. `events` in the statements is the view of `open_sql`; an analyst can run them there.
"""

from __future__ import annotations

from yunying.analyse.questions import Question
from yunying.analyse.reference.kinds import KINDS, kind_of
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.run import Behind, Reference, Result, part_key
from yunying.metrics import parse_address
from yunying.store import Dataset

__all__ = [
    "KINDS",
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
    return kind_of(question).answer_sql(Project.of(data), question)


def reference_people_sql(data: Dataset, question: Question, address: str) -> str:
    """The statement that lists the people behind one address."""
    project, kind = Project.of(data), kind_of(question)
    # The condition first: what it needs to know of the project, the statement must have too.
    chosen = kind.address_clause(project, question, parse_address(address))
    return kind.people_sql(project, question, chosen)


def reference_answer(data: Dataset, question: Question) -> Result:
    """The same rows and totals as `ask` gives, by SQL."""
    with Reference(data) as reference:
        return reference.answer(question)


def reference_people(data: Dataset, question: Question, address: str) -> Behind:
    """The same people as `people_behind` lists, by SQL: each with the number of their events (trend only)."""
    with Reference(data) as reference:
        return reference.people(question, address)
