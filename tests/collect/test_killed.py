"""An import that is killed at any moment leaves the lake as it was, or whole; the next one cleans up and completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

import pytest
from filelock import FileLock
from tests.support.imports import Desk

from yunying.collect import writer_lock
from yunying.core import Conflict

ROWS = 30_000
BASIC: dict[str, Any] = {"person": "u", "time": "t", "event_name": "x"}
PROGRAM = """
import os, signal, sys
from pathlib import Path
import numpy as np, pyarrow as pa
from tests.support.imports import Desk
from yunying.kernels.ordering import stable_order
from yunying.store.digest import Interner, digest_integers, digest_texts

# Everything is loaded once, compiled code too; each line read makes a child that imports, to be killed.
Interner().number(digest_texts(pa.array(["x", "y"], pa.string()), "warm"))
digest_integers(np.arange(3), "warm")
stable_order(np.arange(3), np.arange(3))
def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())  # one write: a kill must not cut a line


for attempt, _ in enumerate(sys.stdin):
    child = os.fork()
    if child == 0:
        try:
            say("pid", os.getpid())
            desk = Desk(Path(sys.argv[1]), imports=attempt)
            desk.load(Path(sys.argv[2]), person="u", time="t", event_name="x", progress=lambda *p: say(p[0]))
            say("done")
            signal.pause()  # it never ends by itself
        finally:
            os._exit(1)
    os.waitpid(child, 0)
    say("gone")
"""


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    rows = (f"u{i % 700},2024-01-{i % 28 + 1:02d} 00:00:{i % 60:02d},{i}" for i in range(ROWS))
    path.write_text("u,t,v\n" + "\n".join(rows))
    return path


def wait_for(word: str, lines: IO[str]) -> list[str]:
    """Read until a line that begins with `word`; the words of it."""
    for line in lines:
        if (words := line.split())[0] == word:
            return words
        assert words[0] != "gone", f"the import ended by itself before {word!r}"
    raise AssertionError(f"no {word!r}")


def test_killed_at_random_points(tmp_path: Path, events: Path) -> None:
    desk = Desk(tmp_path)
    dice = random.Random(11)  # noqa: S311 - moments, not secrets
    seen = set()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path), str(events)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        # Moments from the start until beyond the commit; some kills come too late, which must be fine as well.
        for moment in ("pid", "reading", "sorting", "writing", "writing", "writing", "done"):
            program.stdin.write("import\n")
            program.stdin.flush()
            pid = int(wait_for("pid", program.stdout)[1])
            if moment != "pid":
                wait_for(moment, program.stdout)
            time.sleep(dice.uniform(0, 0.1))
            os.kill(pid, signal.SIGKILL)
            wait_for("gone", program.stdout)
            rows = desk.lake.snapshot().rows
            assert rows in (0, ROWS), "half an import"
            seen.add((rows, bool(desk.leftovers())))
        program.stdin.close()
    assert any(leftovers for _, leftovers in seen), "no kill came in the middle of the work"
    last = desk.load(events, **BASIC)
    assert last.loaded + last.duplicates == ROWS
    assert desk.lake.snapshot().rows == ROWS
    assert desk.leftovers() == []
    assert desk.load(events, **BASIC).loaded == 0


def test_files_of_others_are_left_alone(tmp_path: Path, events: Path) -> None:
    desk = Desk(tmp_path)
    other = tmp_path / "staging" / "another-import"
    other.mkdir(parents=True)
    (other / "lake").write_text("/somewhere/else")
    orphan = desk.lake.root / "day=2024-01-01" / "00000000000000000009-imp_gone-0000.parquet"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"half a file")
    stale = tmp_path / "staging" / "imp_gone"
    stale.mkdir()
    (stale / "lake").write_text(str(desk.lake.root.absolute()))
    desk.load(events, **BASIC)
    assert other.exists()
    assert not orphan.exists()
    assert not stale.exists()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "p"), writer_lock(tmp_path, "q"):
        with pytest.raises(Conflict) as conflict, writer_lock(tmp_path, "p"):
            pass
        assert conflict.value.code == "project_busy"
        lock = FileLock(tmp_path / "p.writer.lock")
        assert not lock.is_locked
    with writer_lock(tmp_path, "p"):
        pass
