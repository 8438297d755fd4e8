"""Processes are killed while clients send: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

from pathlib import Path

from tests.torture.run import killing, torture


def test_killed_while_clients_send(tmp_path: Path) -> None:
    figures = torture(tmp_path, killing(6, longest=0.8))
    assert figures.verdict.right, figures
    assert figures.verdict.acknowledged > 500, figures
    assert figures.quarantined == {}
