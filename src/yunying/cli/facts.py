"""`yunying facts`: figures that no person's event carries."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.reading import read_text
from yunying.workspace import read_facts

command = typer.Typer(help="Bring in, list and print measured facts.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.command("import")
def take(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help="CSV with the columns date, name, value, and one for each dimension."
        ),
    ],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Take figures in; bringing the same file again changes nothing. An empty value takes a figure back."""
    facts = read_facts(read_text(file))
    app = app_of(ctx)
    taken = app.workspace.facts.take(app.workspace.projects.find(project).id, facts, by=None)
    if format_ is Format.json:
        print_json(taken._asdict())
    else:
        say(f"{taken.new:,} new, {taken.corrected:,} corrected, {taken.same:,} as they were.")


@command.command("list")
def list_facts(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's facts."""
    app = app_of(ctx)
    found = app.workspace.facts.names(app.workspace.projects.find(project).id)
    if format_ is Format.json:
        print_json({"facts": found})
    elif found:
        print_table(["name"], [(name,) for name in found])
    else:
        say("There are no facts; bring some in with `yunying facts import FILE.csv`.")


@command.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The fact.")],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Print a fact as it stands."""
    app = app_of(ctx)
    found = app.workspace.facts.values(app.workspace.projects.find(project).id, name)
    if format_ is Format.json:
        print_json({"values": [one._asdict() for one in found]})
        return
    dimensions = sorted({key for one in found for key in one.dimensions})
    rows = [(one.day, *(one.dimensions.get(key) for key in dimensions), one.value) for one in found]
    (print_csv if format_ is Format.csv else print_table)(["date", *dimensions, "value"], rows)
