"""Whether a Delta table has a newer version, without reading its log: questions look every time."""

from __future__ import annotations

from pathlib import Path


class LogWatch:
    """Remembers how a table's log looked when it was last read."""

    def __init__(self, root: Path) -> None:
        self._log = root / "_delta_log"
        self._seen: tuple[int, int] | None = None

    def state(self) -> int:
        """To be taken before the log is read; 0 where there is none."""
        try:
            return self._log.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def read(self, state: int, version: int) -> None:
        """The log was read after `state` was taken, up to `version`."""
        self._seen = state, version

    def unchanged(self) -> bool:
        """Whether nothing can have been committed since.

        A commit adds a file to the folder, which changes its time, and the file's name is known: it is looked for too,
        because two changes may be too near to each other for the clock of the file system.
        """
        if self._seen is None:
            return False
        state, version = self._seen
        return self.state() == state and not (self._log / f"{version + 1:020d}.json").exists()
