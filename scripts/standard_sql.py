"""Every standard metric once more, as SQL that knows nothing of how the program computes it.

It is told over one view a role: `active`, `visit`, `sign_up`, … with the columns `who`, `moment` (a timestamp) and
`day` (the project's), `amount` and `order_no` of `pay`, `amount` of `refund`, `seconds` of `read` and `score` of
`rate`; and `cost(day, value)`. `$a` and `$b` are the first and last day, `$known` the last day that is over.
"""

from __future__ import annotations

from datetime import date

import duckdb

_IN = "day between $a and $b"


def _count(role: str, what: str = "count(*)") -> str:
    return f"(select {what} from {role} where {_IN})"


def _people(role: str) -> str:
    return _count(role, "count(distinct who)")


def _firsts(role: str) -> str:
    return f"(select count(*) from (select min(day) as day from {role} group by who) where {_IN})"


def _over(top: str, bottom: str) -> str:
    return f"({top})::double / nullif(({bottom}), 0)"


def _daily(found: str) -> str:
    """The mean over the days of the range of what a query over `d.day` finds."""
    return f"(select avg(({found})) from (select unnest(range($a, $b + 1, interval 1 day))::date as day) d)"


def _window(role: str, days: int) -> str:
    return f"(select count(distinct who) from {role} where day between $b - {days - 1} and $b)"


def _returned(start: str, back: str, first: int, last: int) -> str:
    """Of those who began in the range for the first time, and had their time: the share that came back."""
    return (
        f"(select count(*) filter (where exists (select 1 from {back} r where r.who = f.who and "
        f"r.day between f.day + {first} and f.day + {last}))::double / nullif(count(*), 0) "
        f"from (select who, min(day) as day from {start} group by who) f "
        f"where {_IN} and f.day + {last} <= $known)"
    )


_GMV, _REFUNDS = _count("pay", "coalesce(sum(amount), 0)"), _count("refund", "coalesce(sum(amount), 0)")
_COST = _count("cost", "coalesce(sum(value), 0)")
_ORDERS = (
    "(select count(*) from (select distinct who, order_no from pay where order_no is not null and "
    "day between $a and $b))"
)
_ROLLING = (
    "(select sum((select count(distinct who) from active where active.day between d.day - 29 and d.day)) "
    "from (select unnest(range($a, $b + 1, interval 1 day))::date as day) d)"
)
_DAILY_SUM = (
    "(select sum((select count(distinct who) from active where active.day = d.day)) "
    "from (select unnest(range($a, $b + 1, interval 1 day))::date as day) d)"
)
_DAU = _daily("select count(distinct who) from active where active.day = d.day")
_DNU = _daily("select count(*) from (select min(day) as first from active group by who) where first = d.day")

_SESSIONS = (
    "(select who, min(day) as day, date_diff('millisecond', min(moment), max(moment)) / 1000 as seconds from "
    "(select *, sum(begun) over (partition by who order by moment, place) as number from "
    "(select who, moment, day, row_number() over (order by moment) as place, "
    "case when moment - lag(moment) over (partition by who order by moment) <= interval 30 minute "
    "then 0 else 1 end as begun "
    "from active)) group by who, number)"
)
_BEFORE = "select who from active where day between $b - 13 and $b - 7"
_WEEK = "select who from active where day between $b - 6 and $b"
_EARLIER = "select who from active where day < $b - 13"
_CHURNED = f"(select count(*) from ({_BEFORE} except {_WEEK}))"
_RESURRECTED = f"(select count(*) from (({_WEEK} intersect {_EARLIER}) except ({_BEFORE})))"
_CYCLE = (
    "(select quantile_cont(took, 0.5) from (select (select min(date_diff('millisecond', s.moment, i.moment)) / 1000 "
    "from invite i where i.who = s.who and i.moment > s.moment and i.moment <= s.moment + interval 720 hour) as took "
    f"from accept s where {_IN}))"
)


def _ltv(days: str) -> str:
    """Per person of those who came in the range so many days ago or longer; `days` may be a column."""

    def paid(role: str) -> str:
        return (
            f"coalesce((select sum(amount) from {role} p where p.who = f.who and p.moment >= f.moment and "
            f"p.moment < f.moment + {days} * interval 24 hour), 0)"
        )

    return (
        f"(select sum({paid('pay')} - {paid('refund')}) / nullif(count(*), 0) "
        f"from (select who, min(moment) as moment, min(day) as day from sign_up group by who) f "
        f"where {_IN} and f.day + {days} <= $known)"
    )


_CAC = _over(_COST, _firsts("sign_up"))
_WON = f"(select * from (select who, min(moment) as moment, min(day) as day from sign_up group by who) where {_IN})"
_PAID = " union all ".join(
    f"select f.day, date_diff('millisecond', f.moment, p.moment) / 86400000 as age, {sign} p.amount as amount "
    f"from {_WON} f join {role} p on p.who = f.who and p.moment >= f.moment"
    for role, sign in (("pay", "+"), ("refund", "-"))
)
_PAYBACK = (
    f"(with paid as materialized ({_PAID}), won as materialized {_WON}, "
    "ages as (select unnest(range(1, 366))::int as n), "
    "took as (select n, sum(amount) as amount from ages join paid on age < n and day + n <= $known group by n), "
    "had as (select n, count(*) as people from ages join won on day + n <= $known group by n) "
    f"select min(n) from took join had using (n) where amount / people >= {_CAC})"
)

