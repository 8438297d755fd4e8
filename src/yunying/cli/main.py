"""The entry point: global options, commands loaded when they are called, one sentence for every error."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from yunying import __version__
from yunying.cli.errors import report
from yunying.cli.state import State

# Name, module, what the list of commands says. The modules pull in the engine, which takes a second to load;
# `yunying --help` needs none of them.
COMMANDS = {
    "project": ("yunying.cli.project", "Make and list projects."),
    "source": ("yunying.cli.source", "Make and list sources: where programs send events."),
    "import": ("yunying.cli.importing", "Import a file of events: CSV, TSV, JSON Lines, Parquet, XLSX."),
    "ask": ("yunying.cli.ask", "Answer a question, or list the people behind one of its figures."),
    "segment": (
        "yunying.cli.segment",
        "Lists of people: by rule, of a figure, of a file; list, show, refresh, export.",
    ),
    "target": ("yunying.cli.target", "Targets outside that segments are pushed to: add, list, test, remove."),
    "metric": ("yunying.cli.metric", "Define metrics from a file, list and show them."),
    "goal": ("yunying.cli.goal", "Define goals, see how they stand, check in."),
    "value": ("yunying.cli.value", "What a metric was, by day, week or month."),
    "explain": ("yunying.cli.explain", "Why a metric moved between two periods."),
    "tree": ("yunying.cli.tree", "Metric trees: which part moved the whole."),
    "facts": ("yunying.cli.facts", "Bring in figures that no event carries: cost, budget, stock."),
    "watch": ("yunying.cli.watch", "Rules that watch metrics: try one on the past, keep, list; alerts."),
    "channel": ("yunying.cli.channel", "Channels that notices go to: add, list, test, pause, remove."),
    "trait": ("yunying.cli.trait", "Define, list and delete computed traits of people."),
    "layers": ("yunying.cli.layers", "Count people by layers and lifecycle stages; define layers."),
    "rfm": ("yunying.cli.rfm", "Count people by RFM."),
    "plan": ("yunying.cli.plan", "Show, edit, export and import a project's tracking plan."),
    "person": ("yunying.cli.person", "Find, show, merge, part, export or erase a person."),
    "quarantine": ("yunying.cli.quarantine", "See what was refused, and take it in again."),
    "replay": ("yunying.cli.replay", "Process the landing log again, or make a lake anew from it."),
    "events": ("yunying.cli.events", "List events and properties with counts and values."),
    "serve": ("yunying.cli.serve", "Serve the console and do its jobs."),
    "demo": ("yunying.cli.demo", "Make the simulated project and load it."),
    "doctor": ("yunying.cli.doctor", "Check this installation and its data; say what to do."),
    "member": ("yunying.cli.member", "Invite members, change their roles, reset a password."),
}


class LazyCommands(TyperGroup):
    """Imports a command's module only when the command is called."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of a newcomer's first day."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command; while the list is printed, only its name and sentence."""
        if cmd_name not in COMMANDS:
            return None
        module, help_text = COMMANDS[cmd_name]
        if self._listing:
            return TyperCommand(cmd_name, help=help_text)
        return get_command(importlib.import_module(module).command)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the list of commands without loading them."""
        self._listing = True
        super().format_help(ctx, formatter)


root = typer.Typer(
    cls=LazyCommands,
    name="yunying",
    help="Yunying (运营): from a file of events to answers and the people behind them.",
    add_completion=False,
    rich_markup_mode=None if os.environ.get("NO_COLOR") else "rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"yunying {__version__}")
        raise typer.Exit


@root.callback()
def options(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            "--home", help="Folder that holds all data.", envvar="YUNYING_HOME", show_default="~/.yunying"
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the trace of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Yunying (运营): from a file of events to answers and the people behind them."""
    del version
    ctx.obj = State(home=home, verbose=verbose)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code."""
    arguments = _global_first(arguments) or ["--help"]
    try:
        code = get_command(root).main(arguments, prog_name="yunying", standalone_mode=False)
    except Exception as error:
        return report(error, arguments)
    return code if isinstance(code, int) else 0


def main() -> None:
    """`yunying` on the command line."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us (`head`, `jq`) has seen enough; the interpreter must not complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _global_first(arguments: Sequence[str]) -> list[str]:
    """`--home` and `--verbose` may stand anywhere, as people expect."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--home":
            front += [argument, *([value] if (value := next(waiting, None)) is not None else [])]
        elif argument == "--verbose" or argument.startswith("--home="):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest
