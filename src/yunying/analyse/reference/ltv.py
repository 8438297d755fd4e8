"""LTV as SQL: each person's first acquisition joined to what they paid since."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Ltv
from yunying.analyse.reference.buckets import bucket_tables, in_bucket
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement
from yunying.store import quote

_HOURS = {"day": 24, "week": 7 * 24, "month": 30 * 24}
_PERIOD = {"day": "1 DAY", "week": "7 DAY", "month": "1 MONTH"}


def answer_sql(project: Project, question: Ltv) -> str:
    """Rows `cohort` (label, null where cohorts are compared), `age`, `breakdown`, `other`, `cohorts`, `people`,
    `gross`, `refunds`, `payers`, `complete`."""
    parts = _parts(project, question)
    parts["figures"] = (
        "-- cumulative figures of each cohort, group and age\n"
        + select(
            "c.number", "c.label", "c.age", "c.complete", "g.place", "g.value AS breakdown", "g.other",
            "(SELECT count(*) FROM acquired AS a WHERE a.number = c.number AND a.place = g.place) AS people",
            "coalesce((SELECT sum(revenue) FROM amounts AS m WHERE m.number = c.number AND m.place = g.place\n"
            "    AND m.age <= c.age), 0) AS gross",
            "coalesce((SELECT sum(refund) FROM amounts AS m WHERE m.number = c.number AND m.place = g.place\n"
            "    AND m.age <= c.age), 0) AS refunds",
            "(SELECT count(DISTINCT person_id) FROM amounts AS m WHERE m.number = c.number AND m.place = g.place\n"
            "    AND m.age <= c.age AND m.revenue > 0) AS payers",
        )
        + "\nFROM cells AS c CROSS JOIN groups AS g\n"
        "WHERE NOT g.other OR g.place IN (SELECT place FROM acquired)"
    )  # fmt: skip
    final = (
        "SELECT label AS cohort, age, breakdown, other, 1 AS cohorts, people, gross, refunds, payers, complete,\n"
        "  place, number\nFROM figures\n"
        "UNION ALL\n"
        "SELECT NULL, age, breakdown, other, count(*), CAST(sum(people) AS BIGINT), sum(gross), sum(refunds),\n"
        "  CAST(sum(payers) AS BIGINT), bool_and(complete), place, NULL\n"
        "FROM figures JOIN compared USING (number, age) GROUP BY ALL\n"
        "ORDER BY place, number NULLS LAST, age"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: Ltv, chosen: str = "") -> str:
    """The people of every figure: `cohort` (null where cohorts are compared), `age` (null for the whole cohort),
    `payers` (of these only), `breakdown`, `other`, `person_id`."""
    parts = _parts(project, question)
    payers = "EXISTS (SELECT 1 FROM amounts AS m WHERE m.person_id = a.person_id AND m.age <= c.age AND m.revenue > 0)"
    parts["members"] = (
        "-- the people of each cohort: all, and who had paid by each age; and of those compared at each age\n"
        "SELECT DISTINCT c.label AS cohort, NULL AS age, false AS payers, a.place, a.person_id\n"
        "FROM cells AS c JOIN acquired AS a USING (number)\nUNION ALL\n"
        "SELECT c.label, c.age, true, a.place, a.person_id\n"
        f"FROM cells AS c JOIN acquired AS a USING (number) WHERE {payers}\nUNION ALL\n"
        "SELECT NULL, c.age, false, a.place, a.person_id\n"
        "FROM compared AS c JOIN acquired AS a USING (number)\nUNION ALL\n"
        "SELECT NULL, c.age, true, a.place, a.person_id\n"
        f"FROM compared AS c JOIN acquired AS a USING (number) WHERE {payers}"
    )
    parts["people"] = (
        "SELECT m.cohort, m.age, m.payers, g.value AS breakdown, g.other, m.person_id\n"
        "FROM members AS m JOIN groups AS g USING (place)"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Ltv, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    conditions = [
        f"cohort = {quote(at['cohort'])}" if "cohort" in at else "cohort IS NULL",
        f"age IS NOT DISTINCT FROM {at.get('age', 'NULL')}",
        "payers" if "payers" in at else "NOT payers",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Ltv) -> dict[str, str]:
    first, last = project.days(question.range)
    groups = Groups.of(project, question)
    refunds = question.refunds
    parts_of = {"revenue": question.revenue, **({"refund": refunds} if refunds else {})}
    amounts = {"refund": "NULL"} | {
        name: f"CASE WHEN {matches(project, ref, question.filters)} THEN {project.term(ref.property, 'event').sql} END"
        for name, ref in parts_of.items()
    }
    condition = matches(project, question.acquired, question.filters)
    parts = {**project.properties(), **project.known()}
    parts |= bucket_tables(project, (first, last), question.cohort, "buckets")
    parts["in_order"] = (
        "-- events with their place among their person's events; times to the millisecond\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "e.time",
            "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
            "day_of(e.time) AS day",
            f"{groups.sql} AS breakdown",
            f"{condition} AS acquires",
            *(f"{sql} AS {name}" for name, sql in amounts.items()),
        )
        + f"\nFROM {project.source()}"
    )
    inside = f"day BETWEEN DATE '{first}' AND DATE '{last}'"
    parts["ranking"] = f"SELECT * FROM in_order WHERE acquires AND {inside}"
    parts |= groups.tables("ranking", "(person_id, position)")
    parts["firsts"] = (
        "SELECT * FROM in_order WHERE acquires\nQUALIFY position = min(position) OVER (PARTITION BY person_id)"
    )
    parts["acquired"] = (
        "-- who was won in the range, in which cohort and group\n"
        f"SELECT m.person_id, m.position, m.moment, m.day, {groups.place} AS place, b.number\n"
        f"FROM firsts AS m{groups.join('m.breakdown')}\n"
        f"JOIN buckets AS b ON {in_bucket(project, question.cohort, 'm.time')}\nWHERE {inside}"
    )
    parts["amounts"] = (
        "-- what they paid and got back since, and at which age\n"
        f"SELECT a.person_id, a.number, a.place, {_age(project, question)} AS age, e.revenue, e.refund\n"
        "FROM acquired AS a JOIN in_order AS e USING (person_id)\n"
        "WHERE e.position >= a.position AND (e.revenue IS NOT NULL OR e.refund IS NOT NULL)"
    )
    parts["cells"] = _cells(project, question)
    parts["compared"] = (
        "-- at each age the cohorts for which it is over; where there is none, all\n"
        "SELECT number, age FROM cells QUALIFY complete = bool_or(complete) OVER (PARTITION BY age)"
    )
    return parts


def _age(project: Project, question: Ltv) -> str:
    if question.counting == "rolling":
        return f"(e.moment - a.moment) // {_HOURS[question.age] * 3_600_000}"
    to, since = (project.period_start(f"{t}.day", question.age) for t in ("e", "a"))
    if question.age == "month":
        return f"(12 * (year({to}) - year({since})) + month({to}) - month({since}))"
    return f"({to} - {since})" + (" // 7" if question.age == "week" else "")


def _cells(project: Project, question: Ltv) -> str:
    """Every cohort that has begun at every age that has."""
    most = 1001 if question.ages is None else question.ages + 1
    until = "(SELECT epoch_us(until) FROM known)"
    if question.counting == "rolling":
        unit = _HOURS[question.age] * 3_600_000_000
        begins = f"epoch_us(b.begins) + k.age * {unit}"
        over = f"epoch_us(b.ends) + (k.age + 1) * {unit}"
    else:
        day = "CAST(b.label AS DATE)"
        last = f"CAST({day} + INTERVAL {_PERIOD[question.cohort]} AS DATE) - 1"
        step = f"INTERVAL {_PERIOD[question.age]}"
        begins = f"epoch_us(first_instant({project.period_start(day, question.age)} + k.age * {step}))"
        over = f"epoch_us(first_instant({project.period_start(f'({last})', question.age)} + (k.age + 1) * {step}))"
    return (
        "-- every cohort that has begun at every age that has; complete once it is over for all\n"
        f"SELECT b.number, b.label, k.age, b.complete AND {over} <= {until} AS complete\n"
        f"FROM buckets AS b, range({most}) AS k(age)\n"
        f"WHERE b.begins <= (SELECT until FROM known) AND {begins} <= {until}"
    )


def key(question: Ltv, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts: Row = {"total": True} if row["cohort"] is None else {"cohort": row["cohort"]}
    parts |= group(question, row)
    if row["age"] is not None:
        parts["age"] = row["age"]
    return parts | ({"payers": True} if row["payers"] else {})


def shape(question: Ltv, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a cell, totals an age, and when each cohort has paid back."""
    shaped: Rows = []
    ages: Rows = []
    paybacks: dict[tuple[str, str], Row] = {}
    for row in rows:
        of, people = group(question, row), row["people"]
        gross, refunds = float(row["gross"]), float(row["refunds"])
        value = gross - refunds
        figures = {
            "people": people,
            "gross": gross,
            "refunds": refunds,
            "value": value,
            "per_person": value / people if people else None,
            "payers": row["payers"],
            "paying_rate": rate(row["payers"], people),
            "complete": row["complete"],
        }
        if row["cohort"] is None:
            ages.append({**of, "age": row["age"], "cohorts": row["cohorts"], **figures})
            continue
        shaped.append({"cohort": row["cohort"], **of, "age": row["age"], **figures})
        each, cost = _cost(question, row["cohort"], of, people)
        known = paybacks.setdefault(
            (repr(of), row["cohort"]),
            {
                "cohort": row["cohort"], **of, "people": people, "cost_per_person": each, "cost": cost,
                "value": 0.0, "payback_age": None,
            },
        )  # fmt: skip
        known["value"] = value
        if people and cost is not None and value >= cost and known["payback_age"] is None:
            known["payback_age"] = row["age"]
    return shaped, {"ages": ages, "payback": [] if question.cost is None else list(paybacks.values())}


def _cost(question: Ltv, cohort: str, of: Row, people: int) -> tuple[float | None, float | None]:
    listed = question.cost if isinstance(question.cost, list) else []
    fitting = [
        c
        for c in listed
        if (c.cohort is None or c.cohort == cohort)
        and (c.group is None or (type(c.group), c.group) == (type(of["breakdown"]), of["breakdown"]))
    ]
    if isinstance(question.cost, float):
        return question.cost, question.cost * people
    if not fitting:
        return None, None
    if fitting[0].total is not None:
        return (fitting[0].total / people if people else None), fitting[0].total
    each = fitting[0].per_person or 0.0
    return each, each * people
