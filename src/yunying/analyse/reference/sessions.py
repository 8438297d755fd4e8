"""Sessions as SQL: window functions over each person's events, and one row a session."""

from __future__ import annotations

from collections.abc import Callable

from yunying.core import SessionRules

_ENTRY = ("channel", "referrer_host", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
SESSION_TERMS = {
    "$session_id": "text",
    "$session_start": "boolean",
    "$session_duration": "number",
    "$session_events": "number",
    "$session_pageviews": "number",
    "$session_bounce": "boolean",
    "$session_entry_page": "text",
    "$session_exit_page": "text",
    **{f"$session_{name}": "text" for name in _ENTRY},
}
"""Properties of sessions, with their types."""

_ORDER = "time, arrival_file, arrival_row"


def session_tables(rules: SessionRules, text: Callable[[str], str]) -> dict[str, str]:
    """Common table expressions; `session_properties` has a row an event. `text(name)` is a property as text."""
    begins = [
        "place = 1",
        f"moment - lag(moment) OVER (PARTITION BY person_id ORDER BY place) > {rules.timeout_minutes * 60_000}",
    ]
    if rules.split_at_midnight:
        begins.append("day <> lag(day) OVER (PARTITION BY person_id ORDER BY place)")
    names = [text(name) for name in ("$utm_source", "$utm_campaign", "$click_id")]
    entry = "".join(f",\n  {text(f'${name}')} AS {name}" for name in _ENTRY)
    parts = {
        "session_events": (
            "-- events with their place among their person's; times to the millisecond\n"
            "SELECT e.arrival_file, e.arrival_row, e.person_id, e.event,\n"
            f"  row_number() OVER (PARTITION BY e.person_id ORDER BY {_ORDER}) AS place,\n"
            "  epoch_ms(date_trunc('milliseconds', e.time)) AS moment, day_of(e.time) AS day,\n"
            f"  CASE WHEN coalesce({', '.join(names)}) IS NOT NULL THEN ({', '.join(names)}) END AS campaign,\n"
            f"  coalesce({text('$path')}, {text('$url')}) AS page{entry}\n"
            "FROM events AS e"
        ),
        "session_begins": (
            "-- whether the event comes after a pause\n"
            f"SELECT *, {_either(begins)} AS begins\nFROM session_events"
        ),
        "session_pauses": (
            "-- how many times the person had paused\n"
            "SELECT *, count_if(begins) OVER (PARTITION BY person_id ORDER BY place) AS pauses\nFROM session_begins"
        ),
    }
    source = "session_pauses"
    if rules.split_on_campaign:
        source = "session_campaigns"
        parts["session_campaigns"] = (
            "-- another campaign than the last one since the pause begins a session too\n"
            "SELECT * REPLACE (begins OR campaign IS NOT NULL AND campaign IS DISTINCT FROM\n"
            "  last_value(campaign IGNORE NULLS) OVER (\n"
            "    PARTITION BY person_id, pauses ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING\n"
            "  ) AS begins)\nFROM session_pauses"
        )
    parts["session_numbers"] = (
        f"SELECT *, count_if(begins) OVER (PARTITION BY person_id ORDER BY place) AS session\nFROM {source}"
    )
    firsts = "".join(
        f',\n  first({name} ORDER BY place) FILTER ({name} IS NOT NULL) AS "$session_{name}"'
        for name in _ENTRY
    )
    parts["sessions"] = (
        "-- one row a session\n"
        "SELECT person_id, session, min(moment) AS began,\n"
        '  (max(moment) - min(moment)) / 1000 AS "$session_duration",\n'
        '  CAST(count(*) AS DOUBLE) AS "$session_events",\n'
        "  CAST(count_if(event IN ('$pageview', '$screen')) AS DOUBLE) AS \"$session_pageviews\",\n"
        "  count_if(event <> '$pageleave') <= 1 AS \"$session_bounce\",\n"
        '  first(page ORDER BY place) FILTER (page IS NOT NULL) AS "$session_entry_page",\n'
        f'  last(page ORDER BY place) FILTER (page IS NOT NULL) AS "$session_exit_page"{firsts}\n'
        "FROM session_numbers GROUP BY person_id, session"
    )
    parts["sessions_named"] = (
        "-- a session's id is its person and beginning, and a number where two began at one moment\n"
        "SELECT *, row_number() OVER (PARTITION BY person_id, began ORDER BY session) AS nth,\n"
        "  concat(person_id, '-', began, CASE WHEN nth > 1 THEN concat('-', nth) ELSE '' END) AS \"$session_id\"\n"
        "FROM sessions"
    )
    parts["session_properties"] = (
        'SELECT n.arrival_file, n.arrival_row, n.begins AS "$session_start", s.* EXCLUDE (person_id, session)\n'
        "FROM session_numbers AS n JOIN sessions_named AS s USING (person_id, session)"
    )
    return parts


def _either(conditions: list[str]) -> str:
    return "coalesce(" + "\n    OR ".join(conditions) + ", false)"
