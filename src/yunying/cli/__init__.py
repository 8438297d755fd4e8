"""The terminal: `yunying COMMAND`. Exit codes: 0 done, 1 the work failed, 2 the call was wrong."""

from yunying.cli.main import main

__all__ = ["main"]
