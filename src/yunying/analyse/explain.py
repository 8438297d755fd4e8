"""How a figure is computed: its definition in words and, in plain SQL, a statement that gives the same."""

from __future__ import annotations

from dataclasses import dataclass

from yunying.analyse.kinds import ask, people_behind
from yunying.analyse.questions import Question
from yunying.analyse.reference import reference_people_sql, reference_sql
from yunying.metrics import Provenance
from yunying.store import Dataset


@dataclass(frozen=True)
class Explanation:
    """`sql` answers the question over the view `events` of the project's lake (`store/sql.py`), `people_sql` lists the
    people behind one address; `provenance` is that of the engine's answer, with the milliseconds it took just now."""

    provenance: Provenance
    sql: str
    people_sql: str | None


def explain(data: Dataset, question: Question, address: str | None = None) -> Explanation:
    """Explain a question, and a figure of its answer where an address is given."""
    # Answered first: what cannot be meant is refused in the same words, and is no SQL.
    answer = ask(data, question)
    people_sql = None
    if address is not None:
        people_behind(data, question, address)
        people_sql = reference_people_sql(data, question, address)
    return Explanation(answer.provenance, reference_sql(data, question), people_sql)
