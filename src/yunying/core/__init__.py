"""Words everybody uses: ids, clock, calendar, settings, errors. Imports nothing of ours."""

from yunying.core.calendar import (
    WEEKDAYS,
    Calendar,
    Interval,
    Weekday,
    day_number,
    day_of,
    instant_of,
    microseconds_of,
)
from yunying.core.cells import FORMULA, csv_cell, plain_text
from yunying.core.clock import Clock, utc_now
from yunying.core.errors import (
    Conflict,
    Denied,
    Failed,
    NotFound,
    Refused,
    Stopped,
    TooMany,
    YunyingError,
)
from yunying.core.ids import new_id
from yunying.core.sessions import SessionRules
from yunying.core.settings import Settings

__all__ = [
    "FORMULA",
    "WEEKDAYS",
    "Calendar",
    "Clock",
    "Conflict",
    "Denied",
    "Failed",
    "Interval",
    "NotFound",
    "Refused",
    "SessionRules",
    "Settings",
    "Stopped",
    "TooMany",
    "Weekday",
    "YunyingError",
    "csv_cell",
    "day_number",
    "day_of",
    "instant_of",
    "microseconds_of",
    "new_id",
    "plain_text",
    "utc_now",
]
