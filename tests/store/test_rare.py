"""Rare events of a day: the same rows as the whole day has, kept within bounds."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from yunying.store import Day
from yunying.store.day import RARE


def a_day(rows: int, names: int) -> Day:
    random = np.random.default_rng(7)
    person = np.sort(random.integers(0, 50, rows)).astype(np.int32)
    ms, event = random.integers(0, 86_400_000, rows).astype(np.int32), random.integers(0, names, rows)
    return Day(3, 1000, person, ms, event.astype(np.int16), tuple(map(str, range(names))))


def test_rare_events_are_those_of_the_whole_day() -> None:
    day = a_day(1000, 40)
    for wanted in ([3], [5, 9], [], [0, 39]):
        flags = np.isin(np.arange(40), wanted)
        for _ in range(2):  # found, and kept
            found = day.rare(flags)
            assert found is not None
            part, rows = found
            assert_array_equal(rows, np.flatnonzero(np.isin(day.event, wanted)))
            for name in ("person", "ms", "event"):
                assert_array_equal(getattr(part, name), getattr(day, name)[rows])
                assert not getattr(part, name).flags.writeable


def test_common_events_are_not_taken_out() -> None:
    assert a_day(1000, 4).rare(np.array([True, False, False, False])) is None
    assert a_day(1000, 40).rare(np.ones(40, np.bool_)) is None


def test_what_is_kept_is_bounded() -> None:
    day = a_day(1000, 40)
    for code in range(40):
        day.rare(np.arange(40) == code)
        assert sum(len(rows) for _, rows in day._rare.values()) <= day.rows // RARE
