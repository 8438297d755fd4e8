"""`yunying goal`: what is to be reached, how it stands, and what is said of it."""

from __future__ import annotations

import sys
from typing import Annotated, cast

import typer

from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.reading import read_text
from yunying.kpi.goals import read_goals, write_goals
from yunying.workspace import Confidence

command = typer.Typer(help="Define goals from a file, see how they stand, check in.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Key = Annotated[str, typer.Argument(metavar="GOAL", help="Its key.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.command("apply")
def apply(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Goals as YAML; - for standard input.")],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Define the goals of a file, or change those there are; all of them or none."""
    wanted = read_goals(read_text(file))
    app = app_of(ctx)
    done = app.goals.apply(app.workspace.projects.find(project), wanted, by=None)
    if format_ is Format.json:
        print_json({"goals": done})
        return
    for one in done:
        say(f"{one['key']}: {one['did']} (version {one['version']}).")


@command.command("list")
def list_goals(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List goals and how each key result stands."""
    app = app_of(ctx)
    found = app.goals.all(app.workspace.projects.find(project), by=None).result()
    names = ["goal", "key result", "now", "due", "target", "projected", "status"]
    rows = [
        (
            goal["key"],
            one["key"],
            one["now"],
            one["due"],
            one["target"],
            one["projected"] and one["projected"]["mid"],
            one["status"],
        )
        for goal in found
        for one in goal["key_results"] or [dict.fromkeys(("key", *names[2:])) | {"status": goal["status"]}]
    ]
    if format_ is Format.json:
        print_json({"goals": found})
    elif format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no goals; define some with `yunying goal apply FILE.yaml`.")


@command.command("show")
def show(
    ctx: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[GOAL]", help="Its key; all where none is named.")
    ] = None,
    *,
    project: _Project,
    as_json: Annotated[
        bool, typer.Option("--json", help="How it stands, day by day, and what was said, as JSON.")
    ] = False,
) -> None:
    """Print goals as the YAML that `apply` takes."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    if as_json:
        print_json(
            app.goals.get(found, key, by=None).result()
            if key
            else {"goals": app.goals.all(found, by=None).result()}
        )
        return
    wanted = app.goals.goals(found)
    if key is not None:
        one = app.goals.get(found, key, by=None).result()["key"]
        wanted = {one: wanted[one]}
    sys.stdout.write(write_goals(wanted))


@command.command("check-in")
def check_in(
    ctx: typer.Context,
    key: _Key,
    comment: Annotated[str, typer.Argument(metavar="COMMENT", help="How it goes.")],
    project: _Project,
    key_result: Annotated[str | None, typer.Option(help="Of one key result alone.")] = None,
    confidence: Annotated[str | None, typer.Option(help="high, medium or low.")] = None,
) -> None:
    """Say how a goal goes; the figure of this moment is kept with it."""
    app = app_of(ctx)
    app.goals.check_in(
        app.workspace.projects.find(project),
        key,
        comment,
        key_result=key_result,
        confidence=cast(Confidence | None, confidence),
        by=None,
    )
    say(f"Kept with goal {key}.")


@command.command("delete")
def delete(ctx: typer.Context, key: _Key, project: _Project) -> None:
    """Take a goal away; refused where others serve it."""
    app = app_of(ctx)
    app.goals.delete(app.workspace.projects.find(project), key, by=None)
    say(f"Deleted goal {key}.")
