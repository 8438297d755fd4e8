"""Trend as SQL."""

from __future__ import annotations

import ast
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
_MEASURES["rolling_people"] = _MEASURES["people"]
_OF_NOTHING = ("events", "people", "sum", "rolling_people")
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
    nothing = " ".join(f"WHEN {i} THEN 0" for i, s in enumerate(question.series) if _countable(s))
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
        columns.append("b.number IS NULL OR b.number IN (SELECT number FROM buckets_before) AS matched")
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
        + f"\nFROM counted AS m JOIN groups AS g USING (place)\nLEFT JOIN ({labels}) AS l\n"
        "  ON l.period = m.period AND l.number = m.bucket\n"
        "GROUP BY m.series, l.label, g.value, g.other, m.period, m.person_id"
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
        spans["before"] = project.compared((first, last), question.compare)
    matching = [
        _matching(project, question, period, days, i, groups)
        for period, days in spans.items()
        for i in range(len(question.series))
    ]
    firsts = {
        f"first_{i}": _first_ever(project, question, i) for i, s in enumerate(question.series) if s.first_ever
    }
    # Only now is it known which tables the conditions need.
    parts = {**project.properties(), **project.known(), **firsts}
    for period, days in spans.items():
        parts |= bucket_tables(project, days, question.interval, _BUCKETS[period])
    parts["matching"] = "-- events of each series\n" + "\nUNION ALL\n".join(matching)
    own = "(SELECT * FROM matching WHERE period = 'now' AND inside)"
    parts |= groups.tables(own, "(arrival_file, arrival_row)", every="matching")
    parts["measured"] = (
        "-- events that count, with their group\n"
        f"SELECT m.*, {groups.place} AS place\nFROM matching AS m{groups.join('m.breakdown')}\nWHERE m.counts"
    )
    parts["counted"] = (
        "-- each event in every bucket it counts in, and in the whole range (bucket null)\n"
        "SELECT period, series, place, NULL AS bucket, day, person_id, value FROM measured WHERE inside\nUNION ALL\n"
        + "\nUNION ALL\n".join(
            _counted(project, question, period, days, i)
            for period, days in spans.items()
            for i in range(len(question.series))
        )
    )
    if any(s.measure == "stickiness" for s in question.series):
        parts["days_of"] = "-- the days of each bucket that have come\n" + "\nUNION ALL\n".join(
            f"SELECT '{period}' AS period, CAST(d AS DATE) AS day, b.number AS bucket\n"
            f"FROM range(DATE '{days[0]}', DATE '{days[1] + timedelta(days=1)}', INTERVAL 1 DAY) AS days(d)\n"
            f"JOIN {_BUCKETS[period]} AS b\n"
            f"  ON b.label = CAST({project.period_start('CAST(d AS DATE)', question.interval)} AS VARCHAR)\n"
            "WHERE CAST(d AS DATE) <= (SELECT day_of(until) FROM known)"
            for period, days in spans.items()
        )
    return parts


def _window(series: Series) -> int:
    return series.days or {"rolling_people": 7, "stickiness": 30}[series.measure]


def _countable(series: Series) -> bool:
    """Whether there are 0 of it where nothing happened."""
    return series.measure in _OF_NOTHING and not series.per_person


def _first_ever(project: Project, question: Trend, i: int) -> str:
    """Each person's first event ever of a series."""
    series = question.series[i]
    return (
        "SELECT e.arrival_file, e.arrival_row\n"
        f"FROM {project.source()}\nWHERE {matches(project, series, question.filters)}\n"
        "QUALIFY row_number() OVER (\n"
        "  PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n) = 1"
    )


