"""What the global options say, for the command that runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import typer

from yunying.core import Settings


@dataclass(frozen=True)
class State:
    """The global options."""

    home: Path | None
    verbose: bool


def settings_of(ctx: typer.Context) -> Settings:
    """Settings for this call."""
    state: State = ctx.find_root().obj
    return Settings.read(os.environ, state.home)
