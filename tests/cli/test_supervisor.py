"""Children that die: who is started again, and when everything ends."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from yunying.cli import supervisor
from yunying.cli.supervisor import Child, Supervisor
from yunying.core import Failed

COUNT = "import sys; open(sys.argv[1], 'a').write('x'); "


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_LOOK_EVERY", 0.01)
    monkeypatch.setattr(supervisor, "_LONGEST_WAIT", 0.02)


def test_what_never_worked_ends_everything(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    broken = Child("broken", ["-c", COUNT + "sys.exit(3)", str(starts)])
    with Supervisor([broken]) as running, pytest.raises(Failed) as failed:
        running.watch(threading.Event())
    assert failed.value.code == "process_keeps_dying"
    assert len(starts.read_text()) == 5


@pytest.mark.parametrize("end", ["sys.exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_what_worked_or_was_killed_is_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    if "exit" in end:
        monkeypatch.setattr(supervisor, "_ONE_LIFE", 0.0)
    starts, ended = tmp_path / "starts", threading.Event()
    child = Child("child", ["-c", COUNT + end, str(starts)])
    with Supervisor([child]) as running:
        watching = threading.Thread(target=running.watch, args=(ended,))
        watching.start()
        give_up = time.monotonic() + 90
        while not starts.exists() or len(starts.read_text()) < 8:
            assert time.monotonic() < give_up
            assert watching.is_alive()
            time.sleep(0.02)
        ended.set()
        watching.join()
