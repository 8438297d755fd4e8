"""`yunying events`: what events there are, and what is known of each."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying import metrics
from yunying.cli.home import app_of
from yunying.cli.masking import Masked
from yunying.cli.output import Format, bars, print_csv, print_json, print_table, say, shown

command = typer.Typer()
_TOP = 5


@command.command()
def list_events(
    ctx: typer.Context,
    project: Annotated[str, typer.Option(help="Name or id of the project.")],
    masked: Masked = False,
    format_: Annotated[Format, typer.Option("--format", help="How to print the list.")] = Format.table,
) -> None:
    """List events with counts and first and last seen, and properties with types and most frequent values.

    Values are shown as they are.
    """
    app = app_of(ctx)
    chosen = app.workspace.projects.find(project)
    data, veil = app.datasets.of(chosen), app.masking.at_terminal(chosen, masked=masked)
    with bars() as shown_bars:
        view = data.hot.view()
        rows = view.snapshot.rows
        view.days(progress=lambda share: shown_bars.update("preparing", share, rows))
        found = metrics.catalogue(data)
        for prop in found["properties"]:
            # Moments hardly ever repeat: the most frequent ones say nothing.
            timely = prop["type"] == "time"
            name, scope = prop["name"], prop["scope"]
            top = [] if timely else metrics.property_values(data, name, scope, None, _TOP)
            prop["top"] = veil.values(name, scope, top)
    events, properties = found["events"], found["properties"]
    if format_ is Format.json:
        print_json(found)
    elif format_ is Format.csv:
        names = ["name", "count", "people", "first_seen", "last_seen"]
        print_csv(names, [[event[n] for n in names] for event in events])
    elif not events:
        say("There are no events yet; bring some in with `yunying import`.")
    else:
        print_table(
            ["event", "events", "people", "first seen", "last seen"],
            [(e["name"], e["count"], e["people"], e["first_seen"], e["last_seen"]) for e in events],
        )
        say("")
        print_table(
            ["property", "of", "type", "most frequent values"],
            [
                (
                    p["name"],
                    p["scope"],
                    p["type"] + (" (mixed)" if p["mixed"] else ""),
                    ", ".join(f"{shown(v['value'])} ({v['count']:,})" for v in p["top"]),
                )
                for p in properties
            ],
        )
