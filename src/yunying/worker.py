"""The worker process: does queued jobs one after another, and ends with the process that started it.

A job that is cut off is done again by the next worker: an import becomes visible as a whole or not at all.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from filelock import FileLock

from yunying.app import Keeper, Pusher, Sender, Watcher, open_app
from yunying.app.process import end_with_parent, start_logging
from yunying.core import Settings

_LOOK_EVERY = 0.2


def main(home: Path) -> None:
    """Work until the parent is gone."""
    start_logging("worker")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and through it us
    end_with_parent()
    app = open_app(Settings.read(os.environ, home))
    with FileLock(home / "locks" / "worker.lock"):
        app.workspace.jobs.take_back()
        app.files.sweep()
        Keeper(app.workspace, app.refreshing).start()
        Pusher(app.workspace, app.pushing).start()
        Sender(app.notifying).start()
        Watcher(app.workspace, app.looking).start()
        app.finding.keep()
        idle = threading.Event()
        while True:
            if not app.runner.run_next():
                idle.wait(_LOOK_EVERY)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
