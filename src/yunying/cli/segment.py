"""`yunying segment`: lists of people under a name."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from yunying.analyse import parse_question
from yunying.app import Wanted
from yunying.cli.files import Printed, as_format, keep, require_out
from yunying.cli.home import app_of
from yunying.cli.masking import Masked
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.people import print_people
from yunying.cli.reading import read_json
from yunying.core import Failed, Refused
from yunying.metrics import people_rows

command = typer.Typer(
    help="Lists of people: by rule, of a figure, of a file; list, show, refresh, export them.",
    no_args_is_help=True,
)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_Segment = Annotated[str, typer.Argument(metavar="SEGMENT", help="Id or name of the segment.")]
_SHOWN = 20


@command.command("create")
def create(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-",
            help='A rule ({"name": …, "who": [filters]}) or a question as JSON; - for standard input.',
        ),
    ],
    project: _Project,
    name: Annotated[
        str | None, typer.Option(help="What to call the segment; by default what the rule says.")
    ] = None,
    people: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The figure whose people it is.")
    ] = None,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    frozen: Annotated[
        bool | None,
        typer.Option(
            "--frozen/--dynamic",
            help="Take the people once, or keep the list fresh. A rule is dynamic, a figure frozen by default.",
        ),
    ] = None,
    format_: _Format = Format.table,
) -> None:
    """Keep the people of a rule, or exactly those behind a figure."""
    raw = read_json(file)
    rule = isinstance(raw, dict) and "who" in raw and "kind" not in raw
    if rule:
        name, description = name or raw.get("name"), description or raw.get("description", "")
        raw = {"kind": "people", "range": {"last": 1, "unit": "day"}, "who": raw["who"]}
    if name is None:
        raise Refused("name_wanted", "Say what to call the segment, with --name.", field="name")
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    dynamic = rule if frozen is None else not frozen
    segment = app.segmenting.create(
        found, name, parse_question(raw), people, dynamic=dynamic, description=description, by=None
    )
    if format_ is Format.json:
        print_json(app.segmenting.wire(found, segment))
    else:
        say(f"Made {segment.kind} segment {segment.name} ({segment.id}) of {segment.size:,} people.")


@command.command("upload")
def upload(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list as CSV or XLSX.")],
    project: _Project,
    name: Annotated[str, typer.Option(help="What to call the segment.")],
    column: Annotated[str | None, typer.Option(help="The column of ids; by default the first.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PROPERTY", help="A text property of people; by default their ids.")
    ] = None,
    format_: _Format = Format.table,
) -> None:
    """Keep the people of a list of ids."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    segment = app.segmenting.upload(found, name, file, file=file.name, column=column, id_property=by, by=None)
    if format_ is Format.json:
        print_json(app.segmenting.wire(found, segment))
        return
    say(f"Made segment {segment.name} ({segment.id}) of {segment.size:,} people.")
    told = segment.upload or {}
    if told.get("unknown"):
        say(
            f"{told['unknown']:,} of {told['different']:,} ids are unknown, such as {', '.join(told['examples'][:5])}."
        )


@command.command("refresh")
def refresh(
    ctx: typer.Context,
    project: _Project,
    segment: Annotated[
        str | None, typer.Argument(metavar="[SEGMENT]", help="Id or name; by default all.")
    ] = None,
    format_: _Format = Format.table,
) -> None:
    """Make dynamic segments anew: all that are not up to date, or one in any case."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    only = None if segment is None else app.workspace.segments.find(found.id, segment).id
    done = app.refreshing.refresh(found, only, forced=only is not None)
    if format_ is Format.json:
        print_json(asdict(done))
    else:
        say(
            f"{done.made:,} of {done.looked:,} segments made anew in {done.seconds:.1f} s: "
            f"{done.changed:,} changed, {done.failed:,} failed."
        )


@command.command("list")
def list_segments(
    ctx: typer.Context,
    project: _Project,
    deleted: Annotated[bool, typer.Option("--deleted", help="Those that can be restored.")] = False,
    masked: Masked = False,
    format_: _Format = Format.table,
) -> None:
    """List a project's segments."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    segments = app.workspace.segments.all(found.id, deleted=deleted)
    veil = app.masking.at_terminal(found, masked=masked)
    if format_ is Format.json:
        print_json({"segments": [veil.segment(app.segmenting.wire(found, segment)) for segment in segments]})
        return
    rows = [
        (s.id, s.name, s.kind, s.size, (s.refreshed_at or s.created_at).replace(microsecond=0), s.description)
        for s in segments
    ]
    names = ["id", "name", "kind", "people", "as of", "description"]
    if format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no segments; make one with `yunying segment create RULE.json`.")


