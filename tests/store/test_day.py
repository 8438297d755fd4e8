"""Rare events of a day, and who was there: the same rows as the whole day has, kept within bounds."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from yunying.store import Day
from yunying.store.day import FEW, RARE


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


def test_once_a_person_at_the_first_such_event() -> None:
    day = a_day(1000, 40)
    for wanted in ([3], [5, 9], [], range(40)):
        for _ in range(2):  # found, and kept
            found = day.once(np.isin(np.arange(40), wanted))
            assert found is not None
            part, rows = found
            theirs = np.flatnonzero(np.isin(day.event, wanted))
            people, first = np.unique(day.person[theirs], return_index=True)
            assert_array_equal(rows, theirs[first])
            assert_array_equal(part.person, people)
            assert_array_equal(part.ms, day.ms[rows])
            assert part.names == ("",)
            assert not part.event.any()


def test_many_people_are_not_taken_out() -> None:
    day = Day(3, 0, *(np.arange(100, dtype=np.int32),) * 2, np.zeros(100, np.int16), ("a", "b"))
    assert day.once(np.array([True, False])) is None


def test_how_many_are_kept_is_bounded() -> None:
    day = a_day(1000, 40)
    for code in range(40):
        day.once(np.arange(40) == code)
        assert sum(part[0].rows for part in day._once.values() if part is not None) <= day.rows // FEW
