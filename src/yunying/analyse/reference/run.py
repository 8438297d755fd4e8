"""Runs the statements on one state of the lake."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeAlias, assert_never

from yunying.analyse.questions import Funnel, Question, Retention, Trend
from yunying.analyse.reference import funnel, retention, trend
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.shape import Rows, funnel_answer, retention_answer, trend_answer
from yunying.metrics import parse_address
from yunying.store import Dataset, open_sql

Behind: TypeAlias = list[tuple[int, int | None]]
"""People with the number of their events in the figure, where the figure is about events."""
Key: TypeAlias = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Result:
    """Rows and totals as an answer has them, without addresses; a trend's series is its number."""

    rows: list[dict[str, Any]]
    totals: dict[str, Any]


def part_key(**parts: Any) -> Key:
    """An address as a key: its parts in order of their names."""
    return tuple(sorted(parts.items()))


class Reference:
    """A connection to one state of a project's events, for many questions."""

    def __init__(self, data: Dataset) -> None:
        self._project = Project.of(data)
        snapshot, identity = data.lake.snapshot(), data.people.identity()
        self._sql = {
            marked: open_sql(snapshot, data.threads, identity, marked=marked) for marked in (False, True)
        }

    def __enter__(self) -> Reference:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._sql.values():
            connection.close()

    def answer(self, question: Question) -> Result:
        """Rows and totals."""
        match question:
            case Trend():
                return Result(
                    *trend_answer(question, self._run(question, trend.answer_sql(self._project, question)))
                )
            case Funnel():
                return Result(
                    *funnel_answer(question, self._run(question, funnel.answer_sql(self._project, question)))
                )
            case Retention():
                rows = self._run(question, retention.answer_sql(self._project, question))
                return Result(*retention_answer(question, rows))
            case _:
                assert_never(question)

    def people(self, question: Question, address: str) -> Behind:
        """The people behind one address."""
        allowed = {"series", "bucket", "breakdown", "previous", "step", "dropped", "cohort", "offset"}
        return self.lists(question).get(part_key(**parse_address(address, allowed)), [])

    def lists(self, question: Question) -> dict[Key, Behind]:
        """The people behind every figure that has any, by the parts of its address."""
        grouped = not isinstance(question, Retention) and question.breakdown is not None
        found: dict[Key, Behind] = {}
        for row in self._people(question):
            parts: dict[str, Any] = {k: row[k] for k in ("series", "step", "cohort") if k in row}
            parts |= {k: True for k in ("previous", "dropped") if row.get(k)}
            parts |= {k: row[k] for k in ("bucket",) if row.get(k) is not None}
            if row.get("offset_") is not None:
                parts["offset"] = row["offset_"]
            if grouped:
                parts["breakdown"] = trend.OTHER if row["other"] else row["breakdown"]
            found.setdefault(part_key(**parts), []).append((row["person_id"], row.get("events")))
        return found

    def _people(self, question: Question) -> Rows:
        match question:
            case Trend():
                return self._run(question, trend.people_sql(self._project, question))
            case Funnel():
                return self._run(question, funnel.people_sql(self._project, question))
            case Retention():
                return self._run(question, retention.people_sql(self._project, question))
            case _:
                assert_never(question)

    def _run(self, question: Question, statement: str) -> Rows:
        result = self._sql[question.marked].execute(statement)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
