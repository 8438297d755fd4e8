"""The processor: takes what was received to the lake, and ends with the process that started it.

A process of its own, so that neither a long import nor a heavy question keeps events waiting. It may be killed at
any moment: what it does becomes visible as a whole or not at all.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from filelock import FileLock

from yunying.app import Pump, open_app
from yunying.app.maintenance import Maintenance
from yunying.app.process import end_with_parent, spare_collection, start_logging
from yunying.core import Settings

_LOOK_EVERY = 0.1


def main(home: Path) -> None:
    """Work until the parent is gone."""
    start_logging("processor")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and through it us
    end_with_parent()
    app = open_app(Settings.read(os.environ, home))
    spare_collection()
    with FileLock(home / "locks" / "processor.lock"):
        Maintenance(app.streams, first=app.privacy.resume).start()
        pump = Pump(app.streams)
        idle = threading.Event()
        while True:
            if not pump.run_once():
                idle.wait(_LOOK_EVERY)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
