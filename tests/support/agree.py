"""Holds an answer and its lists of people against the reference, and against themselves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from yunying.analyse import Question, Trend, ask, people_behind
from yunying.analyse.reference import Reference, part_key
from yunying.metrics import Answer, parse_address
from yunying.store import Dataset

Row = dict[str, Any]


def check(data: Dataset, reference: Reference, question: Question, figures: Figures) -> Answer:
    """The engine's answer, having found it right in every respect."""
    answer = ask(data, question)
    expected = reference.answer(question)
    same_rows(without_addresses(question, answer.rows), expected.rows)
    for name, value in expected.totals.items():
        found = answer.totals[name]
        if isinstance(value, list):
            same_rows(without_addresses(question, found), value)
        else:
            assert found == value, name
    assert {k for k in answer.totals if not k.endswith("address")} == expected.totals.keys()
    columns = [column["name"] for column in answer.columns]
    assert all(list(row) == columns for row in answer.rows)
    Lists(data, reference, question, answer).check(figures)
    return answer


def without_addresses(question: Question, rows: Sequence[Row]) -> list[Row]:
    """Rows as the reference has them: no addresses and ids as they were sent, and a trend's series by its number."""
    plain = []
    for row in rows:
        kept = {
            k: v for k, v in row.items() if not k.endswith("address") and k not in ("parts", "distinct_id")
        }
        if isinstance(question, Trend):
            kept["series"] = _line(question, row)
        plain.append(kept)
    return plain


def _line(question: Trend, row: Row) -> int:
    """The number of a row's series; formulas come after them."""
    if row["address"] is not None:
        return int(parse_address(row["address"])["series"])
    return len(question.series) + [f.label for f in question.formulas].index(row["series"])


def same_rows(found: Sequence[Row], expected: Sequence[Row]) -> None:
    """Rows equal in keys, order and values; numbers to 1e-9."""
    for i, (a, b) in enumerate(zip(found, expected, strict=False)):
        assert a.keys() == b.keys(), (i, a, b)
        assert all(same(a[k], b[k]) for k in a), f"row {i}\nengine    {a}\nreference {b}"
    assert len(found) == len(expected), (list(found[len(expected) :]), list(expected[len(found) :]))


def same(a: object, b: object) -> bool:
    """Equal and of one type; numbers to 1e-9, so that the order of adding does not matter."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return type(a) is type(b) and a == b


class Lists:
    """Every address of an answer, opened."""

    def __init__(self, data: Dataset, reference: Reference, question: Question, answer: Answer) -> None:
        self.answer = answer
        self._data, self._question = data, question
        self.expected = reference.lists(question)
        self.opened: set[Any] = set()

    def check(self, figures: Figures) -> None:
        """Each list is the reference's, each figure is its list, and no list is left without a figure."""
        figures(self, self._question)
        missing = {key for key in self.expected if key not in self.opened}
        assert not missing, missing

    def open(self, address: str) -> list[tuple[int, int | None]]:
        """The people of one address."""
        key = part_key(**parse_address(address))
        behind = people_behind(self._data, self._question, address)
        counts = [None] * len(behind.people) if behind.counts is None else behind.counts.tolist()
        found = list(zip(behind.people.tolist(), counts, strict=True))
        assert found == self.expected.get(key, []), address
        self.opened.add(key)
        return found


Figures: TypeAlias = Callable[[Lists, Any], None]
"""Opens every figure of an answer and says what must hold between it and its list."""
