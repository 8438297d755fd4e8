"""Who entered and left, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from yunying.store.membership_log import MembershipLog

AT = datetime(2025, 3, 1, 8, tzinfo=UTC)


def ints(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, np.int32)


def test_changes_are_a_history_and_a_feed(tmp_path: Path) -> None:
    log = MembershipLog(tmp_path / "project")
    assert log.of("a") == log.after(0) == []
    log.add("a", AT, 3, ints(), ints())
    log.add("b", AT, 1, ints(), ints())
    log.add("a", AT + timedelta(hours=1), 4, ints(9, 2_000_000_000), ints(7))
    newest, first = log.of("a")
    assert (newest.size, newest.entered, newest.left) == (4, 2, 1)
    assert newest.at - first.at == timedelta(hours=1)
    assert [c.segment for c in log.after(first.position)] == ["b", "a"]
    assert [c.size for c in log.after(first.position, segment="a")] == [4]
    entered, gone = log.people(newest.position)
    assert (entered.tolist(), gone.tolist()) == ([9, 2_000_000_000], [7])
    assert [(e.tolist(), g.tolist()) for _, e, g in MembershipLog(tmp_path / "project").moves("a")] == [
        ([], []),
        ([9, 2_000_000_000], [7]),
    ]


def test_the_erased_are_named_nowhere(tmp_path: Path) -> None:
    log = MembershipLog(tmp_path)
    assert log.naming([1]) == 0
    log.add("a", AT, 3, ints(1, 2), ints(3))
    log.add("a", AT, 3, ints(5), ints())
    assert log.naming([1, 3]) == 1
    assert log.erase([1, 3]) == 1
    assert log.naming([1, 3]) == 0
    entered, gone = log.people(1)
    assert (entered.tolist(), gone.tolist()) == ([2], [])
    assert log.after(0)[0].entered == 2  # how many they were stays
