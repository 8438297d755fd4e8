"""From the flat rows of the SQL to the shape of an answer."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Funnel, Retention, Trend
from yunying.analyse.reference.trend import OTHER

Rows = list[dict[str, Any]]


def trend_answer(question: Trend, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a bucket, and totals where the SQL has no bucket."""
    shaped: Rows = []
    totals: Rows = []
    for row in rows:
        whole = question.series[row["series"]].measure in ("events", "people")
        total = row["bucket"] is None
        out: dict[str, Any] = {} if total else {"bucket": row["label"]}
        out |= {"series": row["series"], **_group(question, row), "value": _number(row["value"], whole)}
        if question.compare:
            out["previous"] = _number(row["previous"], whole)
        if not total:
            out["complete"] = row["complete"]
        (totals if total else shaped).append(out)
    return shaped, {"series": totals}


def funnel_answer(question: Funnel, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a step and group, with rates; a total a group."""
    shaped: Rows = []
    totals: Rows = []
    first = previous = 0
    for row in rows:
        people = row["people"]
        if row["step"] == 1:
            first = previous = people
        shaped.append(
            {
                "step": row["step"],
                "event": question.steps[row["step"] - 1].label,
                **_group(question, row),
                "people": people,
                "from_first": _rate(people, first),
                "from_previous": _rate(people, previous),
                "median_seconds": row["median_seconds"],
                "median_seconds_from_previous": row["median_seconds_from_previous"],
            }
        )
        if row["step"] == len(question.steps):
            totals.append(
                {
                    **_group(question, row),
                    "entered": first,
                    "converted": people,
                    "rate": _rate(people, first),
                    "median_seconds": row["median_seconds"],
                }
            )
        previous = people
    return shaped, {"rows": totals}


def retention_answer(question: Retention, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a cell, and the means where the SQL has no cohort."""
    shaped: Rows = []
    average: Rows = []
    for row in rows:
        out = {"offset": row["offset_"], "people": int(row["people"])}
        size = int(row["size"])
        rate = _rate(out["people"], size)
        if row["cohort"] is None:
            average.append({**out, "of": size, "rate": rate, "complete": row["complete"]})
        else:
            cell = {"size": size, "rate": rate, "complete": row["complete"]}
            shaped.append({"cohort": row["cohort"], **out, **cell})
    people = sum(row["size"] for row in shaped if row["offset"] == 0)
    return shaped, {"people": people if question.cohort == "first" else None, "average": average}


def _group(question: Trend | Funnel, row: dict[str, Any]) -> dict[str, Any]:
    if question.breakdown is None:
        return {}
    return {"breakdown": OTHER if row["other"] else row["breakdown"]}


def _number(value: float | None, whole: bool) -> float | int | None:
    return int(value) if whole and value is not None else value


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
