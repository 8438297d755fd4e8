"""The questions that are asked of every engine, and what their answers are compared by.

An answer is brought to a table `{key: number}`, whatever engine it is from: what each engine says must be the same
table. SQL is written as somebody would write it who knows the engine well; `{ev}` stands for the table whose order
suits the question, by person or by time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from benchmarks.log import FIRST_DAY, LAST_DAY

Raw = dict[str, Any]
Table = dict[str, float]
Order = Literal["by_person", "by_time"]
RANGE = {"from": str(FIRST_DAY), "to": str(LAST_DAY)}
DAY = 86_400_000


@dataclass(frozen=True)
class Question:
    """One question in three languages.

    `read` makes the table of our answer. SQL returns the key's parts and then the number.
    """

    name: str
    title: str
    ours: Raw
    read: Callable[[Raw], Iterable[tuple[Any, ...]]]
    clickhouse: str
    duckdb: str
    order: Order = "by_person"


def same(one: Table, other: Table) -> bool:
    """Equal tables, figures to 1e-9 of themselves: engines add in different orders."""
    return one.keys() == other.keys() and all(math.isclose(one[k], other[k], rel_tol=1e-9) for k in one)


def table(rows: Iterable[tuple[Any, ...]]) -> Table:
    """Rows as a table; cells that are zero are as good as absent."""
    cells = {"|".join(map(_text, row[:-1])): float(row[-1]) for row in rows}
    return {key: value for key, value in sorted(cells.items()) if value}


def _text(part: Any) -> str:
    return str(part)[:10] if "-" in str(part) else str(part)


FUNNEL = ("app_open", "item_view", "purchase")
LONG = ("app_open", "search", "item_view", "add_cart", "purchase")


def _bucket(answer: Raw) -> Iterable[tuple[Any, ...]]:
    return ((r["bucket"], r["value"]) for r in answer["rows"])


DAU = Question(
    "dau",
    "DAU over 90 days",
    {"kind": "trend", "series": [{"event": None, "measure": "people"}], "range": RANGE},
    _bucket,
    "SELECT toDate(time) AS d, uniqExact(person) FROM {ev} GROUP BY d",
    "SELECT CAST(time AS DATE) AS d, count(DISTINCT person) FROM {ev} GROUP BY d",
    "by_time",
)

BY_PROPERTY = Question(
    "trend_by_property",
    "people of one event by day and channel, top 5",
    {
        "kind": "trend",
        "series": [{"event": "page_view", "measure": "people"}],
        "range": RANGE,
        "breakdown": {"property": "channel", "top": 5},
    },
    lambda a: ((r["bucket"], r["breakdown"], r["value"]) for r in a["rows"]),
    """
    WITH top AS (
        SELECT channel FROM {ev} WHERE event = 'page_view'
        GROUP BY channel ORDER BY count() DESC, channel LIMIT 5
    )
    SELECT toDate(time) AS d, if(channel IN top, toString(channel), '$other') AS c, uniqExact(person)
    FROM {ev} WHERE event = 'page_view' GROUP BY d, c
    """,
    """
    WITH top AS (
        SELECT channel FROM {ev} WHERE event = 'page_view'
        GROUP BY channel ORDER BY count(*) DESC, channel LIMIT 5
    )
    SELECT CAST(time AS DATE) AS d, coalesce(t.channel, '$other') AS c, count(DISTINCT person)
    FROM {ev} AS e LEFT JOIN top AS t USING (channel) WHERE event = 'page_view' GROUP BY d, c
    """,
    "by_time",
)


def _clickhouse_funnel(steps: Iterable[str], window: int, where: str, group: str = "") -> str:
    conditions = ", ".join(steps)
    return f"""
    SELECT {group}level, count() FROM (
        SELECT person, {"any(country) AS country, " if group else ""}
            windowFunnel({window})(toUInt64(toUnixTimestamp64Milli(time)), {conditions}) AS level
        FROM {{ev}} WHERE {where} GROUP BY person
    ) WHERE level > 0 GROUP BY {group}level
    """


def _duckdb_funnel(steps: list[str], window: int, where: str, group: str = "") -> str:
    """Of each step the start of the latest chain that reached it, carried along each person's events."""
    parts, before = [], "rows_"
    parts.append(f"rows_ AS (SELECT * FROM {{ev}} WHERE {where})")
    for i, step in enumerate(steps):
        began = "time" if i == 0 else f"CASE WHEN time <= s{i} + INTERVAL {window} MILLISECOND THEN s{i} END"
        parts.append(
            f"w{i + 1} AS (SELECT *, max(CASE WHEN {step} THEN {began} END) OVER ("
            f"PARTITION BY person ORDER BY time ROWS UNBOUNDED PRECEDING) AS s{i + 1} FROM {before})"
        )
        before = f"w{i + 1}"
    level = " ".join(f"WHEN s{i} IS NOT NULL THEN {i}" for i in range(len(steps), 0, -1))
    kept = "any_value(country) AS country, " if group else ""
    return f"""
    WITH {", ".join(parts)},
    reached AS (SELECT person, {kept}max(CASE {level} ELSE 0 END) AS level FROM {before} GROUP BY person)
    SELECT {group}level, count(*) FROM reached WHERE level > 0 GROUP BY {group}level
    """


