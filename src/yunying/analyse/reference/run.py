"""Runs the statements on one state of the lake."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from yunying.analyse.questions import Question
from yunying.analyse.reference.kinds import kind_of
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Rows
from yunying.metrics import parse_address
from yunying.store import Dataset, Values, open_sql
from yunying.store.schema import ARROW_TYPES

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
    return tuple(
        sorted((name, tuple(part) if isinstance(part, list) else part) for name, part in parts.items())
    )


class Reference:
    """A connection to one state of a project's events, for many questions."""

    def __init__(self, data: Dataset) -> None:
        self._project = Project.of(data)
        snapshot, identity = data.lake.snapshot(), data.people.identity()
        segments = {name: data.segments.people(name) for name in data.segments.all()}
        self._sql = {
            marked: open_sql(
                snapshot,
                data.threads,
                identity,
                marked=marked,
                segments=segments,
                derived=_derived(data, marked=marked),
            )
            for marked in (False, True)
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
        kind = kind_of(question)
        statement = kind.answer_sql(self._project.unused(), question)
        return Result(*kind.shape(question, self._run(question, statement)))

    def people(self, question: Question, address: str) -> Behind:
        """The people behind one address."""
        return self.lists(question).get(part_key(**parse_address(address)), [])

    def lists(self, question: Question) -> dict[Key, Behind]:
        """The people behind every figure that has any, by the parts of its address."""
        kind = kind_of(question)
        found: dict[Key, Behind] = {}
        for row in self._run(question, kind.people_sql(self._project.unused(), question, "")):
            key = part_key(**kind.key(question, row))
            found.setdefault(key, []).append((row["person_id"], row.get("events")))
        return found

    def _run(self, question: Question, statement: str) -> Rows:
        result = self._sql[question.marked].execute(statement)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _derived(data: Dataset, *, marked: bool) -> dict[str, pa.Table]:
    """Values of the derived properties, which are given and not computed by statements."""
    view = data.hot.view(marked=marked)
    return {name: _table(one.values(data, view)) for name, one in view.derived.items()}


def _table(values: Values) -> pa.Table:
    if values.coded:
        value = values.labels.cast(ARROW_TYPES[values.type]).take(
            pa.array(values.codes, mask=values.codes < 0)
        )
    else:
        value = pa.array(values.numbers, from_pandas=True)
        if values.type == "time":
            value = value.cast(pa.int64()).cast(ARROW_TYPES["time"])
    return pa.table({"person_id": np.arange(len(value), dtype=np.int32), "value": value})