def _counted(project: Project, question: Trend, period: str, days: tuple[date, date], i: int) -> str:
    series, buckets = question.series[i], _BUCKETS[period]
    condition = "b.number = m.bucket"
    if series.cumulative:
        condition = "b.number >= m.bucket"
    if series.measure == "rolling_people":
        length = {"day": "1 DAY", "week": "7 DAY", "month": "1 MONTH"}[question.interval]
        begins = f"greatest(CAST(b.label AS DATE), DATE '{days[0]}')"
        ends = f"least(CAST(CAST(b.label AS DATE) + INTERVAL {length} AS DATE) - 1, DATE '{days[1]}')"
        known = "(SELECT day_of(until) FROM known)"
        # The running bucket's window ends with the newest day there is data of.
        end = f"CASE WHEN {known} >= {begins} THEN least({ends}, {known}) ELSE {ends} END"
        condition = f"m.day > {end} - {_window(series)} AND m.day <= {end}"
    return (
        "SELECT m.period, m.series, m.place, b.number, m.day, m.person_id, m.value\n"
        f"FROM measured AS m JOIN {buckets} AS b ON {condition}\n"
        f"WHERE m.period = '{period}' AND m.series = {i}"
    )


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
    inside = f"day_of(e.time) BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'"
    reach = days[0]
    if series.measure in ("rolling_people", "stickiness"):
        reach -= timedelta(days=_window(series) - 1)
    conditions = [
        f"day_of(e.time) BETWEEN DATE '{reach}' AND DATE '{days[1]}'",
        matches(project, series, question.filters),
    ]
    if series.first_ever:
        conditions.append(
            f"(e.arrival_file, e.arrival_row) IN (SELECT (arrival_file, arrival_row) FROM first_{i})"
        )
    return (
        select(
            f"'{period}' AS period",
            f"{i} AS series",
            f"{inside} AS inside",
            f"CASE WHEN {inside} THEN b.number END AS bucket",
            "day_of(e.time) AS day",
            "e.person_id",
            "e.arrival_file",
            "e.arrival_row",
            f"{groups.sql} AS breakdown",
            f"{value} AS value",
            f"{value} IS NOT NULL AS counts" if series.property else "true AS counts",
        )
        + f"\nFROM {project.source()}\n"
        + f"LEFT JOIN {_BUCKETS[period]} AS b ON {in_bucket(project, question.interval, 'e.time')}\n"
        + "WHERE "
        + "\n  AND ".join(c for c in conditions if c != "true")
    )


def _figures(i: int, series: Series) -> str:
    of = f"FROM counted WHERE series = {i}\n"
    cell = "GROUP BY period, series, place, bucket"
    if series.measure == "stickiness":
        return (
            "SELECT p.period, p.series, p.place, d.bucket, sum(p.people) / nullif(sum(p.within), 0) AS value\n"
            "FROM (\n"
            "  SELECT m.period, m.series, m.place, d.day,\n"
            "    count(DISTINCT m.person_id) FILTER (m.day = d.day) AS people, count(DISTINCT m.person_id) AS within\n"
            "  FROM measured AS m JOIN days_of AS d\n"
            f"    ON d.period = m.period AND m.day > d.day - {_window(series)} AND m.day <= d.day\n"
            f"  WHERE m.series = {i}\n"
            "  GROUP BY m.period, m.series, m.place, d.day\n"
            ") AS p JOIN (SELECT * FROM days_of UNION ALL SELECT period, day, NULL FROM days_of) AS d\n"
            "  ON d.period = p.period AND d.day = p.day\n"
            "GROUP BY p.period, p.series, p.place, d.bucket"
        )
    if series.per_person:
        each = f"SELECT period, series, place, bucket, {_MEASURES[series.measure]} AS value\n  {of}  {cell}, person_id"
        measure = _MEASURES[series.per_person]
        return f"SELECT period, series, place, bucket, CAST({measure} AS DOUBLE) AS value\nFROM (\n  {each}\n)\n{cell}"
    measure = _MEASURES[series.measure]
    return f"SELECT period, series, place, bucket, CAST({measure} AS DOUBLE) AS value\n{of}{cell}"


