"""What is worth saying about an import that is no error."""

from __future__ import annotations

from collections import Counter

from yunying.collect.files.intake import Intake
from yunying.collect.files.mapping import Mapping
from yunying.collect.files.result import Note
from yunying.collect.files.times import TimeReader

MANY_EVENTS = 1000


def notes_of(mapping: Mapping, intake: Intake, times: TimeReader, events: Counter[str]) -> list[Note]:
    """Notes on columns, on times that could be read in two ways, and on what looks like a mistake."""
    notes = []
    if intake.rows == 0:
        notes.append(Note(code="no_rows", message="The file has names of columns and no rows."))
    if times.guessed is not None:
        first = "the day" if times.guessed == "day_first" else "the month"
        notes.append(
            Note(
                code="day_order_guessed",
                message=f"Nothing in {mapping.time!r} shows whether day or month comes first; {first} was taken to. "
                "If that is wrong, give the time format day_first or month_first.",
                params={"column": mapping.time, "order": times.guessed},
            )
        )
    for column in intake.properties.values():
        if column.mixed:
            said = ", ".join(f"{count:,} {kind}" for kind, count in column.counts.items())
            notes.append(
                Note(
                    code="mixed_column",
                    message=f"{column.name!r} holds values of several types ({said}); it stays text.",
                    params={"column": column.name, "counts": column.counts},
                )
            )
    empty = [c.name for c in intake.properties.values() if not c.filled]
    if empty and intake.staged:
        notes.append(
            Note(
                code="empty_columns",
                message=f"No usable row has a value in {', '.join(map(repr, empty[:20]))}.",
                params={"columns": empty},
            )
        )
    named = [*(mapping.properties or ()), *mapping.person_properties]
    unseen = [c for c in dict.fromkeys(named) if c not in intake.properties]
    if unseen and intake.staged:
        notes.append(
            Note(
                code="columns_never_seen",
                message=f"No row has {', '.join(map(repr, unseen))}; check the spelling.",
                params={"columns": unseen},
            )
        )
    if len(events) > MANY_EVENTS:
        notes.append(
            Note(
                code="many_event_names",
                message=f"There are {len(events):,} different event names; was the right column taken for the event?",
                params={"count": len(events), "column": mapping.event},
            )
        )
    return notes
