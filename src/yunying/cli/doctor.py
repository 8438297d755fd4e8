"""`yunying doctor`: is everything in order, and if not, what to do."""

from __future__ import annotations

import typer

from yunying.app.health import examine
from yunying.cli.output import say
from yunying.cli.state import settings_of

command = typer.Typer()
_MARKS = {True: "ok  ", False: "FIX ", None: "note"}


@command.command()
def doctor(ctx: typer.Context) -> None:
    """Check this installation and its data; exit 1 when something is wrong."""
    findings = examine(settings_of(ctx))
    for finding in findings:
        say(f"{_MARKS[finding.good]}  {finding.subject}: {finding.said}")
        if finding.todo:
            say(f"      → {finding.todo}")
    if any(finding.good is False for finding in findings):
        raise typer.Exit(1)
