"""The landing log: order, durability over processes, bounds, rewriting, retention."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from yunying.store.landing import Landed, Landing, LandingLog


def entry(number: int, source: str = "s", events: int = 1, body: bytes | None = None) -> Landing:
    return Landing(number, source, "own", {"path": "/v1/events"}, events, body or f"body {number}".encode())


def bodies(found: list[Landed]) -> list[str]:
    return [f.body.decode() for f in found]


def test_what_is_appended_is_read_in_order_over_many_files(tmp_path: Path) -> None:
    log = LandingLog(tmp_path, segment_bytes=20_000)
    for i in range(0, 60, 3):
        assert log.append([entry(i + k, body=b"%d " % (i + k) * 300) for k in range(3)]) == i + 3
    assert len(list(tmp_path.glob("[0-9]*.sqlite"))) > 2
    found = LandingLog(tmp_path).read(0)
    assert [f.position for f in found] == list(range(1, 61))
    assert [f.received_at for f in found] == list(range(60))
    assert all(f.body == b"%d " % f.received_at * 300 for f in found)
    assert [f.position for f in log.read(57)] == [58, 59, 60]
    assert [f.position for f in log.newest(3)] == [60, 59, 58]
    assert log.last() == 60
    at = log.at(17)
    assert at is not None
    assert at.received_at == 16


def test_reading_stops_when_there_are_enough_requests_or_events(tmp_path: Path) -> None:
    log = LandingLog(tmp_path)
    log.append([entry(i, events=10) for i in range(10)])
    assert len(log.read(0, requests=4)) == 4
    assert len(log.read(0, events=25)) == 3
    assert [f.position for f in log.read(2, until=4)] == [3, 4]


@pytest.mark.parametrize("segment_bytes", [20_000, 2**30])
def test_the_backlog_is_what_lies_behind_a_position(tmp_path: Path, segment_bytes: int) -> None:
    log = LandingLog(tmp_path, segment_bytes=segment_bytes)
    assert log.backlog(0).requests == 0
    for i in range(40):
        log.append([entry(i, "a" if i % 2 else "b", events=i, body=b"%d" % i * 900)])
    for after in (0, 1, 17, 39, 40):
        left = log.backlog(after)
        assert (left.requests, left.events) == (40 - after, sum(range(after, 40)))
        assert left.oldest == (after if after < 40 else None)
    waiting = log.waiting(20, "a")
    assert (waiting.events, waiting.oldest, waiting.newest) == (sum(range(21, 40, 2)), 21, 39)


def test_positions_by_time(tmp_path: Path) -> None:
    log = LandingLog(tmp_path, segment_bytes=20_000)
    for i in range(30):
        log.append([entry(i * 10, body=b"%d" % i * 900)])
    assert log.positions_between(50, 101) == (6, 11)
    assert log.positions_between(1000, 2000) is None


def test_rewriting_leaves_nothing_of_what_was_there(tmp_path: Path) -> None:
    log = LandingLog(tmp_path)
    log.append([entry(i, body=f"secret-{i}".encode()) for i in range(5)])
    old = log.read(0)[2]
    log.rewrite([Landed(old.received_at, old.source, "kept", old.head, 1, b"new", position=old.position)])
    assert bodies(log.read(0)) == ["secret-0", "secret-1", "new", "secret-3", "secret-4"]
    assert log.backlog(0).events == 5
    log.close()
    assert not any(b"secret-2" in f.read_bytes() for f in tmp_path.iterdir())


def test_only_processed_files_that_are_old_enough_are_dropped(tmp_path: Path) -> None:
    log = LandingLog(tmp_path, segment_bytes=20_000)
    for i in range(30):
        log.append([entry(i, body=b"%d " % i * 900)])
    starts = sorted(int(f.stem) for f in tmp_path.glob("[0-9]*.sqlite"))
    assert len(starts) > 3
    assert log.drop_before(1000, processed=starts[2] - 1) == 2
    assert log.first() == starts[2]
    assert log.drop_before(starts[2] - 1, processed=30) == 0
    assert log.drop_before(1000, processed=30) == len(starts) - 3
    assert [f.position for f in log.read(0)] == list(range(starts[-1], 31))
    assert log.append([entry(99)]) == 31


def _append_many(folder: Path, source: str) -> None:
    log = LandingLog(folder, segment_bytes=30_000)
    for i in range(60):
        log.append([entry(i, source, body=f"{source} {i} ".encode() * 40)])


def test_several_processes_append_without_a_gap(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append_many, args=(tmp_path, name)) for name in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    found = LandingLog(tmp_path).read(0)
    assert [f.position for f in found] == list(range(1, 181))
    for name in "abc":
        assert [f.received_at for f in found if f.source == name] == list(range(60))
    assert LandingLog(tmp_path).backlog(0).events == 180
