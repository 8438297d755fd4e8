"""Files that people upload: received in pieces, kept under an id, removed when they are done with."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterable
from datetime import timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

from anyio import to_thread

from yunying.core import Failed, NotFound, Refused, Settings, new_id
from yunying.workspace import Upload, Workspace

_SPARE = 256 * 1024**2
_CHECK_EVERY = 64 * 1024**2
_KEEP = timedelta(days=7)


class UploadFiles:
    """The uploads folder. A file is only ever called by the id we gave it; its own name is a label."""

    def __init__(self, settings: Settings, workspace: Workspace) -> None:
        self._root = settings.home / "uploads"
        self._limit = settings.upload_limit
        self._uploads = workspace.uploads

    async def receive(self, project_id: str, name: str, pieces: AsyncIterable[bytes]) -> Upload:
        """Write a body to disk as it comes; memory holds one piece. What breaks off leaves nothing behind."""
        label = _label(name)
        upload_id = new_id("upl")
        folder = self._root / upload_id
        folder.mkdir(parents=True)
        try:
            size = await self._write(folder / "data", pieces)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if size == 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise Refused("file_empty", f"{label} is empty; choose a file that holds events.", name=label)
        return await to_thread.run_sync(self._uploads.add, upload_id, project_id, label, size)

    def path(self, upload: Upload) -> Path:
        """Where the file is."""
        path = self._root / upload.id / "data"
        if not path.exists():
            raise NotFound(
                "unknown_upload", f"{upload.name} is not there any more; upload it again.", field="upload_id"
            )
        return path

    def remove(self, upload_id: str) -> None:
        """Let a file go."""
        shutil.rmtree(self._root / upload_id, ignore_errors=True)
        self._uploads.forget(upload_id)

    def sweep(self) -> None:
        """Remove files that nobody came back to for a week."""
        for upload_id in self._uploads.older_than(_KEEP):
            self.remove(upload_id)

    async def _write(self, path: Path, pieces: AsyncIterable[bytes]) -> int:
        size, checked = 0, -_CHECK_EVERY
        with path.open("wb") as file:
            async for piece in pieces:
                size += len(piece)
                if size > self._limit:
                    raise Refused(
                        "file_too_large",
                        f"Files up to {self._limit / 1024**3:.0f} GB can be uploaded; "
                        "use `yunying import` for larger ones.",
                        limit=self._limit,
                    )
                if size - checked >= _CHECK_EVERY:
                    checked = size
                    self._require_space()
                await to_thread.run_sync(file.write, piece)
        return size

    def _require_space(self) -> None:
        free = shutil.disk_usage(self._root).free
        if free < _SPARE:
            raise Failed(
                "disk_full", "The disk that holds Yunying's data is full; free some space.", free=free
            )


def _label(name: str) -> str:
    # Some browsers and tools send a whole path; only its last part is a name.
    last = PurePosixPath(PureWindowsPath(name).name).name
    clean = "".join(c for c in last if c.isprintable()).strip()
    return clean[:200] or "file"
