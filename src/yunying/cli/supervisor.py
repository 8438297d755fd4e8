"""Child processes that are started, watched, started again when they die, and ended together."""

from __future__ import annotations

import contextlib
import signal
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
_LONGEST_WAIT = 5.0


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
        self._due: dict[str, float] = {}
        self._proven: set[str] = set()

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
        now = time.monotonic()
        for child in self._children:
            code = self._running[child.name].poll()
            if code is None:
                continue
            if child.name not in self._due:
                self._due[child.name] = now + self._wait(child, code, now - self._born[child.name])
            if now >= self._due[child.name]:
                del self._due[child.name]
                self._start(child)

    def _wait(self, child: Child, code: int, lived: float) -> float:
        """Seconds until a child that has just died is started again.

        A child that has never worked ends everything, so that somebody looks; one that has may be kept from it by
        what passes, such as a full disk, and is tried again for ever. Being killed is nobody's own fault.
        """
        if lived >= _ONE_LIFE:
            self._proven.add(child.name)
            self._quick[child.name] = 0
        quick = self._quick[child.name] = self._quick.get(child.name, 0) + (code != -signal.SIGKILL)
        if quick >= _QUICK_DEATHS and child.name not in self._proven:
            raise Failed(
                "process_keeps_dying",
                f"The {child.name} process ends as soon as it starts (code {code}); its last words are "
                "above. `yunying doctor` may know why.",
            )
        wait = 0.0 if quick <= 1 else min(_LONGEST_WAIT, _LOOK_EVERY * 2**quick)
        when = f" in {wait:.0f} s" if wait >= 1 else ""
        note(f"The {child.name} process ended (code {code}); starting it again{when}.")
        return wait

    def _start(self, child: Child) -> None:
        before = self._running.get(child.name)
        if before is not None and before.stdin is not None:
            before.stdin.close()
        self._born[child.name] = time.monotonic()
        # A pipe nobody writes to: it closes when this process is gone, and the child ends with it.
        self._running[child.name] = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, *child.arguments], stdin=subprocess.PIPE, pass_fds=child.keep
        )
