"""Processes are killed while clients send: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.torture.hardship import filling, small_disk
from tests.torture.run import killing, torture


def test_killed_while_clients_send(tmp_path: Path) -> None:
    figures = torture(tmp_path, killing(6, longest=0.5))
    assert figures.verdict.right, figures
    assert figures.verdict.acknowledged > 500, figures
    assert figures.quarantined == {}


def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as small:
        if not small:
            pytest.skip("needs the right to mount a small disk")
        work, env = filling(tmp_path / "disk", 1, 1), {"YUNYING_DISK_RESERVE": "0"}
        figures = torture(tmp_path / "disk", work, clients=3, pause=0.05, env=env)
    assert figures.verdict.right, figures
    assert figures.answers[503] > 0
    assert figures.unwaited == 0, "a 503 that does not say when to come back"
    assert set(figures.answers) == {200, 503}, figures
