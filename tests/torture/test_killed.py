"""Processes are killed while clients send: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

from pathlib import Path

from tests.torture.hardship import filling, preloaded, setting_back, small_disk
from tests.torture.run import killing, torture

HOUR = 3600


def test_killed_while_clients_send(tmp_path: Path) -> None:
    figures = torture(tmp_path, killing(6, longest=0.5))
    assert figures.verdict.right, figures
    assert figures.verdict.acknowledged > 500, figures
    assert figures.quarantined == {}


def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as small:
        # Without the right to mount, what the disk must keep free is what is missing.
        free = {"YUNYING_DISK_RESERVE": "0" if small else str(2**60)}
        if not small:
            return
        figures = torture(
            tmp_path / "disk", filling(tmp_path / "disk", 1, 1), clients=3, pause=0.05, env=free
        )
    assert figures.verdict.right, figures
    assert figures.answers[503] > 0
    assert figures.unwaited == 0, "a 503 that does not say when to come back"
    assert set(figures.answers) == {200, 503}, figures


def test_a_slow_disk(tmp_path: Path) -> None:
    env = preloaded("slow_disk", tmp_path) | {"SLOW_DISK_MS": "60"}
    figures = torture(tmp_path, killing(2, longest=0.8), env=env)
    assert figures.verdict.right, figures


def test_the_clock_is_set_back(tmp_path: Path) -> None:
    env = preloaded("wrong_clock", tmp_path) | {"CLOCK_FILE": str(tmp_path / "clock")}
    figures = torture(tmp_path, setting_back(tmp_path / "clock", [-2 * HOUR, -50 * 24 * HOUR], 2), env=env)
    assert figures.verdict.right, figures
    assert figures.quarantined == {}
