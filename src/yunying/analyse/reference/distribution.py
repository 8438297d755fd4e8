"""Distribution as SQL: a value an event or person, and where it belongs."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Distribution
from yunying.analyse.reference.filters import literal, matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project, Term
from yunying.analyse.reference.rows import Row, Rows, group
from yunying.analyse.reference.text import select, statement
from yunying.metrics import OTHER

_SHARES = {
    "min": "0", "p10": "0.1", "p25": "0.25", "median": "0.5", "p75": "0.75", "p90": "0.9", "p95": "0.95", "p99": "0.99",
    "max": "1",
}  # fmt: skip


def _term(project: Project, question: Distribution) -> Term:
    return project.term(question.property, question.scope)


def answer_sql(project: Project, question: Distribution) -> str:
    """Rows of one group and bar or value, and of a whole group (`bar` null): `bar`, `edges`, `value`, `rest`,
    `breakdown`, `other`, `count`, `people`, `unset`, and of a number the totals."""
    number = _term(project, question).type == "number"
    parts = _parts(project, question)
    figures = ["NULL AS sum"]
    if number:
        figures = ["sum(value) AS sum", "avg(value) AS mean"]
        figures += [f"quantile_cont(value, {share}) AS {name}" for name, share in _SHARES.items()]
    parts["stats"] = (
        "-- figures of each bar or value, and of each group (bar null)\n"
        + select("place", "bar", "count(*) AS count", "count(DISTINCT person_id) AS people", *figures)
        + "\nFROM placed GROUP BY GROUPING SETS ((place, bar), (place))"
    )
    parts["missing"] = "SELECT place, count(*) AS unset FROM population WHERE value IS NULL GROUP BY place"
    bars = "SELECT NULL AS bar, NULL AS value, NULL AS rest"
    bars += (
        "\nUNION ALL SELECT DISTINCT bar, NULL, NULL FROM placed"
        if number
        else "\nUNION ALL SELECT * FROM own"
    )
    parts["bars"] = bars
    edges = "(SELECT edges FROM edges)" if number else "NULL"
    final = (
        f"SELECT b.bar, {edges} AS edges, b.value, b.rest, g.value AS breakdown, g.other,\n"
        "  coalesce(s.count, 0) AS count, coalesce(s.people, 0) AS people, coalesce(m.unset, 0) AS unset,\n"
        "  s.* EXCLUDE (place, bar, count, people)\n"
        "FROM bars AS b CROSS JOIN groups AS g\n"
        "LEFT JOIN stats AS s ON s.place = g.place AND s.bar IS NOT DISTINCT FROM b.bar\n"
        "LEFT JOIN missing AS m ON m.place = g.place\n"
        "WHERE NOT g.other OR g.place IN (SELECT place FROM population)\n"
        "ORDER BY g.place, b.bar NULLS LAST"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: Distribution, chosen: str = "") -> str:
    """The people of every figure: `bar` (null for the whole group), `value`, `rest`, `breakdown`, `other`,
    `person_id`, `events` (by events)."""
    number = _term(project, question).type == "number"
    parts = _parts(project, question)
    value = "NULL AS value, NULL AS rest" if number else "o.value, o.rest"
    own = "" if number else " LEFT JOIN own AS o ON o.bar = p.bar"
    events = "count(*)" if question.by == "events" else "NULL"
    parts["people"] = (
        "-- who is behind each figure\n"
        f"SELECT p.bar, {value}, g.value AS breakdown, g.other, p.person_id, {events} AS events\n"
        "FROM (SELECT place, bar, person_id FROM placed UNION ALL SELECT place, NULL, person_id FROM placed) AS p\n"
        f"JOIN groups AS g USING (place){own}\nGROUP BY ALL"
        if question.by == "events"
        else "-- who is behind each figure\n"
        f"SELECT DISTINCT p.bar, {value}, g.value AS breakdown, g.other, p.person_id, NULL AS events\n"
        "FROM (SELECT place, bar, person_id FROM placed UNION ALL SELECT place, NULL, person_id FROM placed) AS p\n"
        f"JOIN groups AS g USING (place){own}"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Distribution, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    conditions = Groups.of(project, question).conditions(at)
    if "total" in at:
        conditions.append("bar IS NULL")
    elif "bar" in at:
        conditions.append(f"bar = {at['bar']}")
    elif at["value"] == OTHER:
        conditions.append("rest")
    else:
        conditions += ["NOT rest", f"value = {literal(at['value'], _term(project, question).type)}"]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Distribution) -> dict[str, str]:
    first, last = project.days(question.range)
    groups, term = Groups.of(project, question), _term(project, question)
    condition = matches(project, question.event, question.filters)
    parts = project.properties()
    parts["matching"] = (
        select(
            "e.person_id",
            "e.time",
            "e.arrival_file",
            "e.arrival_row",
            f"{groups.sql} AS breakdown",
            f"{term.sql} AS value",
        )
        + f"\nFROM {project.source()}\n"
        f"WHERE day_of(e.time) BETWEEN DATE '{first}' AND DATE '{last}' AND {condition}"
    )
    parts |= groups.tables("matching", "(arrival_file, arrival_row)")
    parts["grouped"] = (
        f"SELECT m.* EXCLUDE (breakdown), {groups.place} AS place FROM matching AS m{groups.join('m.breakdown')}"
    )
    parts["population"] = "SELECT place, person_id, value FROM grouped"
    if question.by == "people":
        order = "ORDER BY time, arrival_file, arrival_row"
        made = {
            None: f"last(value {order}) FILTER (value IS NOT NULL)",
            "last": f"last(value {order}) FILTER (value IS NOT NULL)",
            "sum": "sum(value)",
            "avg": "avg(value)",
            "min": "min(value)",
            "max": "max(value)",
        }[question.person_value]
        parts["population"] = (
            "-- one value a person and group\n"
            f"SELECT place, person_id, {made} AS value FROM grouped GROUP BY place, person_id"
        )
    parts |= _edges(question) if term.type == "number" else _own(question, term)
    return parts


def _edges(question: Distribution) -> dict[str, str]:
    edges = {
        "bounds": (
            "-- all but a hundredth at either end\n"
            "SELECT l[1 + (len(l) - 1) // 100] AS low, l[len(l) - (len(l) - 1) // 100] AS high,\n"
            "  list_bool_and(list_transform(l, lambda v: v = floor(v))) AS whole\n"
            "FROM (SELECT list_sort(list(value)) AS l FROM population WHERE value IS NOT NULL)"
        ),
        "width": (
            "-- the smallest round one that makes few enough bars\n"
            "SELECT min(width) AS width FROM bounds, (\n"
            "  SELECT CAST(concat(d, 'e', p) AS DOUBLE) AS width\n"
            "  FROM range(-300, 300) AS powers(p), (VALUES (1), (2), (5)) AS digits(d)\n"
            ") WHERE width >= greatest(greatest(abs(low), abs(high)) * 1e-9, CASE WHEN whole THEN 1.0 ELSE 0.0 END)\n"
            f"  AND floor(high / width) - floor(low / width) < {question.bars}"
        ),
        "edges": (
            "SELECT CASE WHEN low IS NULL THEN CAST([] AS DOUBLE[]) WHEN low = high THEN [low]\n"
            "  ELSE list_transform(\n"
            "    range(CAST(floor(low / width) AS BIGINT), CAST(floor(high / width) AS BIGINT) + 2),\n"
            "    lambda i: i * width) END AS edges\nFROM bounds, width"
        ),
    }
    if question.edges is not None:
        edges = {"edges": f"SELECT [{', '.join(literal(e, 'number') for e in question.edges)}] AS edges"}
    placed = (
        "SELECT p.*, len(list_filter((SELECT edges FROM edges), lambda edge: edge <= p.value)) AS bar\n"
        "FROM population AS p WHERE p.value IS NOT NULL"
    )
    return edges | {"placed": placed}


def _own(question: Distribution, term: Term) -> dict[str, str]:
    own = f" AND value <> '{OTHER}'" if term.type == "text" else ""
    return {
        "frequent": (
            "-- the most frequent values, of equal ones the smaller\n"
            "SELECT value, row_number() OVER (ORDER BY count(*) DESC, value) - 1 AS bar\n"
            f"FROM population WHERE value IS NOT NULL{own} GROUP BY value\nQUALIFY bar < {question.top}"
        ),
        "own": f"SELECT bar, value, false AS rest FROM frequent UNION ALL SELECT {question.top}, NULL, true",
        "placed": (
            f"SELECT p.*, coalesce(f.bar, {question.top}) AS bar\n"
            "FROM population AS p LEFT JOIN frequent AS f ON f.value = p.value WHERE p.value IS NOT NULL"
        ),
    }


def key(question: Distribution, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    of = group(question, row)
    if row["bar"] is None:
        return {"total": True, **of}
    if row["rest"] is None:
        return {"bar": row["bar"], **of}
    return {"value": OTHER if row["rest"] else row["value"], **of}


def shape(question: Distribution, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a bar or value, and a total a group."""
    shaped: Rows = []
    totals: Rows = []
    whole = {repr(group(question, r)): r["count"] for r in rows if r["bar"] is None}
    previous: tuple[str, int] | None = None
    for row in rows:
        of = group(question, row)
        counts = {"count": row["count"], "people": row["people"]}
        if row["bar"] is None:
            figures = {name: row[name] for name in ("sum", "mean", *_SHARES) if "mean" in row}
            if figures and figures["sum"] is None:
                figures["sum"] = 0.0
            totals.append({**of, **counts, "unset": row["unset"], **figures})
            continue
        share = row["count"] / whole[repr(of)] if whole[repr(of)] else None
        if row["rest"] is not None:
            if row["count"] or not row["rest"]:
                value = OTHER if row["rest"] else row["value"]
                shaped.append({**of, "value": value, **counts, "share": share})
        elif row["count"]:
            begins = previous[1] + 1 if previous and previous[0] == repr(of) else row["bar"]
            for bar in range(begins, row["bar"] + 1):
                edges = row["edges"]
                ends = {
                    "from": edges[bar - 1] if bar else None,
                    "to": edges[bar] if bar < len(edges) else None,
                }
                own = (
                    counts | {"share": share}
                    if bar == row["bar"]
                    else {"count": 0, "people": 0, "share": 0.0}
                )
                shaped.append({**of, **ends, **own})
            previous = (repr(of), row["bar"])
    return shaped, {"rows": totals}
