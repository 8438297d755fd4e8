"""`yunying watch`: rules that watch metrics, tried on the past before they are kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from yunying.audience import read_body
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say, shown
from yunying.cli.reading import read_json
from yunying.core import Refused
from yunying.watch import Incident, Rule

command = typer.Typer(help="Rules that watch metrics, and the alerts they made.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_File = Annotated[str, typer.Argument(metavar="RULE.json|-", help="A rule as JSON; - for standard input.")]


@command.command("list")
def list_rules(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's rules."""
    app = app_of(ctx)
    found = app.watching.all(app.workspace.projects.find(project))
    names = ["key", "name", "metric", "interval", "when", "active", "muted until", "version"]
    rows = [
        (
            one["key"],
            one["rule"]["name"],
            one["rule"]["metric"],
            one["rule"].get("interval", "day"),
            one["rule"]["when"]["type"],
            one["rule"].get("active", True),
            one["rule"].get("muted_until"),
            one["version"],
        )
        for one in found
    ]
    if format_ is Format.json:
        print_json({"rules": found})
    elif format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no rules; keep one with `yunying watch apply RULE.json`.")


@command.command("apply")
def apply(ctx: typer.Context, file: _File, project: _Project, format_: _Format = Format.table) -> None:
    """Keep a rule, or several as `{"rules": {key: rule}}`; change those whose key is known."""
    wanted = _rules(read_json(file))
    app = app_of(ctx)
    done = app.watching.apply(app.workspace.projects.find(project), wanted, by=None)
    if format_ is Format.json:
        print_json({"rules": done})
        return
    for one in done:
        say(f"{one['key']}: {one['did']} (version {one['version']}).")


@command.command("test")
def test(
    ctx: typer.Context,
    file: _File,
    project: _Project,
    days: Annotated[int, typer.Option(help="On how many of the last days.")] = 180,
    incident: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=A..B",
            help="Something known to have happened, once for each; by default what is noted on charts as incident.",
        ),
    ] = None,
    format_: _Format = Format.table,
) -> None:
    """Say what a rule would have said on the past: how often, of which incidents, how many days late. Keeps nothing."""
    raw = read_json(file)
    rule = read_body(Rule, _without_key(raw), "rule")
    known = [_incident(text) for text in incident] if incident else None
    app = app_of(ctx)
    found = app.watching.try_on_past(
        app.workspace.projects.find(project), rule, days, known, by=None
    ).result()
    if format_ is Format.json:
        print_json(found)
        return
    names = ["slice", "from", "to", "spoke", "value", "expected"]
    rows = [
        (one["value"], *(episode[name] for name in names[1:]))
        for one in found["slices"]
        for episode in one["episodes"]
    ]
    if format_ is Format.csv:
        print_csv(names, rows)
    else:
        _tell(found, names, rows)


@command.command("mute")
def mute(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(help="Key, name or id of the rule.")],
    project: _Project,
    until: Annotated[str, typer.Option(help="A day, or `now` to let it speak again.")],
) -> None:
    """Tell nobody of a rule's alerts before a day."""
    app = app_of(ctx)
    done = app.watching.mute(
        app.workspace.projects.find(project), rule, None if until == "now" else _day(until), by=None
    )
    said = done["rule"].get("muted_until")
    say(f"{done['key']} is muted until {said}." if said else f"{done['key']} speaks again.")


@command.command("delete")
def delete(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(help="Key, name or id of the rule.")],
    project: _Project,
) -> None:
    """Take a rule away; its alerts stay."""
    app = app_of(ctx)
    app.watching.delete(app.workspace.projects.find(project), rule, by=None)
    say(f"Deleted rule {rule}.")


def _tell(found: dict[str, Any], names: list[str], rows: list[Any]) -> None:
    say(
        f"{found['metric']} by {found['interval']}, {found['range']['from']} to {found['range']['to']}: "
        f"{found['judged']:,} periods judged, spoken {found['spoken']:,} times "
        f"({shown(found['spoken_a_month'])} a month)."
    )
    for one in found["incidents"]:
        late = one["days_late"]
        did = "missed" if late is None else "caught the same day" if late == 0 else f"caught {late} days late"
        say(f"{one['name']} ({one['from']} to {one['to']}): {did}.")
    if found["false_alarms"] is not None:
        say(f"False alarms: {found['false_alarms']:,} ({shown(found['false_a_month'])} a month).")
    if rows:
        print_table(names, rows)


def _rules(raw: Any) -> dict[str, Rule]:
    if isinstance(raw, dict) and isinstance(raw.get("rules"), dict):
        return {str(key): read_body(Rule, body, f"rules.{key}") for key, body in raw["rules"].items()}
    rule = read_body(Rule, _without_key(raw), "rule")
    return {str(raw.get("key") or rule.metric): rule}


def _without_key(raw: Any) -> Any:
    return {name: part for name, part in raw.items() if name != "key"} if isinstance(raw, dict) else raw


def _incident(text: str) -> Incident:
    name, _, days = text.rpartition("=")
    first, _, last = days.partition("..")
    return Incident(name or days, _day(first), _day(last or first))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(
            "bad_range", f"{text!r} is no day; write it like 2026-10-01.", field="day", value=text
        ) from None
