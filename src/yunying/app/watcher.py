"""Looking at the rules of all projects, again and again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from yunying.app.looking import Looking
from yunying.workspace import Workspace

log = logging.getLogger("yunying.watch")
LOOK_EVERY = 5.0
_PAUSE = 60.0


class Watcher:
    """Gives the rules of every project their turn each minute. One process does this, on a thread of its own."""

    def __init__(
        self,
        workspace: Workspace,
        looking: Looking,
        *,
        pause: float = _PAUSE,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._workspace = workspace
        self._looking = looking
        self._pause = pause
        self._wait = wait
        self._due: dict[str, float] = {}

    def start(self) -> threading.Thread:
        """Work until the process ends."""
        thread = threading.Thread(target=self._forever, name="watch", daemon=True)
        thread.start()
        return thread

    def run_once(self) -> int:
        """Look at the rules of every project whose turn it is; returns how many alerts were made."""
        made = 0
        for project in self._workspace.projects.all():
            if time.monotonic() < self._due.get(project.id, 0):
                continue
            seconds = 0.0
            try:
                done = self._looking.look(project)
            except Exception:
                log.exception("The rules of project %s could not be looked at", project.name)
            else:
                made, seconds = made + done.made, done.seconds
            # Where rules take long they leave most of the time to others.
            self._due[project.id] = time.monotonic() + max(self._pause, 4 * seconds)
        return made

    def _forever(self) -> None:
        while True:
            try:
                self.run_once()
            except Exception:  # the ledger may be out of reach for a moment
                log.exception("Rules could not be looked at")
            self._wait(LOOK_EVERY)
