"""`yunying member`: what the owner of the machine may do for members."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.app import open_app
from yunying.cli.output import note, say
from yunying.cli.state import settings_of

command = typer.Typer(help="Reset a member's password.", no_args_is_help=True)


@command.callback()
def group() -> None:
    """Reset a member's password."""


@command.command("reset-password")
def reset_password(ctx: typer.Context, name: Annotated[str, typer.Argument(help="Sign-in name.")]) -> None:
    """Give a member a new one-time password and end all their sessions."""
    app = open_app(settings_of(ctx))
    password = app.workspace.members.reset_password(name)
    note(f"One-time password of {name}, to be changed at the next sign-in:")
    say(password)
