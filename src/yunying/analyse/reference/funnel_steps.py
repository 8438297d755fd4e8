"""Who reached which step of a funnel, and when, as SQL: each step joined to those that may come before it."""

from __future__ import annotations

from yunying.analyse.questions import Funnel, UnitProperty
from yunying.analyse.reference.bars import bar_tables
from yunying.analyse.reference.buckets import bucket_tables
from yunying.analyse.reference.filters import all_of, matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project, Term, text_of
from yunying.analyse.reference.text import select

_SAME = "e.person_id = before.person_id AND e.unit = before.unit"


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
            f"DATE '{days[0]}'), least({day_after(question)} - 1, DATE '{days[1]}')\nFROM buckets"
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


def day_after(question: Funnel) -> str:
    """The first day after a bucket."""
    length = {"day": "1 DAY", "week": "7 DAY", "month": "1 MONTH"}[question.interval or "day"]
    return f"CAST(CAST(label AS DATE) + INTERVAL {length} AS DATE)"
