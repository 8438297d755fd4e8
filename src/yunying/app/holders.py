"""Files beside the lake that may hold somebody's id: what was uploaded, rows that were not taken, work in progress."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from yunying.core import Settings
from yunying.workspace import Project, Workspace

_PIECE = 1 << 20
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"PAR1", b"ARROW1", b"BZh", b"\xfd7zXZ")
"""How packed files begin: what they hold is not in their bytes."""


class Holders:
    """Looks through files that somebody must decide about: they belong to whoever brought them."""

    def __init__(self, settings: Settings, workspace: Workspace) -> None:
        self._home = settings.home
        self._workspace = workspace

    def files(self, project: Project, ids: Collection[str]) -> list[dict[str, str]]:
        """Files of a project that hold one of these ids, or are packed and may."""
        needles = [i.encode() for i in ids]
        found = []
        for path in self._candidates(project):
            held = _holds(path, needles)
            if held:
                found.append({"path": path.relative_to(self._home).as_posix(), "holds": held})
        for job in self._workspace.jobs.of_project(project.id):
            said = json.dumps([job.name, job.payload, job.result, job.error], ensure_ascii=False, default=str)
            if any(i in said for i in ids):
                found.append({"path": f"report of import {job.id}", "holds": "yes"})
        return found

    def _candidates(self, project: Project) -> Iterator[Path]:
        for upload in self._workspace.uploads.of_project(project.id):
            yield self._home / "uploads" / upload.id / "data"
        for job in self._workspace.jobs.of_project(project.id):
            yield self._home / "errors" / f"{job.id}.csv"
        staging = self._home / "staging"
        yield from (p for p in staging.rglob("*") if p.is_file()) if staging.is_dir() else ()


def _holds(path: Path, needles: list[bytes]) -> str | None:
    longest = max(map(len, needles))
    try:
        with path.open("rb") as file:
            piece = file.read(_PIECE)
            if piece.startswith(_PACKED):
                return "perhaps"
            rest = b""
            while piece:
                if any(n in rest + piece for n in needles):
                    return "yes"
                rest, piece = piece[-longest:], file.read(_PIECE)
    except OSError:
        return None
    return None