def _exactly(answer: Raw) -> Iterable[tuple[Any, ...]]:
    """How many people got exactly so far: what SQL counts, from how many got at least so far."""
    groups: dict[Any, list[int]] = {}
    for row in answer["rows"]:
        groups.setdefault(row.get("breakdown"), []).append(row["people"])
    for name, reached in groups.items():
        for i, people in enumerate(reached):
            left = people - (reached[i + 1] if i + 1 < len(reached) else 0)
            yield (i + 1, left) if name is None else (name, i + 1, left)


def _is(events: Iterable[str]) -> list[str]:
    return [f"event = '{e}'" for e in events]


SHORT_FUNNEL = Question(
    "funnel_3",
    "funnel of 3 steps, 7 days",
    {
        "kind": "funnel",
        "steps": [{"event": e} for e in FUNNEL],
        "window": {"value": 7, "unit": "day"},
        "range": RANGE,
    },
    _exactly,
    _clickhouse_funnel(_is(FUNNEL), 7 * DAY, f"event IN {FUNNEL}"),
    _duckdb_funnel(_is(FUNNEL), 7 * DAY, f"event IN {FUNNEL}"),
)

_LONG_STEPS = [*_is(LONG[:-1]), "event = 'purchase' AND amount > 50"]
_TOP_COUNTRIES = """
    top AS (
        SELECT country FROM {{ev}} WHERE event = 'app_open' AND platform = 'ios'
        GROUP BY country ORDER BY count(*) DESC, country LIMIT 5
    ),
    grouped AS ({inner})
    SELECT {case}, level, sum(n) FROM grouped GROUP BY 1, 2
"""


def _with_top(inner: str, case: str) -> str:
    for count in ("count()", "count(*)"):
        inner = inner.replace(count, f"{count} AS n")
    return f"WITH {_TOP_COUNTRIES.format(inner=inner, case=case)}"


LONG_FUNNEL = Question(
    "funnel_5",
    "funnel of 5 steps, 1 day, filtered, by country",
    {
        "kind": "funnel",
        "steps": [
            *({"event": e} for e in LONG[:-1]),
            {"event": "purchase", "filters": [{"property": "amount", "op": ">", "value": 50}]},
        ],
        "window": {"value": 1, "unit": "day"},
        "range": RANGE,
        "filters": [{"property": "platform", "op": "=", "value": "ios"}],
        "breakdown": {"property": "country", "top": 5},
    },
    _exactly,
    _with_top(
        _clickhouse_funnel(_LONG_STEPS, DAY, f"event IN {LONG} AND platform = 'ios'", "country, "),
        "if(country IN (SELECT country FROM top), toString(country), '$other')",
    ),
    _with_top(
        _duckdb_funnel(_LONG_STEPS, DAY, f"event IN {LONG} AND platform = 'ios'", "country, "),
        "CASE WHEN country IN (SELECT country FROM top) THEN country ELSE '$other' END",
    ),
)

