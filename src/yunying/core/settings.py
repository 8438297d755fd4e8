"""Settings are a value made once at the edge and passed in; nothing below reads the environment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where data lives and how the program listens.

    `home` is the one folder that holds everything; `threads` is how many slices of people are folded at once.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8040
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    upload_limit: int = 20 * 1024**3

    @classmethod
    def read(cls, env: Mapping[str, str], home: Path | None = None) -> Settings:
        """Settings from the environment; an explicit `home` wins over `YUNYING_HOME`."""
        chosen = home or Path(env.get("YUNYING_HOME") or Path.home() / ".yunying")
        return cls(home=chosen.expanduser().absolute())

    def answering_to(self, names: Iterable[str]) -> Settings:
        """The same, reached also under these host names."""
        return replace(self, allowed_hosts=(*self.allowed_hosts, *names))

    def lake(self, project_id: str) -> Path:
        """Folder of a project's Delta tables."""
        return self.home / "lake" / project_id

    def cache(self, project_id: str) -> Path:
        """Folder of a project's hot columns; may be deleted at any time."""
        return self.home / "cache" / project_id
