"""What the reference must know of a project: its columns, zone, week and clock. Its SQL is written from these."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from yunying.analyse.reference.sessions import SESSION_TERMS, session_tables
from yunying.core import WEEKDAYS, SessionRules
from yunying.metrics import BeginningOn, Compare, DaysEarlier, Last, Range
from yunying.store import Column, Dataset, Scope, derived_table, quote, quote_name

_OF_EVERYBODY = {
    "$first_seen": (
        "date_trunc('milliseconds', min(e.time) FILTER (WHERE mark IS DISTINCT FROM 'profile'))",
        "time",
    ),
    "$last_seen": (
        "date_trunc('milliseconds', max(e.time) FILTER (WHERE mark IS DISTINCT FROM 'profile'))",
        "time",
    ),
    "$events": ("CAST(count(*) FILTER (WHERE mark IS DISTINCT FROM 'profile') AS DOUBLE)", "number"),
}
"""What is known of every person from their events."""


@dataclass(frozen=True)
class Term:
    """A property as SQL: an expression that is null where the property is not set, and its type."""

    sql: str
    type: str
    scope: Scope


@dataclass
class Project:
    """One project as the reference sees it; remembers which person properties a question used."""

    columns: tuple[Column, ...]
    zone: str
    week_start: int
    now: datetime
    sessions: SessionRules
    used: dict[str, str]
    derived: dict[str, str] = field(default_factory=dict)
    """Types of the derived properties of people, each of which is a table of its own."""
    sessions_used: bool = False
    made: dict[str, str] = field(default_factory=dict)
    """Further common table expressions that conditions need, each with its name."""
    filtered: str = "events"
    """The table whose rows conditions are about."""

    @classmethod
    def of(cls, data: Dataset) -> Project:
        """The project as it stands now."""
        return cls(
            columns=data.lake.snapshot().columns,
            zone=data.calendar.timezone,
            week_start=WEEKDAYS.index(data.calendar.week_start),
            now=data.clock(),
            sessions=data.sessions,
            used={},
            derived={name: one.prop.type for name, one in data.hot.view().derived.items()},
        )

    def term(self, name: str, scope: Scope | None) -> Term:
        """A property as SQL: the event's before the person's; text where it was seen with several types."""
        for wanted in ("event", "person") if scope is None else (scope,):
            columns = [c for c in self.columns if (c.name, c.scope, c.op) == (name, wanted, "set")]
            if columns:
                break
        if not columns and name in SESSION_TERMS:
            self.sessions_used = True
            return Term(f"s.{quote_name(name)}", SESSION_TERMS[name], "event")
        if not columns and name in self.derived:
            value = f"SELECT d.value FROM {derived_table(name)} AS d WHERE d.person_id = e.person_id"
            self.used[name] = f"any_value(({value}))"
            return Term(f"p.{quote_name(name)}", self.derived[name], "person")
        if not columns and name not in _OF_EVERYBODY:
            # Of the first event that has one; rows that only describe people are none.
            value = self._texts(f"${name.removeprefix('$first_')}")
            known = f"{value} IS NOT NULL AND mark IS DISTINCT FROM 'profile'"
            order = "ORDER BY e.time, e.arrival_file, e.arrival_row"
            self.used[name] = f"first({value} {order}) FILTER (WHERE {known})"
            return Term(f"p.{quote_name(name)}", "text", "person")
        if not columns:
            self.used[name] = _OF_EVERYBODY[name][0]
            return Term(f"p.{quote_name(name)}", _OF_EVERYBODY[name][1], "person")
        kind = columns[0].type if len(columns) == 1 else "text"
        values = [_value(c, as_text=len(columns) > 1) for c in columns]
        value = values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"
        if columns[0].scope == "event":
            return Term(value, kind, "event")
        order = "ORDER BY e.time, e.arrival_file, e.arrival_row"
        self.used[columns[0].column] = f"last({value} {order}) FILTER (WHERE {value} IS NOT NULL)"
        return Term(f"p.{quote_name(columns[0].column)}", kind, "person")

    def member(self, segment: str) -> str:
        """Whether the person of event `e` is in a segment, as SQL."""
        return f"e.person_id IN (SELECT person_id FROM segments WHERE segment = {quote(segment)})"

    def properties(self) -> dict[str, str]:
        """Common table expressions of people's and sessions' properties and of behaviour: those that were used."""
        parts = session_tables(self.sessions, self._texts) if self.sessions_used else {}
        return {**self._person_properties(), **parts, **{name: body for body, name in self.made.items()}}

    def part(self, name: str, body: str) -> str:
        """Keep a common table expression for the statement; returns its name, which gets a number."""
        return self.made.setdefault(body, f"{name}_{len(self.made) + 1}")

    def unused(self) -> Project:
        """The same project, before any question."""
        return replace(self, used={}, sessions_used=False, made={})

    def _person_properties(self) -> dict[str, str]:
        if not self.used:
            return {}
        listed = ",\n".join(f"  {value} AS {quote_name(column)}" for column, value in self.used.items())
        text = f"-- the last known value of each person's properties\nSELECT e.person_id,\n{listed}\n"
        return {"person_properties": text + "FROM statements AS e\nGROUP BY e.person_id"}

    def source(self) -> str:
        """What to select events from: `e`, with `p` for people's properties and `s` for sessions' where used."""
        people = " LEFT JOIN person_properties AS p USING (person_id)" if self.used else ""
        sessions = (
            " JOIN session_properties AS s USING (arrival_file, arrival_row)" if self.sessions_used else ""
        )
        return f"events AS e{people}{sessions}"

    def _texts(self, name: str) -> str:
        """An event property as text, also where it has another type; null where it is not set or empty."""
        columns = [c for c in self.columns if c.name == name and c.scope == "event"]
        if not columns:
            return "CAST(NULL AS VARCHAR)"
        return f"nullif(coalesce({', '.join(_value(c, as_text=True) for c in columns)}), '')"

    def macros(self) -> str:
        """What days are in the project's zone, as macros that statements use."""
        zone = quote(self.zone)
        return (
            "-- the day of an instant in the project's zone\n"
            f"CREATE OR REPLACE TEMP MACRO day_of(instant) AS CAST(timezone({zone}, instant) AS DATE);\n"
            "-- the first instant of a day: the earlier midnight where it comes twice, else the jump over it\n"
            "CREATE OR REPLACE TEMP MACRO first_instant(day) AS least(\n"
            f"  timezone({zone}, CAST(day AS TIMESTAMP)),\n"
            f"  timezone({zone}, CAST(day AS TIMESTAMP) - INTERVAL 1 HOUR) + INTERVAL 1 HOUR\n"
            ");\n"
        )

    def period_start(self, day: str, interval: str) -> str:
        """The first day of the day, week or month that holds `day`."""
        if interval == "week":
            return f"({day} - CAST((isodow({day}) + {6 - self.week_start}) % 7 AS INTEGER))"
        return f"CAST(date_trunc('month', {day}) AS DATE)" if interval == "month" else day

    def known(self) -> dict[str, str]:
        """The instant until which data has arrived: the newest event, and never after now."""
        now = f"TIMESTAMPTZ {quote(self.now.isoformat())}"
        text = f"SELECT least({now}, date_trunc('milliseconds', max(time))) AS until FROM events"
        return {"known": f"-- until when data has arrived\n{text}"}

    @property
    def today(self) -> date:
        """The day it is in the project's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def days(self, wanted: Range) -> tuple[date, date]:
        """First and last day of a range."""
        if not isinstance(wanted, Last):
            return wanted.from_, wanted.to
        first = today = self.today
        if wanted.unit == "day":
            first = today - timedelta(days=wanted.last - 1)
        elif wanted.unit == "week":
            first = today - timedelta(days=(today.weekday() - self.week_start) % 7 + 7 * (wanted.last - 1))
        else:
            month = today.year * 12 + today.month - wanted.last
            first = date(month // 12, month % 12 + 1, 1)
        return max(first, date(1970, 1, 2)), today

    def compared(self, days: tuple[date, date], compare: Compare) -> tuple[date, date]:
        """First and last day of the range to compare with: as long as the range itself."""
        first, last = days
        if isinstance(compare, BeginningOn):
            start = compare.from_
        elif isinstance(compare, DaysEarlier):
            start = first - timedelta(days=compare.days)
        else:
            start = first - (last - first) - timedelta(days=1)
        return start, start + (last - first)


def _value(column: Column, *, as_text: bool) -> str:
    value = f"e.{quote_name(column.column)}"
    if column.type == "number":
        value = f"nullif({value}, 'NaN')"
    return text_of(value, column.type) if as_text else value


def text_of(value: str, kind: str) -> str:
    """A value of some type as text, as properties of several types have it."""
    if kind == "text":
        return value
    if kind == "number":
        whole = f"{value} = trunc({value}) AND abs({value}) < 9007199254740992"
        return f"CASE WHEN {whole} THEN CAST(CAST({value} AS BIGINT) AS VARCHAR) ELSE CAST({value} AS VARCHAR) END"
    if kind == "time":
        local = f"timezone('UTC', {value})"
        fraction = f"CASE WHEN epoch_us({value}) % 1000000 <> 0 THEN strftime({local}, '.%f') ELSE '' END"
        return f"strftime({local}, '%Y-%m-%dT%H:%M:%S') || {fraction} || 'Z'"
    return f"CAST({value} AS VARCHAR)"
