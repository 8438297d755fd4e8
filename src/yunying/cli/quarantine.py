"""`yunying quarantine`: what was refused and why, and the same once more when its cause is gone."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from yunying.app import App
from yunying.cli.home import app_of
from yunying.cli.masking import Masked
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.core import NotFound
from yunying.workspace import Project

command = typer.Typer(help="See what was refused, and take it in again.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Code = Annotated[str | None, typer.Option(help="Only refusals for this reason, as `list` names it.")]
_Source = Annotated[str | None, typer.Option(help="Only refusals of this source: its name or id.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.command("list")
def list_reasons(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """Count refusals by reason and source."""
    app = app_of(ctx)
    chosen = app.workspace.projects.find(project)
    found = app.refusals.reasons(chosen, app.masking.at_terminal(chosen))
    if format_ is Format.json:
        print_json(found)
        return
    columns = ["reason", "source", "count", "newest", "message"]
    rows = [[r["code"], r["source"], r["count"], r["newest"], r["message"]] for r in found["reasons"]]
    if format_ is Format.csv:
        print_csv(columns, rows)
    elif not rows:
        say("Nothing was refused.")
    else:
        print_table(columns, rows)


@command.command("show")
def show(
    ctx: typer.Context,
    project: _Project,
    code: _Code = None,
    source: _Source = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    masked: Masked = False,
    format_: _Format = Format.table,
) -> None:
    """Show refusals as they were received, the newest first; values as they are."""
    app, found, chosen = _chosen(ctx, project, source)
    page = app.refusals.newest(
        found, app.masking.at_terminal(found, masked=masked), code=code, source=chosen, limit=limit
    )
    if format_ is Format.json:
        print_json(page)
        return
    columns = ["received", "source", "event", "reason", "message", "raw"]
    rows = [
        [r["received_at"], r["source"], r["event"], r["code"], r["message"], r["raw"]]
        for r in page["refusals"]
    ]
    if format_ is Format.csv:
        print_csv(columns, rows)
    elif not rows:
        say("Nothing was refused.")
    else:
        print_table(columns, rows)


@command.command("replay")
def replay(
    ctx: typer.Context,
    project: _Project,
    code: _Code = None,
    source: _Source = None,
    format_: _Format = Format.table,
) -> None:
    """Process what was refused again, after the plan or the program was put right. Nothing is stored twice."""
    app, found, chosen = _chosen(ctx, project, source)
    done = app.refusals.replay(found, code=code, source=chosen)
    if format_ is Format.json:
        print_json(done)
        return
    say(
        f"Replayed {done['requests']:,} requests: {done['stored']:,} events stored, {done['refused']:,} refused."
    )


@command.command("download")
def download(
    ctx: typer.Context, project: _Project, code: _Code = None, source: _Source = None, masked: Masked = False
) -> None:
    """Write refusals as JSON Lines to standard output, the newest first; values as they are."""
    app, found, chosen = _chosen(ctx, project, source)
    for line in app.refusals.download(
        found, app.masking.at_terminal(found, masked=masked), code=code, source=chosen
    ):
        sys.stdout.write(line.decode())


def _chosen(ctx: typer.Context, project: str, source: str | None) -> tuple[App, Project, str | None]:
    """The app, the project, and the id of the source that was named."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    if source is None:
        return app, found, None
    for known in app.workspace.sources.of_project(found.id):
        if source in (known.id, known.name):
            return app, found, known.id
    raise NotFound(
        "unknown_source",
        f"There is no source {source!r} in this project; `yunying source list` shows them.",
        field="source",
        value=source,
    )
