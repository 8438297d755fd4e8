"""`yunying metric pack`: the standard metrics of a project's own events."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.app.standard_pack import Offer
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_json, print_table, say
from yunying.core import Refused
from yunying.kpi.pack import Mapped, PackMapping, roles, standards


def pack(
    ctx: typer.Context,
    project: Annotated[str, typer.Option("--project", help="Name or id of the project.")],
    apply: Annotated[bool, typer.Option("--apply", help="Define what can be had.")] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="ROLE=EVENT",
            help="Which event has a role, `*` for any, nothing for none; ROLE.PROPERTY=NAME, ROLE=FACT for costs.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="METRIC", help="Define this one; may be repeated.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.table,
) -> None:
    """Propose the standard metrics of a project from its events, say what they would be, define them."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    offer = app.standard_pack.offer(found, by=None).result()
    mapping = _with(offer.proposal.mapping, map_ or [])
    made = app.standard_pack.pack(found, mapping)
    done = app.standard_pack.apply(found, made, only, by=None) if apply else []
    values = {} if apply else app.standard_pack.preview(found, made, by=None).result()
    if format_ is Format.json:
        print_json(
            {
                "mapping": mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True),
                "values": values,
                "applied": done,
                "missing": {key: list(lacks) for key, lacks in made.missing.items()},
            }
        )
        return
    _tell_roles(mapping, offer)
    if apply:
        print_table(["metric", "did", "version"], [(one["key"], one["did"], one["version"]) for one in done])
    else:
        rows = [
            (key, standards()[key].name.en, standards()[key].name.zh, value) for key, value in values.items()
        ]
        print_table(["metric", "name", "名称", "last 30 days"], rows)
    for key, lacks in made.missing.items():
        say(f"{key} is left out: nothing is mapped to {', '.join(lacks)}.")
    if not apply:
        say(f"Define these {len(values)} metrics with `yunying metric pack --project {project} --apply`.")


def _tell_roles(mapping: PackMapping, offer: Offer) -> None:
    rows = []
    for key, role in roles().items():
        one = mapping.roles.get(key)
        means = mapping.facts.get(key, "") if one is None else _written(one)
        proposed = offer.proposal.mapping.roles.get(key) == one and key in offer.proposal.suggested
        why = offer.proposal.suggested[key].reason.en if proposed else ""
        rows.append((key, role.name.en, role.name.zh, means or "nothing", why))
    print_table(["role", "name", "名称", "event or fact", "why"], rows)


def _written(one: Mapped) -> str:
    name = one.event or "any event"
    filtered = " (filtered)" if one.filters else ""
    return f"{name}{filtered}" + "".join(f", {key}={prop}" for key, prop in one.properties.items())


def _with(mapping: PackMapping, said: list[str]) -> PackMapping:
    """The mapping with what was said on the command line."""
    mapped = {key: one.model_dump(by_alias=True) for key, one in mapping.roles.items()}
    facts = dict(mapping.facts)
    for one in said:
        left, is_, right = one.partition("=")
        key, _, prop = left.partition(".")
        if not is_ or key not in roles():
            raise Refused(
                "unknown_pack_role",
                f"{one!r} names no role; write ROLE=EVENT with one of {', '.join(roles())}.",
                field="map",
                value=one,
            )
        if prop:
            mapped.setdefault(key, {"event": None}).setdefault("properties", {})[prop] = right
        elif roles()[key].fact:
            facts = {k: v for k, v in facts.items() if k != key} | ({key: right} if right else {})
        elif right:
            mapped[key] = {"event": None if right == "*" else right}
        else:
            mapped.pop(key, None)
    return PackMapping.model_validate({"roles": mapped, "facts": facts})
