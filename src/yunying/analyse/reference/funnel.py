"""Funnel as SQL: how many reached each step, how long it took, conversion over time, and the people of each figure."""

from __future__ import annotations

from typing import Any

from yunying.analyse.durations import QUANTILES
from yunying.analyse.questions import Funnel
from yunying.analyse.reference.funnel_steps import day_after, funnel_tables
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement
from yunying.store import quote


def answer_sql(project: Project, question: Funnel) -> str:
    """Rows of three sorts (`part`): `1 steps`, `2 times` with bars (`low`, `high`) and one without, `3 trend` with a
    row a bucket. All have `breakdown`, `other`, `people`, `units`."""
    steps = len(question.steps)
    counted = ("count(DISTINCT r.person_id) AS people", "count(r.person_id) AS units")
    shown = "JOIN groups AS g ON g.place IN (SELECT place FROM reached WHERE bucket = -1)"
    if not question.breakdown:
        shown = "CROSS JOIN groups AS g"
    parts = [
        select(
            "'1 steps' AS part",
            "g.place",
            "s.step",
            "g.value AS breakdown",
            "g.other",
            *counted,
            "median(r.took) / 1000 AS median_seconds",
            "median(r.took_last) / 1000 AS median_seconds_from_previous",
        )
        + f"\nFROM range(1, {steps + 1}) AS s(step)\n{shown}\n"
        "LEFT JOIN reached AS r ON r.bucket = -1 AND r.step = s.step AND r.place = g.place\n"
        "GROUP BY s.step, g.place, g.value, g.other"
    ]
    if question.times_span:
        quantiles = (f"quantile_cont(r.passed, {q / 100}) / 1000 AS p{q}" for q in QUANTILES)
        parts.append(
            select(
                "'2 times' AS part", "g.place", "b.low", "b.high", "g.value AS breakdown", "g.other", *counted
            )
            + ",\n  "
            + ",\n  ".join(quantiles)
            + f"\nFROM (SELECT low, high FROM bars UNION ALL SELECT NULL, NULL) AS b\n{shown}\n"
            f"LEFT JOIN reached AS r ON r.bucket = -1 AND r.step = {question.times_span[1]} AND r.place = g.place\n"
            "  AND (b.low IS NULL OR r.passed >= b.low AND r.passed < b.high)\n"
            "GROUP BY b.low, b.high, g.place, g.value, g.other"
        )
    if question.interval:
        converted = f"FILTER (r.step = {steps})"
        parts.append(
            select(
                "'3 trend' AS part",
                "g.place",
                "b.number AS bucket",
                "b.label",
                f"b.complete AND {_over(project, question)} AS complete",
                "g.value AS breakdown",
                "g.other",
                "count(DISTINCT r.person_id) FILTER (r.step = 1) AS people",
                "count(r.person_id) FILTER (r.step = 1) AS units",
                f"count(DISTINCT r.person_id) {converted} AS converted",
                f"count(r.person_id) {converted} AS converted_units",
            )
            + f"\nFROM buckets AS b\n{shown}\n"
            "LEFT JOIN reached AS r ON r.bucket = b.number AND r.place = g.place\n"
            "GROUP BY ALL"
        )
    final = "\nUNION ALL BY NAME\n".join(f"({part})" for part in parts)
    order = ["part"]
    order += ["bucket NULLS FIRST"] if question.interval else []
    order += ["place", "step"]
    order += ["low NULLS FIRST"] if question.times_span else []
    return statement(
        project, funnel_tables(project, question), f"SELECT * FROM (\n{final}\n)\nORDER BY {', '.join(order)}"
    )


