"""The folder of hot columns keeps within its size, and nobody who uses it is disturbed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from tests.support.lake import add_events, open_dataset

from yunying.store.cache_budget import IN_USE, size_of, sweep

DAY = 86_400_000_000


def filled(folder: Path, days: int) -> None:
    times = 18_000 * DAY + np.repeat(np.arange(days), 500) * DAY + np.tile(np.arange(500), days)
    people = np.tile(np.arange(500, dtype=np.int32), days)
    events = pa.table({"person_id": people, "event": pa.array(["view"] * len(people)), "time": times})
    add_events(open_dataset(folder).lake, events)


def aged(folder: Path, names: list[str], by: float) -> None:
    for name in names:
        then = time.time() - by
        os.utime(folder / "cache" / "UTC" / "events" / name, (then, then))


def kept(folder: Path) -> list[str]:
    return sorted(p.name for p in (folder / "cache" / "UTC" / "events").iterdir())


def test_days_unused_for_longest_go_first(tmp_path: Path) -> None:
    for name in ("one", "two"):
        filled(tmp_path / "cache" / name, 4)
        data = open_dataset(tmp_path / "cache" / name)
        data.hot.view().days()
    # As in a home: <cache>/<project>/<zone>/<rows>/<day>
    cache = tmp_path / "caches"
    cache.mkdir()
    for name in ("one", "two"):
        (tmp_path / "cache" / name / "cache").rename(cache / name)
    size = size_of(cache)
    days = sorted(cache.glob("*/*/*/*"), key=lambda p: (p.name, p.parts[-4]))
    assert len(days) == 8
    for age, day in enumerate(
        reversed(days)
    ):  # the oldest dates were used last: their order is not the dates'
        then = time.time() - IN_USE - 60 * age
        os.utime(day, (then, then))
    assert sweep(cache, size) == 0
    freed = sweep(cache, size * 5 // 8)
    assert size_of(cache) == size - freed <= size * 5 // 8
    left = sorted(cache.glob("*/*/*/*"), key=lambda p: (p.name, p.parts[-4]))
    assert left == days[-len(left) :] and 3 <= len(left) <= 5


def test_what_is_in_use_stays_and_is_stamped(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    data = open_dataset(tmp_path)
    before = [day.person.tolist() for day in data.hot.view().days()]
    first, *others = kept(tmp_path)
    aged(tmp_path, [first, *others], 2 * IN_USE)
    again = open_dataset(tmp_path)
    number = again.hot.view().numbers[0]
    again.hot.view().days(number, number)
    assert sweep(tmp_path, 0) > 0
    assert kept(tmp_path) == [first], "the day just used"
    assert [day.person.tolist() for day in data.hot.view().days()] == before, "mapped, though deleted"
    assert [day.person.tolist() for day in again.hot.view().days()] == before, "made again"