def key(question: Trend, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = {"series": row["series"], **group(question, row)}
    if row["bucket"] is not None:
        parts["bucket"] = row["bucket"]
    return parts | ({"previous": True} if row["previous"] else {})


def shape(question: Trend, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a bucket, and totals where the SQL has no bucket; then formulas, and means of neighbouring buckets."""
    lines = _of_series(question, rows)
    names = {i: _letters(i) for i in range(len(question.series))}
    shown: list[list[Row]] = []
    for i, series in enumerate(question.series):
        shown += [cells for (of, _), cells in lines.items() if of == i and not series.hidden]
    labels = {str(g): g for _, g in lines}
    for number, formula in enumerate(question.formulas):
        tree = ast.parse(formula.formula.strip(), mode="eval").body
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used = [i for i, name in names.items() if name in named]
        for g in sorted({g for i, g in lines if i in used}, key=list(labels).index):
            parts = {names[i]: lines.get((i, g)) or _nothing(question, i, lines) for i in used}
            shown.append(_of_formula(tree, parts, len(question.series) + number))
    shaped: Rows = []
    totals: Rows = []
    for cells in shown:
        *buckets, total = cells
        for b, row in enumerate(buckets):
            if question.smooth:
                last = [r["value"] for r in buckets[max(0, b + 1 - question.smooth) : b + 1]]
                short = len(last) < question.smooth or None in last
                row["smoothed"] = None if short else float(sum(last) / len(last))
        shaped += [_in_order(row) for row in buckets]
        totals.append(_in_order({k: v for k, v in total.items() if k not in ("bucket", "complete")}))
    return shaped, {"series": totals}


def _of_series(question: Trend, rows: Rows) -> dict[tuple[int, str], list[Row]]:
    """The rows of each series and group (as text): one a bucket, then the total."""
    lines: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        series = question.series[row["series"]]
        whole = series.measure in ("events", "people", "rolling_people") and not series.per_person
        of = group(question, row)
        out: Row = {
            "bucket": row["label"],
            "series": row["series"],
            **of,
            "value": _number(row["value"], whole),
        }
        if question.compare:
            out |= {"previous": _number(row["previous"], whole), "matched": row["matched"]}
        out["complete"] = row["complete"]
        lines.setdefault((row["series"], repr(of)), []).append(out)
    return lines


def _nothing(question: Trend, i: int, lines: dict[tuple[int, str], list[Row]]) -> list[Row]:
    """The rows of a series in a group in which it has no events."""
    value = 0 if _countable(question.series[i]) else None
    some = next(iter(lines.values()))
    return [{"value": value, "previous": value if row.get("matched") else None} for row in some]


def _of_formula(tree: ast.expr, parts: dict[str, list[Row]], number: int) -> list[Row]:
    rows = []
    for cells in zip(*parts.values(), strict=True):
        row = next(c for c in cells if "series" in c) | {"series": number}
        for column in ("value", "previous"):
            if column in row:
                row[column] = _value(tree, {n: c[column] for n, c in zip(parts, cells, strict=True)})
        rows.append(row)
    return rows


def _value(tree: ast.expr, of: dict[str, float | int | None]) -> float | None:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            value = of[name]
            return None if value is None else float(value)
        case ast.UnaryOp(op=sign, operand=inner):
            value = _value(inner, of)
            return -value if value is not None and isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _value(left, of), _value(right, of)
            if a is None or b is None or (isinstance(operator, ast.Div) and b == 0):
                return None
            return {ast.Add: a + b, ast.Sub: a - b, ast.Mult: a * b}.get(type(operator), a / (b or 1))
    raise AssertionError(ast.dump(tree))


def _letters(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)


_ORDER = ("bucket", "series", "breakdown", "value", "smoothed", "previous", "complete")


def _in_order(row: Row) -> Row:
    return {name: row[name] for name in _ORDER if name in row}


def _number(value: float | None, whole: bool) -> float | int | None:
    return int(value) if whole and value is not None else value
