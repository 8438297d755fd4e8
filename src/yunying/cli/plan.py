"""`yunying plan`: the tracking plan of a project."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from yunying.cli.home import app_of
from yunying.cli.output import Format, note, print_csv, print_json, print_table, say
from yunying.collect.plan import (
    KINDS,
    MODES,
    PEOPLE,
    STATUSES,
    Brought,
    Change,
    Plan,
    PlanEvent,
    PlanProperty,
    format_of,
    read_plan,
    write_plan,
)
from yunying.collect.plan.cells import read_allowed
from yunying.core import NotFound, Refused

command = typer.Typer(help="Show, edit, export and import a project's tracking plan.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_COLUMNS = [
    "event",
    "property",
    "type",
    "required",
    "allowed",
    "status",
    "mode",
    "owner",
    "zh",
    "en",
    "learned",
]
_SHOWN = 20


class FileFormat(StrEnum):
    """What a file is."""

    yaml = "yaml"
    csv = "csv"
    xlsx = "xlsx"


@command.command("show")
def show(
    ctx: typer.Context,
    project: _Project,
    event: Annotated[str | None, typer.Option(help="Only this event and its properties.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the plan.")] = Format.table,
) -> None:
    """Show the plan: events, their properties, and what is planned of people."""
    app = app_of(ctx)
    plan = app.plans.get(app.workspace.projects.find(project).id)
    if event is not None:
        plan = _only(plan, event)
    if format_ is Format.json:
        print_json(plan.model_dump(mode="json"))
    elif format_ is Format.csv:
        print_csv(_COLUMNS, _rows(plan))
    elif not plan.events and not plan.properties:
        say("The plan is empty; it is learned from what arrives, or import one with `yunying plan import`.")
    else:
        print_table(_COLUMNS, _rows(plan))


@command.command("export")
def export(
    ctx: typer.Context,
    project: _Project,
    format_: Annotated[
        FileFormat | None,
        typer.Option("--format", help="What to write; else the file's name says it, or YAML."),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|-", help="Where to write; - is standard output.")
    ] = "-",
) -> None:
    """Write the plan to a file: YAML, CSV or XLSX. Reading it again gives the same plan."""
    app = app_of(ctx)
    plan = app.plans.get(app.workspace.projects.find(project).id)
    wanted = format_.value if format_ else ("yaml" if output == "-" else format_of(output))
    data = write_plan(plan, wanted)
    if output == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(output).write_bytes(data)
        say(f"Wrote {len(plan.events):,} events and {len(plan.properties):,} properties to {output}.")


@command.command("import")
def import_plan(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")],
    project: _Project,
    format_: Annotated[
        FileFormat | None, typer.Option("--format", help="What the file is; else its name says it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Remove what the file does not name.")] = False,
) -> None:
    """Take a file into the plan, wholly or, where it holds mistakes, not at all.

    CSV and XLSX may be the team's own: one row for each event and property, under Chinese or English headers.
    """
    data = _read(file)
    app = app_of(ctx)
    target = app.workspace.projects.find(project)
    name = "standard input" if file == "-" else Path(file).name
    draft = read_plan(data, name, format_.value if format_ else None)
    brought = app.plans.bring(target.id, draft, replace=replace, dry_run=dry_run, by=None)
    _tell(brought, dry_run=dry_run, replace=replace)


@command.command("set")
def set_entry(
    ctx: typer.Context,
    project: _Project,
    event: Annotated[
        str | None, typer.Argument(help="The event; without it, the property is one of people.")
    ] = None,
    property_: Annotated[
        str | None, typer.Option("--property", help="The property; else the event itself.")
    ] = None,
    status: Annotated[str | None, typer.Option(help=f"How far it is: {', '.join(STATUSES)}.")] = None,
    mode: Annotated[
        str | None, typer.Option(help=f"What becomes of wrong records: {', '.join(MODES)}.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Who answers for the event.")] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help=f"What its values are: {', '.join(KINDS)}.")
    ] = None,
    required: Annotated[
        bool | None, typer.Option("--required/--optional", help="Whether it must be there.")
    ] = None,
    allowed: Annotated[
        str | None, typer.Option(help="Allowed values, separated by commas, or a JSON list; empty: any.")
    ] = None,
    zh: Annotated[str | None, typer.Option(help="Description in Chinese.")] = None,
    en: Annotated[str | None, typer.Option(help="Description in English.")] = None,
) -> None:
    """Add an event or a property to the plan, or change what is given of it."""
    app = app_of(ctx)
    target = app.workspace.projects.find(project).id
    plan = app.plans.get(target)
    of_event = {"mode": mode, "owner": owner}
    of_property = {"type": type_, "required": required, "allowed": allowed}
    if property_ is None and event is None:
        raise Refused("nothing_named", "Name an event, a property of people with --property, or both.")
    _refuse_options(
        of_event if property_ is not None else of_property, "event" if property_ is not None else "property"
    )
    old: PlanEvent | PlanProperty | None
    if property_ is None:
        old = plan.by_event().get(event or "")
        fixed: dict[str, Any] = {"name": event}
    else:
        old = plan.by_property().get((event or PEOPLE, property_))
        fixed = {"event": event or PEOPLE, "name": property_}
    whole = {} if old is None else old.model_dump()
    given = {"status": status, **(of_event if property_ is None else of_property)}
    whole |= fixed | {k: v for k, v in given.items() if v is not None} | {"learned": False}
    said = {k: v for k, v in (("zh", zh), ("en", en)) if v is not None}
    whole["description"] = whole.get("description", {}) | said
    if allowed is not None:
        whole["allowed"] = _allowed(allowed, whole.get("type", "any"))
    try:
        if property_ is None:
            app.plans.put_event(target, PlanEvent.model_validate(whole), by=None)
        else:
            app.plans.put_property(target, PlanProperty.model_validate(whole), by=None)
    except ValidationError as error:
        raise _refusal(error) from None
    say(f"{'Added' if old is None else 'Changed'} {_called(event or PEOPLE, property_)}.")


def _only(plan: Plan, event: str) -> Plan:
    if event not in plan.by_event():
        raise NotFound(
            "unknown_planned_event",
            f"The tracking plan has no event {event!r}; `yunying plan show` lists them.",
            field="event",
            value=event,
        )
    return Plan.of(
        (e for e in plan.events if e.name == event), (p for p in plan.properties if p.event == event)
    )


def _rows(plan: Plan) -> list[list[Any]]:
    rows: list[tuple[str, list[Any]]] = []
    for e in plan.events:
        told: list[Any] = [
            e.name,
            None,
            None,
            None,
            None,
            e.status,
            e.mode,
            e.owner,
            e.description.zh,
            e.description.en,
        ]
        rows.append((e.name, [*told, e.learned]))
    for p in plan.properties:
        allowed = None if p.allowed is None else ", ".join(map(str, p.allowed))
        told = [p.event or "(people)", p.name, p.type, p.required, allowed, p.status, None, None]
        # Those of people stand last.
        rows.append((p.event or "\U0010ffff", [*told, p.description.zh, p.description.en, p.learned]))
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    if not path.is_file():
        raise Refused("file_not_found", f"There is no file {file}; check its name.", field="file", value=file)
    return path.read_bytes()


def _tell(brought: Brought, *, dry_run: bool, replace: bool) -> None:
    for mistake in brought.mistakes:
        place = ", ".join(
            part for part in (f"row {mistake.row}" if mistake.row else "", mistake.column or "") if part
        )
        note(f"{place}: {mistake.message}" if place else mistake.message)
    if brought.mistakes:
        count = len(brought.mistakes)
        raise Refused(
            "plan_mistakes", f"The file holds {count:,} mistakes; nothing was taken. Correct them all."
        )
    change = brought.difference
    verb = "Would change (nothing was stored)" if dry_run else "Changed"
    kept = "removed" if replace else "not in the file and kept"
    say(
        f"{verb}: {len(change.added):,} added, {len(change.changed):,} changed, {len(change.removed):,} {kept}."
    )
    for title, entries in (("added", change.added), ("changed", change.changed), (kept, change.removed)):
        for entry in entries[:_SHOWN]:
            say(f"  {title}: {_shown(entry)}")
        if len(entries) > _SHOWN:
            say(f"  {title}: … and {len(entries) - _SHOWN:,} more")
    if brought.ignored:
        note(f"Not understood and left out: {', '.join(brought.ignored)}.")


def _shown(change: Change) -> str:
    fields = f" ({', '.join(change.fields)})" if change.fields else ""
    return _called(change.event, change.property) + fields


def _called(event: str, prop: str | None) -> str:
    return f"event {event}" if prop is None else f"property {prop} of {event or 'people'}"


def _refuse_options(given: dict[str, Any], of: str) -> None:
    for name, value in given.items():
        if value is not None:
            raise Refused("wrong_option", f"--{name} is about {of} entries only; leave it out.", field=name)


def _allowed(text: str, kind: str) -> list[Any] | None:
    try:
        return read_allowed(text.strip(), kind)[0]
    except ValueError as error:
        raise Refused("bad_plan_entry", f"{error}", field="allowed") from None


def _refusal(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else "allowed"
    said = first["msg"].removeprefix("Value error, ")
    return Refused("bad_plan_entry", f"{said[:1].upper()}{said[1:]}.", field=field)
