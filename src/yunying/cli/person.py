"""`yunying person`: who somebody is, and what they may ask of us."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from yunying.cli.home import app_of
from yunying.cli.masking import Masked
from yunying.cli.output import Format, note, print_json, print_table, say
from yunying.cli.people import print_people

command = typer.Typer(help="Find, show, merge, part, export or erase a person.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="Any of the person's ids.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say who would be concerned.")]


@command.command("find")
def find(
    ctx: typer.Context,
    text: Annotated[
        str, typer.Argument(help="An id, e-mail, phone, name in characters or pinyin, any text.")
    ],
    project: _Project,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to list.")] = 20,
    masked: Masked = False,
    format_: _Format = Format.table,
) -> None:
    """Find people; whoever has exactly this id stands first. Values as they are."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    veil = app.masking.at_terminal(found, masked=masked)
    page = veil.people(app.finding.people(found, text, limit=limit, veil=veil))
    print_people(page["people"], format_)
    if page["total"] > len(page["people"]):
        note(f"{page['total']:,} were found; --limit lists more of them.")


@command.command("show")
def show(
    ctx: typer.Context,
    distinct_id: _Id,
    project: _Project,
    masked: Masked = False,
    format_: _Format = Format.table,
) -> None:
    """What is known of a person: ids, properties, and the merges that made them one; values as they are."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    veil = app.masking.at_terminal(found, masked=masked)
    known = veil.profile(app.privacy.merging.show(found, distinct_id))
    known["merges"] = [veil.merge(one) for one in known["merges"]]
    if format_ is Format.json:
        print_json(known)
        return
    say(f"person     {known['person_id']}")
    say(f"ids        {', '.join(i for i in known['distinct_ids'] if i)}")
    say(f"events     {known['events']:,}")
    if known["properties"]:
        print_table(["property", "value"], [(p["name"], p["value"]) for p in known["properties"]])
    if known["merges"]:
        _print_merges(known["merges"])


@command.command("merge")
def merge(
    ctx: typer.Context,
    from_id: Annotated[str, typer.Argument(metavar="FROM", help="An id of who becomes part of the other.")],
    into_id: Annotated[str, typer.Argument(metavar="INTO", help="An id of the other.")],
    project: _Project,
    dry_run: _DryRun = False,
    format_: _Format = Format.table,
) -> None:
    """Make two people one, in all that ever happened. `person unmerge` takes it back."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    merging = app.privacy.merging
    if dry_run:
        _print_sides(merging.preview(found, from_id, into_id), format_)
    else:
        _print_entry(merging.merge(found, from_id, into_id, by=None), format_)


@command.command("unmerge")
def unmerge(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="Number of the merge, as `person show` prints it.", min=0)],
    project: _Project,
    dry_run: _DryRun = False,
    format_: _Format = Format.table,
) -> None:
    """Take a merge back: its people are apart again, in all that ever happened."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    merging = app.privacy.merging
    if dry_run:
        _print_sides(merging.preview_undo(found, number), format_)
    else:
        _print_entry(merging.undo(found, number, by=None), format_)


@command.command("export")
def export(
    ctx: typer.Context,
    distinct_id: _Id,
    project: _Project,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output without it.")
    ] = None,
    format_: _Format = Format.json,
) -> None:
    """Everything known of a person, as one JSON document."""
    del format_  # there is but one form; the option is there because every command has it
    app = app_of(ctx)
    pieces = app.privacy.export(app.workspace.projects.find(project), distinct_id, by=None)
    if output is None:
        for piece in pieces:
            sys.stdout.write(piece.decode())
        return
    with output.open("wb") as file:
        file.writelines(pieces)
    note(f"Wrote {output}.")


@command.command("erase")
def erase(
    ctx: typer.Context,
    distinct_id: _Id,
    project: _Project,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    format_: _Format = Format.table,
) -> None:
    """Erase a person, for good; prints the receipt."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    if not yes:
        typer.confirm(
            f"Erase all of {distinct_id} from {found.name}? This cannot be taken back", abort=True, err=True
        )
    receipt = app.privacy.erase(found, distinct_id, by=None)
    if format_ is Format.json:
        print_json(receipt)
        return
    say(f"Erased. Searched again: {sum(receipt['verified'].values())} left.")
    print_table(["removed", "count"], list(receipt["removed"].items()))
    mentioned = {name: count for name, count in receipt["mentioned"].items() if count}
    if mentioned:
        print_table(["others speak of them in", "count"], list(mentioned.items()))
    for held in receipt["files"]:
        say(
            f"{held['path']} {'holds an id' if held['holds'] == 'yes' else 'may hold an id'}; decide about it."
        )


def _print_sides(sides: dict[str, Any], format_: Format) -> None:
    if format_ is Format.json:
        print_json(sides)
        return
    rows = [(name, s["person_id"], s["events"], ", ".join(s["ids"])) for name, s in sides.items()]
    print_table(["", "person", "events", "ids"], rows)


def _print_entry(entry: dict[str, Any], format_: Format) -> None:
    if format_ is Format.json:
        print_json(entry)
    else:
        _print_merges([entry])


def _print_merges(entries: list[dict[str, Any]]) -> None:
    print_table(
        ["number", "kind", "from", "into", "reason", "at", "undone"],
        [
            (str(e["number"]), e["kind"], e["from_id"], e["into_id"], e["reason"], e["at"], e["undone"])
            for e in entries
        ],
    )
