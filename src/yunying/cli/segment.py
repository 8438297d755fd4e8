"""`yunying segment`: lists of people under a name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yunying.analyse import parse_question
from yunying.cli.files import Printed, as_format, keep, require_out
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.people import print_people
from yunying.cli.reading import read_json
from yunying.metrics import people_rows

command = typer.Typer(
    help="Keep the people behind a figure as a list; list, show, export lists.", no_args_is_help=True
)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_Segment = Annotated[str, typer.Argument(metavar="SEGMENT", help="Id or name of the segment.")]
_SHOWN = 20


@command.command("create")
def create(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A question as JSON; - for standard input.")],
    project: _Project,
    name: Annotated[str, typer.Option(help="What to call the segment.")],
    people: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The figure whose people it is.")
    ] = None,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    format_: _Format = Format.table,
) -> None:
    """Keep exactly the people behind a figure: the list never changes by itself."""
    question = parse_question(read_json(file))
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    segment = app.segmenting.create(found, name, question, people, description=description, by=None)
    if format_ is Format.json:
        print_json(app.segmenting.wire(segment))
    else:
        say(f"Made segment {segment.name} ({segment.id}) of {segment.size:,} people.")


@command.command("list")
def list_segments(
    ctx: typer.Context,
    project: _Project,
    deleted: Annotated[bool, typer.Option("--deleted", help="Those that can be restored.")] = False,
    format_: _Format = Format.table,
) -> None:
    """List a project's segments."""
    app = app_of(ctx)
    segments = app.workspace.segments.all(app.workspace.projects.find(project).id, deleted=deleted)
    if format_ is Format.json:
        print_json({"segments": [app.segmenting.wire(segment) for segment in segments]})
        return
    rows = [(s.id, s.name, s.size, s.created_at.replace(microsecond=0), s.description) for s in segments]
    names = ["id", "name", "people", "made", "description"]
    if format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say(
            "There are no segments; make one with `yunying segment create FILE --people ADDRESS --name NAME`."
        )


@command.command("show")
def show(ctx: typer.Context, segment: _Segment, project: _Project, format_: _Format = Format.table) -> None:
    """Where a segment came from, and its first people."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    shown = app.segmenting.wire(app.workspace.segments.find(found.id, segment))
    if format_ is Format.json:
        print_json(shown)
        return
    for key in ("id", "name", "description", "size", "created_at", "data_version", "address"):
        say(f"{key:<13}{shown[key]}")
    listed, marked = app.segmenting.people(found, shown["id"])
    people = people_rows(app.datasets.of(found), listed.part(0, _SHOWN), marked=marked)
    print_table(
        ["person_id", "distinct_id", "events"],
        [(p["person_id"], p["distinct_id"], p["events"]) for p in people],
    )
    if len(listed.people) > _SHOWN:
        say(f"… and {len(listed.people) - _SHOWN:,} more; `yunying segment export` lists everybody.")


@command.command("export")
def export(
    ctx: typer.Context,
    segment: _Segment,
    project: _Project,
    format_: Annotated[
        Printed, typer.Option("--format", help="How to print; xlsx goes to --out.")
    ] = Printed.csv,
    out: Annotated[Path | None, typer.Option("--out", help="File to write, for xlsx.")] = None,
) -> None:
    """Everybody in a segment, with their properties."""
    require_out(format_, out)
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    segment_id = app.workspace.segments.find(found.id, segment).id
    if format_ is Printed.xlsx:
        keep(app.exporting.segment(found, segment_id, "xlsx", by=None), out)
        return
    listed, marked = app.segmenting.people(found, segment_id)
    print_people(people_rows(app.datasets.of(found), listed, marked=marked), as_format(format_))


@command.command("delete")
def delete(ctx: typer.Context, segment: _Segment, project: _Project) -> None:
    """Take a segment away; `segment restore` brings it back."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    gone = app.workspace.segments.find(found.id, segment)
    app.segmenting.delete(found, gone.id, by=None)
    say(f"Deleted segment {gone.name}; `yunying segment restore {gone.id} --project ...` brings it back.")


@command.command("restore")
def restore(
    ctx: typer.Context,
    segment: Annotated[str, typer.Argument(metavar="ID", help="Id of a deleted segment.")],
    project: _Project,
) -> None:
    """Bring a deleted segment back."""
    app = app_of(ctx)
    back = app.segmenting.restore(app.workspace.projects.find(project), segment, by=None)
    say(f"Restored segment {back.name} of {back.size:,} people.")
