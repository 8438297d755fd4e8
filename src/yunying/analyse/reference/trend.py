"""Trend as SQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yunying.analyse.questions import Series, Trend
from yunying.analyse.reference.buckets import bucket_tables, in_bucket
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_MEASURES = {
    "events": "count(*)",
    "people": "count(DISTINCT person_id)",
    "events_per_person": "count(*) / count(DISTINCT person_id)",
    "sum": "sum(value)",
    "avg": "avg(value)",
    "min": "min(value)",
    "max": "max(value)",
    "median": "quantile_cont(value, 0.5)",
    "p90": "quantile_cont(value, 0.90)",
    "p95": "quantile_cont(value, 0.95)",
    "p99": "quantile_cont(value, 0.99)",
}
_OF_NOTHING = {"events": "0", "people": "0", "sum": "0"}
"""What a measure is where there are no events; the others are then unknown."""
_BUCKETS = {"now": "buckets", "before": "buckets_before"}


def answer_sql(project: Project, question: Trend) -> str:
    """Rows `series` (number), `bucket` (number, null for the whole range), `label`, `breakdown`, `other`, `value`,
    `complete`, and with `compare` `previous`, in the order of the answer."""
    parts = _parts(project, question)
    parts["figures"] = "-- a figure a cell; bucket is null for the whole range\n" + "\nUNION ALL\n".join(
        _figures(i, s) for i, s in enumerate(question.series)
    )
    parts["shown"] = (
        "-- values of their own for every series, others where there are any\n"
        "SELECT s.series, g.place, g.value AS breakdown, g.other\n"
        f"FROM range({len(question.series)}) AS s(series), groups AS g\n"
        "WHERE NOT g.other OR EXISTS (\n"
        "  SELECT 1 FROM measured AS m WHERE m.series = s.series AND m.place = g.place\n)"
    )
    nothing = " ".join(
        f"WHEN {i} THEN {_OF_NOTHING[s.measure]}"
        for i, s in enumerate(question.series)
        if s.measure in _OF_NOTHING
    )
    value, previous = "now.value", "earlier.value"
    if nothing:
        value = f"coalesce(now.value, CASE s.series {nothing} END)"
        previous = f"coalesce(earlier.value, CASE s.series {nothing} END)"
    columns = ["s.series", "b.number AS bucket", "b.label", "s.breakdown", "s.other", f"{value} AS value"]
    columns.append("b.complete")
    same = "{0}.series = s.series AND {0}.place = s.place AND {0}.bucket IS NOT DISTINCT FROM b.number"
    source = (
        "shown AS s\n"
        "CROSS JOIN (SELECT number, label, complete FROM buckets UNION ALL SELECT NULL, NULL, NULL) AS b\n"
        f"LEFT JOIN figures AS now ON now.period = 'now' AND {same.format('now')}\n"
    )
    if question.compare:
        has = "b.number IS NULL OR b.number IN (SELECT number FROM buckets_before)"
        columns.append(f"CASE WHEN {has} THEN {previous} END AS previous")
        source += f"LEFT JOIN figures AS earlier ON earlier.period = 'before' AND {same.format('earlier')}\n"
    order = "ORDER BY s.series, s.place, b.number NULLS LAST"
    return statement(project, parts, f"{select(*columns)}\nFROM {source}{order}")


def people_sql(project: Project, question: Trend, chosen: str = "") -> str:
    """The people of every figure: `series`, `bucket` (label, null for the whole range), `breakdown`, `other`,
    `previous`, `person_id`, `events`. `chosen` is a WHERE clause on these."""
    parts = _parts(project, question)
    labels = " UNION ALL ".join(
        f"SELECT '{period}' AS period, number, label FROM {buckets}"
        for period, buckets in _BUCKETS.items()
        if period == "now" or question.compare
    )
    parts["people"] = (
        "-- who is behind each figure, with the number of their events in it\n"
        + select(
            "m.series",
            "l.label AS bucket",
            "g.value AS breakdown",
            "g.other",
            "m.period = 'before' AS previous",
            "m.person_id",
            "count(*) AS events",
        )
        + f"\nFROM measured AS m JOIN groups AS g USING (place)\nJOIN ({labels}) AS l\n"
        "  ON l.period = m.period AND l.number = m.bucket\n"
        "GROUP BY GROUPING SETS (\n"
        "  (m.series, l.label, g.value, g.other, m.period, m.person_id),\n"
        "  (m.series, g.value, g.other, m.period, m.person_id)\n)"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Trend, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    bucket = quote(at["bucket"]) if "bucket" in at else "NULL"
    conditions = [
        f"series = {at['series']}",
        f"bucket IS NOT DISTINCT FROM {bucket}",
        f"previous = {'previous' in at}".lower(),
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Trend) -> dict[str, str]:
    first, last = project.days(question.range)
    groups = Groups.of(project, question)
    spans = {"now": (first, last)}
    if question.compare:
        spans["before"] = (first - (last - first) - timedelta(days=1), first - timedelta(days=1))
    matching = [
        _matching(project, question, period, days, i, groups)
        for period, days in spans.items()
        for i in range(len(question.series))
    ]
    parts = {**project.properties(), **project.known()}
    for period, days in spans.items():
        parts |= bucket_tables(project, days, question.interval, _BUCKETS[period])
    parts["matching"] = "-- events of each series\n" + "\nUNION ALL\n".join(matching)
    own = "(SELECT * FROM matching WHERE period = 'now')"
    parts |= groups.tables(own, "(arrival_file, arrival_row)", every="matching")
    parts["measured"] = (
        "-- events that count, with their group\n"
        f"SELECT m.*, {groups.place} AS place\nFROM matching AS m{groups.join('m.breakdown')}\nWHERE m.counts"
    )
    return parts


def _matching(
    project: Project,
    question: Trend,
    period: str,
    days: tuple[date, date],
    i: int,
    groups: Groups,
) -> str:
    series = question.series[i]
    value = project.term(series.property, "event").sql if series.property else "NULL"
    conditions = [
        f"day_of(e.time) BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'",
        matches(project, series, question.filters),
    ]
    return (
        select(
            f"'{period}' AS period",
            f"{i} AS series",
            "b.number AS bucket",
            "e.person_id",
            "e.arrival_file",
            "e.arrival_row",
            f"{groups.sql} AS breakdown",
            f"{value} AS value",
            f"{value} IS NOT NULL AS counts" if series.property else "true AS counts",
        )
        + f"\nFROM {project.source()}\n"
        + f"JOIN {_BUCKETS[period]} AS b ON {in_bucket(project, question.interval, 'e.time')}\n"
        + "WHERE "
        + "\n  AND ".join(c for c in conditions if c != "true")
    )


def _figures(i: int, series: Series) -> str:
    return (
        f"SELECT period, series, place, bucket, CAST({_MEASURES[series.measure]} AS DOUBLE) AS value\n"
        f"FROM measured WHERE series = {i}\n"
        "GROUP BY GROUPING SETS ((period, series, place, bucket), (period, series, place))"
    )


def key(question: Trend, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = {"series": row["series"], **group(question, row)}
    if row["bucket"] is not None:
        parts["bucket"] = row["bucket"]
    return parts | ({"previous": True} if row["previous"] else {})


def shape(question: Trend, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a bucket, and totals where the SQL has no bucket."""
    shaped: Rows = []
    totals: Rows = []
    for row in rows:
        whole = question.series[row["series"]].measure in ("events", "people")
        total = row["bucket"] is None
        out: dict[str, Any] = {} if total else {"bucket": row["label"]}
        out |= {"series": row["series"], **group(question, row), "value": _number(row["value"], whole)}
        if question.compare:
            out["previous"] = _number(row["previous"], whole)
        if not total:
            out["complete"] = row["complete"]
        (totals if total else shaped).append(out)
    return shaped, {"series": totals}


def _number(value: float | None, whole: bool) -> float | int | None:
    return int(value) if whole and value is not None else value
