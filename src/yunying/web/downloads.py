"""Files that are sent to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from fastapi.responses import StreamingResponse

from yunying.app.exporting import MEDIA_TYPES, FileKind

__all__ = ["FILES", "FileKind", "as_file"]

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {kind.split(";")[0]: {"schema": {}} for kind in MEDIA_TYPES.values()},
        "description": "A file",
    }
}
_PIECE = 1 << 20


def as_file(file: BinaryIO, name: str, kind: FileKind) -> StreamingResponse:
    """A file from its beginning, to be kept as `name`; it is closed when it was sent."""
    return StreamingResponse(
        _pieces(file),
        media_type=MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
