"""How many people are on which layer: of layers being tried out, at a date, since a date, of two at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse import Migration, parse_question, state_at, write_question
from yunying.app.asking import TERMINAL, Asking
from yunying.app.datasets import Datasets
from yunying.app.layering import Layering
from yunying.audience import Ladder, Rfm, RfmDefined, Target, composition
from yunying.core import Refused, day_number
from yunying.metrics import activity, address, traits
from yunying.store import Dataset, Values
from yunying.workspace import Project

Mask = npt.NDArray[np.bool_]
MONTH = 30
"""Days to the date that a composition is compared with, where nothing else is said."""


class LayerFigures:
    """Counts people by layers. Every figure says with which question, at which address, its people are listed."""

    def __init__(self, layering: Layering, datasets: Datasets, asking: Asking) -> None:
        self._layering = layering
        self._datasets = datasets
        self._asking = asking

    def composition(
        self, project: Project, text: str, at: date | None, before: date | None, *, by: str | None
    ) -> dict[str, Any]:
        """How many people are where at the end of a day, and what changed since an earlier one."""
        known = self._layering.get(project, text)
        data = self._datasets.of(project)
        today = data.calendar.today(data.clock())
        day = at or today
        if day > today:
            raise Refused("day_ahead", f"{day} is ahead; choose today or an earlier day.", field="at")
        earlier = before or day - timedelta(days=MONTH)
        if earlier >= day:
            raise Refused(
                "before_not_before", f"{earlier} is not before {day}; choose an earlier day.", field="before"
            )
        question = _moved(known["property"], earlier, day)
        answer = self._asking.ask(project, question, member=by or TERMINAL).result()
        told = {(row["day"], row["value"]): row for row in answer.totals["standing"]}
        values = [*(label["value"] for label in known["labels"]), None]
        names = {label["value"]: label for label in known["labels"]}
        shown: dict[str, Any] = {
            "definition": known,
            "day": day,
            "before": earlier,
            "people": answer.totals["people"],
            "question": write_question(question),
            "address": answer.totals["address"],
            "parts": [
                _part(value, names.get(value), told.get((str(day), value)), told.get((str(earlier), value)))
                for value in values
                if value is not None or (str(day), None) in told or (str(earlier), None) in told
            ],
            "rfm": None,
            "targets": [],
        }
        layers = known["layers"]
        if isinstance(layers, Rfm):
            shown["rfm"] = self._rfm(project, known, day, by=by)
        if isinstance(layers, Ladder):
            shown["targets"] = [self._target(project, known, one, day, by=by) for one in layers.targets]
        return shown

    def cross(
        self, project: Project, one: str, other: str, at: date | None, *, by: str | None
    ) -> dict[str, Any]:
        """Two definitions in one table: how many are on which rung of the one and of the other, and on each alone."""
        first, second = self._layering.get(project, one), self._layering.get(project, other)
        data = self._datasets.of(project)
        day = at or data.calendar.today(data.clock())

        def count(data: Dataset) -> dict[str, Any]:
            view = state_at(data, data.hot.view(), day_number(day))
            rows, columns = (traits(data, view, view.derived[p["property"]].prop) for p in (first, second))
            there = activity(view).count > 0
            heads, sides = _heads(rows, there), _heads(columns, there)
            return {
                "people": int(there.sum()),
                "cells": [
                    _crossed(
                        first["property"], day, a, int((there & one & another).sum()), {second["property"]: b}
                    )
                    | {"row": a, "column": b}
                    for a, one in heads
                    for b, another in sides
                ],
                "rows": [
                    _crossed(first["property"], day, a, int(one.sum())) | {"value": a} for a, one in heads
                ],
                "columns": [
                    _crossed(second["property"], day, b, int(one.sum())) | {"value": b} for b, one in sides
                ],
            }

        found = self._asking.run(project, count, member=by or TERMINAL).result()
        return {"day": day, "row": first, "column": second, **found}

    def _rfm(self, project: Project, known: dict[str, Any], day: date, *, by: str | None) -> dict[str, Any]:
        defined = RfmDefined(known["key"], known["layers"])

        def compose(data: Dataset) -> dict[str, Any]:
            view = state_at(data, data.hot.view(), day_number(day))
            return composition(data, view, defined, view.derived[defined.name].version)

        found = self._asking.run(project, compose, member=by or TERMINAL).result()
        for cell in found["cells"]:
            scores = {f"{defined.name}_r": cell["r"], f"{defined.name}_f": cell["f"]}
            cell["question"] = write_question(_stood(defined.name, day, scores))
            cell["address"] = address(people="all") if cell["people"] else None
        return found

    def _target(
        self, project: Project, known: dict[str, Any], target: Target, day: date, *, by: str | None
    ) -> dict[str, Any]:
        question = _moved(known["property"], day - timedelta(days=target.days), day)
        answer = self._asking.ask(project, question, member=by or TERMINAL).result()
        stood, wanted = (f"{known['property']}_{key}" for key in (target.from_, target.to))
        began = [row for row in answer.rows if row["from"] == stood and not row["arrived"]]
        went = next((row for row in began if row["to"] == wanted), None)
        of, people = sum(row["people"] for row in began), went["people"] if went else 0
        found = people / of if of else None
        met = None if found is None else found >= target.share if target.op == ">=" else found <= target.share
        return {
            "from": stood,
            "to": wanted,
            "op": target.op,
            "share": target.share,
            "days": target.days,
            "of": of,
            "people": people,
            "found": found,
            "reached": met,
            "question": write_question(question),
            "address": went["address"] if went else None,
        }


def _moved(name: str, first: date, last: date) -> Migration:
    question = parse_question(
        {"kind": "migration", "property": name, "range": {"from": str(first), "to": str(last)}}
    )
    assert isinstance(question, Migration)  # noqa: S101 (narrows the type)
    return question


def _heads(values: Values, there: Mask) -> list[tuple[str | None, Mask]]:
    """Every value and who of those there has it; last those without one, where there are any."""
    found = [(label, there & (values.codes == i)) for i, label in enumerate(values.labels.to_pylist())]
    none = there & (values.codes < 0)
    return [*found, (None, none)] if none.any() else found


def _crossed(
    name: str, day: date, value: str | None, people: int, having: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A figure of a cross table with its door: who stands on a value of one property, and has values of others."""
    return {
        "people": people,
        "question": write_question(_stood(name, day, having or {})),
        "address": address(day=str(day), value=value) if people else None,
    }


