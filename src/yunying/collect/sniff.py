"""Look at the head of a file and say what it is."""

from __future__ import annotations

from pathlib import Path

from yunying.collect.mapping import Format
from yunying.collect.result import Preview


def preview(
    path: Path,
    *,
    name: str | None = None,
    format: Format | None = None,  # noqa: A002 - the word people use for it on the command line
    encoding: str | None = None,
    delimiter: str | None = None,
    timezone: str | None = None,
) -> Preview:
    """Read the head of `path` only. `name` is what the file was called where it came from."""
    raise NotImplementedError
