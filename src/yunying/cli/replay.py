"""`yunying replay`: what was received, once more through the processor."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from yunying.cli.home import app_of
from yunying.cli.output import Format, bars, note, print_json, say
from yunying.core import Refused

command = typer.Typer()


@command.command()
def replay(
    ctx: typer.Context,
    project: Annotated[str, typer.Option("--project", help="Name or id of the project.")],
    start: Annotated[
        str | None, typer.Option("--from", help="Received from this instant on (ISO 8601, UTC if not said).")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Received before this instant.")] = None,
    into: Annotated[
        str | None, typer.Option(help="An empty project whose lake is made anew from this project's log.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
) -> None:
    """Process the landing log again: adds what is missing, or makes the lake anew with --into.

    What is stored already stays as it is. Files that were imported are not in the log: import them again.
    """
    app = app_of(ctx)
    projects = app.workspace.projects
    source = projects.find(project)
    target = projects.find(into) if into is not None else None
    with bars() as shown:
        done = app.replaying.replay(
            source,
            start=_instant(start, "from"),
            end=_instant(end, "to"),
            into=target,
            progress=lambda at, of, stored: shown.update("replaying", at / of, stored),
        )
    if format_ is Format.json:
        print_json(asdict(done))
        return
    say(
        f"Replayed {done.requests:,} requests with {done.events:,} events: {done.stored:,} stored, "
        f"{done.duplicates:,} were there already, {done.refused:,} refused."
    )
    if target is not None:
        note("What files brought is not in the landing log: import them again into the new project.")


def _instant(text: str | None, name: str) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            "bad_time",
            f"{text!r} is no instant; write 2026-03-01 or 2026-03-01T09:30:00+08:00.",
            field=name,
        ) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
