"""What commands read: text or JSON, from a file or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from yunying.core import Refused


def read_json(file: str) -> Any:
    """What the file says; `-` is standard input."""
    text = read_text(file)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(
            "bad_json",
            f"{'Standard input' if file == '-' else file} is not JSON: {error.msg} at line {error.lineno}, "
            f"column {error.colno}.",
        ) from error
    except RecursionError as error:
        raise Refused("bad_json", "The question is nested too deep.") from error


def read_text(file: str) -> str:
    """UTF-8 text of a file; `-` is standard input."""
    if file == "-":
        return sys.stdin.read()
    path = Path(file)
    if not path.is_file():
        raise Refused("file_not_found", f"There is no file {path}; check its name.", field="file")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("not_text", f"{path} is not UTF-8 text.", field="file") from error
