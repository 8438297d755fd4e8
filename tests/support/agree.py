"""Holds an answer and its lists of people against the reference, and against themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from yunying.analyse import Funnel, Question, Retention, Trend, ask, people_behind
from yunying.analyse.reference import Reference, part_key
from yunying.metrics import Answer, parse_address
from yunying.store import Dataset

Row = dict[str, Any]
_PARTS = {"series", "bucket", "breakdown", "previous", "step", "dropped", "cohort", "offset"}


def check(data: Dataset, reference: Reference, question: Question) -> Answer:
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
    assert answer.totals.keys() == expected.totals.keys()
    columns = [column["name"] for column in answer.columns]
    assert all(list(row) == columns for row in answer.rows)
    Lists(data, reference, question, answer).check()
    return answer


def without_addresses(question: Question, rows: Sequence[Row]) -> list[Row]:
    """Rows as the reference has them: no addresses, and a trend's series by its number."""
    plain = []
    for row in rows:
        kept = {k: v for k, v in row.items() if not k.endswith("address")}
        if isinstance(question, Trend):
            kept["series"] = parse_address(row["address"], _PARTS)["series"]
        plain.append(kept)
    return plain


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
        self._data, self._question, self._answer = data, question, answer
        self._expected = reference.lists(question)
        self._opened: set[Any] = set()

    def check(self) -> None:
        """Each list is the reference's, each figure is its list, and no list is left without a figure."""
        match self._question:
            case Trend():
                self._check_trend(self._question)
            case Funnel():
                self._check_funnel()
            case Retention():
                self._check_retention(self._question)
        missing = {key for key in self._expected if key not in self._opened}
        assert not missing or isinstance(self._question, Retention), missing

    def open(self, address: str) -> list[tuple[int, int | None]]:
        """The people of one address."""
        key = part_key(**parse_address(address, _PARTS))
        behind = people_behind(self._data, self._question, address)
        counts = [None] * len(behind.people) if behind.counts is None else behind.counts.tolist()
        found = list(zip(behind.people.tolist(), counts, strict=True))
        assert found == self._expected.get(key, []), address
        self._opened.add(key)
        return found

    def _check_trend(self, question: Trend) -> None:
        rows, totals = self._answer.rows, self._answer.totals["series"]
        for row in [*rows, *totals]:
            at = parse_address(row["address"], _PARTS)
            assert (at.get("bucket"), at.get("breakdown")) == (row.get("bucket"), row.get("breakdown"))
            measure = question.series[at["series"]].measure
            self._figure(measure, row["value"], self.open(row["address"]))
            if question.compare and row["previous_address"]:
                self._figure(measure, row["previous"], self.open(row["previous_address"]))
        for total in totals:
            at = parse_address(total["address"], _PARTS)
            own = [r for r in rows if _own(parse_address(r["address"], _PARTS), at)]
            values = [r["value"] for r in own]
            measure = question.series[at["series"]].measure
            if measure in ("events", "sum"):
                assert same(float(sum(values)), float(total["value"]))
            elif measure == "people":
                assert max(values, default=0) <= total["value"] <= sum(values)
        self._opened |= {k for k in self._expected if ("previous", True) in k}

    def _figure(self, measure: str, value: Any, people: list[tuple[int, int | None]]) -> None:
        events = sum(count or 0 for _, count in people)
        if measure == "people":
            assert value == len(people)
        elif measure == "events":
            assert value == events
        elif measure == "events_per_person":
            assert (value is None) if not people else same(value, events / len(people))
        elif not people:
            assert value == 0.0 if measure == "sum" else value is None
        else:
            assert value is not None

    def _check_funnel(self) -> None:
        before: Row = {}
        for row in self._answer.rows:
            at = parse_address(row["address"], _PARTS)
            assert (at["step"], at.get("breakdown")) == (row["step"], row.get("breakdown"))
            people = self.open(row["address"])
            assert row["people"] == len(people)
            assert all(row[k] is None or 0 <= row[k] <= 1 for k in ("from_first", "from_previous"))
            if row["step"] > 1:
                dropped = self.open(row["dropped_address"])
                assert len(dropped) == before["people"] - row["people"]
                assert not set(dropped) & set(people)
            before = row

    def _check_retention(self, question: Retention) -> None:
        for row in self._answer.rows:
            at = parse_address(row["address"], _PARTS)
            assert at == {"cohort": row["cohort"], "offset": row["offset"]}
            people, cohort = self.open(row["address"]), self.open(row["cohort_address"])
            assert (row["people"], row["size"]) == (len(people), len(cohort))
            assert set(people) <= set(cohort)
            assert row["rate"] is None or 0 <= row["rate"] <= 1
        missing = [key for key in self._expected if key not in self._opened]
        # Later offsets than were asked for, and cohorts that have not begun, have no figure.
        assert question.periods is not None or not missing, missing


def _own(row: Row, total: Row) -> bool:
    return all(part in row and row[part] == total[part] for part in ("series", "breakdown") if part in total)
