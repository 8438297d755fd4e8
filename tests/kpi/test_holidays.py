"""Holidays by country, and weekends worked in exchange."""

from __future__ import annotations

from datetime import date

import pytest

from yunying.core import Refused
from yunying.kpi.holidays import WORKING_DAY, days_off


def test_a_chinese_spring_festival_with_its_weekends_and_the_days_worked_for_it() -> None:
    off = days_off("CN", date(2025, 1, 20), date(2025, 2, 10), "zh")
    assert list(off) == [
        date(2025, 1, 26),
        *(date(2025, 1, day) for day in range(28, 32)),
        *(date(2025, 2, day) for day in range(1, 5)),
        date(2025, 2, 8),
    ]
    assert off[date(2025, 1, 28)] == "农历除夕"
    assert {off[date(2025, 2, day)] for day in range(1, 5)} == {"春节"}
    assert off[date(2025, 1, 26)] == off[date(2025, 2, 8)] == WORKING_DAY


def test_a_bound_within_a_row_of_days_off_changes_no_name() -> None:
    assert days_off("CN", date(2025, 2, 4), date(2025, 2, 4), "zh") == {date(2025, 2, 4): "春节"}


def test_other_countries_and_unknown_ones() -> None:
    assert days_off("US", date(2025, 11, 27), date(2025, 11, 27)) == {date(2025, 11, 27): "Thanksgiving Day"}
    with pytest.raises(Refused):
        days_off("XX", date(2025, 1, 1), date(2025, 1, 2))
