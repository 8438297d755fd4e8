"""`yunying target`: places outside that segments are pushed to."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.app import NewTarget
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.workspace import TARGET_KINDS, TargetKind

command = typer.Typer(
    help="Targets outside that segments are pushed to: add, list, test, remove.", no_args_is_help=True
)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_Target = Annotated[str, typer.Argument(metavar="TARGET", help="Id or name of the target.")]


@command.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the target.")],
    project: _Project,
    url: Annotated[
        str,
        typer.Option(
            help="Of the webhook, or of the database (postgresql://, mysql://, sqlite:///FILE); - asks for it, so that "
            "a password is in no history."
        ),
    ],
    kind: Annotated[TargetKind, typer.Option(help=f"One of {', '.join(TARGET_KINDS)}.")] = "webhook",
    table: Annotated[str | None, typer.Option(help="The table of the database.")] = None,
    secret: Annotated[
        str | None, typer.Option(help="Signing secret of the webhook; made where left out, - asks for it.")
    ] = None,
    format_: _Format = Format.table,
) -> None:
    """Add a target that is allowed (YUNYING_PUSH_HOSTS, YUNYING_PUSH_FOLDER)."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    url = typer.prompt("URL", hide_input=True) if url == "-" else url
    secret = typer.prompt("Secret", hide_input=True) if secret == "-" else secret  # noqa: S105 (asks for it)
    added = app.outlets.add(found, NewTarget(name, kind, url, secret, table), by=None)
    if format_ is Format.json:
        print_json(app.pushing.target_wire(found, added.target, []) | {"secret": added.secret})
        return
    say(f"Added target {added.target.name} ({added.target.id}): {added.target.address}")
    if added.secret:
        say(f"Its signing secret, shown this once: {added.secret}")


@command.command("list")
def list_targets(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's targets and what is pushed there."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    targets = app.pushing.targets(found)
    if format_ is Format.json:
        print_json({"targets": targets})
        return
    names = [
        "target",
        "kind",
        "address",
        "segment",
        "mode",
        "status",
        "people",
        "waiting",
        "last success",
        "error",
    ]
    rows = []
    for target in targets:
        own = (target["name"], target["kind"], target["address"])
        for push in target["pushes"]:
            done, error = push["last_success_at"], push["last_error"]
            rows.append(
                (
                    *own,
                    push["segment"]["name"],
                    push["mode"],
                    push["status"],
                    push["delivered"],
                    push["waiting"],
                    done and done.replace(microsecond=0),
                    error and error["message"],
                )
            )
        if not target["pushes"]:
            rows.append((*own, None, None, None, None, None, None, None))
    if format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no targets; add one with `yunying target add NAME --url URL`.")


@command.command("test")
def test(ctx: typer.Context, target: _Target, project: _Project, format_: _Format = Format.table) -> None:
    """Try a target without sending anybody."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    tried = app.outlets.test(found, app.workspace.targets.find(found.id, target).id, by=None)
    if tried.error is not None:
        raise tried.error
    if format_ is Format.json:
        print_json({"fine": True, "message": tried.message, "milliseconds": tried.milliseconds})
    else:
        say(f"{tried.message} ({tried.milliseconds:,.0f} ms)")


@command.command("remove")
def remove(ctx: typer.Context, target: _Target, project: _Project) -> None:
    """Forget a target with its secret."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    gone = app.workspace.targets.find(found.id, target)
    app.pushing.remove_target(found, gone.id, by=None)
    say(f"Removed target {gone.name}.")
