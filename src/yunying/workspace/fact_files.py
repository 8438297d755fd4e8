"""Files of measured facts: CSV with the columns date, name, value, and one for each dimension."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from yunying.core import Refused
from yunying.workspace.facts import NewFact

_GIVEN = ("date", "name", "value")
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,59}$")
"""Such as metrics can call it by."""


def read_facts(text: str) -> list[NewFact]:
    """The figures of a file; an empty value takes one back. Refuses a wrong one, naming the first line."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [name for name in _GIVEN if name not in (rows.fieldnames or [])]
    if missing:
        raise Refused(
            "bad_facts_file",
            f"The file has no column {missing[0]!r}; it needs {', '.join(_GIVEN)}, and one for each dimension.",
            field=missing[0],
        )
    found = []
    try:
        for row in rows:
            name, value = row["name"].strip(), row["value"].strip()
            if not _NAME.match(name):
                raise Refused(
                    "bad_fact",
                    f"Line {rows.line_num}: a name has small letters, digits and _ alone, a letter first.",
                    field="name",
                    row=rows.line_num,
                )
            found.append(
                NewFact(
                    name,
                    date.fromisoformat(row["date"].strip()),
                    {key: said for key, said in row.items() if key and key not in _GIVEN and said},
                    float(value) if value else None,
                )
            )
    except (ValueError, AttributeError, csv.Error):
        raise Refused(
            "bad_fact",
            f"Line {rows.line_num}: a date is written like 2026-10-31 and a value is a number.",
            row=rows.line_num,
        ) from None
    return found
