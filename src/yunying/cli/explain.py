"""`yunying explain`: why a metric moved."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from yunying.cli.days import read_days
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say, shown

command = typer.Typer()


@command.command()
def explain(
    ctx: typer.Context,
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Key of the metric.")],
    project: Annotated[str, typer.Option("--project", help="Name or id of the project.")],
    period: Annotated[str, typer.Option(metavar="A..B", help="The later days, like 2026-10-01..2026-10-31.")],
    against: Annotated[str, typer.Option(metavar="C..D", help="The earlier days.")],
    by: Annotated[
        list[str] | None,
        typer.Option(help="A property to look at, once for each; by default those its definition names."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
) -> None:
    """Say how much a metric changed, which slices of people stand out, and what each value of a property did."""
    app = app_of(ctx)
    found = app.measuring.explain(
        app.workspace.projects.find(project),
        metric,
        read_days(period, "period"),
        read_days(against, "against"),
        by,
        by=None,
    ).result()
    parts = [
        (one["dimension"], part["value"], part["before"], part["now"], part["contribution"])
        for one in found["by_dimension"]
        for part in one["parts"]
    ]
    names = ["property", "value", "before", "now", "contribution"]
    if format_ is Format.json:
        print_json(found)
    elif format_ is Format.csv:
        print_csv(names, parts)
    else:
        _tell(found, names, parts)


def _tell(found: dict[str, Any], names: list[str], parts: list[Any]) -> None:
    say(f"{found['metric']}: {shown(found['before'])} → {shown(found['now'])} ({_signed(found['change'])})")
    if not found["slices"]:
        say("Nothing stands out.")
    for one in found["slices"]:
        also = [shown(value) for values in one["also"] for value in values.values()]
        where = ", ".join(f"{name} = {shown(value)}" for name, value in one["values"].items())
        where += f" (also {', '.join(also)})" if also else ""
        say(
            f"{where}: {shown(one['before'])} → {shown(one['now'])}, which moved the whole by {_signed(one['effect'])}"
        )
    if found["steady"]:
        say(f"Moved as the rest: {', '.join(found['steady'])}.")
    if parts:
        print_table(names, parts)


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{'+' if value > 0 else ''}{shown(value)}"
