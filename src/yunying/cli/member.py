"""`yunying member`: what the owner of the machine may do for members."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.cli.home import app_of
from yunying.cli.output import note, say

command = typer.Typer(help="Reset a member's password.", no_args_is_help=True)


@command.callback()
def group() -> None:
    """Reset a member's password."""


@command.command("reset-password")
def reset_password(ctx: typer.Context, name: Annotated[str, typer.Argument(help="Sign-in name.")]) -> None:
    """Give a member a new one-time password and end all their sessions."""
    app = app_of(ctx)
    password = app.workspace.members.reset_password(name)
    note(f"One-time password of {name}, to be changed at the next sign-in:")
    say(password)
