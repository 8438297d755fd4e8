"""Processes that belong together: children that end with their parent, whatever ends it."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading


def end_with_parent() -> None:
    """End this process as soon as its standard input closes.

    The parent holds the other end of that pipe and never writes: it closes when the parent is gone, even if it
    was killed. Ending at once is safe, for what this program keeps is either whole or not there.
    """

    def watch() -> None:
        while sys.stdin.buffer.read(1):
            pass
        os._exit(0)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def spare_collection() -> None:
    """Have the garbage collector leave alone what is loaded now, and look through the rest less often.

    Decoded requests are many small objects without cycles, which counting references frees; looking through them
    again and again would cost more than decoding them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def start_logging(name: str) -> None:
    """Tell the terminal what this process, called `name`, has to say."""
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s {name} %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
