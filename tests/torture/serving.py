"""A real `yunying serve` over a home of its own, whose processes can be killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

YUNYING = str(Path(sys.executable).with_name("yunying"))


@dataclass(frozen=True)
class Source:
    """Where a client sends, and as whom."""

    name: str
    id: str
    project: str
    write_key: str


class Served:
    """A running server. What it says on standard error goes to a file beside its home."""

    def __init__(self, home: Path, process: subprocess.Popen[str], said: str, words: Path) -> None:
        self.home = home
        self.said = said
        """What it printed as it began."""
        (self.address,) = re.findall(r"http://127\.0\.0\.1:\d+", said)[:1]
        self.host, port = self.address.removeprefix("http://").rsplit(":", 1)
        self.port = int(port)
        self._process = process
        self._words = words

    def children(self) -> dict[str, psutil.Process]:
        """The processes of the server by name (`web`, `processor`, `worker`), as far as they live."""
        found = {}
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._process.pid).children():
                with suppress(psutil.NoSuchProcess):
                    for argument in child.cmdline():
                        if argument.startswith("yunying."):
                            found[argument.removeprefix("yunying.")] = child
        return found

    def kill(self, *names: str) -> int:
        """SIGKILL these processes; returns how many there were to kill."""
        children = [child for name, child in self.children().items() if name in names]
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGKILL)
        return len(children)

    def alive(self) -> bool:
        """Whether the process that watches the others still does."""
        return self._process.poll() is None

    def words(self) -> str:
        """What the server has said of itself."""
        return self._words.read_text(encoding="utf-8", errors="replace")

    def source(self, name: str, project: str) -> Source:
        """Make a source."""
        made = json.loads(run(self.home, "source", "create", name, "--project", project, "--format", "json"))
        return Source(name, made["id"], made["project"], made["write_key"])


def run(home: Path, *arguments: str) -> str:
    """One command of the terminal; returns what it prints."""
    done = subprocess.run(
        [YUNYING, "--home", str(home), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def serving(home: Path, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """A server for the length of a block, in a process group of its own."""
    words = home.with_name(f"{home.name}.log")
    command = [YUNYING, "serve", "--port", "0", "--home", str(home)]
    with (
        words.open("a", encoding="utf-8") as errors,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = _welcome(process.stdout, words)
            # Whatever it says later must not fill the pipe.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            served = Served(home, process, said, words)
            _until_up(served)
            yield served
            assert served.alive(), f"the server has ended by itself:\n{served.words()[-4000:]}"
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _welcome(lines: IO[str], words: Path) -> str:
    said = ""
    for line in lines:
        said += line
        if "Ctrl-C" in line:
            return said
    raise AssertionError(f"the server did not start:\n{words.read_text(encoding='utf-8')[-4000:]}")


def _until_up(served: Served) -> None:
    end = time.monotonic() + 30
    while not {"web", "processor"} <= served.children().keys():
        assert time.monotonic() < end, served.words()[-4000:]
        time.sleep(0.02)
