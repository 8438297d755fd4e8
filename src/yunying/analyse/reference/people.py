"""People as SQL: who is chosen, and aggregates over the events of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from yunying.analyse.questions import PeopleList
from yunying.analyse.reference.filters import all_of, matches
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows
from yunying.analyse.reference.text import select, statement
from yunying.metrics import of_people

_ORDER = "ORDER BY time, arrival_file, arrival_row"


def answer_sql(project: Project, question: PeopleList) -> str:
    """Rows `person_id`, `people` (how many match) and `c<i>` for each column; times as µs in `c<i>_us`."""
    parts, names = _parts(project, question)
    ordered = "m.person_id"
    if question.sort:
        at = [column.label for column in question.columns].index(question.sort.column)
        ordered = f"m.{names[at]} {question.sort.order} NULLS LAST, {ordered}"
    final = select("m.*", "(SELECT count(*) FROM chosen) AS people") + "\nFROM measured AS m"
    return statement(project, parts, f"{final}\nORDER BY {ordered}\nLIMIT {question.limit}")


def people_sql(project: Project, question: PeopleList, chosen: str = "") -> str:
    """Everybody in the list twice: as part of the `whole`, and as a row. `chosen` is a WHERE clause."""
    table = _chosen(project, question)
    parts = {**project.properties(), "chosen": table}
    listed = "SELECT person_id, true AS whole FROM chosen UNION ALL SELECT person_id, false FROM chosen"
    return statement(project, parts, f"SELECT * FROM ({listed}){chosen}\nORDER BY whole, person_id")


def key(question: PeopleList, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    del question
    return {"people": "all"} if row["whole"] else {"person": row["person_id"]}


def address_clause(project: Project, question: PeopleList, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    del project, question
    return f"\nWHERE NOT whole AND person_id = {int(at['person'])}" if "person" in at else "\nWHERE whole"


def shape(question: PeopleList, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows by the names of the columns."""
    shaped: Rows = []
    for row in rows:
        found = {"person_id": row["person_id"]}
        for i, column in enumerate(question.columns):
            moment = row.get(f"c{i}_us")
            found[column.label] = _plain(row.get(f"c{i}")) if moment is None else _iso(moment)
        shaped.append(found)
    return shaped, {"people": rows[0]["people"] if rows else 0}


def _plain(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if whole else value


def _iso(microseconds: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(microseconds))
    return moment.isoformat().replace("+00:00", "Z")


def _chosen(project: Project, question: PeopleList) -> str:
    last = project.days(question.range)[1]
    known = project.part(
        "known",
        "-- people with any event up to the end of the range, as if each had one at its end\n"
        f"SELECT person_id, first_instant(DATE '{last}' + 1) AS time, -1 AS arrival_file, person_id AS arrival_row\n"
        f"FROM events WHERE day_of(time) <= DATE '{last}' GROUP BY person_id",
    )
    project.filtered = known
    condition = all_of(project, [of_people(node) for node in question.who])
    project.filtered = "events"
    properties = " LEFT JOIN person_properties AS p USING (person_id)" if project.used else ""
    return f"-- of whom all is true that must be\nSELECT e.person_id FROM {known} AS e{properties}\nWHERE {condition}"


def _parts(project: Project, question: PeopleList) -> tuple[dict[str, str], list[str]]:
    """The tables, and the name of each column in `measured`."""
    first, last = project.days(question.range)
    flags, values = [], []
    figures: list[str] = []
    names: list[str] = []
    frequent: dict[str, str] = {}
    for i, column in enumerate(question.columns):
        name, term = f"c{i}", None
        if column.measure != "property":
            flags.append(f"{matches(project, column, question.filters)} AS is_{i}")
        if column.measure in ("sum", "most_frequent"):
            term = project.term(str(column.property), "event")
            values.append(f"{term.sql} AS value_{i}")
        mine = f"FILTER (c.is_{i})"
        if column.measure == "events":
            figure = f"count(*) {mine}"
        elif column.measure == "days":
            figure = f"count(DISTINCT c.day) {mine}"
        elif column.measure == "sum":
            figure = f"coalesce(sum(c.value_{i} {_ORDER}) {mine}, 0e0)"
        elif column.measure == "days_since":
            figure = f"DATE '{last}' - max(c.day) {mine}"
        elif column.measure in ("first_time", "last_time"):
            name += "_us"
            extreme = "min" if column.measure == "first_time" else "max"
            figure = f"epoch_us(date_trunc('milliseconds', {extreme}(c.time) {mine}))"
        elif column.measure == "most_frequent":
            assert term is not None  # noqa: S101 (made above)
            table = f"frequent_{i}"
            frequent[table] = _frequent(i)
            figure = f"any_value({table}.value)"
            if term.type == "time":
                name, figure = f"{name}_us", f"epoch_us({figure})"
        else:
            term = project.term(str(column.property), "person")
            figure = f"any_value({term.sql})"
            if term.type == "time":
                name, figure = f"{name}_us", f"epoch_us({figure})"
        names.append(name)
        figures.append(f"{figure} AS {name}")
    chosen = _chosen(project, question)
    parts = project.properties()
    parts["chosen"] = chosen
    parts["counted"] = (
        "-- events of the range, with the columns that each counts for\n"
        + select(
            "e.person_id",
            "e.time",
            "e.arrival_file",
            "e.arrival_row",
            "day_of(e.time) AS day",
            *flags,
            *values,
        )
        + f"\nFROM {project.source()}\nWHERE day_of(e.time) BETWEEN DATE '{first}' AND DATE '{last}'"
    )
    parts |= frequent
    joined = "".join(f"\nLEFT JOIN {table} ON {table}.person_id = chosen.person_id" for table in frequent)
    if project.used:
        joined += "\nLEFT JOIN person_properties AS p ON p.person_id = chosen.person_id"
    parts["measured"] = (
        select("chosen.person_id", *figures)
        + "\nFROM chosen LEFT JOIN counted AS c ON c.person_id = chosen.person_id"
        + joined
        + "\nGROUP BY chosen.person_id"
    )
    return parts, names


def _frequent(i: int) -> str:
    return (
        "-- the value that most of the person's events have; of equally many the least\n"
        f"SELECT person_id, value_{i} AS value FROM counted\n"
        f"WHERE is_{i} AND value_{i} IS NOT NULL\nGROUP BY person_id, value_{i}\n"
        f"QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY count(*) DESC, value_{i}) = 1"
    )
