"""Path as SQL: each anchor joined to its person's other events, numbered by their distance."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import EventRef, Path
from yunying.analyse.reference.filters import all_of, joined, literal, matches
from yunying.analyse.reference.project import Project, Term
from yunying.analyse.reference.rows import Row, Rows, rate
from yunying.analyse.reference.text import select, statement
from yunying.metrics import Window
from yunying.store import quote


def answer_sql(project: Project, question: Path) -> str:
    """Rows `what` (all, link, node), `step`, `node`, `target`, `people`, `paths`, `dropped`, `median_seconds`."""
    parts = _parts(project, question)
    people = "count(DISTINCT person_id) AS people, count(*) AS paths"
    final = (
        f"SELECT 'all' AS what, NULL AS step, NULL AS node, NULL AS target, {people}, NULL AS dropped,\n"
        "  NULL AS median_seconds, NULL AS place, NULL AS target_place\nFROM anchors\n"
        f"UNION ALL\nSELECT 'link', step, node, target, {people}, NULL,\n"
        "  median(abs(target_moment - moment)) / 1000, place, target_place\n"
        f"FROM links WHERE step < {question.steps} GROUP BY step, node, target, place, target_place\n"
        f"UNION ALL\nSELECT 'node', step, node, NULL, {people}, count_if(target = '$end'), NULL, place, NULL\n"
        "FROM links GROUP BY step, node, place\n"
        "ORDER BY what, step, place, target_place"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: Path, chosen: str = "") -> str:
    """The people of every figure: `what`, `step`, `node`, `target`, `person_id`, and `events`: how many paths."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who is behind each figure, with the number of their paths in it\n"
        "SELECT 'all' AS what, NULL AS step, NULL AS node, NULL AS target, person_id, count(*) AS events\n"
        "FROM anchors GROUP BY person_id\n"
        "UNION ALL\nSELECT 'link', step, node, target, person_id, count(*)\n"
        f"FROM links WHERE step < {question.steps} GROUP BY step, node, target, person_id\n"
        "UNION ALL\nSELECT 'node', step, node, NULL, person_id, count(*) FROM links GROUP BY step, node, person_id"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Path, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    if "all" in at:
        return "\nWHERE what = 'all'"
    if "node" in at:
        return f"\nWHERE what = 'node' AND step = {at['step']} AND node = {quote(at['node'])}"
    ends = f"node = {quote(at['from'])} AND target = {quote(at['to'])}"
    return f"\nWHERE what = 'link' AND step = {at['step']} AND {ends}"


