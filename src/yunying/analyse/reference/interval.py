"""Interval as SQL: each start joined to an end after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yunying.analyse.interval import EDGES
from yunying.analyse.questions import TimeBetween
from yunying.analyse.reference.buckets import bucket_tables, in_bucket
from yunying.analyse.reference.filters import literal, matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_SHARES = {
    "min": "0",
    "p10": "0.1",
    "p25": "0.25",
    "median": "0.5",
    "p75": "0.75",
    "p90": "0.9",
    "p95": "0.95",
    "max": "1",
}


def answer_sql(project: Project, question: TimeBetween) -> str:
    """Rows `part` (`bucket`, `total` or `bar`), `label`, `bar`, `breakdown`, `other`, `complete`, `pairs`, `people`
    and the seconds."""
    parts = _parts(project, question)
    seconds = [f"quantile_cont(took, {share}) / 1000 AS {name}_seconds" for name, share in _SHARES.items()]
    parts["stats"] = (
        "-- figures of each bucket, of the range and of each bar\n"
        + select(
            "part", "number", "place", "CAST(sum(pairs) AS BIGINT) AS pairs",
            "count(DISTINCT person_id) AS people", "avg(took) / 1000 AS mean_seconds", *seconds,
        )
        + "\nFROM figures GROUP BY part, number, place"
    )  # fmt: skip
    names = ", ".join(f"f.{name}_seconds" for name in ("mean", *_SHARES))
    final = (
        "SELECT c.part, c.label, f.number AS bar, g.value AS breakdown, g.other, c.complete,\n"
        f"  coalesce(f.pairs, 0) AS pairs, coalesce(f.people, 0) AS people, {names}\n"
        "FROM cells AS c CROSS JOIN groups AS g\n"
        "LEFT JOIN stats AS f ON f.part = c.part AND f.place = g.place AND (c.part = 'bar' OR f.number = c.number)\n"
        "WHERE NOT g.other OR g.place IN (SELECT place FROM pairs)\n"
        "ORDER BY g.place, c.number, f.number"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: TimeBetween, chosen: str = "") -> str:
    """The people of every figure: `part`, `label`, `bar`, `breakdown`, `other`, `person_id`, `events` (pairs)."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who is behind each figure, with the number of their pairs\n"
        "SELECT f.part, c.label, f.number AS bar, g.value AS breakdown, g.other, f.person_id,\n"
        "  CAST(sum(f.pairs) AS BIGINT) AS events\n"
        "FROM figures AS f JOIN groups AS g USING (place)\n"
        "JOIN cells AS c ON c.part = f.part AND (c.part = 'bar' OR c.number = f.number)\n"
        "GROUP BY ALL"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: TimeBetween, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    part = next(p for p in ("bucket", "bar", "total") if p in at)
    conditions = [f"part = '{part}'", *Groups.of(project, question).conditions(at)]
    if part == "bucket":
        conditions.append(f"label = {quote(at['bucket'])}")
    if part == "bar":
        conditions.append(f"bar = {at['bar']}")
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: TimeBetween) -> dict[str, str]:
    first, last = project.days(question.range)
    groups = Groups.of(project, question)
    held = project.term(question.same, "event").sql if question.same else "true"
    window = question.window.milliseconds
    conditions = (
        matches(project, question.start, question.filters),
        matches(project, question.end, question.filters),
    )
    parts = {**project.properties(), **project.known()}
    parts |= bucket_tables(project, (first, last), question.interval or "day", "buckets")
    parts["in_order"] = (
        "-- starts and ends with their place among their person's events; times to the millisecond\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "e.time",
            "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
            f"{held} AS held",
            f"{groups.sql} AS breakdown",
            f"{conditions[0]} AND day_of(e.time) BETWEEN DATE '{first}' AND DATE '{last}' AS starts",
            f"{conditions[1]} AS ends",
        )
        + f"\nFROM {project.source()}"
    )
    parts["starting"] = "SELECT * FROM in_order WHERE starts"
    parts |= groups.tables("starting", "(person_id, position)")
    after = (
        "OVER (\n    PARTITION BY person_id, held ORDER BY position\n"
        "    ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING\n  )"
    )
    parts["followed"] = (
        "-- each start with the next end of the same\n"
        + select(
            "*",
            f"min(CASE WHEN ends THEN position END) {after} AS end_position",
            f"min(CASE WHEN ends THEN moment END) {after} AS end_moment",
        )
        + "\nFROM in_order WHERE held IS NOT NULL"
    )
    parts["candidates"] = "SELECT * FROM followed WHERE starts AND end_position IS NOT NULL"
    chosen = "SELECT * FROM candidates"
    if question.pairs == "last":
        chosen += "\nQUALIFY position = max(position) OVER (PARTITION BY person_id, held, end_position)"
    if question.pairs == "first":
        chosen = (
            "-- the first of the starts before an end; one whose window ran out gives way to the next\n"
            "SELECT c.* FROM candidates AS c JOIN (\n"
            "  SELECT person_id, list_reduce(\n"
            "    list({'position': position, 'moment': moment} ORDER BY position),\n"
            f"    lambda a, b: CASE WHEN b.moment - a.moment > {window} THEN b ELSE a END\n"
            "  ).position AS position\n"
            "  FROM candidates GROUP BY person_id, held, end_position\n) USING (person_id, position)"
        )
    parts["chosen"] = chosen
    parts["pairs"] = (
        "-- pairs with their group and bucket\n"
        f"SELECT m.person_id, {groups.place} AS place, b.number, m.end_moment - m.moment AS took\n"
        f"FROM chosen AS m{groups.join('m.breakdown')}\n"
        f"JOIN buckets AS b ON {in_bucket(project, question.interval or 'day', 'm.time')}\n"
        f"WHERE m.end_moment - m.moment <= {window}"
    )
    return parts | _figures(question) | _cells(question, last + timedelta(days=1), window)


