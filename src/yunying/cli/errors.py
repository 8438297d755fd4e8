"""Errors at the terminal: one clear sentence on standard error, the trace only when asked for."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise

import typer
from rich.console import Console

from yunying.core import YunyingError


def report(error: Exception, arguments: Sequence[str]) -> int:
    """Say what went wrong; returns the exit code."""
    if isinstance(error, BrokenPipeError):
        return 0
    known = _as_known(error)
    if "--verbose" in arguments:
        traceback.print_exception(error, file=sys.stderr)
    if _wants_json(arguments):
        sys.stderr.write(json.dumps(known.as_wire(), ensure_ascii=False, default=str) + "\n")
    else:
        console = Console(stderr=True, soft_wrap=True, highlight=False)
        place = f" ({known.field})" if known.field else ""
        console.print("Error:", style="bold red", end=" ")
        console.print(f"{known.message}{place}", markup=False)
    return known.exit_code


def _as_known(error: Exception) -> YunyingError:
    if isinstance(error, YunyingError):
        return error
    if isinstance(error, typer.TyperException):
        return _WrongCall("usage", _sentence(error.format_message()) + " See `yunying COMMAND --help`.")
    if isinstance(error, typer.Abort):
        return YunyingError("interrupted", "Stopped.")
    if isinstance(error, OSError):
        place = f": {error.filename}" if error.filename else ""
        return YunyingError("os_error", f"The system said “{error.strerror or error}”{place}.")
    return YunyingError(
        "internal_error",
        f"Something went wrong that should not have ({type(error).__name__}: {error}). "
        "Run it again with --verbose to see where.",
    )


class _WrongCall(YunyingError):
    exit_code = 2


def _sentence(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if one_line.endswith((".", "!", "?")) else f"{one_line}."


def _wants_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or any(
        a == "--format" and b == "json" for a, b in pairwise(arguments)
    )
