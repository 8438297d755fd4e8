"""Which days are holidays in a country, and which weekends are worked in exchange for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays as calendars

from yunying.core import Refused

WORKING_DAY = "working day instead"
"""The name of a weekend day that is worked in exchange for a day off (调休)."""
_IN_EXCHANGE = ("Day off (substituted", "休息日")
_LANGUAGES = {"zh": ("zh_CN", "zh_TW"), "en": ("en_US",)}


def countries() -> tuple[str, ...]:
    """Codes (ISO 3166-1) of the countries whose holidays are known."""
    return tuple(sorted(calendars.list_supported_countries(include_aliases=False)))


@lru_cache(maxsize=256)
def days_off(country: str, first: date, last: date, language: str = "en") -> MappingProxyType[date, str]:
    """Holidays from `first` to `last`, both included, by name; `WORKING_DAY` for weekend days that are worked.

    Days off in a row bear a holiday's name, weekends among them included, as nobody works through them: a day
    without a name of its own has that of the one before it, or else after it.
    """
    if country not in countries():
        raise Refused(
            "unknown_country",
            f"No holidays are known of {country!r}; give the two letters of a country, like CN.",
            field="country",
            value=country,
        )
    known = calendars.country_holidays(country, language=_language(country, language))
    # A row of days off that crosses a bound has its name from beyond it.
    span = range(first.toordinal() - 14, last.toordinal() + 15)
    days = [date.fromordinal(one) for one in span]
    named = {day: _name(known[day]) for day in days if day in known}
    worked = set(getattr(known, "weekend_workdays", ()))
    found: dict[date, str] = dict.fromkeys((day for day in days if day in worked), WORKING_DAY)
    for row in _rows(day for day in days if day not in worked and (day in named or day.weekday() >= 5)):
        if any(day in named for day in row) and (len(row) > 2 or row[0].weekday() < 5):
            names = [named.get(day) for day in row]
            last_name = next(name for name in names if name is not None) if any(names) else None
            for day, name in zip(row, names, strict=True):
                last_name = name or last_name
                if last_name is not None:
                    found[day] = last_name
        else:
            found |= {day: name for day in row if (name := named.get(day)) is not None}
    return MappingProxyType({day: found[day] for day in sorted(found) if first <= day <= last})


def _name(said: str) -> str | None:
    """A holiday's name without how its day was chosen; none of a day off that is merely beside one."""
    first = said.split(";", maxsplit=1)[0].strip()
    if first.startswith(_IN_EXCHANGE):
        return None
    for mark in (" (observed)", " (补假)", "（补假）"):
        first = first.removesuffix(mark)
    return first


def _rows(days: Iterator[date]) -> Iterator[list[date]]:
    """Days that follow each other, together."""
    row: list[date] = []
    for day in days:
        if row and day - row[-1] != timedelta(days=1):
            yield row
            row = []
        row.append(day)
    if row:
        yield row


def _language(country: str, language: str) -> str | None:
    known = calendars.country_holidays(country).supported_languages
    return next((one for one in _LANGUAGES.get(language, ()) if one in known), None)
