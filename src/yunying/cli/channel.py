"""`yunying channel`: where notices go."""

from __future__ import annotations

from typing import Annotated

import typer

from yunying.adapters import CHANNEL_KINDS, ChannelKind
from yunying.cli.home import app_of
from yunying.cli.output import Format, print_csv, print_json, print_table, say

command = typer.Typer(
    help="Channels that notices go to: add, list, test, pause, remove; their messages.", no_args_is_help=True
)
_Project = Annotated[str, typer.Option("--project", help="Name or id of the project.")]
_Format = Annotated[Format, typer.Option("--format", help="How to print.")]
_Channel = Annotated[str, typer.Argument(metavar="CHANNEL", help="Id or name of the channel.")]
_SECRET = ("password", "secret", "token", "url")


@command.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the channel.")],
    project: _Project,
    kind: Annotated[ChannelKind, typer.Option(help=f"One of {', '.join(CHANNEL_KINDS)}.")],
    place: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FIELD=TEXT",
            help="How it is reached: url and secret (webhook, wecom, dingtalk, feishu, slack), token and chat "
            "(telegram), host, port, security, user, password, sender and recipients (email). FIELD=- asks for it, "
            "so that it is in no history.",
        ),
    ],
    format_: _Format = Format.table,
) -> None:
    """Add a channel. Mail servers and webhooks must be allowed (YUNYING_NOTICE_HOSTS)."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    said: dict[str, str] = {}
    for one in place:
        field, equals, text = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"say FIELD=TEXT, not {one!r}", param_hint="--set")
        said[field] = typer.prompt(field, hide_input=field in _SECRET) if text == "-" else text
    added = app.channeling.add(found, name, kind, said, by=None)
    if format_ is Format.json:
        print_json(app.channeling.wire(found, added.channel) | {"secret": added.secret})
        return
    say(f"Added channel {added.channel.name} ({added.channel.id}): {added.channel.address}")
    if added.secret:
        say(f"Its signing secret, shown this once: {added.secret}")


@command.command("list")
def list_channels(ctx: typer.Context, project: _Project, format_: _Format = Format.table) -> None:
    """List a project's channels and how each is doing."""
    app = app_of(ctx)
    channels = app.channeling.all(app.workspace.projects.find(project))
    if format_ is Format.json:
        print_json({"channels": channels})
        return
    names = ["channel", "kind", "address", "status", "waiting", "last delivered", "error"]
    rows = [
        (
            one["name"],
            one["kind"],
            one["address"],
            one["status"],
            one["waiting"],
            one["last_delivered_at"] and one["last_delivered_at"].replace(microsecond=0),
            one["last_error"] and one["last_error"]["message"],
        )
        for one in channels
    ]
    if format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("There are no channels; add one with `yunying channel add NAME --kind KIND --set url=-`.")


@command.command("test")
def test(ctx: typer.Context, channel: _Channel, project: _Project, format_: _Format = Format.table) -> None:
    """Send a test message."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    tried = app.channeling.test(found, app.workspace.channels.find(found.id, channel).id, by=None)
    if tried.error is not None:
        raise tried.error
    if format_ is Format.json:
        print_json({"fine": True, "milliseconds": tried.milliseconds})
    else:
        say(f"The test message was acknowledged ({tried.milliseconds:,.0f} ms).")


@command.command("pause")
def pause(
    ctx: typer.Context,
    channel: _Channel,
    project: _Project,
    resume: Annotated[bool, typer.Option("--resume", help="Go on sending.")] = False,
) -> None:
    """Let a channel's messages wait; what has waited for a day is not sent any more."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    one = app.workspace.channels.find(found.id, channel)
    app.workspace.channels.pause(found.id, one.id, not resume, by=None)
    say(f"Channel {one.name} {'goes on' if resume else 'is paused'}.")


@command.command("remove")
def remove(ctx: typer.Context, channel: _Channel, project: _Project) -> None:
    """Forget a channel with its secret and its messages."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    gone = app.workspace.channels.find(found.id, channel)
    app.channeling.remove(found, gone.id, by=None)
    say(f"Removed channel {gone.name}.")


@command.command("messages")
def messages(
    ctx: typer.Context,
    channel: _Channel,
    project: _Project,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, the newest first.")] = 20,
    format_: _Format = Format.table,
) -> None:
    """List a channel's messages and what became of each."""
    app = app_of(ctx)
    found = app.workspace.projects.find(project)
    listed = app.channeling.messages(found, app.workspace.channels.find(found.id, channel).id, limit)
    if format_ is Format.json:
        print_json({"messages": listed})
        return
    names = ["created", "title", "state", "tries", "error"]
    rows = [
        (
            one["created_at"].replace(microsecond=0),
            one["title"],
            one["state"],
            one["attempts"],
            one["last_error"] and one["last_error"]["message"],
        )
        for one in listed
    ]
    if format_ is Format.csv:
        print_csv(names, rows)
    elif rows:
        print_table(names, rows)
    else:
        say("Nothing was told to this channel yet.")
