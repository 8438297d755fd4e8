"""Settings are a value made once at the edge and passed in; nothing below reads the environment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from yunying.core.errors import Refused


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
    disk_reserve: int = 512 * 1024**2
    """Bytes of the disk that are never filled: below them nothing is taken in."""
    backlog: int = 10_000_000
    """Events that may wait to be processed; beyond them nothing is taken in."""
    cache_limit: int = 20 * 1024**3
    """Bytes that hot columns of all projects may take; those unused for longest go first."""
    question_seconds: int = 120
    """How long a question may take, not counting its turn and the making of hot columns."""
    question_memory: int = 4 * 1024**3
    """Bytes that one question may hold while it is answered."""
    answers_memory: int = 256 * 1024**2
    """Bytes of answers that are kept for whoever asks again."""
    shared_memory: int = 512 * 1024**2
    """Bytes of what questions of one dashboard share: which rows pass its filters."""

    push_hosts: tuple[str, ...] = ()
    """Hosts that segments may be pushed to: `host`, `host:port`, with `private:` before it where its address may be
    one of a private network. None by default."""
    push_folder: Path | None = None
    """The folder in which SQLite files that segments are pushed to may lie; none by default."""

    notice_hosts: tuple[str, ...] = ()
    """Hosts of mail servers and webhooks that notices may go to, said as `push_hosts` are. None by default; group
    chats need no entry, their hosts are those of the services."""

    public_url: str | None = None
    """Where the console is reached (`https://ops.example.com`), for links in notices; without it they name the page
    alone."""

    @classmethod
    def read(cls, env: Mapping[str, str], home: Path | None = None) -> Settings:
        """Settings from the environment; an explicit `home` wins over `YUNYING_HOME`."""
        chosen = home or Path(env.get("YUNYING_HOME") or Path.home() / ".yunying")
        return cls(
            home=chosen.expanduser().absolute(),
            disk_reserve=_number(env, "YUNYING_DISK_RESERVE", cls.disk_reserve),
            backlog=_number(env, "YUNYING_BACKLOG", cls.backlog),
            cache_limit=_number(env, "YUNYING_CACHE_LIMIT", cls.cache_limit),
            question_seconds=_number(env, "YUNYING_QUESTION_SECONDS", cls.question_seconds),
            question_memory=_number(env, "YUNYING_QUESTION_MEMORY", cls.question_memory),
            answers_memory=_number(env, "YUNYING_ANSWERS_MEMORY", cls.answers_memory),
            shared_memory=_number(env, "YUNYING_SHARED_MEMORY", cls.shared_memory),
            push_hosts=_list(env, "YUNYING_PUSH_HOSTS"),
            push_folder=Path(folder).expanduser().absolute()
            if (folder := env.get("YUNYING_PUSH_FOLDER"))
            else None,
            notice_hosts=_list(env, "YUNYING_NOTICE_HOSTS"),
            public_url=_url(env, "YUNYING_PUBLIC_URL"),
        )

    def answering_to(self, names: Iterable[str]) -> Settings:
        """The same, reached also under these host names."""
        return replace(self, allowed_hosts=(*self.allowed_hosts, *names))

    def lake(self, project_id: str) -> Path:
        """Folder of a project's Delta tables."""
        return self.home / "lake" / project_id

    @property
    def caches(self) -> Path:
        """Folder of all projects' hot columns; may be deleted at any time."""
        return self.home / "cache"

    def cache(self, project_id: str) -> Path:
        """Folder of a project's hot columns."""
        return self.caches / project_id

    def segments(self, project_id: str) -> Path:
        """Folder of who is in a project's segments."""
        return self.home / "segments" / project_id

    def landing(self, project_id: str) -> Path:
        """Folder of a project's landing log and quarantine."""
        return self.home / "landing" / project_id


def _number(env: Mapping[str, str], variable: str, default: int) -> int:
    text = env.get(variable, str(default))
    if not text.isdecimal():
        raise Refused("bad_setting", f"{variable} is a whole number, not {text!r}.", field=variable)
    return int(text)


def _list(env: Mapping[str, str], variable: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, env.get(variable, "").split(","))))


def _url(env: Mapping[str, str], variable: str) -> str | None:
    text = env.get(variable, "").strip()
    if text and not text.startswith(("https://", "http://")):
        raise Refused("bad_setting", f"{variable} begins with https:// or http://.", field=variable)
    return text or None
