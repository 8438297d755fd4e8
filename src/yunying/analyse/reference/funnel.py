"""Funnel as SQL: each step joined to those that may come before it."""

from __future__ import annotations

from typing import Any

from yunying.analyse.durations import QUANTILES
from yunying.analyse.questions import Funnel, UnitProperty
from yunying.analyse.reference.bars import bar_tables
from yunying.analyse.reference.buckets import bucket_tables
from yunying.analyse.reference.filters import all_of, matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project, Term, text_of
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_SAME = "e.person_id = before.person_id AND e.unit = before.unit"


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


def funnel_tables(project: Project, question: Funnel) -> dict[str, str]:
    """The tables that lead to `reached`: the first time each unit reached each step, by `bucket` (−1 all)."""
    days = project.days(question.range)
    groups = Groups.of(project, question)
    events = _in_order(project, question, groups)
    parts = {**project.properties(), "in_order": events}
    parts["counting"] = (
        "-- each event's place among those of its unit that pass the filters\n"
        "SELECT *, row_number() OVER (PARTITION BY person_id, unit ORDER BY position) AS nth\n"
        "FROM in_order WHERE unit IS NOT NULL AND passes"
    )
    periods = (
        "-- the whole range, and each period of it\n"
        f"SELECT -1 AS bucket, DATE '{days[0]}' AS first_day, DATE '{days[1]}' AS last_day"
    )
    if question.interval:
        parts |= project.known() | bucket_tables(project, days, question.interval, "buckets")
        periods += (
            "\nUNION ALL SELECT number, greatest(CAST(label AS DATE), "
            f"DATE '{days[0]}'), least({_next(question)} - 1, DATE '{days[1]}')\nFROM buckets"
        )
    parts["periods"] = periods
    every = " OR ".join(f"is_step_{i}" for i in range(1, len(question.steps) + 1))
    own = every
    if question.attribute == "step" and question.order != "any":
        own = f"is_step_{question.attribute_step}"
    parts["placed"] = f"SELECT * FROM in_order WHERE {every}"
    parts["ranking"] = (
        f"SELECT * FROM placed WHERE ({own}) AND day BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'"
    )
    parts |= groups.tables("ranking", "(person_id, position)", "placed")
    parts |= _any_order(question) if question.order == "any" else _chains(project, question, groups)
    parts["reached_first"] = (
        "-- when each unit first reached each step\n"
        "SELECT * FROM reaching\n"
        "QUALIFY row_number() OVER (\n"
        "  PARTITION BY bucket, person_id, unit, step ORDER BY position, began DESC, came DESC\n) = 1"
    )
    furthest = "\nQUALIFY step = max(step) OVER (PARTITION BY bucket, person_id, unit)"
    if question.attribute == "each_step":
        furthest = ""
    parts["furthest"] = (
        f"SELECT r.bucket, r.person_id, r.unit, r.step, {groups.place} AS place\n"
        f"FROM reached_first AS r{groups.join('r.breakdown')}{furthest}"
    )
    same_step = " AND f.step = r.step" if question.attribute == "each_step" else ""
    parts["reached"] = (
        "-- each unit's steps, with the group of the chain that got furthest\n"
        + select(
            "r.bucket",
            "r.step",
            "r.person_id",
            "r.unit",
            "f.place",
            "CASE WHEN r.step > 1 THEN r.moment - r.began_moment END AS took",
            "CASE WHEN r.step > 1 THEN r.moment - r.required_moment END AS took_last",
            "r.moment - r.marked_moment AS passed",
        )
        + "\nFROM reached_first AS r JOIN furthest AS f\n"
        f"  ON (f.bucket, f.person_id, f.unit) = (r.bucket, r.person_id, r.unit){same_step}"
    )
    if question.times_span:
        parts |= bar_tables(
            f"SELECT passed AS time FROM reached WHERE bucket = -1 AND step = {question.times_span[1]}"
        )
    return parts


def _in_order(project: Project, question: Funnel, groups: Groups) -> str:
    """All events, with everything that is asked of one."""
    unit = "''"
    if isinstance(question.per, UnitProperty):
        unit = _held(project, question.per.property, as_text=False)
    elif question.per == "session":
        unit = project.term("$session_id", "event").sql
    names = [question.held(i) for i in range(1, len(question.steps) + 1)]
    kinds = {project.term(name, "event").type for name in names if name}
    held = ["''" if name is None else _held(project, name, as_text=len(kinds) > 1) for name in names]
    columns = []
    for i, step in enumerate(question.steps, 1):
        columns.append(f"{matches(project, step, question.filters)} AS is_step_{i}")
        columns.append(f"{held[i - 1]} AS held_{i}")
    for x, exclusion in enumerate(question.exclude):
        columns.append(f"{matches(project, exclusion, question.filters)} AS is_out_{x}")
        columns.append(f"{held[question.span(exclusion)[0] - 1]} AS held_out_{x}")
    return (
        "-- events with their place among their person's events; times to the millisecond\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
            "day_of(e.time) AS day",
            f"{unit} AS unit",
            f"{all_of(project, question.filters)} AS passes",
            f"{groups.sql} AS breakdown",
            f"{groups.is_set} AS is_set",
            *columns,
        )
        + f"\nFROM {project.source()}"
    )


