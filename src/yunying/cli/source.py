"""`yunying source`: where events come from, each with its write key."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from yunying.app import App
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_json, print_table, say
from yunying.store.ledger import Source
from yunying.workspace import SOURCE_KINDS

command = typer.Typer(help="Make and list sources: where events come from.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]


@command.command("create")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the source, e.g. `web` or `orders server`.")],
    project: _Project,
    kind: Annotated[str, typer.Option(help=f"What sends: {', '.join(SOURCE_KINDS)}.")] = "api",
    debug: Annotated[
        bool, typer.Option("--debug", help="Answer with what is wrong; keep its events out of figures.")
    ] = False,
    format_: _Format = Format.table,
) -> None:
    """Make a source; prints the address to send to and the write key to send with.

    The key works with every protocol: as Basic user, Bearer token, `api_key`, `token`, `writeKey` or `?token=`.
    """
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    source = app.workspace.sources.create(found.id, name, kind, debug=debug)
    if format_ is Format.json:
        print_json(_wire(app, source))
        return
    say(f"Made source {source.name} of project {found.name}.")
    say(f"address    {app.streams.address()}")
    say(f"write key  {source.write_key}")


@command.command("list")
def list_sources(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's sources."""
    app = app_of(ctx)
    sources = app.workspace.sources.of_project(app.workspace.projects.find(project).id)
    if format_ is Format.json:
        print_json({"sources": [_wire(app, source) for source in sources]})
        return
    if not sources:
        say("There are no sources yet; make one with `yunying source create NAME --project PROJECT`.")
        return
    print_table(
        ["name", "kind", "write key", "debug", "archived", "made"],
        [
            (
                s.name,
                s.kind,
                s.write_key,
                s.debug,
                s.archived_at is not None,
                s.created_at.replace(microsecond=0),
            )
            for s in sources
        ],
    )


def _wire(app: App, source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "project": source.project_id,
        "name": source.name,
        "kind": source.kind,
        "debug": source.debug,
        "archived": source.archived_at is not None,
        "address": app.streams.address(),
        "write_key": source.write_key,
    }
