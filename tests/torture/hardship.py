"""Hardships of a real machine: a disk that is full, a disk that is slow, a clock that is set back."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.torture.clients import Client
from tests.torture.run import Killer, Work
from tests.torture.serving import Served

_SOURCES = Path(__file__).parent / "hostile"


def preloaded(name: str, folder: Path) -> dict[str, str]:
    """The environment that loads `hostile/<name>.c` into every process of the server."""
    library = folder / f"{name}.so"
    compiler = shutil.which("cc")
    assert compiler is not None, "this needs a C compiler (cc)"
    subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(_SOURCES / f"{name}.c"), "-ldl"],
        check=True,
    )
    return {"LD_PRELOAD": str(library)}


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """Make `folder` a file system of its own so large, where this user may; yields whether it is."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "yunying-test", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def filling(disk: Path, rounds: int, kills: int) -> Work:
    """Work that fills the disk to its last byte and frees it again, killing on the way."""

    def work(served: Served, senders: list[Client]) -> Counter[str]:
        killer = Killer(served, senders, seed=3, longest=0.6)
        ballast = disk / "ballast"
        for _ in range(rounds):
            before = _refused(senders)
            with ballast.open("wb", buffering=0) as file, suppress(OSError):
                while True:
                    file.write(b"\0" * 65_536)
            _until_refused(senders, before, served)
            time.sleep(1.0)  # long enough for the processor to run into it
            ballast.unlink()
            killer.kill(killer.kills.total() + kills // rounds)
            killer.until_acknowledged()
        return killer.kills

    return work


def setting_back(file: Path, steps: list[int], kills: int) -> Work:
    """Work that sets the server's clock by so many seconds, one after the other, killing on the way."""

    def work(served: Served, senders: list[Client]) -> Counter[str]:
        killer = Killer(served, senders, seed=4, longest=0.6)
        for seconds in steps:
            file.write_text(str(seconds))
            killer.until_acknowledged()
            killer.kill(killer.kills.total() + kills // len(steps))
        killer.until_acknowledged()
        return killer.kills

    return work


def _refused(senders: list[Client]) -> int:
    return sum(sender.answers.get(503, 0) for sender in senders)


def _until_refused(senders: list[Client], before: int, served: Served) -> None:
    end = time.monotonic() + 60
    while _refused(senders) == before:
        assert time.monotonic() < end, f"a full disk is not noticed\n{served.words()[-4000:]}"
        time.sleep(0.05)
