"""Retention as SQL."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Retention
from yunying.analyse.reference.buckets import bucket_tables, in_bucket
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_UNIT_HOURS = {"day": 24, "week": 7 * 24, "month": 30 * 24}


def answer_sql(project: Project, question: Retention) -> str:
    """Rows `what`: a `cell` (`label`, `first`, `last`, `breakdown`, `other`, `people`, `size`, `value`, `complete`),
    a `mean` of cells without `label` but with `mean_rate`, or the number of `people` in cohorts."""
    parts = _parts(project, question)
    parts["sizes"] = "SELECT cohort, place, count(*) AS size FROM cohorts GROUP BY ALL"
    parts["came"] = (
        "SELECT cohort, place, slot, count(DISTINCT person_id) AS people, sum(worth) AS value\nFROM hits GROUP BY ALL"
    )
    parts["figures"] = (
        "-- every cell, also where nobody came back\n"
        + select(
            "c.label",
            "c.cohort",
            "c.slot",
            "c.place",
            "c.complete",
            "coalesce(came.people, 0) AS people",
            "coalesce(sizes.size, 0) AS size",
            "coalesce(came.value, 0) AS value",
        )
        + "\nFROM cells AS c LEFT JOIN sizes USING (cohort, place) LEFT JOIN came USING (cohort, place, slot)"
    )
    parts["means"] = (
        "-- over complete cells; over all where none is complete\n"
        "SELECT place, slot, complete, sum(people) AS people, sum(size) AS size, sum(value) AS value,\n"
        "  avg(people / size) FILTER (WHERE size > 0) AS mean_rate\nFROM figures\n"
        "GROUP BY place, slot, complete\nQUALIFY complete = bool_or(complete) OVER (PARTITION BY place, slot)"
    )
    parts["united"] = (
        "SELECT 'cell' AS what, cohort, label, slot, place, people, size, value, NULL AS mean_rate, complete\n"
        "FROM figures UNION ALL\n"
        "SELECT 'mean', NULL, NULL, slot, place, people, size, value, mean_rate, complete FROM means UNION ALL\n"
        "SELECT 'people', NULL, NULL, NULL, NULL, count(DISTINCT person_id), 0, 0, NULL, NULL FROM cohorts"
    )
    final = (
        "SELECT u.*, s.first, s.last, g.value AS breakdown, g.other\n"
        "FROM united AS u LEFT JOIN slots AS s USING (slot) LEFT JOIN groups AS g USING (place)\n"
        "ORDER BY u.place, u.cohort NULLS LAST, u.slot"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: Retention, chosen: str = "") -> str:
    """The people of every figure: `cohort` (label, null for all), `offset_` (null for the whole cohort), `lost`,
    `breakdown`, `other`, `person_id`."""
    parts = _parts(project, question)
    whole = "SELECT DISTINCT cohort, label, NULL AS slot, place FROM cells"
    parts["people"] = (
        "-- who is in each cohort, who of them came back when, and who did not where that is known\n"
        "SELECT x.label AS cohort, s.first AS offset_, x.lost, g.value AS breakdown, g.other, x.person_id\n"
        "FROM (\n"
        f"  SELECT w.label, w.slot, w.place, false AS lost, c.person_id\n  FROM ({whole}) AS w\n"
        "  JOIN cohorts AS c USING (cohort, place)\n"
        "  UNION ALL\n"
        "  SELECT DISTINCT w.label, w.slot, w.place, false, h.person_id\n"
        "  FROM cells AS w JOIN hits AS h USING (cohort, place, slot)\n"
        "  UNION ALL\n"
        "  SELECT w.label, w.slot, w.place, true, c.person_id\n"
        "  FROM cells AS w JOIN cohorts AS c USING (cohort, place)\n"
        "  ANTI JOIN hits AS h ON h.cohort = c.cohort AND h.slot = w.slot AND h.person_id = c.person_id\n"
        "  WHERE w.complete\n"
        ") AS x JOIN groups AS g USING (place) LEFT JOIN slots AS s USING (slot)"
    )
    if question.cohort == "first":
        parts["people"] += "\nUNION ALL SELECT NULL, NULL, NULL, NULL, NULL, person_id FROM cohorts"
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Retention, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    if "all" in at:
        return "\nWHERE cohort IS NULL"
    conditions = [
        f"cohort = {quote(at['cohort'])}",
        f"offset_ IS NOT DISTINCT FROM {at.get('offset', 'NULL')}",
        "lost" if "lost" in at else "NOT lost",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Retention) -> dict[str, str]:
    first, last = project.days(question.range)
    groups = Groups.of(project, question)
    starts = matches(project, question.start, question.filters)
    returns = matches(project, question.return_, question.filters)
    worth = project.term(question.value.property, "event").sql if question.value else "NULL"
    person = "person_id" if question.cohort == "first" else "person_id, number"
    parts = {**project.properties(), **project.known()}
    parts |= bucket_tables(project, (first, last), question.interval, "buckets")
    parts["begun"] = "SELECT * FROM buckets WHERE begins <= (SELECT until FROM known)"
    parts["in_order"] = (
        "-- events up to the end of the range with their place among their person's events and their period;\n"
        "-- there is none before the range\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
            f"CASE WHEN day_of(e.time) >= DATE '{first}' THEN b.number END AS number",
            f"{starts} AS starts",
            f"{returns} AS returns",
            f"{groups.sql} AS breakdown",
            f"{worth} AS worth",
        )
        + f"\nFROM {project.source()}\n"
        f"LEFT JOIN begun AS b ON {in_bucket(project, question.interval, 'e.time')}\n"
        f"WHERE day_of(e.time) <= DATE '{last}'"
    )
    ever = "" if question.cohort == "first" else " AND number IS NOT NULL"
    parts["first_starts"] = (
        "-- the start that puts a person into a cohort\n"
        f"SELECT person_id, number, position, moment, breakdown FROM in_order WHERE starts{ever}\n"
        f"QUALIFY position = min(position) OVER (PARTITION BY {person})"
    )
    inside = "(SELECT * FROM in_order WHERE starts AND number IS NOT NULL)"
    parts |= groups.tables(inside, "(person_id, position)")
    parts["cohorts"] = (
        f"SELECT f.person_id, f.number AS cohort, f.position, f.moment, {groups.place} AS place\n"
        f"FROM first_starts AS f{groups.join('f.breakdown')}\nWHERE f.number IS NOT NULL"
    )
    parts["slots"] = _slots(question)
    parts["cells"] = _cells(project, question)
    offset = "r.number - c.cohort"
    if question.clock == "rolling":
        offset = f"(r.moment - c.moment) // {_unit(question)}"
    parts["hits"] = (
        "-- in the period of the start a return counts from the start on\n"
        "SELECT c.cohort, c.place, s.slot, c.person_id, r.worth\n"
        "FROM cohorts AS c JOIN in_order AS r USING (person_id)\n"
        f"JOIN slots AS s ON {offset} >= s.first AND ({offset} <= s.last OR s.later)\n"
        "WHERE r.returns AND r.number IS NOT NULL AND r.position >= c.position"
    )
    return parts


def _unit(question: Retention) -> str:
    """A rolling period in ms."""
    return f"CAST({_UNIT_HOURS[question.interval] * 3_600_000} AS BIGINT)"


def _slots(question: Retention) -> str:
    """Offsets with a column each; whether later ones count too."""
    later = question.return_mode == "on_or_after"
    if question.brackets is not None:
        values = ", ".join(
            f"({i}, {low}, {high}, {later})" for i, (low, high) in enumerate(question.brackets)
        )
        return f"SELECT * FROM (VALUES {values}) AS s(slot, first, last, later)"
    count = 4001 if question.periods is None else question.periods + 1
    return f"SELECT k AS slot, k AS first, k AS last, {later} AS later FROM range({count}) AS s(k)"


def _cells(project: Project, question: Retention) -> str:
    """Cells whose first period has begun; complete where the cohort's and their last have ended."""
    first, last = project.days(question.range)
    begins, complete = (
        "c.number + s.first < (SELECT count(*) FROM begun)",
        ("coalesce((SELECT r.complete FROM begun AS r WHERE r.number = c.number + s.last), false)"),
    )
    if question.clock == "rolling":
        until, after = "epoch_ms((SELECT until FROM known))", f"epoch_ms(first_instant(DATE '{last}' + 1))"
        start = f"epoch_ms(greatest(c.begins, first_instant(DATE '{first}'))) + s.first * {_unit(question)}"
        begins = f"{start} <= {until} AND {start} < {after}"
        complete = f"epoch_ms(c.ends) + (s.last + 1) * {_unit(question)} <= least({until}, {after})"
    return (
        select("c.number AS cohort", "c.label", "s.slot", "g.place", f"c.complete AND {complete} AS complete")
        + "\nFROM begun AS c CROSS JOIN slots AS s CROSS JOIN groups AS g\n"
        f"WHERE {begins}" + ("\n  AND g.place IN (SELECT place FROM cohorts)" if question.breakdown else "")
    )


def key(question: Retention, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    if row["cohort"] is None:
        return {"all": True}
    parts = {"cohort": row["cohort"], **group(question, row)}
    if row["offset_"] is not None:
        parts["offset"] = row["offset_"]
    return parts | ({"lost": True} if row["lost"] else {})


def shape(question: Retention, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a cell, and the means where the SQL has no cohort."""
    shaped: Rows = []
    average: Rows = []
    everybody = 0
    for row in rows:
        people, size = int(row["people"]), int(row["size"])
        if row["what"] == "people":
            everybody = people
            continue
        out = {**group(question, row), "offset": row["first"]}
        if question.brackets:
            out["offset_to"] = row["last"]
        out |= {"people": people, "rate": rate(people, size), "complete": row["complete"]}
        if question.value:
            value = float(row["value"])
            out |= {"value": value, "value_per_person": value / size if size else None}
        if row["what"] == "mean":
            average.append({**out, "of": size, "mean_rate": row["mean_rate"]})
        else:
            lost = size - people if row["complete"] else None
            shaped.append({"cohort": row["label"], **out, "size": size, "lost": lost})
    first = question.cohort == "first"
    return shaped, {"people": everybody if first else None, "average": average}