def _stood(name: str, day: date, values: dict[str, Any]) -> Migration:
    """Who stands where at the end of a day, of those who have some values then; None is no value."""
    filters = [
        {"property": prop, "scope": "person"}
        | ({"op": "is not set"} if value is None else {"op": "=", "value": value})
        for prop, value in values.items()
    ]
    question = parse_question(
        {
            "kind": "migration",
            "property": name,
            "range": {"from": str(day), "to": str(day)},
            "filters": filters,
        }
    )
    assert isinstance(question, Migration)  # noqa: S101 (narrows the type)
    return question


def _part(
    value: str | None, label: dict[str, Any] | None, now: dict[str, Any] | None, then: dict[str, Any] | None
) -> dict[str, Any]:
    """One value at a day: `now` and `then` are its rows of the answer, where it has any."""
    row = now or {}
    people = row.get("people", 0)
    return {
        "value": value,
        "names": label and label["names"],
        "advice": label and label["advice"],
        "people": people,
        "share": row.get("share"),
        "before": then["people"] if then else 0,
        "entered": row.get("entered", 0),
        "left": row.get("left", 0),
        "address": row["address"] if people else None,
        "entered_address": row["entered_address"] if row.get("entered") else None,
        "left_address": row["left_address"] if row.get("left") else None,
    }