STANDARD_SQL: dict[str, str] = {
    "uv": _people("visit"),
    "visits": _count("visit"),
    "new_visitors": _firsts("visit"),
    "new_people": _firsts("sign_up"),
    "new_person_conversion": _over(_firsts("sign_up"), _firsts("visit")),
    "active_people": _people("active"),
    "dau": _DAU,
    "wau": _window("active", 7),
    "mau": _window("active", 30),
    "dnu": _DNU,
    "dnu_share": _over(_DNU, _DAU),
    "stickiness": _over(_DAILY_SUM, _ROLLING),
    "retention_d1": _returned("sign_up", "active", 1, 1),
    "retention_d7": _returned("sign_up", "active", 7, 7),
    "retention_d30": _returned("sign_up", "active", 30, 30),
    "retention_w1": _returned("sign_up", "active", 7, 13),
    "retention_m1": _returned("sign_up", "active", 30, 59),
    "activation_rate": _over(
        "select count(distinct s.who) from sign_up s join activate a on a.who = s.who and a.moment > s.moment "
        "and a.moment <= s.moment + interval 168 hour where s.day between $a and $b",
        _people("sign_up"),
    ),
    "shares": _count("share"),
    "sharers": _people("share"),
    "share_rate": _over(_people("share"), _people("active")),
    "invites": _count("invite"),
    "inviters": _people("invite"),
    "invitation_rate": _over(_people("invite"), _people("active")),
    "invited_people": _firsts("accept"),
    "invite_acceptance": _over(_firsts("accept"), _count("invite")),
    "k_factor": _over(_firsts("accept"), _people("active")),
    "reads": _count("read"),
    "readers": _people("read"),
    "reads_per_reader": _over(_count("read"), _people("read")),
    "finished_reads": _count("finish_reading"),
    "completion_rate": _over(_count("finish_reading"), _count("read")),
    "read_seconds": _count("read", "avg(seconds)"),
    "content_share_rate": _over(_count("share"), _count("read")),
    "speakers": _people("speak"),
    "messages": _count("speak"),
    "speaker_rate": _over(_people("speak"), _people("active")),
    "messages_per_speaker": _over(_count("speak"), _people("speak")),
    "payers": _people("pay"),
    "new_payers": _firsts("pay"),
    "paying_conversion": _over(_people("pay"), _people("active")),
    "orders": _ORDERS,
    "gmv": _GMV,
    "average_order": _over(_GMV, _ORDERS),
    "arpu": _over(_GMV, _people("active")),
    "arppu": _over(_GMV, _people("pay")),
    "refunds": _REFUNDS,
    "refund_rate": _over(_REFUNDS, _GMV),
    "net_revenue": f"{_GMV} - {_REFUNDS}",
    "repeat_payers_share": f"1 - {_over(_firsts('pay'), _people('pay'))}",
    "repurchase_rate_30": _returned("pay", "pay", 1, 30),
    "repurchase_rate_90": _returned("pay", "pay", 1, 90),
    "acquisition_cost": _COST,
    "cac": _over(_COST, _firsts("sign_up")),
    "roi": _over(f"{_GMV} - {_REFUNDS} - {_COST}", _COST),
    "ltv_30": _ltv("30"),
    "ltv_90": _ltv("90"),
    "ltv_365": _ltv("365"),
    "ltv_to_cac": _over(_ltv("90"), _CAC),
    "payback_days": _PAYBACK,
    "viral_cycle": _CYCLE,
    "churned": _CHURNED,
    "churn_rate": _over(_CHURNED, f"select count(distinct who) from ({_BEFORE})"),
    "resurrected": _RESURRECTED,
    "resurrection_rate": _over(_RESURRECTED, f"select count(distinct who) from ({_WEEK})"),
    "sessions": f"(select count(*) from {_SESSIONS} where {_IN})",
    "session_seconds": f"(select avg(seconds) from {_SESSIONS} where {_IN})",
    "sessions_per_person": f"(select count(*)::double / nullif(count(distinct who), 0) from {_SESSIONS} where {_IN})",
    "ratings": _count("rate"),
    "satisfaction_score": _count("rate", "avg(score)"),
    "satisfied_ratings": _count("satisfied"),
    "csat": _over(_count("satisfied"), _count("rate")),
}


def by_sql(sql: duckdb.DuckDBPyConnection, key: str, first: date, last: date, known: date) -> float | None:
    """What a standard metric was over some days; None where it has no value."""
    query = f"select {STANDARD_SQL[key]}"
    given = {"a": first, "b": last, "known": known}
    row = sql.execute(query, {k: v for k, v in given.items() if f"${k}" in query}).fetchone()
    return None if row is None or row[0] is None else float(row[0])
