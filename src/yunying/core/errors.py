"""The error tree. Whoever raises says what was wrong, where, and what to do next.

YunyingError
├── Refused      the call was wrong             HTTP 422, exit 2
├── NotFound     the thing named is not there   HTTP 404, exit 2
├── Denied       not signed in, or not allowed  HTTP 401 or 403, exit 2
├── TooMany      asked too often                HTTP 429, exit 1
├── Conflict     somebody else is at it         HTTP 409, exit 1
├── Stopped      it took too long, or nobody     HTTP 504, exit 1
│                waits for it any more
└── Failed       the work itself failed         HTTP 500, exit 1
"""

from __future__ import annotations

from typing import Any, ClassVar


class YunyingError(Exception):
    """An error with one clear sentence for a person and a stable `code` for programs.

    `field` is the dotted place in the input that was wrong (`series.0.event`), `params` the values a
    translation of the message needs. On the wire it has one shape only: `as_wire()`.
    """

    status: int = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, message: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.params = params

    def as_wire(self) -> dict[str, Any]:
        """The one shape in which an error leaves the program."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "field": self.field,
                "params": self.params,
            }
        }


class Refused(YunyingError):
    """The call was wrong; the same call will be wrong again."""

    status = 422
    exit_code = 2


class NotFound(YunyingError):
    """The thing named does not exist."""

    status = 404
    exit_code = 2


class Denied(YunyingError):
    """Not signed in (401) or not allowed (403)."""

    status = 401
    exit_code = 2

    def __init__(self, code: str, message: str, *, status: int = 401, **params: Any) -> None:
        super().__init__(code, message, **params)
        self.status = status


class TooMany(YunyingError):
    """Asked too often; `retry_after` (seconds) is in `params`."""

    status = 429


class Conflict(YunyingError):
    """The thing is being changed by somebody else, or already is what was asked for."""

    status = 409


class Stopped(YunyingError):
    """The work was ended before it was done: it took too long (504), or was given up (499)."""

    status = 504

    def __init__(self, code: str, message: str, *, status: int = 504, **params: Any) -> None:
        super().__init__(code, message, **params)
        self.status = status


class Failed(YunyingError):
    """The call was right, the work failed."""
