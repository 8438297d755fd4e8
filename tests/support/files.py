"""Files of events that tests import."""

from __future__ import annotations

import csv
import io

HEADER = ["who", "when", "what", "country", "amount"]


def shop_rows() -> list[list[str]]:
    """Twelve rows of three people in two countries, over four days of March 2026 in Shanghai."""
    rows: list[list[str]] = []
    for day, person, event, country, amount in [
        (1, "ann", "visit", "France", ""),
        (1, "ann", "purchase", "France", "10"),
        (1, "bob", "visit", "Germany", ""),
        (2, "ann", "visit", "France", ""),
        (2, "bob", "purchase", "Germany", "20.5"),
        (2, "cid", "visit", "France", ""),
        (3, "ann", "purchase", "France", "30"),
        (3, "bob", "visit", "Germany", ""),
        (3, "cid", "visit", "France", ""),
        (4, "ann", "visit", "France", ""),
        (4, "cid", "visit", "France", ""),
        (4, "cid", "purchase", "France", "5"),
    ]:
        rows.append([person, f"2026-03-0{day} 12:{len(rows):02d}:00", event, country, amount])
    return rows


def shop_csv(extra: list[list[str]] | None = None) -> bytes:
    """The rows as CSV; `extra` rows come last."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADER, *shop_rows(), *(extra or [])])
    return text.getvalue().encode()


MAPPING = {
    "person": "who",
    "time": "when",
    "event": "what",
    "properties": ["amount"],
    "person_properties": ["country"],
}
