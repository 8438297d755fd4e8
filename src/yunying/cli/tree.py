"""`yunying tree`: a metric taken apart, and which part moved it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from yunying.cli.days import read_days
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say
from yunying.cli.reading import read_text
from yunying.kpi import Method, read_trees, write_trees

command = typer.Typer(
    help="Metric trees: define them from a file or a template, and see which part moved.",
    no_args_is_help=True,
)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_Key = Annotated[str, typer.Argument(metavar="TREE", help="Its key.")]


@command.command("list")
def list_trees(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's metric trees."""
    app = app_of(ctx)
    found = app.trees.all(app.workspace.projects.find(project))
    names = ["key", "name", "名称", "metric", "version"]
    rows = [
        (
            one["key"],
            one["tree"]["name"]["en"],
            one["tree"]["name"]["zh"],
            one["tree"]["root"]["metric"],
            one["version"],
        )
        for one in found
    ]
    if format_ is Format.json:
        print_json({"trees": found})
    elif format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no metric trees; begin one with `yunying tree begin TEMPLATE`.")


@command.command("show")
def show(
    ctx: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[TREE]", help="Its key; all where none is named.")
    ] = None,
    *,
    project: _Project,
) -> None:
    """Print trees as the YAML that `apply` takes."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    trees = app.trees.trees(found)
    if key is not None:
        one = app.trees.get(found, key)["key"]
        trees = {one: trees[one]}
    sys.stdout.write(write_trees(trees))


@command.command("apply")
def apply(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Trees as YAML; - for standard input.")],
    project: _Project,
    format_: _Format = Format.table,
) -> None:
    """Define the trees of a file, or change those there are; all of them or none."""
    wanted = read_trees(read_text(file))
    app = app_of(ctx)
    done = app.trees.apply(app.workspace.projects.find(project), wanted, by=None)
    if format_ is Format.json:
        print_json({"trees": done})
        return
    for one in done:
        say(f"{one['key']}: {one['did']} (version {one['version']}).")


@command.command("templates")
def templates(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List the trees to begin with, and which of their metrics the project lacks."""
    app = app_of(ctx)
    found = app.trees.templates(app.workspace.projects.find(project))
    names = ["key", "about", "lacks"]
    rows = [
        (
            one["key"],
            one["about"]["en"],
            ", ".join(need["key"] for need in one["needs"] if not need["there"]),
        )
        for one in found
    ]
    if format_ is Format.json:
        print_json({"templates": found})
    elif format_ is Format.csv:
        print_csv(names, rows)
    else:
        print_table(names, rows)


@command.command("begin")
def begin(
    ctx: typer.Context,
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="Key of a template.")],
    project: _Project,
    key: Annotated[
        str | None, typer.Option(help="Key of the new tree; by default that of the template.")
    ] = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STANDARD=METRIC", help="Which metric stands for a standard one; once for each."
        ),
    ] = None,
) -> None:
    """Define a tree from a template, and the metrics that follow from those there are."""
    chosen = dict(_pair(one) for one in choose or [])
    app = app_of(ctx)
    done = app.trees.begin(app.workspace.projects.find(project), template, key or template, chosen, by=None)
    also = f" and the metrics {', '.join(done['metrics'])}" if done["metrics"] else ""
    say(f"Defined the tree {done['key']}{also}.")


@command.command("delete")
def delete(ctx: typer.Context, key: _Key, project: _Project) -> None:
    """Take a tree away."""
    app = app_of(ctx)
    app.trees.delete(app.workspace.projects.find(project), key, by=None)
    say(f"Deleted the tree {key}.")


@command.command("explain")
def explain(
    ctx: typer.Context,
    key: _Key,
    project: _Project,
    period: Annotated[
        str, typer.Option(metavar="A..B", help="The later days, like 2026-10-01..2026-10-31, or 30d.")
    ] = "30d",
    against: Annotated[
        str | None, typer.Option(metavar="C..D", help="The earlier days; by default as many right before.")
    ] = None,
    node: Annotated[
        str | None, typer.Option(help="Path of a node, like gmv.orders; by default the root.")
    ] = None,
    lmdi: Annotated[
        bool, typer.Option("--lmdi", help="By the logarithmic mean Divisia index instead of Shapley's value.")
    ] = False,
    format_: _Format = Format.table,
) -> None:
    """Print every node in two periods, and what each moved the root by."""
    method: Method = "lmdi" if lmdi else "shapley"
    app = app_of(ctx)
    found = app.trees.read(
        app.workspace.projects.find(project),
        key,
        read_days(period, "period"),
        None if against is None else read_days(against, "against"),
        node,
        method,
        by=None,
    ).result()
    names = ["node", "formula", "before", "now", "contribution", "left open"]
    depth = found["nodes"][0]["path"].count(".")
    rows = [_row(one, depth) for one in found["nodes"]]
    if format_ is Format.json:
        print_json(found)
    elif format_ is Format.csv:
        print_csv(names, rows)
    else:
        spans = [f"{one['from']}..{one['to']}" for one in (found["period"], found["against"])]
        say(f"{spans[0]} against {spans[1]}")
        print_table(names, rows)
        if found["hindered"]:
            say(f"LMDI cannot tell: {found['hindered']['node']} {_WHY[found['hindered']['why']]}.")


_WHY = {
    "not_positive": "is not greater than zero",
    "mixed_formula": "is neither a product or quotient nor a sum or difference",
}


def _row(node: dict[str, Any], depth: int) -> tuple[Any, ...]:
    level = node["path"].count(".") - depth
    return (
        "  " * level + node["metric"],
        node["formula"],
        node["before"]["value"],
        node["now"]["value"],
        node["contribution"],
        node["remainder"],
    )


def _pair(text: str) -> tuple[str, str]:
    standard, _, metric = text.partition("=")
    if not metric:
        raise typer.BadParameter(f"{text!r} is not STANDARD=METRIC", param_hint="--choose")
    return standard, metric
