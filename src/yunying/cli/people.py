"""How a list of people is printed."""

from __future__ import annotations

from typing import Any

from yunying.cli.output import Format, note, print_csv, print_json, print_table


def print_people(listed: list[dict[str, Any]], format_: Format) -> None:
    """A line a person."""
    if format_ is Format.json:
        print_json({"total": len(listed), "people": listed})
        return
    names = ["person_id", "distinct_id", "first_seen", "last_seen", "events", "count", "properties"]
    rows = [[row.get(name) for name in names] for row in listed]
    if format_ is Format.csv:
        print_csv(names, rows)
        return
    print_table(names, rows)
    note(f"{len(listed):,} people.")