def _held(project: Project, name: str, *, as_text: bool) -> str:
    term: Term = project.term(name, "event")
    if as_text:
        return text_of(term.sql, term.type)
    # Adding zero makes −0 and 0 one value.
    return f"{term.sql} + 0" if term.type == "number" else term.sql


def _within(question: Funnel) -> str:
    natural = question.window.natural_days
    if natural is not None:
        return f"e.day <= before.began_day + {natural - 1}"
    return f"e.moment - before.began_moment <= {question.window.milliseconds}"


def _chains(project: Project, question: Funnel, groups: Groups) -> dict[str, str]:
    """The table `reaching`: every chain that reaches a step."""
    mark = question.times_span[0] if question.times_span else 1
    nothing = groups.nothing
    parts: dict[str, str] = {}
    own = "e.breakdown"
    if question.attribute in ("first_touch", "last_touch"):
        own = f"CASE WHEN e.is_set THEN e.breakdown ELSE {nothing} END"
    elif question.attribute == "step" and question.attribute_step > 1:
        own = nothing
    parts["step_1"] = (
        select(
            "1 AS step",
            "p.bucket",
            "e.person_id",
            "e.unit",
            "e.held_1 AS held",
            "e.position",
            "e.nth",
            "e.moment",
            "e.position AS began",
            "e.moment AS began_moment",
            "e.day AS began_day",
            "0 AS came",
            "e.moment AS required_moment",
            "e.moment AS last_required",
            "e.moment AS marked_moment",
            f"{own} AS breakdown",
            "e.is_set AS touched",
            *_own_exclusions(question, "e.held_1"),
        )
        + "\nFROM counting AS e JOIN periods AS p ON e.day BETWEEN p.first_day AND p.last_day\n"
        "WHERE e.is_step_1 AND e.held_1 IS NOT NULL"
    )
    for step in range(2, len(question.steps) + 1):
        parts[f"step_{step}"] = _later_step(question, step, mark, nothing)
    parts["reaching"] = "\nUNION ALL\n".join(
        f"SELECT * FROM step_{step}" for step in range(1, len(question.steps) + 1)
    )
    return parts


def _later_step(question: Funnel, step: int, mark: int, nothing: str) -> str:
    before = question.before(step)
    earlier = "\n  UNION ALL ".join(f"SELECT * FROM step_{q}" for q in range(before, step))
    # Of all chains that end in one event and began with one event, the one whose step before came last.
    best = "(before.position, before.step)"
    conditions = [
        _SAME,
        f"e.held_{step} = before.held",
        "e.position > before.position",
        _within(question),
    ]
    if question.order == "strict":
        conditions.append("e.nth = before.nth + 1")
    for x, exclusion in enumerate(question.exclude):
        low, high = question.span(exclusion)
        if low <= before and step <= high:
            conditions.append(_nothing_between(x))
            # The chain's own events may be excluded ones, at its two ends only.
            conditions.append(f"NOT (before.step > {low} AND before.is_out_{x})")
    carried = f"arg_max_null(before.breakdown, {best})"
    touched = f"max_by(before.touched, {best})"
    value = carried
    if question.attribute == "each_step" or (
        question.attribute == "step" and question.attribute_step == step
    ):
        value = "e.breakdown"
    elif question.attribute == "last_touch":
        value = f"CASE WHEN e.is_set THEN e.breakdown ELSE {carried} END"
    elif question.attribute == "first_touch":
        value = f"CASE WHEN {touched} THEN {carried} WHEN e.is_set THEN e.breakdown ELSE {nothing} END"
    required = step in question.required
    return (
        select(
            f"{step} AS step",
            "before.bucket",
            "e.person_id",
            "e.unit",
            "before.held",
            "e.position",
            "e.nth",
            "e.moment",
            "before.began",
            "before.began_moment",
            "before.began_day",
            "max(before.position) AS came",
            f"max_by(before.last_required, {best}) AS required_moment",
            "e.moment AS last_required"
            if required
            else f"max_by(before.last_required, {best}) AS last_required",
            "e.moment AS marked_moment"
            if step == mark
            else f"max_by(before.marked_moment, {best}) AS marked_moment",
            f"{value} AS breakdown",
            f"e.is_set OR {touched} AS touched",
            *_own_exclusions(question, "before.held"),
        )
        + f"\nFROM counting AS e JOIN (\n  {earlier}\n) AS before\n  ON "
        + "\n  AND ".join(conditions)
        + f"\nWHERE e.is_step_{step}\n"
        "GROUP BY before.bucket, e.person_id, e.unit, before.held, e.position, e.nth, e.moment, before.began,\n"
        "  before.began_moment, before.began_day, e.breakdown, e.is_set"
        + "".join(f", e.is_out_{x}, e.held_out_{x}" for x in range(len(question.exclude)))
    )


