"""The sessions question as SQL: one row a session, from the tables that session properties come from."""

from __future__ import annotations

from typing import Any

from yunying.analyse.questions import Sessions
from yunying.analyse.reference.buckets import bucket_tables, in_bucket
from yunying.analyse.reference.filters import literal, matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows, group, rate
from yunying.analyse.reference.text import select, statement
from yunying.metrics import OTHER
from yunying.store import quote

_TOPS = ("entry_page", "exit_page", "entry_event", "exit_event")


def answer_sql(project: Project, question: Sessions) -> str:
    """Rows `part` (`bucket`, `total` or what is listed), `label`, `value`, `rest`, `breakdown`, `other`, `complete`,
    `sessions`, `people`, `bounced` and means."""
    parts = _parts(project, question)
    parts["stats"] = (
        select(
            "part", "number", "place", "count(*) AS sessions", "count(DISTINCT person_id) AS people",
            "avg(seconds) AS mean_seconds", "median(seconds) AS median_seconds", "avg(events) AS events_per_session",
            "avg(pageviews) AS pageviews_per_session", "count_if(bounced) AS bounced",
        )
        + "\nFROM figures GROUP BY part, number, place"
    )  # fmt: skip
    final = (
        "SELECT c.part, c.label, c.value, c.rest, c.complete, g.value AS breakdown, g.other,\n"
        "  coalesce(s.sessions, 0) AS sessions, coalesce(s.people, 0) AS people, s.mean_seconds, s.median_seconds,\n"
        "  s.events_per_session, s.pageviews_per_session, coalesce(s.bounced, 0) AS bounced\n"
        "FROM cells AS c LEFT JOIN groups AS g ON c.part IN ('bucket', 'total')\n"
        "LEFT JOIN stats AS s ON s.part = c.part AND s.number = c.number AND s.place = coalesce(g.place, 0)\n"
        "WHERE CASE WHEN g.place IS NULL THEN s.sessions > 0\n"
        "  ELSE NOT g.other OR g.place IN (SELECT place FROM counted) END\n"
        "ORDER BY c.part, g.place, c.number"
    )
    return statement(project, parts, final)


