"""Funnel as SQL: each step joined to the step before it."""

from __future__ import annotations

from datetime import date
from typing import Any

from yunying.analyse.questions import Funnel
from yunying.analyse.reference.filters import matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement


def answer_sql(project: Project, question: Funnel) -> str:
    """Rows `step`, `breakdown`, `other`, `people`, `median_seconds`, `median_seconds_from_previous`."""
    steps = len(question.steps)
    final = (
        select(
            "s.step",
            "g.value AS breakdown",
            "g.other",
            "count(r.person_id) AS people",
            "median(r.took) / 1000 AS median_seconds",
            "median(r.took_last) / 1000 AS median_seconds_from_previous",
        )
        + f"\nFROM range(1, {steps + 1}) AS s(step)\n"
        "CROSS JOIN groups AS g\n"
        "LEFT JOIN reached AS r ON r.step = s.step AND r.place = g.place\n"
    )
    if question.breakdown:
        final += "WHERE g.place IN (SELECT place FROM furthest)\n"
    return statement(
        project,
        _parts(project, question),
        final + "GROUP BY s.step, g.place, g.value, g.other\nORDER BY g.place, s.step",
    )


def people_sql(project: Project, question: Funnel, chosen: str = "") -> str:
    """The people of every figure: `step`, `dropped`, `breakdown`, `other`, `person_id`. `chosen` is a WHERE clause."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who reached each step, and who reached the one before only\n"
        "SELECT s.step, f.steps < s.step AS dropped, g.value AS breakdown, g.other, f.person_id\n"
        f"FROM furthest AS f JOIN groups AS g USING (place) JOIN range(1, {len(question.steps) + 1}) AS s(step)\n"
        "  ON f.steps >= s.step - 1"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Funnel, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    conditions = [
        f"step = {at['step']}",
        "dropped" if "dropped" in at else "NOT dropped",
        *Groups.of(project, question).conditions(at),
    ]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Funnel) -> dict[str, str]:
    days = project.days(question.range)
    groups = Groups.of(project, question)
    steps = [matches(project, s, question.filters) for s in question.steps]
    parts = project.properties()
    parts["in_order"] = (
        "-- events with their place among their person's events; times to the millisecond\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
            "day_of(e.time) AS day",
            f"{groups.sql} AS breakdown",
            *(f"{condition} AS is_step_{i}" for i, condition in enumerate(steps, 1)),
        )
        + f"\nFROM {project.source()}"
    )
    parts["step_1"] = _first_step(days)
    for i in range(2, len(steps) + 1):
        parts[f"step_{i}"] = _later_step(i, question.window.milliseconds)
    parts |= groups.tables("step_1", "(person_id, position)")
    parts["reached_first"] = _reached_first(len(steps))
    parts["furthest"] = _furthest(groups)
    parts["reached"] = (
        "-- each person's steps, with the group of the chain that got furthest\n"
        "SELECT r.step, r.person_id, f.place, "
        "CASE WHEN r.step > 1 THEN r.took END AS took, CASE WHEN r.step > 1 THEN r.took_last END AS took_last\n"
        "FROM reached_first AS r JOIN furthest AS f USING (person_id)"
    )
    return parts


def _first_step(days: tuple[date, date]) -> str:
    return (
        select(
            "person_id",
            "position",
            "moment",
            "moment AS previous_moment",
            "position AS began",
            "moment AS began_moment",
            "breakdown",
        )
        + f"\nFROM in_order\nWHERE is_step_1 AND day BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'"
    )


def _later_step(step: int, window: int) -> str:
    # Of all chains that end in one event, the one that began last; of those, the one with the latest step before.
    best = "(before.began, before.position)"
    return (
        select(
            "e.person_id",
            "e.position",
            "e.moment",
            f"max_by(before.moment, {best}) AS previous_moment",
            "max(before.began) AS began",
            "max(before.began_moment) AS began_moment",
            f"arg_max_null(before.breakdown, {best}) AS breakdown",
        )
        + f"\nFROM in_order AS e JOIN step_{step - 1} AS before\n"
        "  ON e.person_id = before.person_id AND e.position > before.position\n"
        f"  AND e.moment - before.began_moment <= {window}\n"
        f"WHERE e.is_step_{step}\n"
        "GROUP BY e.person_id, e.position, e.moment"
    )


def _reached_first(steps: int) -> str:
    each = (
        f"SELECT {i} AS step, person_id, breakdown,\n"
        "  moment - began_moment AS took, moment - previous_moment AS took_last\n"
        f"FROM step_{i}\nQUALIFY position = min(position) OVER (PARTITION BY person_id)"
        for i in range(1, steps + 1)
    )
    return "-- when each person first reached each step\n" + "\nUNION ALL\n".join(each)


def _furthest(groups: Groups) -> str:
    return (
        f"SELECT r.person_id, r.step AS steps, {groups.place} AS place\n"
        f"FROM reached_first AS r{groups.join('r.breakdown')}\n"
        "QUALIFY r.step = max(r.step) OVER (PARTITION BY r.person_id)"
    )


def key(question: Funnel, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    parts = {"step": row["step"], **group(question, row)}
    return parts | ({"dropped": True} if row["dropped"] else {})


def shape(question: Funnel, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a step and group, with rates; a total a group."""
    shaped: Rows = []
    totals: Rows = []
    first = previous = 0
    for row in rows:
        people = row["people"]
        if row["step"] == 1:
            first = previous = people
        shaped.append(
            {
                "step": row["step"],
                "event": question.steps[row["step"] - 1].label,
                **group(question, row),
                "people": people,
                "from_first": rate(people, first),
                "from_previous": rate(people, previous),
                "median_seconds": row["median_seconds"],
                "median_seconds_from_previous": row["median_seconds_from_previous"],
            }
        )
        if row["step"] == len(question.steps):
            totals.append(
                {
                    **group(question, row),
                    "entered": first,
                    "converted": people,
                    "rate": rate(people, first),
                    "median_seconds": row["median_seconds"],
                }
            )
        previous = people
    return shaped, {"rows": totals}
