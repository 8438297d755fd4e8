"""`yunying member`: who may sign in, as the owner of the machine says."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.cli.home import app_of
from yunying.cli.output import Format, note, print_csv, print_json, print_table, say
from yunying.workspace import Invited, Member, Role

command = typer.Typer(help="Invite members, change their roles, keep them out.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Sign-in name.")]


@command.callback()
def group() -> None:
    """Invite members, change their roles, keep them out."""


@command.command("add")
def add(
    ctx: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="What they may do.")] = "viewer",
) -> None:
    """Invite a member; prints a password for one sign-in."""
    _say_password(app_of(ctx).workspace.members.invite(name, role, by=None))


@command.command("list")
def list_members(
    ctx: typer.Context,
    format_: Annotated[Format, typer.Option("--format", help="How to print the list.")] = Format.table,
) -> None:
    """List members with their roles."""
    members = [_shown(member) for member in app_of(ctx).workspace.members.all()]
    names = ["name", "role", "state", "since"]
    rows = [[member[n] for n in names] for member in members]
    if format_ is Format.json:
        print_json({"members": members})
    elif format_ is Format.csv:
        print_csv(names, rows)
    elif not members:
        say("There are no members yet; the owner is made by the first `yunying serve`.")
    else:
        print_table(names, rows)


@command.command("role")
def change_role(
    ctx: typer.Context, name: Name, role: Annotated[Role, typer.Argument(help="The new role.")]
) -> None:
    """Give a member another role."""
    members = app_of(ctx).workspace.members
    changed = members.change_role(members.find(name).id, role, by=None)
    say(f"{changed.name} is {changed.role} now.")


@command.command("disable")
def disable(ctx: typer.Context, name: Name) -> None:
    """Keep a member out; what they made stays."""
    members = app_of(ctx).workspace.members
    members.disable(members.find(name).id, by=None)
    say(f"{name} may not sign in any more.")


@command.command("enable")
def enable(ctx: typer.Context, name: Name) -> None:
    """Let a member in again, with the password they had."""
    members = app_of(ctx).workspace.members
    members.enable(members.find(name).id, by=None)
    say(f"{name} may sign in again.")


@command.command("reset-password")
def reset_password(ctx: typer.Context, name: Name) -> None:
    """Give a member a new one-time password and end all their sessions."""
    members = app_of(ctx).workspace.members
    _say_password(members.reset_password(members.find(name).id, by=None))


def _say_password(invited: Invited) -> None:
    note(f"One-time password of {invited.member.name}, to be changed at the next sign-in:")
    say(invited.password)


def _shown(member: Member) -> dict[str, str]:
    state = "invited" if member.must_change_password else "active"
    return {
        "name": member.name,
        "role": member.role,
        "state": state if member.disabled_at is None else "disabled",
        "since": member.created_at.isoformat(timespec="seconds"),
    }
