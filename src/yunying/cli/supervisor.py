"""Child processes that are started, watched, started again when they die, and ended together."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

from yunying.cli.output import note
from yunying.core import Failed

_LOOK_EVERY = 0.2
_ONE_LIFE = 10.0
_QUICK_DEATHS = 5


@dataclass(frozen=True)
class Child:
    """A Python process: its name, its arguments, the file handles it is given."""

    name: str
    arguments: list[str]
    keep: tuple[int, ...] = ()


class Supervisor:
    """Runs children for the length of a `with` block."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._born: dict[str, float] = {}
        self._quick: dict[str, int] = {}

    def __enter__(self) -> Supervisor:
        for child in self._children:
            self._start(child)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + 5
        for process in self._running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stdin:
                process.stdin.close()

    def watch(self, ended: threading.Event) -> None:
        """Start again what dies, until `ended`."""
        while not ended.wait(_LOOK_EVERY):
            self._revive()

    def _revive(self) -> None:
        for child in self._children:
            process = self._running[child.name]
            code = process.poll()
            if code is None:
                continue
            short = time.monotonic() - self._born[child.name] < _ONE_LIFE
            self._quick[child.name] = self._quick.get(child.name, 0) + 1 if short else 1
            if self._quick[child.name] >= _QUICK_DEATHS:
                raise Failed(
                    "process_keeps_dying",
                    f"The {child.name} process ends as soon as it starts (code {code}); its last words are "
                    "above. `yunying doctor` may know why.",
                )
            note(f"The {child.name} process ended (code {code}); starting it again.")
            self._start(child)

    def _start(self, child: Child) -> None:
        self._born[child.name] = time.monotonic()
        # A pipe nobody writes to: it closes when this process is gone, and the child ends with it.
        self._running[child.name] = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, *child.arguments], stdin=subprocess.PIPE, pass_fds=child.keep
        )
