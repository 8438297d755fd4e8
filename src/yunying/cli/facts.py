"""`yunying facts`: figures that no person's event carries."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.reading import read_text
from yunying.core import Refused
from yunying.workspace import NewFact

command = typer.Typer(help="Bring in, list and print measured facts.", no_args_is_help=True)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_GIVEN = ("date", "name", "value")


@command.command("import")
def take(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help="CSV with the columns date, name, value, and one for each dimension."
        ),
    ],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Take figures in; bringing the same file again changes nothing. An empty value takes a figure back."""
    facts = list(_read(file))
    app = app_of(ctx)
    taken = app.workspace.facts.take(app.workspace.projects.find(project).id, facts, by=None)
    if format_ is Format.json:
        print_json(taken._asdict())
    else:
        say(f"{taken.new:,} new, {taken.corrected:,} corrected, {taken.same:,} as they were.")


@command.command("list")
def list_facts(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's facts."""
    app = app_of(ctx)
    found = app.workspace.facts.names(app.workspace.projects.find(project).id)
    if format_ is Format.json:
        print_json({"facts": found})
    elif found:
        print_table(["name"], [(name,) for name in found])
    else:
        say("There are no facts; bring some in with `yunying facts import FILE.csv`.")


@command.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The fact.")],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Print a fact as it stands."""
    app = app_of(ctx)
    found = app.workspace.facts.values(app.workspace.projects.find(project).id, name)
    if format_ is Format.json:
        print_json({"values": [one._asdict() for one in found]})
        return
    dimensions = sorted({key for one in found for key in one.dimensions})
    rows = [(one.day, *(one.dimensions.get(key) for key in dimensions), one.value) for one in found]
    (print_csv if format_ is Format.csv else print_table)(["date", *dimensions, "value"], rows)


def _read(file: str) -> Iterator[NewFact]:
    rows = csv.DictReader(io.StringIO(read_text(file)))
    missing = [name for name in _GIVEN if name not in (rows.fieldnames or [])]
    if missing:
        raise Refused(
            "bad_facts_file",
            f"The file has no column {missing[0]!r}; it needs {', '.join(_GIVEN)}, and one for each dimension.",
            field=missing[0],
        )
    for row in rows:
        try:
            value = row["value"].strip()
            yield NewFact(
                row["name"].strip(),
                date.fromisoformat(row["date"].strip()),
                {key: said for key, said in row.items() if key and key not in _GIVEN and said},
                float(value) if value else None,
            )
        except (ValueError, AttributeError):
            raise Refused(
                "bad_fact",
                f"Line {rows.line_num}: a date is written like 2026-10-31 and a value is a number.",
                row=rows.line_num,
            ) from None