def people_sql(project: Project, question: Sessions, chosen: str = "") -> str:
    """The people of every figure: `part`, `label`, `value`, `rest`, `breakdown`, `other`, `bounced` (of the bounced
    sessions only), `person_id`, `events` (sessions)."""
    parts = _parts(project, question)
    parts["people"] = (
        "-- who is behind each figure, with the number of their sessions\n"
        "SELECT f.part, c.label, c.value, c.rest, g.value AS breakdown, g.other, o.only_bounced AS bounced,\n"
        "  f.person_id, count(*) AS events\n"
        "FROM figures AS f JOIN cells AS c ON c.part = f.part AND c.number = f.number\n"
        "LEFT JOIN groups AS g ON g.place = f.place\n"
        "JOIN (VALUES (false), (true)) AS o(only_bounced)\n"
        "  ON NOT o.only_bounced OR f.bounced AND f.part IN ('bucket', 'total')\n"
        "GROUP BY ALL"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Sessions, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    part = next(p for p in ("bucket", "total", *_TOPS) if p in at)
    conditions = [f"part = '{part}'", "bounced" if "bounced" in at else "NOT bounced"]
    if part == "bucket":
        conditions.append(f"label = {quote(at['bucket'])}")
    if part in ("bucket", "total"):
        conditions += Groups.of(project, question).conditions(at)
    elif at[part] == OTHER:
        conditions.append("rest")
    else:
        conditions += ["NOT rest", f"value IS NOT DISTINCT FROM {literal(at[part], 'text')}"]
    return "\nWHERE " + " AND ".join(conditions)


def _parts(project: Project, question: Sessions) -> dict[str, str]:
    first, last = project.days(question.range)
    project.sessions_used = True
    groups = Groups.of(project, question)
    condition = matches(project, question.event, question.filters)
    inside = f"BETWEEN DATE '{first}' AND DATE '{last}'"
    parts = {**project.properties(), **project.known()}
    parts |= bucket_tables(project, (first, last), question.interval, "buckets")
    parts["matching"] = (
        "-- events that match, with their session\n"
        + select("n.person_id", "n.session", "n.place AS position", "n.day", f"{groups.sql} AS breakdown")
        + f"\nFROM {project.source()}\nJOIN session_numbers AS n ON\n"
        "  n.arrival_file = e.arrival_file AND n.arrival_row = e.arrival_row\n"
        f"WHERE {condition}"
    )
    parts |= groups.tables(
        f"(SELECT * FROM matching WHERE day {inside})", "(person_id, position)", every="matching"
    )
    parts["first_matches"] = (
        "SELECT * FROM matching QUALIFY position = min(position) OVER (PARTITION BY person_id, session)"
    )
    parts["whole"] = (
        "-- each session with when it began, and its first and last event\n"
        "SELECT n.person_id, n.session, min(n.day) AS day, make_timestamptz(min(n.moment) * 1000) AS began,\n"
        "  first(n.event ORDER BY n.place) AS entry_event, last(n.event ORDER BY n.place) AS exit_event\n"
        "FROM session_numbers AS n GROUP BY n.person_id, n.session"
    )
    parts["counted"] = (
        "-- the sessions that count\n"
        + select(
            "m.person_id", "m.session", f"{groups.place} AS place", "b.number",
            's."$session_duration" AS seconds', 's."$session_events" AS events',
            's."$session_pageviews" AS pageviews', 's."$session_bounce" AS bounced',
            's."$session_entry_page" AS entry_page', 's."$session_exit_page" AS exit_page',
            "w.entry_event", "w.exit_event",
        )
        + f"\nFROM first_matches AS m{groups.join('m.breakdown')}\n"
        "JOIN sessions AS s USING (person_id, session) JOIN whole AS w USING (person_id, session)\n"
        f"JOIN buckets AS b ON {in_bucket(project, question.interval, 'w.began')}\nWHERE w.day {inside}"
    )  # fmt: skip
    figures = ["SELECT 'bucket' AS part, number, place, * EXCLUDE (number, place) FROM counted"]
    figures.append("SELECT 'total', 0, place, * EXCLUDE (number, place) FROM counted")
    cells = ["SELECT 'bucket' AS part, number, label, NULL AS value, false AS rest, complete FROM buckets"]
    cells.append("SELECT 'total', 0, NULL, NULL, false, NULL")
    for name in _TOPS:
        parts[f"top_{name}"] = (
            f"SELECT {name} AS value, row_number() OVER (ORDER BY count(*) DESC, {name} ASC NULLS LAST) AS rank\n"
            f"FROM counted WHERE {name} IS DISTINCT FROM '{OTHER}' GROUP BY {name}\n"
            f"QUALIFY rank <= {question.top}"
        )
        figures.append(
            f"SELECT '{name}', coalesce(t.rank, {question.top + 1}), 0, c.* EXCLUDE (number, place)\n"
            f"FROM counted AS c LEFT JOIN top_{name} AS t ON t.value IS NOT DISTINCT FROM c.{name}"
        )
        cells.append(
            f"SELECT '{name}', rank, NULL, value, false, NULL FROM top_{name}\nUNION ALL "
            f"SELECT '{name}', {question.top + 1}, NULL, NULL, true, NULL"
        )
    parts["figures"] = "-- each session in every figure it counts in\n" + "\nUNION ALL\n".join(figures)
    parts["cells"] = "\nUNION ALL\n".join(cells)
    return parts


def key(question: Sessions, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    if row["part"] not in ("bucket", "total"):
        return {row["part"]: OTHER if row["rest"] else row["value"]}
    at = {"bucket": row["label"], "total": True}[row["part"]]
    return {row["part"]: at, **group(question, row)} | ({"bounced": True} if row["bounced"] else {})


def shape(question: Sessions, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows a bucket and group, totals a group, and what sessions begin and end with."""
    shaped: Rows = []
    totals: dict[str, Rows] = {"rows": [], **{name: [] for name in _TOPS}}
    every = sum(row["sessions"] for row in rows if row["part"] == "total")
    for row in rows:
        n, part = row["sessions"], row["part"]
        if part in _TOPS:
            totals[part].append(
                {
                    "value": OTHER if row["rest"] else row["value"],
                    "sessions": n,
                    "share": n / every,
                    "people": row["people"],
                    "bounce_rate": rate(row["bounced"], n),
                }
            )
            continue
        figures = {
            **group(question, row),
            "sessions": n,
            "people": row["people"],
            "sessions_per_person": rate(n, row["people"]),
            **{
                k: row[k]
                for k in (
                    "mean_seconds",
                    "median_seconds",
                    "events_per_session",
                    "pageviews_per_session",
                    "bounced",
                )
            },
            "bounce_rate": rate(row["bounced"], n),
        }
        if part == "bucket":
            shaped.append({"bucket": row["label"], **figures, "complete": row["complete"]})
        else:
            totals["rows"].append(figures)
    return shaped, totals
