"""A tracking plan as a table: one row for each event and property, as teams keep theirs in spreadsheets.

Reading accepts what such files look like: a title above the header, event cells that are merged or left empty for
"the same as above", columns of other meanings in between. Every mistake is told at once, with row and column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from yunying.collect.plan import cells
from yunying.collect.plan.drafts import Draft, Given, Mistake
from yunying.collect.plan.headers import COLUMNS, Field, Header, Scope, header_of
from yunying.collect.plan.model import PEOPLE, Plan, PlanEvent, PlanProperty
from yunying.core import Refused

MOST_ROWS = 100_000
MOST_COLUMNS = 200
HEADER_WITHIN = 20
_MOST_MISTAKES = 1_000
_EVENT: Field = ("event", "event")
_PROPERTY: Field = ("property", "property")
_WORDS = {"type": cells.TYPES, "status": cells.STATUSES, "mode": cells.MODES}
_FLAGS = frozenset(("required", "learned"))

Row = Sequence[Any]


def header_row() -> list[str]:
    """The header that is written."""
    return [written for written, _ in COLUMNS.values()]


def rows_of(plan: Plan) -> Iterator[list[str]]:
    """The rows that are written; what is of the event stands in its first row."""
    properties: dict[str, list[PlanProperty]] = {}
    for prop in plan.properties:
        properties.setdefault(prop.event, []).append(prop)
    for event in plan.events:
        first = _event_cells(event)
        for row in map(_property_cells, properties.get(event.name, (None,))):
            yield [*first, *row]
            first = [first[0], *([""] * (len(first) - 1))]
    people = [cells.written_event(PEOPLE), *([""] * (sum(of == "event" for of, _ in COLUMNS) - 1))]
    for prop in properties.get(PEOPLE, ()):
        yield [*people, *_property_cells(prop)]


def read_table(rows: Iterable[Row], draft: Draft, *, sheet: str | None = None) -> bool:
    """Add what a table says to a draft; False where it has no header of a plan.

    `sheet` is its name in a workbook of several: a sheet of 用户属性 needs no column for events.
    """
    numbered = ((number, [cells.text_of(cell) for cell in row]) for number, row in _bounded(rows))
    header = None
    for number, row in numbered:
        header = header_of(row)
        if header is not None or number >= HEADER_WITHIN:
            break
    if header is None:
        return False
    of_people = header.of_people or (sheet is not None and _names_people(sheet))
    if _EVENT not in header.places and not of_people:
        draft.ignored.append(sheet or "*")
        return False
    _Reader(draft, header, sheet).read(numbered)
    return True


def no_table() -> Refused:
    """The file holds nothing like a plan."""
    return Refused(
        "no_plan_table",
        f"No row of the file names the columns of a tracking plan within its first {HEADER_WITHIN} rows; at least "
        "a column for events (事件名, event) is needed. Export a plan to see the whole form.",
    )


class _Reader:
    """Reads the rows under one header."""

    def __init__(self, draft: Draft, header: Header, sheet: str | None) -> None:
        self._draft = draft
        self._header = header
        self._prefix = f"{sheet}: " if sheet else ""
        self._event: str | None = None if _EVENT in header.places else PEOPLE
        draft.ignored += header.ignored
        for of in header.places:
            scope, name = of
            draft.columns.setdefault((scope, name if name != scope else scope), header.label(of))
        for label in header.twice:
            self._mistake(None, label, "Another column says the same; leave one of them out.")

    def read(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Every row that holds anything."""
        for number, row in rows:
            if any(row):
                self._read_row(number, row)
            if len(self._draft.mistakes) >= _MOST_MISTAKES:
                self._mistake(number, None, "There are too many mistakes; the rest of the file was not read.")
                return

    def _read_row(self, number: int, row: list[str]) -> None:
        named = self._cell(row, _EVENT)
        if named:
            self._event = cells.read_event(named)
        if self._event is None:
            self._mistake(number, _EVENT, "The row belongs to no event; name it here or in a row above.")
            return
        if self._event != PEOPLE:
            self._read_event(number, row, self._event)
        name = cells.read(self._cell(row, _PROPERTY))
        if name:
            self._read_property(number, row, self._event, name)
        elif self._cell(row, ("property", "type")) or self._cell(row, ("property", "allowed")):
            self._mistake(number, _PROPERTY, "The row describes a property without a name; name it.")

    def _read_event(self, number: int, row: list[str], event: str) -> None:
        known = event in self._draft.events
        given = self._draft.events.setdefault(event, {})
        self._draft.rows.setdefault((event, None), number)
        for of, value in self._values(number, row, "event"):
            _, name = of
            if not known or given.get(name, "") == "":
                given[name] = value
            elif value not in ("", given[name]) and self._cell(row, of):
                said = self._draft.rows[event, None]
                self._mistake(
                    number, of, f"The event has another value here than in row {said}; say it once."
                )

    def _read_property(self, number: int, row: list[str], event: str, name: str) -> None:
        if (event, name) in self._draft.properties:
            first = self._draft.rows[event, name]
            self._mistake(number, _PROPERTY, f"{name!r} is listed twice; row {first} has it too.")
            return
        self._draft.rows[event, name] = number
        given: Given = {of[1]: value for of, value in self._values(number, row, "property")}
        self._draft.properties[event, name] = given

    def _values(self, number: int, row: list[str], scope: Scope) -> Iterator[tuple[Field, Any]]:
        """What a row says of an event or a property; words that are left out stay as they are."""
        meanings, kind = "", "any"
        for of in COLUMNS:  # types come before the values they are types of
            if of not in self._header.places or of[0] != scope or of == (scope, scope):
                continue
            name, text = of[1], self._cell(row, of)
            if name in _WORDS:
                if text and (code := self._or_mistake(number, of, cells.code_of, text, _WORDS[name])):
                    kind = code if name == "type" else kind
                    yield of, code
            elif name in _FLAGS:
                if text:
                    answer = self._or_mistake(number, of, cells.code_of, text, cells.YES_NO)
                    if answer is not None:
                        yield of, answer == "yes"
                else:
                    yield of, False
            elif name == "allowed":
                found = self._or_mistake(number, of, cells.read_allowed, text, kind)
                if found is not None:
                    meanings = text if found[1] else ""
                    yield of, found[0]
            elif name == "zh":
                continue
            else:
                yield of, self._joined(row, of)
        zh: Field = (scope, "zh")
        if zh in self._header.places or meanings:
            yield zh, "：".join(part for part in (self._joined(row, zh), meanings) if part)

    def _joined(self, row: list[str], of: Field) -> str:
        parts = [cells.read(row[i]) for i in self._header.places.get(of, ()) if i < len(row)]
        return parts[0] if len(parts) == 1 else "：".join(dict.fromkeys(part for part in parts if part))

    def _cell(self, row: list[str], of: Field) -> str:
        return next((row[i] for i in self._header.places.get(of, ()) if i < len(row) and row[i]), "")

    def _or_mistake(self, number: int, of: Field, read: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return read(*arguments)
        except ValueError as error:
            self._mistake(number, of, f"{error}")
            return None

    def _mistake(self, row: int | None, column: Field | str | None, message: str) -> None:
        label = self._header.label(column) if isinstance(column, tuple) else column
        self._draft.mistakes.append(Mistake(row=row, column=label, message=self._prefix + message))


def _event_cells(event: PlanEvent) -> list[str]:
    values = {
        "event": cells.written_event(event.name),
        "status": cells.word(event.status, cells.STATUSES),
        "mode": cells.word(event.mode, cells.MODES),
        "owner": cells.written(event.owner),
        "zh": cells.written(event.description.zh),
        "en": cells.written(event.description.en),
        "learned": _yes_no(event.learned),
    }
    return [values[name] for scope, name in COLUMNS if scope == "event"]


def _property_cells(prop: PlanProperty | None) -> list[str]:
    if prop is None:
        return [""] * sum(scope == "property" for scope, _ in COLUMNS)
    values = {
        "property": cells.written(prop.name),
        "type": cells.word(prop.type, cells.TYPES),
        "required": _yes_no(prop.required),
        "allowed": cells.written_allowed(prop.allowed, prop.type),
        "status": cells.word(prop.status, cells.STATUSES),
        "zh": cells.written(prop.description.zh),
        "en": cells.written(prop.description.en),
        "learned": _yes_no(prop.learned),
    }
    return [values[name] for scope, name in COLUMNS if scope == "property"]


def _yes_no(flag: bool) -> str:
    return cells.word("yes" if flag else "no", cells.YES_NO)


def _names_people(sheet: str) -> bool:
    plain = cells.plain(sheet)
    return any(wanted in plain for wanted in ("用户", "people", "person", "user"))


def _bounded(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise Refused(
                "too_many_rows", f"A tracking plan is read up to {MOST_ROWS:,} rows.", limit=MOST_ROWS
            )
        yield number, row[:MOST_COLUMNS]