@command.command("show")
def show(
    ctx: typer.Context,
    segment: _Segment,
    project: _Project,
    masked: Masked = False,
    format_: _Format = Format.table,
) -> None:
    """Where a segment came from, and its first people."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    veil = app.masking.at_terminal(found, masked=masked)
    shown = veil.segment(app.segmenting.wire(found, app.workspace.segments.find(found.id, segment)))
    if format_ is Format.json:
        print_json(shown)
        return
    for key in (
        "id",
        "name",
        "kind",
        "description",
        "size",
        "created_at",
        "data_version",
        "address",
        "refreshed_at",
    ):
        say(f"{key:<13}{shown[key]}")
    if shown["refresh_error"]:
        say(f"not fresh:   {shown['refresh_error']['message']}")
    listed, marked = app.segmenting.people(found, shown["id"])
    people = people_rows(app.datasets.of(found), listed.part(0, _SHOWN), marked=marked)
    print_table(
        ["person_id", "distinct_id", "events"],
        [(p["person_id"], p["distinct_id"], p["events"]) for p in map(veil.person, people)],
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
    masked: Masked = False,
) -> None:
    """Everybody in a segment, with their properties; values as they are."""
    require_out(format_, out)
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    segment_id = app.workspace.segments.find(found.id, segment).id
    veil = app.masking.at_terminal(found, masked=masked)
    if format_ is Printed.xlsx:
        keep(app.exporting.segment(found, segment_id, "xlsx", veil, by=None), out)
        return
    listed, marked = app.segmenting.people(found, segment_id)
    people = people_rows(app.datasets.of(found), listed, marked=marked)
    print_people([veil.person(row) for row in people], as_format(format_))


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


@command.command("push")
def push(
    ctx: typer.Context,
    segment: _Segment,
    project: _Project,
    to: Annotated[str, typer.Option("--to", metavar="TARGET", help="Id or name of the target.")],
    properties: Annotated[
        list[str] | None,
        typer.Option("--property", metavar="NAME", help="A property of people to send; may be repeated."),
    ] = None,
    in_step: Annotated[
        bool, typer.Option("--in-step", help="Send who enters and leaves from now on, too.")
    ] = False,
    reason: Annotated[
        str | None,
        typer.Option(
            "--unmasked", metavar="REASON", help="Send sensitive values as they are, for this reason."
        ),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Send nothing more of this segment there.")] = False,
    format_: _Format = Format.table,
) -> None:
    """Send everybody in a segment to a target outside, now."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    kept = app.workspace.segments.find(found.id, segment)
    target = app.workspace.targets.find(found.id, to)
    if stop:
        for one in app.workspace.pushes.all(found.id):
            if (one.segment_id, one.target_id) == (kept.id, target.id):
                app.pushing.stop(found, one.id, by=None)
        say(f"{kept.name} is not pushed to {target.name} any more; what it has stays there.")
        return
    wanted = Wanted("in_step" if in_step else "once", properties or (), reason is not None, reason)
    set_up = app.pushing.set_up(found, kept.id, target.id, wanted, role=None, by=None)
    done = app.pushing.deliver(found, set_up.id)
    shown = app.pushing.wire(found, done, target)
    if format_ is Format.json:
        print_json(shown)
    elif done.last_error is None:
        say(f"{target.name} has {done.delivered:,} people of {kept.name}.")
    if done.last_error is not None:
        raise Failed(done.last_error["code"], done.last_error["message"], **done.last_error["params"])
