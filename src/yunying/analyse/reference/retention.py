"""Retention as SQL."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Retention
from yunying.analyse.reference.buckets import bucket_tables, in_bucket
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, rate
from yunying.analyse.reference.text import select, statement
from yunying.store import quote


def answer_sql(project: Project, question: Retention) -> str:
    """Rows `cohort` (label, null for the mean), `offset_`, `people`, `size`, `complete`."""
    parts = _parts(project, question)
    parts["sizes"] = "SELECT cohort, count(*) AS size FROM cohorts GROUP BY cohort"
    parts["returned"] = "SELECT cohort, later, count(DISTINCT person_id) AS people FROM returns GROUP BY ALL"
    limit = "" if question.periods is None else f" AND r.number - c.number <= {question.periods}"
    parts["cells"] = (
        "-- every cohort at every later period, also where nobody came back\n"
        + select(
            "c.number AS cohort",
            "c.label",
            "r.number - c.number AS later",
            "coalesce(returned.people, 0) AS people",
            "coalesce(sizes.size, 0) AS size",
            "c.complete AND r.complete AS complete",
        )
        + f"\nFROM begun AS c JOIN begun AS r ON r.number >= c.number{limit}\n"
        "LEFT JOIN sizes ON sizes.cohort = c.number\n"
        "LEFT JOIN returned ON returned.cohort = c.number AND returned.later = r.number - c.number"
    )
    parts["means"] = (
        "-- over complete cells; over all where none is complete\n"
        "SELECT later, complete, sum(people) AS people, sum(size) AS size\nFROM cells\n"
        "GROUP BY later, complete\nQUALIFY complete = bool_or(complete) OVER (PARTITION BY later)"
    )
    final = (
        "SELECT label AS cohort, later AS offset_, people, size, complete FROM cells\nUNION ALL\n"
        "SELECT NULL, later, people, size, complete FROM means\nORDER BY cohort NULLS LAST, offset_"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: Retention, chosen: str = "") -> str:
    """The people of every figure: `cohort` (label), `offset_` (null for the whole cohort), `person_id`."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who is in each cohort, and who of them came back when\n"
        "SELECT b.label AS cohort, x.later AS offset_, x.person_id\n"
        "FROM (SELECT cohort, NULL AS later, person_id FROM cohorts UNION ALL "
        "SELECT cohort, later, person_id FROM returns) AS x\n"
        "JOIN begun AS b ON b.number = x.cohort"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Retention, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    return (
        f"\nWHERE cohort = {quote(at['cohort'])} AND offset_ IS NOT DISTINCT FROM {at.get('offset', 'NULL')}"
    )


def _parts(project: Project, question: Retention) -> dict[str, str]:
    first, last = project.days(question.range)
    starts = matches(project, question.start, question.filters)
    returns = matches(project, question.return_, question.filters)
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
            f"CASE WHEN day_of(e.time) >= DATE '{first}' THEN b.number END AS number",
            f"{starts} AS starts",
            f"{returns} AS returns",
        )
        + f"\nFROM {project.source()}\n"
        f"LEFT JOIN begun AS b ON {in_bucket(project, question.interval, 'e.time')}\n"
        f"WHERE day_of(e.time) <= DATE '{last}'"
    )
    ever = "" if question.cohort == "first" else " AND number IS NOT NULL"
    parts["first_starts"] = (
        "-- the start that puts a person into a cohort\n"
        f"SELECT person_id, number, position FROM in_order WHERE starts{ever}\n"
        f"QUALIFY position = min(position) OVER (PARTITION BY {person})"
    )
    parts["cohorts"] = (
        "SELECT person_id, number AS cohort, position FROM first_starts WHERE number IS NOT NULL"
    )
    parts["returns"] = (
        "-- in the period of the start a return counts from the start on\n"
        "SELECT DISTINCT c.cohort, r.number - c.cohort AS later, r.person_id\n"
        "FROM cohorts AS c JOIN in_order AS r USING (person_id)\n"
        "WHERE r.returns AND r.number IS NOT NULL AND r.position >= c.position"
    )
    return parts


def key(question: Retention, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    return {"cohort": row["cohort"]} | ({} if row["offset_"] is None else {"offset": row["offset_"]})


def shape(question: Retention, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a cell, and the means where the SQL has no cohort."""
    shaped: Rows = []
    average: Rows = []
    for row in rows:
        out = {"offset": row["offset_"], "people": int(row["people"])}
        size = int(row["size"])
        share = rate(out["people"], size)
        if row["cohort"] is None:
            average.append({**out, "of": size, "rate": share, "complete": row["complete"]})
        else:
            cell = {"size": size, "rate": share, "complete": row["complete"]}
            shaped.append({"cohort": row["cohort"], **out, **cell})
    people = sum(row["size"] for row in shaped if row["offset"] == 0)
    return shaped, {"people": people if question.cohort == "first" else None, "average": average}
