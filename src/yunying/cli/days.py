"""Days as they are typed: `2026-10-01..2026-10-31`, one day, or `30d`, `8w`, `6m`: the last so many."""

from __future__ import annotations

import re

from pydantic import ValidationError

from yunying.core import Refused
from yunying.metrics import Between, Last, Range

_UNITS = {"d": "day", "w": "week", "m": "month"}


def read_days(text: str, option: str) -> Range:
    """The days that somebody typed for an option."""
    last = re.fullmatch(r"(\d{1,4})([dwm])", text.strip())
    first, _, end = text.strip().partition("..")
    try:
        if last:
            return Last.model_validate({"last": int(last[1]), "unit": _UNITS[last[2]]})
        return Between.model_validate({"from": first, "to": end or first})
    except ValidationError:
        raise Refused(
            "bad_range",
            f"{text!r} are no days; write them like 2026-10-01..2026-10-31, or 30d, 8w, 6m for the last so many.",
            field=option,
            value=text,
        ) from None