RETENTION = Question(
    "retention_daily",
    "retention 90 × 90, daily",
    {"kind": "retention", "start": {"event": None}, "return": {"event": None}, "range": RANGE},
    lambda a: ((r["cohort"], r["offset"], r["people"]) for r in a["rows"]),
    """
    SELECT f, dd - f AS k, count() FROM (
        SELECT person, groupUniqArray(toDate(time)) AS ds, arrayMin(ds) AS f FROM {ev} GROUP BY person
    ) ARRAY JOIN ds AS dd GROUP BY f, k
    """,
    """
    WITH d AS (SELECT DISTINCT person, CAST(time AS DATE) AS d FROM {ev}),
    f AS (SELECT person, min(d) AS f FROM d GROUP BY person)
    SELECT f, d - f AS k, count(*) FROM d JOIN f USING (person) GROUP BY f, k
    """,
)

WAU = Question(
    "wau",
    "people of the last 7 days, every day",
    {"kind": "trend", "series": [{"event": None, "measure": "rolling_people", "days": 7}], "range": RANGE},
    _bucket,
    f"""
    SELECT day, uniqExact(person) FROM (
        SELECT person, toDate(time) AS d FROM {{ev}} GROUP BY person, d
    ) ARRAY JOIN arrayMap(k -> d + k, range(7)) AS day
    WHERE day <= toDate('{LAST_DAY}') GROUP BY day
    """,
    f"""
    WITH active AS (SELECT DISTINCT person, CAST(time AS DATE) AS d FROM {{ev}})
    SELECT d + CAST(k AS INTEGER) AS day, count(DISTINCT person) FROM active, range(7) AS r(k)
    WHERE day <= DATE '{LAST_DAY}' GROUP BY day
    """,
)

WEEKLY_RETENTION = Question(
    "retention_weekly",
    "weekly retention by channel",
    {
        "kind": "retention",
        "start": {"event": None},
        "return": {"event": None},
        "interval": "week",
        "range": RANGE,
        "breakdown": {"property": "channel", "top": 8},
    },
    lambda a: ((r["breakdown"], r["cohort"], r["offset"], r["people"]) for r in a["rows"]),
    """
    SELECT channel, f, intDiv(w - f, 7) AS k, count() FROM (
        SELECT person, argMin(channel, time) AS channel, groupUniqArray(toMonday(time)) AS ws, arrayMin(ws) AS f
        FROM {ev} GROUP BY person
    ) ARRAY JOIN ws AS w GROUP BY channel, f, k
    """,
    """
    WITH w AS (
        SELECT person, CAST(date_trunc('week', time) AS DATE) AS w, arg_min(channel, time) AS channel,
            min(time) AS t
        FROM {ev} GROUP BY person, w
    ),
    f AS (SELECT person, min(w) AS f, arg_min(channel, t) AS channel FROM w GROUP BY person)
    SELECT f.channel, f, (w - f) // 7 AS k, count(*) FROM w JOIN f USING (person) GROUP BY f.channel, f, k
    """,
)

_LAST_WEEK = LAST_DAY - timedelta(days=LAST_DAY.weekday())
LIFECYCLE = Question(
    "lifecycle",
    "lifecycle by week",
    {"kind": "lifecycle", "activity": {"event": None}, "interval": "week", "range": RANGE},
    lambda a: (
        (r["bucket"], s, r[s]) for r in a["rows"] for s in ("new", "returning", "resurrected", "dormant")
    ),
    f"""
    SELECT one.1 AS week, one.2 AS state, count() FROM (
        SELECT arraySort(groupUniqArray(toMonday(time))) AS ws,
            arrayMap((w, i) -> (w, multiIf(i = 1, 'new', w - ws[i - 1] = 7, 'returning', 'resurrected')),
                ws, arrayEnumerate(ws)) AS here,
            arrayMap((w, i) -> (w + 7, 'dormant'),
                arrayFilter((w, i) -> i = length(ws) OR ws[i + 1] - w > 7, ws, arrayEnumerate(ws)) AS left,
                left) AS gone
        FROM {{ev}} GROUP BY person
    ) ARRAY JOIN arrayConcat(here, gone) AS one
    WHERE week <= toDate('{_LAST_WEEK}') GROUP BY week, state
    """,
    f"""
    WITH w AS (SELECT DISTINCT person, CAST(date_trunc('week', time) AS DATE) AS w FROM {{ev}}),
    s AS (SELECT w, lag(w) OVER p AS before, lead(w) OVER p AS after FROM w
        WINDOW p AS (PARTITION BY person ORDER BY w))
    SELECT w, CASE WHEN before IS NULL THEN 'new' WHEN w - before = 7 THEN 'returning' ELSE 'resurrected' END
        AS state, count(*) FROM s GROUP BY ALL
    UNION ALL
    SELECT w + 7, 'dormant', count(*) FROM s
    WHERE (after IS NULL OR after - w > 7) AND w + 7 <= DATE '{_LAST_WEEK}' GROUP BY ALL
    """,
)

