"""`yunying metric`: what each number means, kept in a file."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.pack import pack
from yunying.cli.reading import read_text
from yunying.kpi import read_metrics, write_metrics

command = typer.Typer(help="Define metrics from a file, list, show and delete them.", no_args_is_help=True)
command.command("pack")(pack)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.command("apply")
def apply(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Metrics as YAML; - for standard input.")],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Define the metrics of a file, or change those there are; all of them or none."""
    wanted = read_metrics(read_text(file))
    app = app_of(ctx)
    done = app.measuring.apply(app.workspace.projects.find(project), wanted, by=None)
    if format_ is Format.json:
        print_json({"metrics": done})
        return
    for one in done:
        say(f"{one['key']}: {one['did']} (version {one['version']}).")


@command.command("list")
def list_metrics(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's metrics."""
    app = app_of(ctx)
    found = app.measuring.all(app.workspace.projects.find(project))
    names = ["key", "name", "名称", "type", "unit", "version"]
    rows = [
        (
            one["key"],
            one["metric"]["name"]["en"],
            one["metric"]["name"]["zh"],
            one["metric"]["is"]["type"],
            one["metric"].get("unit", "number"),
            one["version"],
        )
        for one in found
    ]
    if format_ is Format.json:
        print_json({"metrics": found})
    elif format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no metrics; define some with `yunying metric apply FILE.yaml`.")


@command.command("show")
def show(
    ctx: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[METRIC]", help="Its key; all where none is named.")
    ] = None,
    *,
    project: _Project,
    as_json: Annotated[
        bool, typer.Option("--json", help="With versions and what is made from it, as JSON.")
    ] = False,
) -> None:
    """Print metrics as the YAML that `apply` takes."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    if as_json:
        print_json(app.measuring.get(found, key) if key else {"metrics": app.measuring.all(found)})
        return
    wanted = app.measuring.metrics(found)
    if key is not None:
        one = app.measuring.get(found, key)["key"]
        wanted = {one: wanted[one]}
    sys.stdout.write(write_metrics(wanted))


@command.command("delete")
def delete(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="METRIC", help="Its key.")],
    project: _Project,
) -> None:
    """Take a metric away; refused where another is made from it."""
    app = app_of(ctx)
    app.measuring.delete(app.workspace.projects.find(project), key, by=None)
    say(f"Deleted metric {key}.")