def _parts(project: Project, question: Path) -> dict[str, str]:
    first, last = project.days(question.range)
    backward, sessions = question.direction == "backward", _sessions(question)
    project.sessions_used |= sessions
    columns = [
        "e.person_id",
        "row_number() OVER (\n"
        "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
        "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
        f"day_of(e.time) BETWEEN DATE '{first}' AND DATE '{last}' AS inside",
        f"{_label(project, question)} AS label",
        f"{matches(project, question.anchor, question.filters)} AS is_anchor",
        f"{_is_node(project, question)} AS is_node",
    ]
    if sessions:
        columns.append("n.session")
    parts = project.properties()
    numbers = "\nJOIN session_numbers AS n USING (arrival_file, arrival_row)" if sessions else ""
    parts["in_order"] = (
        "-- events with their place among their person's events; times to the millisecond\n"
        + select(*columns)
        + f"\nFROM {project.source()}{numbers}"
    )
    one = "person_id, session" if question.per == "session" else "person_id"
    parts["anchors"] = (
        "-- where paths begin\nSELECT * FROM in_order WHERE is_anchor AND inside\n"
        f"QUALIFY position = min(position) OVER (PARTITION BY {one})"
    )
    distance = "a.position - e.position" if backward else "e.position - a.position"
    conditions = ["e.is_node", f"{distance} > 0"]
    if isinstance(question.within, Window):
        away = "a.moment - e.moment" if backward else "e.moment - a.moment"
        conditions.append(f"{away} <= {question.within.milliseconds}")
    else:
        conditions.append("e.inside")
    if sessions:
        conditions.append("e.session = a.session")
    parts["walked"] = (
        "-- the anchor, and what follows it (backward: what was before)\n"
        f"SELECT a.person_id, a.position AS path, {distance} AS distance, e.moment, e.label\n"
        "FROM anchors AS a JOIN in_order AS e USING (person_id)\n"
        f"WHERE e.position = a.position OR ({' AND '.join(conditions)})"
    )
    path = "PARTITION BY person_id, path ORDER BY"
    parts["runs"] = f"SELECT *, lag(label) OVER ({path} distance) AS label_before FROM walked"
    parts["steps"] = (
        f"SELECT person_id, path, moment, label, row_number() OVER ({path} distance) - 1 AS step\nFROM runs\n"
        + ("WHERE label_before IS DISTINCT FROM label\n" if question.collapse else "")
        + f"QUALIFY step <= {question.steps}"
    )
    parts["kept"] = (
        "-- the nodes of each step that are on the most paths, of equal ones the first by name\n"
        "SELECT step, label, row_number() OVER (PARTITION BY step ORDER BY count(*) DESC, label) AS place\n"
        "FROM steps WHERE label NOT IN ('$other', '$end') GROUP BY step, label\n"
        f"QUALIFY place <= {question.top}"
    )
    parts["nodes"] = (
        "SELECT s.person_id, s.path, s.step, s.moment,\n"
        "  CASE WHEN k.place IS NULL THEN '$other' ELSE s.label END AS node,\n"
        f"  coalesce(k.place, {question.top + 1}) AS place\n"
        "FROM steps AS s LEFT JOIN kept AS k USING (step, label)"
    )
    parts["links"] = (
        "-- each node with the one after it\n"
        f"SELECT *, coalesce(lead(node) OVER ({path} step), '$end') AS target,\n"
        f"  coalesce(lead(place) OVER ({path} step), {question.top + 2}) AS target_place,\n"
        f"  lead(moment) OVER ({path} step) AS target_moment\nFROM nodes"
    )
    return parts


def _sessions(question: Path) -> bool:
    return question.per == "session" or not (question.within is None or isinstance(question.within, Window))


def _label(project: Project, question: Path) -> str:
    label = "e.event"
    if question.split:
        cases = []
        for split in question.split:
            term = project.term(split.property, "event")
            value = f"concat({quote(split.event + ': ')}, {_as_text(term)})"
            cases.append(f"WHEN e.event = {quote(split.event)} AND {term.sql} IS NOT NULL THEN {value}")
        label = f"CASE {' '.join(cases)} ELSE e.event END"
    for rule in question.rename:
        label = f"regexp_replace({label}, {quote(rule.match)}, {quote(rule.to)}, 'g')"
    return label


def _as_text(term: Term) -> str:
    if term.type == "number":
        whole = f"{term.sql} = trunc({term.sql}) AND abs({term.sql}) < {literal(2.0**53, 'number')}"
        number = f"CAST(CAST({term.sql} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {whole} THEN {number} ELSE CAST({term.sql} AS VARCHAR) END"
    return f"CAST({term.sql} AS VARCHAR)"


def _is_node(project: Project, question: Path) -> str:
    def any_of(refs: list[EventRef]) -> str:
        return "(" + " OR ".join(f"({matches(project, ref, [])})" for ref in refs) + ")"

    return joined(
        all_of(project, question.filters),
        any_of(question.only) if question.only else "true",
        f"NOT {any_of(question.exclude)}" if question.exclude else "true",
    )


def key(_: Path, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    if row["what"] == "all":
        return {"all": True}
    if row["what"] == "node":
        return {"step": row["step"], "node": row["node"]}
    return {"step": row["step"], "from": row["node"], "to": row["target"]}


def shape(question: Path, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """A row a node, and totals a link."""
    nodes: Rows = []
    links: Rows = []
    everybody: Rows = []
    for row in rows:
        counts = {"people": row["people"], "paths": row["paths"]}
        if row["what"] == "all":
            everybody.append(counts)
        elif row["what"] == "link":
            ways = {"step": row["step"], "from": row["node"], "to": row["target"]}
            links.append({**ways, **counts, "median_seconds": row["median_seconds"]})
        else:
            share = rate(row["paths"], everybody[0]["paths"])
            dropped = None if row["step"] == question.steps else row["dropped"]
            nodes.append(
                {"step": row["step"], "node": row["node"], **counts, "share": share, "dropped": dropped}
            )
    return nodes, {"all": everybody, "links": links}
