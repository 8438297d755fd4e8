"""`yunying trait`: what is computed of each person."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import ValidationError

from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.reading import read_json
from yunying.core import Refused
from yunying.metrics import Trait

command = typer.Typer(help="Define, list and delete computed traits of people.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.command("create")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What questions call it.")],
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The trait as JSON; - for standard input.")],
    project: _Project,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    format_: _Format = Format.table,
) -> None:
    """Define a trait: from then on a property of people like any other."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    made = app.traits.define(found, name, _read(file), description=description, by=None)
    if format_ is Format.json:
        print_json(made)
    else:
        say(f"Defined trait {made['name']} ({made['type']}).")


@command.command("list")
def list_traits(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's traits."""
    app = app_of(ctx)
    traits = app.traits.all(app.workspace.projects.find(project))
    rows = [(t["name"], t["type"], t["trait"]["measure"], t["version"], t["description"]) for t in traits]
    names = ["name", "type", "measure", "version", "description"]
    if format_ is Format.json:
        print_json({"traits": traits})
    elif format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no traits; define one with `yunying trait create NAME TRAIT.json`.")


@command.command("delete")
def delete(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name or id of the trait.")],
    project: _Project,
) -> None:
    """Take a trait away."""
    app = app_of(ctx)
    app.traits.delete(app.workspace.projects.find(project), name, by=None)
    say(f"Deleted trait {name}.")


def _read(file: str) -> Trait:
    try:
        return Trait.model_validate(read_json(file))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Refused("bad_trait", f"{place}: {first['msg']}.", field=place) from None
