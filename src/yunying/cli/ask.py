"""`yunying ask`: a question as JSON in, an answer out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from yunying.analyse import Explanation, explain, parse_question
from yunying.cli.files import Printed, as_format, keep, require_out
from yunying.cli.home import app_of
from yunying.cli.masking import Masked
from yunying.cli.output import Format, bars, note, print_csv, print_json, print_table, say
from yunying.cli.people import print_people
from yunying.cli.reading import read_json
from yunying.metrics import Answer, Behind, people_rows
from yunying.store import Dataset

command = typer.Typer()


@command.command()
def answer(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A question as JSON; - for standard input.")],
    project: Annotated[str, typer.Option(help="Name or id of the project.")],
    people: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="List the people behind the figure at this address.")
    ] = None,
    format_: Annotated[
        Printed, typer.Option("--format", help="How to print the answer; xlsx goes to --out.")
    ] = Printed.table,
    out: Annotated[Path | None, typer.Option("--out", help="File to write, for xlsx.")] = None,
    masked: Masked = False,
    sql: Annotated[
        bool, typer.Option("--sql", help="Print SQL that gives the same answer, or the same people.")
    ] = False,
) -> None:
    """Answer a question, or list the people behind one of its figures; values as they are."""
    require_out(format_, out)
    question = parse_question(read_json(file))
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    data = app.datasets.of(found)
    veil = app.masking.at_terminal(found, masked=masked)
    if masked:
        question = veil.admit(question)
        people = None if people is None else veil.admit_address(people)
    with bars() as shown_bars:
        view = data.hot.view(marked=question.marked)
        rows = view.snapshot.rows
        view.days(progress=lambda share: shown_bars.update("preparing", share, rows))
        if sql:
            asked = app.asking.run(found, lambda within: explain(within, question, people))
            _print_sql(veil.explanation(question, people, asked.result()), as_format(format_))
            return
        if format_ is Printed.xlsx:
            if people is None:
                keep(app.exporting.answer(found, question, "xlsx", veil, by=None), out)
            else:
                keep(app.exporting.people(found, question, people, "xlsx", veil, by=None), out)
            return
        if people is None:
            _print_answer(veil.answer(question, app.asking.ask(found, question).result()), as_format(format_))
            return

        def show(within: Dataset, behind: Behind) -> list[dict[str, Any]]:
            return people_rows(within, behind, marked=question.marked)

        listed = app.asking.people(found, question, people, show).result()
    print_people([veil.person(row) for row in listed], as_format(format_))


def _print_sql(found: Explanation, format_: Format) -> None:
    if format_ is Format.json:
        print_json(asdict(found))
    else:
        say(found.sql if found.people_sql is None else found.people_sql)


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