_MONTH, _WEEK = LAST_DAY - timedelta(days=29), LAST_DAY - timedelta(days=6)
SEGMENT = Question(
    "segment",
    "bought ≥ 3 times in 30 days and not in the last 7",
    {
        "kind": "people",
        "range": RANGE,
        "who": [
            {
                "did": {"event": "purchase"},
                "op": ">=",
                "value": 3,
                "within": {"range": {"from": str(_MONTH), "to": str(LAST_DAY)}},
            },
            {
                "not": {
                    "did": {"event": "purchase"},
                    "op": ">=",
                    "value": 1,
                    "within": {"range": {"from": str(_WEEK), "to": str(LAST_DAY)}},
                }
            },
        ],
        "limit": 1,
    },
    lambda a: [("people", a["totals"]["people"])],
    f"""
    SELECT 'people', count() FROM (
        SELECT person FROM {{ev}} WHERE event = 'purchase' AND toDate(time) >= toDate('{_MONTH}')
        GROUP BY person HAVING count() >= 3 AND countIf(toDate(time) >= toDate('{_WEEK}')) = 0
    )
    """,
    f"""
    SELECT 'people', count(*) FROM (
        SELECT person FROM {{ev}} WHERE event = 'purchase' AND CAST(time AS DATE) >= DATE '{_MONTH}'
        GROUP BY person HAVING count(*) >= 3 AND count(*) FILTER (CAST(time AS DATE) >= DATE '{_WEEK}') = 0
    )
    """,
    "by_time",
)

PATH = Question(
    "path",
    "path from app_open, 5 steps, top 10",
    {"kind": "path", "anchor": {"event": "app_open"}, "steps": 5, "top": 10, "range": RANGE},
    lambda a: ((r["step"], r["node"], r["people"]) for r in a["rows"] if r["node"] != "$end"),
    """
    WITH paths AS (
        SELECT arraySlice(arrayCompact(arraySlice(a, indexOf(a, 'app_open'))), 1, 6) AS p FROM (
            SELECT arrayMap(x -> x.2, arraySort(x -> x.1, groupArray((time, event)))) AS a FROM {ev} GROUP BY person
        ) WHERE has(a, 'app_open')
    ),
    counted AS (
        SELECT step, node, count() AS n FROM paths ARRAY JOIN p AS node, arrayEnumerate(p) AS step
        GROUP BY step, node
    ),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY step ORDER BY n DESC, node) AS r FROM counted)
    SELECT step - 1, if(r <= 10, toString(node), '$other') AS name, sum(n) FROM ranked GROUP BY step, name
    """,
    """
    WITH f AS (SELECT person, min(time) AS t FROM {ev} WHERE event = 'app_open' GROUP BY person),
    e AS (
        SELECT person, event, time, lag(event) OVER (PARTITION BY person ORDER BY time) AS before
        FROM {ev} JOIN f USING (person) WHERE time >= t
    ),
    s AS (
        SELECT event, row_number() OVER (PARTITION BY person ORDER BY time) - 1 AS step
        FROM e WHERE before IS DISTINCT FROM event QUALIFY step <= 5
    ),
    counted AS (SELECT step, event, count(*) AS n FROM s GROUP BY ALL),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY step ORDER BY n DESC, event) AS r FROM counted)
    SELECT step, CASE WHEN r <= 10 THEN event ELSE '$other' END AS node, sum(n) FROM ranked GROUP BY ALL
    """,
)