def _figures(question: TimeBetween) -> dict[str, str]:
    spread = "took, 1 AS pairs FROM pairs"
    if question.by == "people":
        spread = "median(took) AS took, count(*) AS pairs FROM pairs GROUP BY ALL"
    edges = ", ".join(literal(edge, "number") for edge in question.edges or EDGES)
    bar = f"len(list_filter([{edges}], lambda edge: edge <= took / 1000))"
    buckets = (
        f"SELECT 'bucket' AS part, number, place, person_id, {spread}\nUNION ALL\n"
        if question.interval
        else ""
    )
    return {
        "whole": f"SELECT place, person_id, {spread}",
        "figures": (
            "-- what is counted in each bucket, in the range and in each bar: pairs, or people with their median\n"
            f"{buckets}SELECT 'total' AS part, 0 AS number, * FROM whole\nUNION ALL\n"
            f"SELECT 'bar', {bar}, * FROM whole"
        ),
    }


def _cells(question: TimeBetween, after: Any, window: int) -> dict[str, str]:
    known = f"+ {window * 1000} <= (SELECT epoch_us(until) FROM known) AS complete"
    buckets = (
        f"SELECT 'bucket' AS part, number, label, complete AND epoch_us(ends) {known} FROM buckets\nUNION ALL\n"
        if question.interval
        else ""
    )
    return {
        "cells": (
            f"{buckets}SELECT 'total' AS part, 0 AS number, NULL AS label,\n"
            f"  epoch_us(first_instant(DATE '{after}')) {known}\n"
            "UNION ALL SELECT 'bar', 0, NULL, NULL"
        )
    }


def key(question: TimeBetween, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    at = {"bucket": row["label"], "bar": row["bar"], "total": True}[row["part"]]
    return {row["part"]: at, **group(question, row)}


def shape(question: TimeBetween, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a bucket, totals a group, and bars from the first to the last that has any."""
    edges = [float(e) for e in question.edges or EDGES]
    parts: dict[str, Rows] = {"bucket": [], "total": [], "bar": []}
    seconds = [f"{name}_seconds" for name in ("mean", *_SHARES)]
    for row in rows:
        of, counts = group(question, row), {"pairs": row["pairs"], "people": row["people"]}
        if row["part"] != "bar":
            label = {"bucket": row["label"]} if row["part"] == "bucket" else {}
            figures = {name: row[name] for name in seconds}
            parts[row["part"]].append({**label, **of, **counts, **figures, "complete": row["complete"]})
        elif row["bar"] is not None:
            bars = parts["bar"]
            begins = bars[-1]["bar"] + 1 if bars and bars[-1]["of"] == of else row["bar"]
            for bar in range(begins, row["bar"] + 1):
                own = counts if bar == row["bar"] else {"pairs": 0, "people": 0}
                ends = {
                    "from_seconds": edges[bar - 1] if bar else None,
                    "to_seconds": edges[bar] if bar < len(edges) else None,
                }
                bars.append({"bar": bar, "of": of, "row": {**of, **ends, **own}})
    bars = [bar["row"] for bar in parts["bar"]]
    return parts["bucket"] if question.interval else parts["total"], {"rows": parts["total"], "bars": bars}
