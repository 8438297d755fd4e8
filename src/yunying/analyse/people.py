"""People: who matches a definition, with computed columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.analyse.columns import Columns, ranks
from yunying.analyse.frame import Frame
from yunying.analyse.questions import PeopleList
from yunying.core import Refused, day_number
from yunying.metrics import Answer, Behind, address, bad_address, parse_address, seen_by, values_at, who_are
from yunying.store import Dataset, Values

Ids = npt.NDArray[np.int64]
_OWN = ("person_id", "distinct_id", "address")


@dataclass(frozen=True)
class _Chosen:
    """Who is in the list, by id."""

    frame: Frame
    people: Ids


def answer(data: Dataset, question: PeopleList) -> Answer:
    """A row a person: `person_id, distinct_id, …, address` with a key for each computed column, called by its name
    (without one `events purchase`, `sum amount`, the name of a person's property). Times are ISO 8601 in UTC; `null`
    where a person has no such event or value, but 0 events, days and sum. `totals.people` is how many people match,
    and `totals.address` opens all of them; a row's address is that of the one person.
    """
    names = _names(question)
    chosen = _choose(data, question)
    columns = Columns(chosen.frame, question)
    ordered, shown = _in_order(question, columns, chosen.people, names)
    cells = [known or columns.of(i, ordered) for i, known in enumerate(shown)]
    everybody = np.arange(len(ordered))
    listed = zip(*(values_at(c, everybody) for c in cells), strict=True) if cells else [()] * len(ordered)
    rows = [
        {
            "person_id": int(person),
            "distinct_id": text,
            **dict(zip(names, values, strict=True)),
            "address": address(person=int(person)),
        }
        for person, text, values in zip(
            ordered, data.people.distinct_ids(ordered.astype(np.int32)), listed, strict=True
        )
    ]
    return Answer(
        columns=[
            {"name": "person_id", "type": "person"},
            {"name": "distinct_id", "type": "text"},
            *({"name": name, "type": cell.type} for name, cell in zip(names, cells, strict=True)),
            {"name": "address", "type": "address"},
        ],
        rows=rows,
        totals={"people": len(chosen.people), "address": address(people="all")},
        provenance=chosen.frame.provenance(
            f"people: {', '.join(names) or 'no columns'}",
            [*question.who, *question.filters],
            incomplete=not chosen.frame.range_known(),
        ),
    )


def behind(data: Dataset, question: PeopleList, text: str) -> Behind:
    """Everybody in the list, or one of them."""
    at = parse_address(text, {"people", "person"})
    everybody = _choose(data, question).people
    if at == {"people": "all"}:
        return Behind(everybody)
    person = at.get("person")
    if len(at) != 1 or not isinstance(person, int) or isinstance(person, bool) or person not in everybody:
        raise bad_address(text)
    return Behind(np.array([person], np.int64))


def _names(question: PeopleList) -> list[str]:
    names = [column.label for column in question.columns]
    for i, name in enumerate(names):
        if name in names[:i] or name in _OWN:
            raise Refused(
                "column_twice",
                f"There is a column {name!r} already; give this one another `name`.",
                field=f"columns.{i}.name",
                column=name,
            )
    if question.sort and question.sort.column not in names:
        raise Refused(
            "unknown_column",
            f"There is no column {question.sort.column!r} to sort by; the columns are "
            f"{', '.join(map(repr, names)) or 'none yet'}.",
            field="sort.column",
            column=question.sort.column,
        )
    return names


def _choose(data: Dataset, question: PeopleList) -> _Chosen:
    frame = Frame.take(data, question.range, marked=question.marked)
    last = day_number(frame.days.last)
    end = data.calendar.day_start(last + 1) // 1000
    matching = who_are(data, frame.view, question.who, end, "who")
    return _Chosen(frame, np.flatnonzero(matching & seen_by(frame.view, last)))


def _in_order(
    question: PeopleList, columns: Columns, people: Ids, names: list[str]
) -> tuple[Ids, list[Values | None]]:
    """The people who are shown, in order, and what is known of their columns by then."""
    known: list[Values | None] = [None] * len(names)
    if question.sort is None:
        return people[: question.limit], known
    at = names.index(question.sort.column)
    cells = columns.of(at, people)
    keys = ranks(cells)
    order = _least(-keys if question.sort.order == "desc" else keys, question.limit)
    known[at] = cells.at(order)
    return people[order], known


def _least(keys: npt.NDArray[np.float64], limit: int) -> Ids:
    """Places of the `limit` least keys, in order; those without one come last, and equal ones as they stand."""
    some = np.arange(len(keys))
    if limit < len(keys):
        last = np.partition(keys, limit - 1)[limit - 1]
        if not np.isnan(last):
            some = np.flatnonzero(keys <= last)
    return some[np.argsort(keys[some], kind="stable")][:limit]
