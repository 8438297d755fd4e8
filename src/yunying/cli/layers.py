"""`yunying layers` and `yunying rfm`: how many people are where, at the end of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from yunying.audience import read_layers
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.reading import read_json
from yunying.core import Refused

command = typer.Typer(help="Count people by layers and stages; define layers.", invoke_without_command=True)
rfm = typer.Typer(help="Count people by RFM.", invoke_without_command=True)
_Project = Annotated[str | None, typer.Option("--project", help="Name or id of the project.")]
_At = Annotated[
    datetime | None,
    typer.Option("--at", formats=["%Y-%m-%d"], help="At the end of this day; by default today."),
]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.callback()
def layers(
    ctx: typer.Context, project: _Project = None, at: _At = None, format_: _Format = Format.table
) -> None:
    """Count people by every ladder and by their stages."""
    if ctx.invoked_subcommand is None:
        _print(ctx, ("ladder", "stage"), project, at, format_)


@rfm.callback()
def count_rfm(
    ctx: typer.Context, project: _Project = None, at: _At = None, format_: _Format = Format.table
) -> None:
    """Count people by every RFM: classes, scores and cells."""
    _print(ctx, ("rfm",), project, at, format_)


@command.command("define")
def define(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|-", help="A ladder, stages or an RFM as JSON; - for standard input."),
    ],
    project: Annotated[str, typer.Option("--project", help="Name or id of the project.")],
    name: Annotated[str, typer.Option("--name", help="What to call it.")],
    key: Annotated[str | None, typer.Option("--key", help="The end of its property, `$layer_<key>`.")] = None,
    format_: _Format = Format.table,
) -> None:
    """Define a ladder, the stages or an RFM: from then on a property of people."""
    wanted = read_layers(read_json(file))
    app = app_of(ctx)
    made = app.layering.create(app.workspace.projects.find(project), name, wanted, key=key, by=None)
    if format_ is Format.json:
        print_json(_plain(made))
    else:
        say(f"Defined {made['name']}: the property {made['property']}.")


@command.command("delete")
def delete(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="PROPERTY", help="Property or id of the layers.")],
    project: Annotated[str, typer.Option("--project", help="Name or id of the project.")],
) -> None:
    """Take layers away."""
    app = app_of(ctx)
    app.layering.delete(app.workspace.projects.find(project), key, by=None)
    say(f"Deleted {key}.")


def _print(
    ctx: typer.Context, kinds: tuple[str, ...], project: str | None, at: datetime | None, format_: Format
) -> None:
    if project is None:
        raise Refused("project_wanted", "Say of which project: `--project NAME`.", field="project")
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    day: date | None = at.date() if at else None
    told = [
        app.layer_figures.composition(found, one["id"], day, None, by=None)
        for one in app.layering.all(found)
        if one["kind"] in kinds
    ]
    if format_ is Format.json:
        print_json({"layers": [_plain(one) for one in told]})
        return
    names = ["value", "name", "people", "share", "before", "entered", "left"]
    if format_ is Format.csv:
        rows = [(one["definition"]["property"], *row) for one in told for row in _rows(one)]
        print_csv(["property", *names], rows)
        return
    if not told:
        say("There is none; define one with `yunying layers define FILE --project NAME --name NAME`.")
    for one in told:
        title = f"{one['definition']['name']}, {one['day']} (before: {one['before']})"
        print_table(names, _rows(one), title=title)


def _rows(composition: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (
            part["value"],
            part["names"].en if part["names"] else None,
            part["people"],
            part["share"],
            part["before"],
            part["entered"],
            part["left"],
        )
        for part in composition["parts"]
    ]


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    return value
