"""`yunying ask`: a question as JSON in, an answer out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from yunying.analyse import ask, parse_question, people_behind
from yunying.cli.home import app_of
from yunying.cli.output import Format, bars, note, print_csv, print_json, print_table
from yunying.core import Refused
from yunying.metrics import Answer, people_rows

command = typer.Typer()


@command.command()
def answer(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A question as JSON; - for standard input.")],
    project: Annotated[str, typer.Option(help="Name or id of the project.")],
    people: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="List the people behind the figure at this address.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.table,
) -> None:
    """Answer a question, or list the people behind one of its figures."""
    question = parse_question(_read(file))
    app = app_of(ctx)
    data = app.datasets.of(app.workspace.projects.find(project))
    with bars() as shown_bars:
        view = data.hot.view(marked=question.marked)
        rows = view.snapshot.rows
        view.days(progress=lambda share: shown_bars.update("preparing", share, rows))
        if people is None:
            _print_answer(ask(data, question), format_)
            return
        behind = people_behind(data, question, people)
        listed = people_rows(data, behind, marked=question.marked)
    _print_people(listed, format_)


def _read(file: str) -> Any:
    text = sys.stdin.read() if file == "-" else _text(Path(file))
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(
            "bad_json",
            f"{'Standard input' if file == '-' else file} is not JSON: {error.msg} at line {error.lineno}, "
            f"column {error.colno}.",
        ) from error
    except RecursionError as error:
        raise Refused("bad_json", "The question is nested too deep.") from error


def _text(path: Path) -> str:
    if not path.is_file():
        raise Refused("file_not_found", f"There is no file {path}; check its name.", field="file")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("bad_json", f"{path} is not UTF-8 text; a question is JSON in UTF-8.") from error


def _print_answer(found: Answer, format_: Format) -> None:
    if format_ is Format.json:
        print_json(found.as_wire())
        return
    names = [c["name"] for c in found.columns]
    rows = [[row.get(name) for name in names] for row in found.rows]
    if format_ is Format.csv:
        print_csv(names, rows)
        return
    print_table(names, rows)
    source = found.provenance
    note(
        f"{source.definition} v{source.definition_version}, {source.range['from']} to {source.range['to']} "
        f"({source.timezone}), data version {source.data_version}, {source.events_read:,} events read in "
        f"{source.computed_ms:,.0f} ms."
    )


def _print_people(listed: list[dict[str, Any]], format_: Format) -> None:
    if format_ is Format.json:
        print_json({"total": len(listed), "people": listed})
        return
    names = ["person_id", "distinct_id", "first_seen", "last_seen", "events", "count", "properties"]
    rows = [[row.get(name) for name in names] for row in listed]
    if format_ is Format.csv:
        print_csv(names, rows)
        return
    print_table(names, rows)
    note(f"{len(listed):,} people.")
