"""`yunying project`: make and list projects."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from yunying.cli.home import app_of
from yunying.cli.output import print_table, say
from yunying.core import Weekday

command = typer.Typer(help="Make and list projects.", no_args_is_help=True)


@command.command("create")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the project.")],
    timezone: Annotated[str, typer.Option(help="IANA time zone: its days are the project's days.")],
    week_start: Annotated[str, typer.Option(help="First day of the week.")] = "monday",
    currency: Annotated[str, typer.Option(help="ISO 4217 code of its money.")] = "CNY",
) -> None:
    """Make a project."""
    app = app_of(ctx)
    project = app.workspace.projects.create(
        name, timezone, week_start=cast(Weekday, week_start.lower()), currency=currency.upper()
    )
    say(f"Made project {project.name} ({project.id}).")


@command.command("list")
def list_projects(ctx: typer.Context) -> None:
    """List projects."""
    app = app_of(ctx)
    projects = app.workspace.projects.all()
    if not projects:
        say("There are no projects yet; make one with `yunying project create NAME --timezone ZONE`.")
        return
    print_table(
        ["name", "id", "time zone", "week starts", "currency", "simulated", "made"],
        [
            (
                p.name,
                p.id,
                p.timezone,
                p.week_start,
                p.currency,
                p.simulated,
                p.created_at.replace(microsecond=0),
            )
            for p in projects
        ],
    )
