"""Stickiness as SQL."""

from __future__ import annotations

import statistics
from typing import Any

from yunying.analyse.questions import Stickiness
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.periods import matching_table, period_tables
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import statement
from yunying.store import quote


def answer_sql(project: Project, question: Stickiness) -> str:
    """Rows `label`, `breakdown`, `other`, `complete`, `days`, and the `people` active on exactly so many."""
    final = (
        "SELECT b.label, g.value AS breakdown, g.other, b.complete, k.days, count(a.person_id) AS people\n"
        "FROM begun AS b CROSS JOIN groups AS g JOIN range(1, 32) AS k(days) ON k.days <= b.days\n"
        "LEFT JOIN active AS a ON a.period = b.day AND a.place = g.place AND a.days = k.days\n"
        "WHERE NOT g.other OR g.place IN (SELECT place FROM active)\n"
        "GROUP BY b.number, b.label, b.complete, g.place, g.value, g.other, k.days\n"
        "ORDER BY g.place, b.number, k.days"
    )
    return statement(project, _parts(project, question), final)


def people_sql(project: Project, question: Stickiness, chosen: str = "") -> str:
    """The people of every figure: `bucket`, `exactly`, `at_least` (both null for all), `breakdown`, `other`,
    `person_id`."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who was active on so many days, on so many or more, at all\n"
        "SELECT a.period::VARCHAR AS bucket, x.exactly, x.at_least, g.value AS breakdown, g.other, a.person_id\n"
        "FROM active AS a JOIN groups AS g USING (place), LATERAL (\n"
        "  SELECT a.days AS exactly, NULL AS at_least UNION ALL SELECT NULL, NULL UNION ALL\n"
        "  SELECT NULL, unnest(range(1, a.days + 1))\n) AS x"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Stickiness, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    conditions = [
        f"bucket = {quote(at['bucket'])}",
        f"exactly IS NOT DISTINCT FROM {at.get('days', 'NULL')}",
        f"at_least IS NOT DISTINCT FROM {at.get('at_least', 'NULL')}",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Stickiness) -> dict[str, str]:
    groups = Groups.of(project, question)
    matching = matching_table(project, question.activity, question.filters, question.interval, groups)
    parts = {**project.properties(), **project.known()}
    parts |= period_tables(project, question.range, question.interval)
    parts["matching"] = matching
    parts["inside"] = "SELECT m.* FROM matching AS m JOIN begun AS b ON b.day = m.period"
    parts |= groups.tables("inside", "(person_id, position)")
    parts["active"] = (
        "-- on how many days of each period people were active; the group is that of the first match\n"
        "SELECT m.person_id, m.period, count(DISTINCT m.day) AS days,\n"
        f"  arg_min({groups.place}, m.position) AS place\n"
        f"FROM inside AS m{groups.join('m.breakdown')}\nGROUP BY m.person_id, m.period"
    )
    return parts


def key(question: Stickiness, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = {"bucket": row["bucket"], **group(question, row)}
    if row["exactly"] is not None:
        parts["days"] = row["exactly"]
    return parts | ({} if row["at_least"] is None else {"at_least": row["at_least"]})


def shape(question: Stickiness, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a number of days; a total a period and a mean a number of days."""
    shaped: Rows = []
    periods: Rows = []
    places: dict[str, list[Rows]] = {} if question.breakdown else {"": []}
    for row in rows:
        if row["days"] == 1:
            places.setdefault(repr(group(question, row)) if question.breakdown else "", []).append([])
        own = list(places.values())[-1] if not question.breakdown else places[repr(group(question, row))]
        own[-1].append(row)
    longest = max((len(period) for own in places.values() for period in own), default=0)
    means: Rows = []
    for own in places.values():
        first = len(shaped)
        for period in own:
            shaped += _period(question, period)
            periods.append(_total(question, period))
        means += [_mean(question, shaped[first:], own, k) for k in range(1, longest + 1)]
    return shaped, {"periods": periods, "average": means}


def _period(question: Stickiness, period: Rows) -> Rows:
    active = sum(row["people"] for row in period)
    return [
        {
            "bucket": row["label"],
            **group(question, row),
            "days": row["days"],
            "people": row["people"],
            "share": rate(row["people"], active),
            "at_least": (more := sum(r["people"] for r in period if r["days"] >= row["days"])),
            "at_least_share": rate(more, active),
            "complete": row["complete"],
        }
        for row in period
    ]


def _total(question: Stickiness, period: Rows) -> Row:
    active, days = sum(r["people"] for r in period), sum(r["people"] * r["days"] for r in period)
    average = rate(days, active)
    return {
        "bucket": period[0]["label"],
        **group(question, period[0]),
        "active": active,
        "average_days": average,
        "stickiness": None if average is None else average / len(period),
        "complete": period[0]["complete"],
    }


def _mean(question: Stickiness, shaped: Rows, own: list[Rows], k: int) -> Row:
    known = [row for row in shaped if row["days"] == k and row["share"] is not None]
    chosen = [row for row in known if row["complete"]]
    out: Row = {"days": k, **(group(question, own[0][0]) if own else {})}
    for name in ("share", "at_least_share"):
        values = [row[name] for row in chosen or known]
        out[name] = statistics.fmean(values) if values else None
    return {**out, "complete": bool(chosen)}