def _own_exclusions(question: Funnel, held: str) -> list[str]:
    """Whether the event itself is one of those that each exclusion means."""
    return [
        f"e.is_out_{x} AND coalesce(e.held_out_{x} = {held}, true) AS is_out_{x}"
        for x in range(len(question.exclude))
    ]


def _nothing_between(x: int) -> str:
    return (
        "NOT EXISTS (\n"
        f"    SELECT 1 FROM counting AS o WHERE o.is_out_{x} AND o.person_id = e.person_id AND o.unit = e.unit\n"
        "      AND o.position > before.position AND o.position < e.position\n"
        f"      AND coalesce(o.held_out_{x} = before.held, true))"
    )


def _any_order(question: Funnel) -> dict[str, str]:
    """The table `reaching` where steps have no order: every choice of events for k different steps, by its first and
    last event and which steps they are."""
    steps = range(1, len(question.steps) + 1)
    parts = {
        "doing": "-- what each event could be\n"
        + "\nUNION ALL\n".join(
            f"SELECT {1 << (i - 1)} AS step_bit, held_{i} AS held, * FROM counting\n"
            f"WHERE is_step_{i} AND held_{i} IS NOT NULL"
            for i in steps
        )
    }
    outs = " OR ".join(
        f"(e.is_out_{x} AND coalesce(e.held_out_{x} = e.held, true))" for x in range(len(question.exclude))
    )
    parts["step_1"] = (
        select(
            "p.bucket",
            "e.person_id",
            "e.unit",
            "e.held",
            "e.position",
            "e.moment",
            "e.position AS began",
            "e.moment AS began_moment",
            "e.day AS began_day",
            "e.step_bit AS done",
            "false AS blocked",
            "e.breakdown",
            "e.breakdown AS own",
        )
        + "\nFROM doing AS e JOIN periods AS p ON e.day BETWEEN p.first_day AND p.last_day"
    )
    conditions = [
        _SAME,
        "e.held = before.held",
        "e.position > before.position",
        _within(question),
        "before.done & e.step_bit = 0",
        "NOT before.blocked",
        *(_nothing_between(x) for x in range(len(question.exclude))),
    ]
    for step in steps[1:]:
        parts[f"step_{step}"] = (
            select(
                "DISTINCT before.bucket",
                "e.person_id",
                "e.unit",
                "e.held",
                "e.position",
                "e.moment",
                "before.began",
                "before.began_moment",
                "before.began_day",
                "before.done | e.step_bit AS done",
                f"{outs or 'false'} AS blocked",
                "before.breakdown",
                "e.breakdown AS own",
            )
            + f"\nFROM doing AS e JOIN step_{step - 1} AS before\n  ON "
            + "\n  AND ".join(conditions)
        )
    value = "own" if question.attribute == "each_step" else "breakdown"
    parts["reaching"] = "\nUNION ALL\n".join(
        f"SELECT {i} AS step, bucket, person_id, unit, position, moment, began, began_moment, 0 AS came,\n"
        f"  CAST(NULL AS BIGINT) AS required_moment, began_moment AS marked_moment, {value} AS breakdown\n"
        f"FROM step_{i}"
        for i in steps
    )
    return parts


def _next(question: Funnel) -> str:
    """The first day after a bucket."""
    length = {"day": "1 DAY", "week": "7 DAY", "month": "1 MONTH"}[question.interval or "day"]
    return f"CAST(CAST(label AS DATE) + INTERVAL {length} AS DATE)"


def _over(project: Project, question: Funnel) -> str:
    """The condition that the windows of all who entered in bucket `b` are over."""
    natural = question.window.natural_days
    if natural is not None:
        return f"first_instant({_next(question)} + {natural - 1}) <= (SELECT until FROM known)"
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