ATTRIBUTION = Question(
    "attribution",
    "purchases credited to channels, last and linear, 7 days",
    {
        "kind": "attribution",
        "conversion": {"event": "purchase"},
        "value": "amount",
        "touches": [{"event": "app_open"}],
        "breakdown": {"property": "channel", "top": 10},
        "models": ["last", "linear"],
        "window": {"value": 7, "unit": "day"},
        "range": RANGE,
    },
    lambda a: ((r["model"], r["touch"], r["value"]) for r in a["rows"]),
    """
    SELECT credit.1, touch.2 AS channel, sum(credit.2) FROM (
        SELECT c.2 AS amount,
            arrayFilter(x -> x.1 < c.1 AND x.1 >= c.1 - INTERVAL 7 DAY, touches) AS found,
            if(empty(found), [(c.1, '$none')], found) AS journey
        FROM (
            SELECT arraySort(groupArrayIf((time, assumeNotNull(toString(channel))), event = 'app_open')) AS touches,
                groupArrayIf((time, assumeNotNull(amount)), event = 'purchase') AS conversions
            FROM {ev} WHERE event IN ('app_open', 'purchase') GROUP BY person
        ) ARRAY JOIN conversions AS c
    )
    ARRAY JOIN journey AS touch, arrayEnumerate(journey) AS i
    ARRAY JOIN [('last', if(i = length(journey), amount, 0)), ('linear', amount / length(journey))] AS credit
    GROUP BY credit.1, channel
    """,
    """
    WITH c AS (
        SELECT row_number() OVER () AS id, person, time, amount FROM {ev} WHERE event = 'purchase'
    ),
    j AS (
        SELECT c.id, c.amount, coalesce(t.channel, '$none') AS channel, t.time
        FROM c LEFT JOIN (SELECT * FROM {ev} WHERE event = 'app_open') AS t
            ON t.person = c.person AND t.time < c.time AND t.time >= c.time - INTERVAL 7 DAY
    ),
    w AS (
        SELECT *, count(*) OVER (PARTITION BY id) AS n,
            row_number() OVER (PARTITION BY id ORDER BY time DESC) AS back FROM j
    )
    SELECT 'last', channel, sum(amount) FROM w WHERE back = 1 GROUP BY channel
    UNION ALL
    SELECT 'linear', channel, sum(amount / n) FROM w GROUP BY channel
    """,
)

_RFM_SQL = """
    SELECT person, last, times, spent FROM (
        SELECT person, max({day}) AS last, count({all}) AS times, sum(amount) AS spent
        FROM {{ev}} WHERE event = 'purchase' GROUP BY person
    ) ORDER BY spent DESC, person LIMIT 100
"""


RFM = Question(
    "rfm",
    "recency, frequency and money of every buyer, the best 100",
    {
        "kind": "people",
        "range": RANGE,
        "who": [{"did": {"event": "purchase"}, "op": ">=", "value": 1, "within": {"range": RANGE}}],
        "columns": [
            {"measure": "last_time", "event": "purchase", "name": "last"},
            {"measure": "events", "event": "purchase", "name": "times"},
            {"measure": "sum", "event": "purchase", "property": "amount", "name": "spent"},
        ],
        "sort": {"column": "spent"},
        "limit": 100,
    },
    lambda a: (
        (i, r["last"], r["times"], r["spent"])
        for i, r in enumerate(sorted(a["rows"], key=lambda r: (-r["spent"], r["distinct_id"])))
    ),
    "SELECT row_number() OVER (ORDER BY spent DESC, person) - 1, toString(last), times, spent FROM ("
    + _RFM_SQL.format(day="toDate(time)", all="")
    + ")",
    "SELECT row_number() OVER (ORDER BY spent DESC, person) - 1, CAST(last AS VARCHAR), times, spent FROM ("
    + _RFM_SQL.format(day="CAST(time AS DATE)", all="*")
    + ")",
    "by_time",
)

QUESTIONS: dict[str, Question] = {
    q.name: q
    for q in (
        DAU,
        WAU,
        BY_PROPERTY,
        SHORT_FUNNEL,
        LONG_FUNNEL,
        RETENTION,
        WEEKLY_RETENTION,
        LIFECYCLE,
        SEGMENT,
        RFM,
        PATH,
        ATTRIBUTION,
    )
}
