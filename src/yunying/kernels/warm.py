"""Compiling every kernel before somebody waits for it. The compiled code is cached on disk by numba."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from yunying.kernels.any_order import any_order_day
from yunying.kernels.attribution import count_rows_day, credit_journeys, place_rows_day
from yunying.kernels.behaviour import before_each_day, behaviour_day, count_acts_day, list_acts_day
from yunying.kernels.chains import chains_day
from yunying.kernels.counting import active_days_day, frequency_day, tally_times
from yunying.kernels.drivers import drivers_day
from yunying.kernels.funnel import funnel_day
from yunying.kernels.habits import habits_day
from yunying.kernels.intervals import intervals_day, intervals_each_day
from yunying.kernels.lifecycle import lifecycle_day
from yunying.kernels.ltv import ltv_day
from yunying.kernels.merging import merge_rows
from yunying.kernels.path import group_medians, path_day, tally_groups
from yunying.kernels.people import activity_day, least_people
from yunying.kernels.person_measures import person_counts_day, person_sums_day
from yunying.kernels.retention import (
    retention_every_day,
    retention_every_rolling_day,
    retention_every_slots,
    retention_every_table,
    retention_first_day,
    retention_first_slots_day,
    tally_last,
)
from yunying.kernels.rows import matching_rows
from yunying.kernels.sequence import sequence_day
from yunying.kernels.sessions import (
    first_and_last_day,
    first_match_day,
    measure_sessions_day,
    number_sessions_day,
)
from yunying.kernels.tally import count_names, tally_codes, tally_names, tick_people
from yunying.kernels.trend import (
    first_ever_day,
    newcomers_day,
    rolling_day,
    trend_by_group_day,
    trend_day,
)
from yunying.kernels.types import ONE_GROUP
from yunying.kernels.words import characters_of, mark_people, sort_texts, spell_words, split_words


def warm(progress: Callable[[int, int], None] | None = None) -> None:
    """Run each kernel on one event, in the types that questions use; `progress(done, all)` after each."""
    works = (
        _trend, _trend_by_group, _funnel, _chains, _any_order, _drivers, _retention_first, _retention_every, _lifecycle,
        _counting, _activity, _sessions, _intervals, _ltv, _behaviour, _path, _attribution, _rolling,
        _person_measures, _sequences, _merging, _habits, _words,
    )  # fmt: skip
    for done, work in enumerate(works, start=1):
        work()
        if progress:
            progress(done, len(works))


# Hot columns are mapped from files and so read-only, which to numba is a type of its own.
_PERSON, _MS = np.zeros(1, np.int32), np.zeros(1, np.int32)
_EVENT = np.zeros(1, np.int16)
for _array in (_PERSON, _MS, _EVENT):
    _array.flags.writeable = False
_LUT, _GATE, _NO_ROWS = np.ones(1, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.int32)
_NO_VALUES = np.zeros(0)


def _state(*shape: int, fill: int = 0, kind: type[np.generic] = np.int32) -> np.ndarray:
    return np.full(shape, fill, kind)


def _trend() -> None:
    counts = _state(1, kind=np.int64), _state(1, kind=np.int64)
    trend_day(_PERSON, _EVENT, _LUT, _GATE, 1, 0, True, 0, 1, _state(1), _state(1, kind=np.uint8), *counts)


def _trend_by_group() -> None:
    counts = _state(1, 1, kind=np.int64), _state(1, 1, kind=np.int64)
    trend_by_group_day(
        _PERSON, _EVENT, _NO_ROWS, _LUT, _GATE, 1, ONE_GROUP, 0, 0, 1, _state(1, 1, fill=-1), *counts
    )  # fmt: skip


def _rolling() -> None:
    first, counts = (_PERSON, _EVENT), [_state(2, 1, kind=np.int64) for _ in range(2)]
    rolling_day(*first, _LUT, _GATE, 1, ONE_GROUP, 0, 1, 0, 1, _state(1, 1, fill=-9), *counts)
    newcomers_day(
        *first, _NO_ROWS, _LUT, _GATE, 1, ONE_GROUP, 0, 0, 1, _state(1, 1, kind=np.uint8), counts[0]
    )
    bits = [_state(1, kind=np.uint32) for _ in range(2)]
    first_ever_day(*first, _LUT, _GATE, 1, 0, 1, *bits)


def _funnel() -> None:
    chain, level = _state(1, 2, fill=-1, kind=np.int64), _state(1, kind=np.int8)
    times = _state(1, 1, kind=np.int64), _state(1, 1, kind=np.int64)
    funnel_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, ONE_GROUP, 0, 1, 1, True, 0, 1,
        chain, _state(1, 1), level, *times, _state(1, 1),
    )  # fmt: skip


def _chains() -> None:
    one, longs = _state(1), _state(1, 1, kind=np.int64)
    chains_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, _NO_ROWS, _state(0, 0), ONE_GROUP, _state(0, kind=np.uint8), 0, 0,
        one, one, _state(0, 2), False, 0, 0, 1, 0, True, 0, 1, 0, 0,
        _state(1, 5, fill=-1, kind=np.int64), _state(1, 1), longs, longs, _state(1, kind=np.int64),
        _state(1, kind=np.uint32), longs, longs, longs, longs, _state(1, 1),
    )  # fmt: skip


def _any_order() -> None:
    longs = _state(1, 1, kind=np.int64)
    any_order_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, _NO_ROWS, _state(0, 0), ONE_GROUP, 0, 0, 1, _state(1), False, 1, 0,
        True, 0, 1, 0, 0, _state(1, 3, fill=-1, kind=np.int64), _state(1, 1), _state(2, 1, kind=np.int64),
        _state(1), _state(1, fill=-1, kind=np.int64), _state(1, fill=-1, kind=np.int64),
        _state(1, kind=np.uint32), longs, longs, _state(1, 1),
    )  # fmt: skip


def _drivers() -> None:
    span = _state(1, kind=np.int64)
    drivers_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, _state(1, 1), 0, 0, 0, 1, span, span, span,
        _state(1, kind=np.uint8), _state(1, 1, kind=np.int64), _state(2, 1, kind=np.int64),
    )  # fmt: skip


def _retention_first() -> None:
    sizes, table = _state(1, kind=np.int64), _state(1, 1, kind=np.int64)
    hit = _state(1, kind=np.uint8)
    first, last = _state(1, fill=-1), _state(1, fill=-1)
    retention_first_day(_PERSON, _EVENT, _LUT, _GATE, 0, 0, 1, first, last, sizes, table, -1, hit)
    values = _state(1, 1, 1, kind=np.float64)
    retention_first_slots_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, ONE_GROUP, _NO_VALUES, 0, 0, 0, _state(1), 0, 1,
        _state(1, fill=-1), _state(1, kind=np.int64), _state(1), last,
        _state(1, 1, kind=np.int64), _state(1, 1, 1, kind=np.int64), values, -1, hit,
    )  # fmt: skip
    tally_last(first, _state(1), last, _state(1, 1, 1, kind=np.int64))


def _retention_every() -> None:
    began, returned, same = (_state(1, 1, kind=np.uint64) for _ in range(3))
    group, sums = _state(0, 1, kind=np.int16), _state(0, 1, kind=np.float64)
    retention_every_day(
        _PERSON, _EVENT, _LUT, _GATE, ONE_GROUP, _NO_VALUES, np.uint64(1), 0, 1,
        began[0], returned[0], same[0], _state(0, kind=np.int16), _NO_VALUES, _NO_VALUES,
    )  # fmt: skip
    retention_every_table(began, returned, same, _state(1, kind=np.int64), _state(1, 1, kind=np.int64))
    sizes, table = _state(1, 1, kind=np.int64), _state(1, 1, 1, kind=np.int64)
    values = _state(1, 1, 1, kind=np.float64)
    retention_every_slots(began, returned, same, group, sums, sums, _state(1), False, sizes, table, values)
    retention_every_rolling_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, ONE_GROUP, _NO_VALUES, 0, 0, 1, _state(1), 0, 1,
        _state(1, 1, fill=-1, kind=np.int64), _state(1, 1, kind=np.int16), _state(1, 1, kind=np.int16),
        sizes, table, values, -1, -1, _state(1, kind=np.uint8),
    )  # fmt: skip


def _lifecycle() -> None:
    people = [_state(1, fill=-1) for _ in range(5)]
    active, stayed = _state(1, 1, 3, kind=np.int64), _state(1, 1, kind=np.int64)
    lifecycle_day(
        _PERSON, _EVENT, _LUT, _GATE, ONE_GROUP, 0, 0, 1, people[0], people[1],
        active, stayed, -1, people[2], people[3], people[4],
    )  # fmt: skip


def _counting() -> None:
    active_days_day(
        _PERSON, _EVENT, _LUT, _GATE, ONE_GROUP, 0, 0, 1, _state(1, fill=-1), _state(1), _state(1),
        _state(1, 1, 2, kind=np.int64),
    )  # fmt: skip
    frequency_day(_PERSON, _EVENT, _LUT, _GATE, ONE_GROUP, 0, 1, _state(1, 1))
    tally_times(_state(1, 1), _state(1, 1, kind=np.int64))
    tally_codes(_EVENT, _LUT, _GATE, 1, _PERSON, _state(4, 1, kind=np.int64))
    tick_people(_PERSON, _state(1, kind=np.uint8))
    count_names(_EVENT, _state(1, kind=np.int64))
    tally_names(_EVENT, _PERSON, _state(1, 1, kind=np.int64))


def _activity() -> None:
    first, last, count = (_state(1, kind=np.int64) for _ in range(3))
    activity_day(_PERSON, _MS, 0, 0, 1, first, last, count)
    least_people(np.ones(1, np.bool_), count, 1, *np.empty((2, 1), np.int64))


def _habits() -> None:
    none, hours = _state(1, fill=-1), _state(96)
    counts = _state(1, 24, kind=np.uint16), _state(1, 7, kind=np.uint16)
    habits_day(_PERSON, _MS, _EVENT, none, hours, 0, 0, 1, _state(1, 1, kind=np.uint64), *counts, _state(1))


def _sessions() -> None:
    rows, table = _state(1), _state(1)
    started, ended, latest = (_state(1, kind=np.int64) for _ in range(3))
    counts = [_state(1) for _ in range(5)]
    number_sessions_day(
        _PERSON, _MS, 0, _state(3, 0), 1, False, ended, _state(1, fill=-1), _state(3, 0), 0, rows
    )
    measure_sessions_day(
        rows, _PERSON, _MS, _EVENT, _state(1, kind=np.uint8), 0, started, ended,
        counts[0], counts[1], counts[2], counts[3], latest, counts[4],
    )  # fmt: skip
    for of in (rows, _PERSON):  # sessions, people
        first_and_last_day(of, table, _state(1, fill=-1), _state(1, fill=-1))
    first_match_day(rows, _EVENT, _LUT, _GATE, ONE_GROUP, 0, 1, _state(1, fill=-1))


def _intervals() -> None:
    state = _state(1, fill=-1, kind=np.int64)
    day = (_PERSON, _PERSON, _MS, _EVENT, _LUT, _GATE, ONE_GROUP, 0, 1, True)
    intervals_day(*day, True, 0, 1, 0, state, _state(1))
    intervals_each_day(*day, 0, 1, 0, state)


def _ltv() -> None:
    none = np.zeros(0, np.float64)
    none.flags.writeable = False
    sums = [_state(1, 1, 1, kind=np.float64) for _ in range(2)]
    ltv_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, ONE_GROUP, none, none, 0, 0, 1, 0, 0, 1,
        _state(1, kind=np.int64), _state(1, fill=-1), _state(1), _state(1, fill=-1), *sums,
    )  # fmt: skip


def _behaviour() -> None:
    # Values read are mapped and so read-only, as hot columns are; where nothing is summed there are none.
    for read_only in (True, False):
        values = np.zeros(1)
        values.flags.writeable = not read_only
        first, counts = np.array([0, 1]), _state(1, kind=np.int64)
        moment, amount, lost = _state(1, kind=np.int64), np.zeros(1), np.zeros(1)
        behaviour_day(_PERSON, _EVENT, _LUT, _GATE, values, 2, 0, 1, amount, lost)
        count_acts_day(_PERSON, _EVENT, _LUT, _GATE, counts)
        list_acts_day(
            _PERSON, _MS, _EVENT, _LUT, _GATE, values, 2, 0, first, first[:-1].copy(), moment, amount, lost
        )
        before_each_day(_PERSON, _MS, 0, 1, False, first, moment, amount, lost)


def _path() -> None:
    flags, nodes, codes = _state(1, fill=3, kind=np.uint8), _state(1), _state(1, 1)
    slot, within = _state(2, 1)
    path_day(
        _PERSON, _MS, _EVENT, flags, flags[:0], nodes, nodes[:0], _NO_ROWS, 0, True, False, True, -1, False, 0, 1,
        _state(1, kind=np.int8), slot, within, _state(1), _state(1), codes, _state(1, 1, kind=np.int64), 0,
    )  # fmt: skip
    paths, people = _state(2, 1, kind=np.int64)
    tally_groups(_state(1), nodes, paths, people)
    group_medians(nodes, _state(1, kind=np.int64), paths)


def _attribution() -> None:
    matching_rows(_EVENT, _LUT, _GATE, 0, 1)
    begin, time, kind = _state(2, kind=np.int64), _state(1, kind=np.int64), _state(1, fill=12, kind=np.uint8)
    group, value, seen = _state(1), _state(1, kind=np.float64), _state(1, kind=np.int64)
    worth, direct = _state(1, kind=np.float64), np.zeros(1, np.bool_)
    worth.flags.writeable = False
    count_rows_day(_PERSON, _state(1), 0, 1, begin)
    place_rows_day(
        _PERSON, _MS, _EVENT, _LUT, _GATE, _state(1), _NO_ROWS, _state(1), worth, 0, True, 2, 0, direct, 0, 1,
        begin.copy(), time, kind, group, value, seen,
    )  # fmt: skip
    sums, counts = _state(1, 2, 3, kind=np.float64), _state(1, 2, kind=np.int64)
    credit_journeys(
        begin, time, kind, group, value, _state(1, kind=np.uint8), 1, False, _state(1), 0.4, 0.4, 1.0, sums, counts,
        _state(1, kind=np.int64), _state(4, 4, kind=np.int64), _state(4, kind=np.float64), 0, 0,
        _state(1, kind=np.uint8),
    )  # fmt: skip


def _person_measures() -> None:
    events, first, last = (_state(1, kind=np.int64) for _ in range(3))
    person_counts_day(_PERSON, _MS, _EVENT, _LUT, _GATE, 1, 0, 0, 1, events, _state(1), first, last)
    value, total = _state(1, kind=np.float64), _state(1, kind=np.float64)
    value.flags.writeable = False
    person_sums_day(_PERSON, _EVENT, _LUT, _GATE, 1, value, 0, 1, total)


def _sequences() -> None:
    sequence_day(_PERSON, _MS, _EVENT, _LUT, _GATE, 0, 2, 1, 0, 1, _state(1, 2, kind=np.int64))


def _merging() -> None:
    time = _state(1, kind=np.int64)
    merge_rows(_PERSON, time, _PERSON, time)


def _words() -> None:
    text = "一".encode()
    bounds, data = np.array([0, len(text)], np.int32), np.frombuffer(text, np.uint8)
    bounds.flags.writeable = False
    room = _state(0, kind=np.int64), _state(0), _state(0, kind=np.uint8)
    split_words(bounds, data, *room)
    characters_of(bounds, data, np.zeros(0x40000, np.bool_))
    readings = np.zeros(0x40001, np.int32), _state(0), np.frombuffer(b"", np.uint8)
    spell_words(bounds, data, readings, readings, 1, *room)
    sort_texts(bounds.copy(), data.copy(), _state(1))
    mark_people(_PERSON, bounds, _PERSON, np.zeros(1, np.bool_))