def people_sql(project: Project, question: Funnel, chosen: str = "") -> str:
    """The people of every figure: `step`, `dropped`, `bucket` (label), `low` and `high` (ms), `breakdown`, `other`,
    `person_id`. `chosen` is a WHERE clause on these."""
    parts = funnel_tables(project, question)
    label = "(SELECT label FROM buckets AS b WHERE b.number = r.bucket)" if question.interval else "NULL"
    reached = [
        "SELECT r.step, false AS dropped, r.bucket, NULL AS low, NULL AS high, r.place, r.person_id FROM reached AS r"
    ]
    for step in range(2, len(question.steps) + 1):
        reached.append(
            f"SELECT {step}, true, r.bucket, NULL, NULL, r.place, r.person_id FROM reached AS r\n"
            f"WHERE r.step = {question.before(step)} AND NOT EXISTS (\n"
            f"  SELECT 1 FROM reached AS n WHERE n.step = {step}\n"
            "    AND (n.bucket, n.person_id, n.unit) = (r.bucket, r.person_id, r.unit))"
        )
    if question.times_span:
        reached.append(
            "SELECT r.step, false, r.bucket, b.low, b.high, r.place, r.person_id\n"
            "FROM reached AS r JOIN bars AS b ON r.passed >= b.low AND r.passed < b.high\n"
            f"WHERE r.bucket = -1 AND r.step = {question.times_span[1]}"
        )
    parts["listed"] = "-- who is in each figure\n" + "\nUNION ALL\n".join(reached)
    parts["people"] = (
        f"SELECT DISTINCT r.step, r.dropped, {label} AS bucket, r.low, r.high, g.value AS breakdown, g.other,\n"
        "  r.person_id\nFROM listed AS r JOIN groups AS g USING (place)"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Funnel, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    conditions = [
        f"step = {at['step']}",
        "dropped" if "dropped" in at else "NOT dropped",
        f"bucket IS NOT DISTINCT FROM {quote(at['bucket']) if 'bucket' in at else 'NULL'}",
        f"low IS NOT DISTINCT FROM {at.get('took_from', 'NULL')}",
        f"high IS NOT DISTINCT FROM {at.get('took_to', 'NULL')}",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _over(project: Project, question: Funnel) -> str:
    """The condition that the windows of all who entered in bucket `b` are over."""
    natural = question.window.natural_days
    if natural is not None:
        return f"first_instant({day_after(question)} + {natural - 1}) <= (SELECT until FROM known)"
    window = question.window.milliseconds
    return f"epoch_ms(b.ends) + {window} <= (SELECT epoch_ms(until) FROM known)"


def key(question: Funnel, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = {"step": row["step"], **group(question, row)}
    if row["dropped"]:
        parts["dropped"] = True
    if row["bucket"] is not None:
        parts["bucket"] = row["bucket"]
    if row["low"] is not None:
        parts |= {"took_from": row["low"], "took_to": row["high"]}
    return parts


def shape(question: Funnel, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a step and group, with rates; a total a group; bars, quantiles and the trend."""
    found = {part: [row for row in rows if row["part"] == part] for part in ("1 steps", "2 times", "3 trend")}
    shaped, summed = _shape_steps(question, found["1 steps"])
    totals: dict[str, Any] = {"rows": summed}
    if question.times_span:
        totals["times"] = [
            {
                **group(question, row),
                "from_seconds": row["low"] / 1000,
                "to_seconds": row["high"] / 1000,
                **_counts(question, row),
            }
            for row in found["2 times"]
            if row["low"] is not None
        ]
        totals["quantiles"] = [
            {**group(question, row), **_counts(question, row), **{f"p{q}": row[f"p{q}"] for q in QUANTILES}}
            for row in found["2 times"]
            if row["low"] is None
        ]
    if question.interval:
        totals["trend"] = _shape_trend(question, found["3 trend"])
    return shaped, totals


def _counts(question: Funnel, row: Row) -> Row:
    return {"people": row["people"]} | ({} if question.per == "person" else {"units": row["units"]})


def _shape_steps(question: Funnel, rows: Rows) -> tuple[Rows, Rows]:
    units = {(row["place"], row["step"]): row["units"] for row in rows}
    everybody: dict[int, int] = {}
    for (_, step), count in units.items():
        everybody[step] = everybody.get(step, 0) + count
    each = question.attribute == "each_step"
    shaped: Rows = []
    totals: Rows = []
    entered: Row = {}
    for row in rows:
        step, place = row["step"], row["place"]
        previous = question.before(step) or 1
        label = question.steps[step - 1].label
        shaped.append(
            {
                "step": step,
                "event": f"{step} of {len(question.steps)}" if question.order == "any" else label,
                **group(question, row),
                **_counts(question, row),
                "from_first": rate(row["units"], everybody[1] if each else units[place, 1]),
                "from_previous": rate(row["units"], everybody[previous] if each else units[place, previous]),
                "median_seconds": row["median_seconds"],
                "median_seconds_from_previous": row["median_seconds_from_previous"],
            }
        )
        entered = row if step == 1 else entered
        if step == len(question.steps):
            by_units = {"entered_units": entered["units"], "converted_units": row["units"]}
            totals.append(
                {
                    **group(question, row),
                    "entered": entered["people"],
                    "converted": row["people"],
                    **({} if question.per == "person" else by_units),
                    "rate": shaped[-1]["from_first"],
                    "median_seconds": row["median_seconds"],
                }
            )
    return shaped, totals


def _shape_trend(question: Funnel, rows: Rows) -> Rows:
    everybody: dict[int, int] = {}
    for row in rows:
        everybody[row["bucket"]] = everybody.get(row["bucket"], 0) + row["units"]
    shaped: Rows = []
    for row in rows:
        by_units = {"entered_units": row["units"], "converted_units": row["converted_units"]}
        whole = everybody[row["bucket"]] if question.attribute == "each_step" else row["units"]
        shaped.append(
            {
                "bucket": row["label"],
                **group(question, row),
                "entered": row["people"],
                "converted": row["converted"],
                **({} if question.per == "person" else by_units),
                "rate": rate(row["converted_units"], whole),
                "complete": row["complete"],
            }
        )
    return shaped
