"""Frequency as SQL."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Frequency
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.periods import period_tables
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_QUANTILES = {"p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99}


def answer_sql(project: Project, question: Frequency) -> str:
    """Rows `label`, `breakdown`, `other`, `complete`, `first`, `last`, `people`; with `first` null, what holds of
    everybody: `people`, `events` and quantiles."""
    quantiles = [f"quantile_cont(c.times, {at}) AS {name}" for name, at in _QUANTILES.items()]
    shown = "WHERE NOT g.other OR g.place IN (SELECT place FROM counted)\n"
    final = (
        select(
            "b.number",
            "b.label",
            "g.place",
            "g.value AS breakdown",
            "g.other",
            "b.complete",
            "x.first",
            "x.last",
            "count(c.person_id) AS people",
            "sum(c.times) AS events",
            *quantiles,
            "max(c.times) AS max",
        )
        + "\nFROM begun AS b CROSS JOIN groups AS g CROSS JOIN (SELECT * FROM bins UNION ALL SELECT NULL, NULL) AS x\n"
        "LEFT JOIN counted AS c ON c.number = b.number AND c.place = g.place\n"
        "  AND (x.first IS NULL OR c.times >= x.first) AND (x.last IS NULL OR c.times <= x.last)\n"
        f"{shown}GROUP BY ALL\nORDER BY g.place, b.number, x.first NULLS LAST"
    )
    return statement(project, _parts(project, question), final)


def people_sql(project: Project, question: Frequency, chosen: str = "") -> str:
    """The people of every figure: `bucket`, `first` (null for all), `breakdown`, `other`, `person_id`, `events`."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who did it so often, and who did it at all\n"
        "SELECT b.label AS bucket, x.first, g.value AS breakdown, g.other, c.person_id, c.times AS events\n"
        "FROM counted AS c JOIN begun AS b USING (number) JOIN groups AS g USING (place)\n"
        "JOIN (SELECT * FROM bins UNION ALL SELECT NULL, NULL) AS x\n"
        "  ON (x.first IS NULL OR c.times >= x.first) AND (x.last IS NULL OR c.times <= x.last)"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Frequency, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    bucket = quote(at["bucket"]) if "bucket" in at else "NULL"
    conditions = [
        f"bucket IS NOT DISTINCT FROM {bucket}",
        f"first IS NOT DISTINCT FROM {at.get('from', 'NULL')}",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _bins(question: Frequency) -> str:
    ends = question.brackets
    if ends is None:
        steps = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
        ends = [n for n in steps if n > question.exact][:3]
    rows = [(n, str(n)) for n in range(1, question.exact + 1)]
    begin = question.exact + 1
    for end in ends:
        rows.append((begin, str(end)))
        begin = end + 1
    rows.append((begin, "NULL"))
    return "SELECT * FROM (VALUES " + ", ".join(f"({a}, {b})" for a, b in rows) + ") AS bins(first, last)"


def _parts(project: Project, question: Frequency) -> dict[str, str]:
    groups = Groups.of(project, question)
    condition = matches(project, question.activity, question.filters)
    parts = {**project.properties(), **project.known()}
    if question.interval is None:
        first, last = project.days(question.range)
        parts["begun"] = (
            f"SELECT 0 AS number, NULL AS label,\n  first_instant(DATE '{last}' + 1) <= (SELECT until FROM known) "
            "AS complete"
        )
        where = f"day_of(e.time) BETWEEN DATE '{first}' AND DATE '{last}'"
        joined = "CROSS JOIN begun AS b"
    else:
        parts |= period_tables(project, question.range, question.interval)
        where = "true"
        joined = f"JOIN begun AS b ON b.day = {project.period_start('day_of(e.time)', question.interval)}"
    parts["matching"] = (
        select(
            "b.number",
            "e.person_id",
            "e.arrival_file",
            "e.arrival_row",
            f"{groups.sql} AS breakdown",
        )
        + f"\nFROM {project.source()}\n{joined}\nWHERE {where} AND {condition}"
    )
    parts |= groups.tables("matching", "(arrival_file, arrival_row)")
    parts["counted"] = (
        "-- how often each person did it\n"
        f"SELECT m.number, {groups.place} AS place, m.person_id, count(*) AS times\n"
        f"FROM matching AS m{groups.join('m.breakdown')}\nGROUP BY ALL"
    )
    parts["bins"] = _bins(question)
    return parts


def key(question: Frequency, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = group(question, row)
    if row["bucket"] is not None:
        parts = {"bucket": row["bucket"], **parts}
    return parts | ({"all": True} if row["first"] is None else {"from": row["first"]})


def shape(question: Frequency, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a count or bracket; totals where the SQL has none."""
    shaped: Rows = []
    totals: Rows = []
    for row in rows:
        place = {} if row["label"] is None else {"bucket": row["label"]}
        place |= group(question, row)
        if row["first"] is not None:
            people = {"from": row["first"], "to": row["last"], "people": row["people"]}
            shaped.append({**place, **people, "complete": row["complete"]})
            continue
        for out in shaped[len(shaped) - sum(1 for r in shaped if "share" not in r) :]:
            out["share"] = rate(out["people"], row["people"])
        events = int(row["events"] or 0)
        totals.append(
            {
                **place,
                "people": row["people"],
                "events": events,
                "mean": rate(events, row["people"]),
                **{name: row[name] for name in _QUANTILES},
                "max": row["max"],
                "complete": row["complete"],
            }
        )
    return shaped, {"groups": totals}
