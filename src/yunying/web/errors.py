"""Every error leaves in one shape, whoever raised it."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from yunying.app.masking import Veil
from yunying.core import Failed, NotFound, Refused, YunyingError

log = logging.getLogger("yunying.web")
_PLACES = ("body", "query", "path", "header", "cookie")


def install(api: FastAPI) -> None:
    """Translate every exception that can reach the edge."""
    api.add_exception_handler(YunyingError, _known)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(Exception, _unexpected)


def respond(error: YunyingError) -> JSONResponse:
    """An error on the wire."""
    headers = {"Retry-After": str(error.params["retry_after"])} if "retry_after" in error.params else None
    return JSONResponse(error.as_wire(), error.status, headers)


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, YunyingError)  # noqa: S101 (narrows the type the handler was registered for)
    if error.status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
    veil: Veil | None = getattr(request.state, "veil", None)
    return respond(error if veil is None else veil.error(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (as above)
    first: dict[str, Any] = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    field = ".".join(place[1:] if place and place[0] in _PLACES else place)
    said = str(first["msg"]).removeprefix("Value error, ")
    return respond(
        Refused(
            "bad_request",
            f"{field or 'The request'}: {said[:1].lower()}{said[1:]}.",
            field=field or None,
            reason=first["type"],
        )
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (as above)
    if error.status_code == 404:
        return respond(
            NotFound("unknown_path", f"There is nothing at {request.url.path}; check the address.")
        )
    wire = YunyingError(f"http_{error.status_code}", f"{error.detail}.".replace("..", "."))
    wire.status = error.status_code
    response = respond(wire)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return respond(
        Failed(
            "internal_error",
            "Something went wrong that should not have; the terminal of `yunying serve` has the details.",
        )
    )
