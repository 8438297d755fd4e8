"""The console's files: hashed assets for ever, the page itself never from a cache, gzip where it was made."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from yunying.core import NotFound

STATIC = Path(__file__).parent / "static"
_IMMUTABLE = "public, max-age=31536000, immutable"
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Yunying</title>
<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">The console is not built yet · 控制台尚未构建</h1>
<p>Run <code>make console</code> in the folder of the project, then reload this page.</p>
<p>请在项目目录中运行 <code>make console</code>,然后刷新本页。</p>
</body></html>
"""
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


def built(static: Path = STATIC) -> bool:
    """Whether the console has been built."""
    return (static / "index.html").exists()


def install(api: FastAPI, static: Path = STATIC) -> None:
    """Serve the console at every path that is not the API's: its addresses are its own."""
    root = static.resolve()

    @api.get("/{path:path}", include_in_schema=False)
    def console(request: Request, path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            raise NotFound("unknown_path", f"There is nothing at /{path}; check the address.")
        file = (root / path).resolve()
        if path and file.is_file() and file.is_relative_to(root):
            cache = _IMMUTABLE if path.startswith("assets/") else "no-cache"
            return _file(request, file, cache)
        if path.startswith("assets/"):
            raise NotFound("unknown_path", "This file is not part of the console any more; reload the page.")
        if not built(root):
            return HTMLResponse(_NOT_BUILT, 503, {"Cache-Control": "no-store"})
        return _file(request, root / "index.html", "no-cache")


def _file(request: Request, file: Path, cache: str) -> Response:
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    packed = file.with_name(file.name + ".gz")
    if "gzip" in request.headers.get("accept-encoding", "") and packed.is_file():
        return FileResponse(packed, media_type=kind, headers=headers | {"Content-Encoding": "gzip"})
    return FileResponse(file, media_type=kind, headers=headers)
