"""Migration as SQL: each person's value at the end of each date, beside that of the date before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from yunying.analyse.questions import Migration
from yunying.analyse.reference.filters import all_of
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows
from yunying.analyse.reference.text import select, statement
from yunying.metrics import of_people
from yunying.store import quote


def answer_sql(project: Project, question: Migration) -> str:
    """Rows `day, from_day, before, arrived, now, people`; the first date has no `from_day`."""
    parts = _parts(project, question)
    columns = ("day", "from_day", "before", "arrived", "now")
    final = select(*columns, "CAST(count(*) AS INTEGER) AS people") + "\nFROM moved\nGROUP BY ALL"
    return statement(
        _then(project, question), parts, f"{final}\nORDER BY day, arrived, before NULLS LAST, now NULLS LAST"
    )


def people_sql(project: Project, question: Migration, chosen: str = "") -> str:
    """Everybody of every figure: `figure` says which, beside the parts of its address."""
    parts = _parts(project, question)
    last = max(_dates(project, question))
    told = "person_id, CAST(day AS VARCHAR) AS day, before, arrived, now"
    changed = "from_day IS NOT NULL AND (arrived OR before IS DISTINCT FROM now)"
    parts["listed"] = "\nUNION ALL ".join(
        (
            f"SELECT 'way' AS figure, {told} FROM moved WHERE from_day IS NOT NULL",
            f"SELECT 'value', {told} FROM moved",
            f"SELECT 'entered', {told} FROM moved WHERE {changed}",
            f"SELECT 'left', {told} FROM moved WHERE {changed} AND NOT arrived",
            f"SELECT 'all', {told} FROM moved WHERE day = DATE '{last}'",
        )
    )
    final = f"SELECT * FROM listed{chosen}\nORDER BY figure, day, person_id"
    return statement(_then(project, question), parts, final)


def key(question: Migration, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    del question
    now, before = _plain(row["now"]), _plain(row["before"])
    match row["figure"]:
        case "all":
            return {"people": "all"}
        case "value":
            return {"day": row["day"], "value": now}
        case "entered":
            return {"day": row["day"], "value": now, "entered": True}
        case "left":
            return {"day": row["day"], "value": before, "left": True}
    came = {"arrived": True} if row["arrived"] else {"from": before}
    return {"day": row["day"], **came, "to": now}


def address_clause(project: Project, question: Migration, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    del project, question
    if "people" in at:
        return "\nWHERE figure = 'all'"
    figure = next((name for name in ("entered", "left") if name in at), "value" if "value" in at else "way")
    clauses = [f"figure = '{figure}'", f"day = '{at['day']}'"]
    if "value" in at:
        clauses.append(
            f"{'before' if figure == 'left' else 'now'} IS NOT DISTINCT FROM {_literal(at['value'])}"
        )
    if "to" in at:
        clauses.append(f"now IS NOT DISTINCT FROM {_literal(at['to'])}")
        clauses.append(
            "arrived"
            if "arrived" in at
            else f"NOT arrived AND before IS NOT DISTINCT FROM {_literal(at['from'])}"
        )
    return "\nWHERE " + " AND ".join(clauses)


def shape(question: Migration, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Ways, and who stands where at each date."""
    del question
    ways: Rows = []
    for row in rows:
        before, now = _plain(row["before"]), _plain(row["now"])
        ways.append({**row, "before": before, "now": now})
    standing = _standing(ways)
    sizes = {(row["day"], row["value"]): row["people"] for row in standing}
    shaped = []
    for row in ways:
        if row["from_day"] is None:
            continue
        arrived = sum(r["people"] for r in ways if r["day"] == row["day"] and r["arrived"])
        stood = arrived if row["arrived"] else sizes[str(row["from_day"]), row["before"]]
        shaped.append(
            {
                "day": str(row["day"]),
                "from_day": str(row["from_day"]),
                "from": row["before"],
                "arrived": row["arrived"],
                "to": row["now"],
                "people": row["people"],
                "share": row["people"] / stood,
            }
        )
    last = max((row["day"] for row in ways), default=None)
    return shaped, {"people": sum(r["people"] for r in ways if r["day"] == last), "standing": standing}


