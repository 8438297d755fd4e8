"""`yunying value`: what a metric was."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from yunying.cli.days import read_days
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table
from yunying.core import Interval
from yunying.metrics import Breakdown

command = typer.Typer()


@command.command()
def value(
    ctx: typer.Context,
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Key of the metric.")],
    project: Annotated[str, typer.Option("--project", help="Name or id of the project.")],
    range_: Annotated[
        str,
        typer.Option(
            "--range", metavar="A..B", help="2026-10-01..2026-10-31, or 30d, 8w, 6m for the last ones."
        ),
    ] = "30d",
    interval: Annotated[str, typer.Option(help="hour, day, week or month.")] = "day",
    by: Annotated[str | None, typer.Option(help="A property to take it apart by.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
) -> None:
    """Print a metric by day, week or month, and over the whole range."""
    wanted = read_days(range_, "range")
    if interval not in ("hour", "day", "week", "month"):
        raise typer.BadParameter("choose hour, day, week or month", param_hint="--interval")
    app = app_of(ctx)
    found = app.measuring.values(
        app.workspace.projects.find(project),
        metric,
        wanted,
        cast(Interval, interval),
        breakdown=None if by is None else Breakdown.model_validate({"property": by}),
        by=None,
    ).result()
    if format_ is Format.json:
        print_json(found)
        return
    names = [interval, *([by] if by else []), "value", "complete"]
    apart = [(["breakdown"] if by else [])][0]
    rows = [
        (row["bucket"], *(row[name] for name in apart), row["value"], row["complete"])
        for row in found["rows"]
    ]
    rows += [("total", *(row[name] for name in apart), row["value"], None) for row in found["totals"]]
    if format_ is Format.csv:
        print_csv(names, rows)
    else:
        print_table(names, rows)
