"""`yunying import`: a file of events, or standard input, into a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from yunying.app import Watch
from yunying.cli.home import app_of
from yunying.cli.output import bars, note, print_table, say, shown
from yunying.collect import Format, ImportResult, Mapping
from yunying.core import Refused

command = typer.Typer()


@command.command()
def import_events(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")],
    project: Annotated[str, typer.Option(help="Name or id of the project.")],
    person: Annotated[str, typer.Option(help="Column that says who.")],
    time: Annotated[str, typer.Option(help="Column that says when.")],
    event: Annotated[str | None, typer.Option(help="Column that says what happened.")] = None,
    event_name: Annotated[str | None, typer.Option(help="One name for what happened in every row.")] = None,
    property_: Annotated[
        list[str] | None,
        typer.Option(
            "--property", help="Column that describes the event; may be repeated. Default: all others."
        ),
    ] = None,
    person_property: Annotated[
        list[str] | None, typer.Option(help="Column that describes the person; may be repeated.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="Column that identifies the event; else its content does.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Zone of times written without one; else the project's.")
    ] = None,
    time_format: Annotated[
        str | None, typer.Option(help="strptime pattern of the time column, where it is not recognised.")
    ] = None,
    format_: Annotated[
        Format | None, typer.Option("--format", help="What the file is, where its name does not say.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the text; else it is detected.")] = None,
    delimiter: Annotated[
        str | None, typer.Option(help="What separates columns; else it is detected.")
    ] = None,
    where: Annotated[
        str | None, typer.Option(help="Take only rows for which this holds, e.g. \"country = 'France'\".")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything, store nothing.")] = False,
    errors: Annotated[
        Path | None, typer.Option(help="Write rows that were not taken to this CSV file.")
    ] = None,
) -> None:
    """Import a file of events: CSV, TSV, JSON Lines, Parquet or XLSX, also .gz or .zst.

    Importing the same file again adds nothing. Rows without a usable person, time or event are counted and
    written to --errors; the others are loaded.
    """
    mapping = Mapping(
        person=person,
        time=time,
        event=event,
        event_name=event_name,
        id=id_,
        properties=None if property_ is None else tuple(property_),
        person_properties=tuple(person_property or ()),
        timezone=timezone,
        time_format=time_format,
        where=where,
        format=format_,
        encoding=encoding,
        delimiter=delimiter,
    )
    source = _source(file)
    app = app_of(ctx)
    target = app.workspace.projects.find(project)
    with bars() as shown_bars:
        result = app.imports.import_file(
            target,
            source,
            mapping,
            name="standard input" if file == "-" else Path(file).name,
            watch=Watch(progress=shown_bars.update),
            dry_run=dry_run,
            errors=errors,
        )
    _tell(result, dry_run=dry_run, errors=errors)


def _source(file: str) -> Any:
    if file == "-":
        return sys.stdin.buffer
    path = Path(file)
    if not path.is_file():
        raise Refused("file_not_found", f"There is no file {file}; check its name.", field="file", value=file)
    return path


def _tell(result: ImportResult, *, dry_run: bool, errors: Path | None) -> None:
    verb = "would be loaded (nothing was stored)" if dry_run else "loaded"
    say(
        f"{result.loaded:,} events {verb} from {result.rows:,} rows: {result.duplicates:,} already known, "
        f"{result.filtered:,} left out by --where, {result.bad:,} not usable; {result.new_people:,} new people."
    )
    if result.first_time and result.last_time:
        say(f"From {shown(result.first_time)} to {shown(result.last_time)}.")
    if result.events:
        print_table(
            ["event", "events"], [(e.name, e.count) for e in result.events[:20]], numeric=[False, True]
        )
    if result.bad_reasons:
        say("")
        print_table(
            ["not usable because", "rows"],
            [(r.reason, r.count) for r in result.bad_reasons],
            numeric=[False, True],
        )
        where = f"all of them in {errors}" if errors else "write all of them to a file with --errors FILE"
        for row in result.bad_sample[:5]:
            note(f"row {row.row}: {row.reason}: {row.column or 'row'} = {row.value!r}")
        note(f"({where})")
    for remark in result.notes:
        note(remark.message)