def _standing(ways: Rows) -> Rows:
    found: Rows = []
    for day in sorted({row["day"] for row in ways}):
        own = [row for row in ways if row["day"] == day]
        everybody = sum(row["people"] for row in own)
        moved = [row for row in own if row["arrived"] or row["before"] != row["now"]]
        first = own[0]["from_day"] is None
        values = {row["now"] for row in own} | {
            row["before"] for row in own if not first and not row["arrived"]
        }
        for value in sorted(values, key=lambda one: (one is None, one)):
            people = sum(row["people"] for row in own if row["now"] == value)
            entered = sum(row["people"] for row in moved if row["now"] == value)
            left = sum(row["people"] for row in moved if not row["arrived"] and row["before"] == value)
            changes = {} if first else {"entered": entered, "left": left}
            found.append(
                {"day": str(day), "value": value, "people": people, "share": people / everybody, **changes}
            )
    return found


def _dates(project: Project, question: Migration) -> list[date]:
    first, last = project.days(question.range)
    dates = {first, last}
    if question.interval is not None:
        for back in range((last - first).days + 1):
            day, after = last - timedelta(days=back), last - timedelta(days=back - 1)
            if _begins(project, after, question.interval):
                dates.add(day)
    return sorted(dates)


def _begins(project: Project, day: date, interval: str) -> bool:
    """Whether a period begins on this day."""
    if interval == "week":
        return day.weekday() == project.week_start
    return day.day == 1 if interval == "month" else True


def _then(project: Project, question: Migration) -> Project:
    """The project as it was at the end of the range."""
    _, last = project.days(question.range)
    end = datetime.combine(last, datetime.min.time(), UTC).replace(tzinfo=ZoneInfo(project.zone))
    return replace(project, now=end + timedelta(hours=12))


def _parts(project: Project, question: Migration) -> dict[str, str]:
    dates, then = _dates(project, question), _then(project, question)
    last = dates[-1]
    value = _value(project, question)
    known = then.part(
        "known",
        "-- everybody known at the end of the range, as if each had one more event then\n"
        f"SELECT person_id, first_instant(DATE '{last}' + 1) AS time, -1 AS arrival_file, person_id AS arrival_row\n"
        "FROM events GROUP BY person_id",
    )
    then.filtered = known
    condition = all_of(then, [of_people(node) for node in question.filters])
    properties = " LEFT JOIN person_properties AS p USING (person_id)" if then.used else ""
    until = f"WHERE day_of(time) <= DATE '{last}'"
    stood = [
        f"SELECT {k} AS n, DATE '{day}' AS day, {_day(dates[k - 1] if k else None)} AS from_day,\n"
        f"  e.person_id, {value} AS value,\n"
        "  bool_or(e.mark IS DISTINCT FROM 'profile') AS known\n"
        f"FROM statements AS e WHERE day_of(e.time) <= DATE '{day}' GROUP BY e.person_id"
        for k, day in enumerate(dates)
    ]
    return {
        "statements": f"-- nothing later is known\nSELECT * FROM main.statements {until}",
        "events": f"SELECT * FROM main.events {until}",
        **then.properties(),
        "chosen": f"SELECT e.person_id FROM {known} AS e{properties}\nWHERE {condition}",
        "stood": "-- each person's value at the end of each date\n" + "\nUNION ALL ".join(stood),
        "moved": (
            "-- beside the one at the date before\n"
            "SELECT b.day, b.from_day, a.value AS before, b.n > 0 AND a.person_id IS NULL AS arrived,\n"
            "  b.value AS now, b.person_id\n"
            "FROM stood AS b JOIN chosen USING (person_id)\n"
            "LEFT JOIN stood AS a ON a.n = b.n - 1 AND a.person_id = b.person_id AND a.known\n"
            "WHERE b.known"
        ),
    }


def _day(day: date | None) -> str:
    return "CAST(NULL AS DATE)" if day is None else f"DATE '{day}'"


def _value(project: Project, question: Migration) -> str:
    """The property's value, over a person's statements."""
    own = project.unused()
    own.term(question.property, "person")
    (value,) = own.used.values()
    return value


def _plain(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if whole else value


def _literal(value: Any) -> str:
    return "NULL" if value is None else quote(value) if isinstance(value, str) else str(value)
