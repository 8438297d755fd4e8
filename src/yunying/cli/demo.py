"""`yunying demo`: the simulated project."""

from __future__ import annotations

import typer

from yunying.app import Watch
from yunying.cli.home import app_of
from yunying.cli.output import bars, say

command = typer.Typer()


@command.command()
def load_demo(ctx: typer.Context) -> None:
    """Make the simulated project and load it; done again it adds nothing."""
    app = app_of(ctx)
    project = app.imports.demo_project()
    with bars() as shown_bars:
        result = app.imports.load_demo(project, Watch(progress=shown_bars.update))
    if result is None:
        say(f"The simulated project {project.name} is there already; nothing was added.")
        return
    say(
        f"Loaded {result.loaded:,} simulated events of {result.new_people:,} people into project {project.name}."
    )
