"""Breakdowns as SQL: a column `breakdown` of the events that count, and what its values become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from yunying.analyse.reference.filters import literal
from yunying.analyse.reference.project import Project, Term
from yunying.metrics import OTHER, Breakdown


class Grouped(Protocol):
    """A question that can be taken apart."""

    @property
    def breakdown(self) -> Breakdown | list[Breakdown] | None: ...


@dataclass(frozen=True)
class Groups:
    """How a question is taken apart. `sql` is the column `breakdown`, to be selected of every event that counts."""

    sql: str
    _parts: tuple[tuple[Breakdown, Term], ...]
    _several: bool

    @classmethod
    def of(cls, project: Project, question: Grouped) -> Groups:
        """The question's groups. Make it before `project.properties()`, which then has what it needs."""
        breakdown = question.breakdown
        if breakdown is None:
            return cls("NULL", (), False)
        several = isinstance(breakdown, list)
        parts = tuple(
            (b, _term(project, b)) for b in (breakdown if isinstance(breakdown, list) else [breakdown])
        )
        if not several:
            return cls(parts[0][1].sql, parts, several)
        fields = ", ".join(f"v{i} := {term.sql}" for i, (_, term) in enumerate(parts))
        return cls(f"struct_pack({fields})", parts, several)

    @property
    def is_set(self) -> str:
        """The condition that any of the event's own values is set; true where every value is the person's."""
        own = [f"{term.sql} IS NOT NULL" for _, term in self._parts if term.scope == "event"]
        return f"({' OR '.join(own)})" if own else "true"

    @property
    def nothing(self) -> str:
        """The column's value where there is no event to take it from: nothing is set."""
        names = {"text": "VARCHAR", "number": "DOUBLE", "boolean": "BOOLEAN"}
        nulls = [f"CAST(NULL AS {names[term.type]})" for _, term in self._parts]
        if not self._several:
            return nulls[0] if nulls else "NULL"
        return f"struct_pack({', '.join(f'v{i} := {null}' for i, null in enumerate(nulls))})"

    def tables(self, source: str, key: str, every: str | None = None) -> dict[str, str]:
        """`groups`: those of a breakdown with the most events, by `place`, and one for all others.

        `source` has the events that rank them, each known by `key`; `every` those that must be placed (the same
        where nothing is said). `join` finds the group of an event among them.
        """
        if not self._parts:
            return {"groups": "SELECT 1 AS place, NULL AS value, false AS other"}
        tables: dict[str, str] = {}
        for i, (breakdown, _) in enumerate(self._parts):
            if breakdown.bins or breakdown.edges:
                tables |= self._ranges(i, breakdown, source, key)
        own = ""
        if not self._several and self._parts[0][1].type == "text":
            own = f" WHERE value IS DISTINCT FROM '{OTHER}'"
        order = f"count(DISTINCT {key}) DESC, value ASC NULLS LAST"
        if self._in_order:
            own = f" WHERE value IS DISTINCT FROM '{OTHER}'"
            order = "min(breakdown) ASC NULLS LAST"
        labelled = f"SELECT {self._label()} AS value, *\n  FROM {source}"
        tables["ranked"] = (
            "-- the values with the most events, of equal ones the smaller; ranges in their order\n"
            f"SELECT value, row_number() OVER (ORDER BY {order}) AS place\n"
            f"FROM (\n  {labelled}\n){own} GROUP BY value\nQUALIFY place <= {self._top}"
        )
        tables["top_values"] = (
            "-- each value as it is in events, with the place of its group\n"
            f"SELECT b.breakdown AS value, r.place\n"
            f"FROM (SELECT DISTINCT breakdown, {self._label()} AS value FROM {every or source}) AS b\n"
            "JOIN ranked AS r ON r.value IS NOT DISTINCT FROM b.value"
        )
        tables["groups"] = (
            f"SELECT place, value, false AS other FROM ranked\nUNION ALL SELECT {self._top + 1}, NULL, true"
        )
        return tables

    def join(self, column: str) -> str:
        """What to join to a table of events by its column, for `place`."""
        if not self._parts:
            return ""
        return f" LEFT JOIN top_values AS t ON t.value IS NOT DISTINCT FROM {column}"

    @property
    def place(self) -> str:
        """The place of a group, as SQL over `join`."""
        return f"coalesce(t.place, {self._top + 1})" if self._parts else "1"

    def conditions(self, at: dict[str, Any]) -> list[str]:
        """Conditions on `breakdown` (the value of `groups`) and `other` that an address makes."""
        if not self._parts:
            return []
        if at["breakdown"] == OTHER:
            return ["other"]
        if not self._several:
            return ["NOT other", f"breakdown IS NOT DISTINCT FROM {self._literal(0, at['breakdown'])}"]
        return [
            "NOT other",
            *(
                f"breakdown.v{i} IS NOT DISTINCT FROM {self._literal(i, value)}"
                for i, value in enumerate(at["breakdown"])
            ),
        ]

    def _literal(self, i: int, value: Any) -> str:
        breakdown, term = self._parts[i]
        return literal(value, "text" if breakdown.bins or breakdown.edges else term.type)

    @property
    def _in_order(self) -> bool:
        first = self._parts[0][0]
        return not self._several and bool(first.bins or first.edges)

    @property
    def _top(self) -> int:
        # Every range has a row, and so has what is not set.
        return 51 if self._in_order else self._parts[0][0].top

    def _label(self) -> str:
        """A value of the column as its group is called."""
        labels = []
        for i, (breakdown, _) in enumerate(self._parts):
            value = f"breakdown.v{i}" if self._several else "breakdown"
            if breakdown.bins or breakdown.edges:
                found = (
                    f"SELECT label FROM ranges_{i} AS e WHERE {value} >= e.low\n"
                    f"    AND ({value} < e.high OR {value} = e.high AND e.last)"
                )
                value = f"CASE WHEN {value} IS NOT NULL THEN coalesce(({found}), '{OTHER}') END"
            labels.append(value)
        if not self._several:
            return labels[0]
        return f"struct_pack({', '.join(f'v{i} := {label}' for i, label in enumerate(labels))})"

    def _ranges(self, i: int, breakdown: Breakdown, source: str, key: str) -> dict[str, str]:
        """The table `ranges_i`: `low`, `high`, `last`, `label`."""
        if breakdown.edges:
            values = ", ".join(f"({literal(edge, 'number')})" for edge in breakdown.edges)
            points = {f"edges_{i}": f"SELECT edge FROM (VALUES {values}) AS v(edge)"}
        else:
            value = f"breakdown.v{i}" if self._several else "breakdown"
            points = {
                f"sorted_{i}": (
                    "SELECT value, row_number() OVER (ORDER BY value) AS rank, count(*) OVER () AS n\n"
                    f"FROM (SELECT DISTINCT {key}, {value} AS value FROM {source}) WHERE value IS NOT NULL"
                ),
                f"edges_{i}": (
                    f"-- the least value, and those of ranks n/{breakdown.bins}, 2n/{breakdown.bins} …, rounded up\n"
                    f"SELECT DISTINCT s.value AS edge FROM sorted_{i} AS s, range({breakdown.bins} + 1) AS b(number)\n"
                    f"WHERE s.rank = greatest(1, (b.number * s.n + {breakdown.bins} - 1) // {breakdown.bins})"
                ),
            }
        return {
            **points,
            f"ranges_{i}": (
                f"SELECT low, high, last, concat('[', {_text('low')}, ', ', {_text('high')},\n"
                "  CASE WHEN last THEN ']' ELSE ')' END) AS label\n"
                "FROM (\n"
                "  SELECT edge AS low, coalesce(lead(edge) OVER (ORDER BY edge), edge) AS high,\n"
                "    row_number() OVER (ORDER BY edge) >= count(*) OVER () - 1 AS last,\n"
                "    row_number() OVER (ORDER BY edge) < count(*) OVER () OR count(*) OVER () = 1 AS begins\n"
                f"  FROM edges_{i}\n) WHERE begins"
            ),
        }


def _term(project: Project, breakdown: Breakdown) -> Term:
    if breakdown.segment is not None:
        return Term(project.member(breakdown.segment), "boolean", "person")
    return project.term(str(breakdown.property), breakdown.scope)


def _text(number: str) -> str:
    whole = f"{number} = trunc({number}) AND abs({number}) < 9007199254740992"
    return (
        f"CASE WHEN {whole} THEN CAST(CAST({number} AS BIGINT) AS VARCHAR) ELSE CAST({number} AS VARCHAR) END"
    )
