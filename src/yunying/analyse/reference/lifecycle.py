"""Lifecycle as SQL."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Lifecycle
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.periods import matching_table, period_tables
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_STATUSES = ("new", "returning", "resurrected", "dormant")


def answer_sql(project: Project, question: Lifecycle) -> str:
    """Rows `label`, `breakdown`, `other`, `complete`, and the number of people of each status."""
    final = (
        select(
            "b.label",
            "g.value AS breakdown",
            "g.other",
            "b.complete",
            *(f"count(*) FILTER (s.status = '{status}') AS {status}" for status in _STATUSES),
        )
        + "\nFROM begun AS b CROSS JOIN groups AS g\n"
        "LEFT JOIN standing AS s ON s.number = b.number AND s.place = g.place\n"
        "WHERE NOT g.other OR g.place IN (SELECT place FROM standing)\n"
        "GROUP BY b.number, b.label, b.complete, g.place, g.value, g.other\nORDER BY g.place, b.number"
    )
    return statement(project, _parts(project, question), final)


def people_sql(project: Project, question: Lifecycle, chosen: str = "") -> str:
    """The people of every figure: `bucket`, `status` (null for all who are active), `breakdown`, `other`,
    `person_id`."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who is what in each period, and who is active at all\n"
        "SELECT b.label AS bucket, s.status, g.value AS breakdown, g.other, s.person_id\n"
        "FROM (SELECT * FROM standing UNION ALL\n"
        "  SELECT number, place, person_id, NULL FROM standing WHERE status <> 'dormant') AS s\n"
        "JOIN begun AS b USING (number) JOIN groups AS g USING (place)"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Lifecycle, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    status = quote(at["status"]) if "status" in at else "NULL"
    conditions = [
        f"bucket = {quote(at['bucket'])}",
        f"status IS NOT DISTINCT FROM {status}",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Lifecycle) -> dict[str, str]:
    groups = Groups.of(project, question)
    matching = matching_table(project, question.activity, question.filters, question.interval, groups)
    parts = {**project.properties(), **project.known()}
    parts |= period_tables(project, question.range, question.interval)
    parts["matching"] = matching
    inside = "(SELECT m.* FROM matching AS m JOIN begun AS b ON b.day = m.period)"
    parts |= groups.tables(inside, "(person_id, position)", "matching")
    parts["active"] = (
        "-- who is active in which period, in the group of the first match, and when they first were\n"
        f"SELECT m.person_id, m.period, {groups.place} AS place,\n"
        "  min(m.period) OVER (PARTITION BY m.person_id) AS first\n"
        f"FROM matching AS m{groups.join('m.breakdown')}\n"
        "QUALIFY m.position = min(m.position) OVER (PARTITION BY m.person_id, m.period)"
    )
    parts["standing"] = (
        "-- what everybody is in each period\n"
        + select(
            "b.number",
            "a.place",
            "a.person_id",
            "CASE WHEN a.period = a.first THEN 'new' WHEN p.person_id IS NULL THEN 'resurrected' "
            "ELSE 'returning' END AS status",
        )
        + "\nFROM begun AS b JOIN active AS a ON a.period = b.day\n"
        "LEFT JOIN active AS p ON p.person_id = a.person_id AND p.period = b.earlier\n"
        "UNION ALL\n"
        "SELECT b.number, p.place, p.person_id, 'dormant'\n"
        "FROM begun AS b JOIN active AS p ON p.period = b.earlier\n"
        "ANTI JOIN active AS a ON a.person_id = p.person_id AND a.period = b.day"
    )
    return parts


def key(question: Lifecycle, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = {"bucket": row["bucket"], **group(question, row)}
    return parts | ({} if row["status"] is None else {"status": row["status"]})


def shape(question: Lifecycle, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a period and group; sums over complete periods a group."""
    shaped: Rows = []
    totals: dict[str, Row] = {}
    if question.breakdown is None:
        totals[""] = dict.fromkeys(_STATUSES, 0)
    for row in rows:
        own = group(question, row)
        counts = {status: row[status] for status in _STATUSES}
        shaped.append(
            {
                "bucket": row["label"],
                **own,
                "active": row["new"] + row["returning"] + row["resurrected"],
                **counts,
                "quick_ratio": _quick(counts),
                "complete": row["complete"],
            }
        )
        total = totals.setdefault(repr(own) if own else "", {**own, **dict.fromkeys(_STATUSES, 0)})
        for status in _STATUSES:
            total[status] += row[status] if row["complete"] else 0
    return shaped, {"groups": [{**total, "quick_ratio": _quick(total)} for total in totals.values()]}


def _quick(counts: Row) -> float | None:
    return (counts["new"] + counts["resurrected"]) / counts["dormant"] if counts["dormant"] else None
