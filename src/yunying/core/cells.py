"""Values as cells of files that spreadsheets open."""

from __future__ import annotations

import json
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so is run as a formula by spreadsheets."""


def csv_cell(value: Any) -> Any:
    """A value as CSV has it. Text that a spreadsheet would run as a formula is given an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=plain_text)
    return plain_text(value) if hasattr(value, "isoformat") else value


def plain_text(value: Any) -> str:
    """Anything as text, instants in ISO 8601."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
