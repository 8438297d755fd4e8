"""Channels: where notices go."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from yunying.core import Refused
from yunying.web import channel_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep

router = APIRouter(prefix="/projects/{project_id}/channels", tags=["channels"])


@router.get("", dependencies=[needs("see_data")])
def list_channels(app: AppDep, project: ProjectDep) -> wire.Channels:
    """A project's channels and how each is doing."""
    return wire.Channels.model_validate({"channels": app.channeling.all(project)})


@router.post("", dependencies=[needs("manage_channels")])
def add_channel(
    app: AppDep, member: MemberDep, project: ProjectDep, body: wire.NewChannel
) -> wire.AddedChannel:
    """Add a channel. What is secret of it is kept sealed; a secret that is made here is told in this answer alone."""
    place = _said(body.place)
    added = app.channeling.add(project, body.name, body.place.kind, place, by=member.id)
    return _shown(app, project, added)


@router.put("/{channel_id}/place", dependencies=[needs("manage_channels")])
def move_channel(
    app: AppDep, member: MemberDep, project: ProjectDep, channel_id: str, body: wire.ChannelPlace
) -> wire.AddedChannel:
    """Say anew how a channel is reached, with its secrets; what waits for it is sent there."""
    channel = app.workspace.channels.get(project.id, channel_id)
    if channel.kind != body.place.kind:
        raise Refused("other_kind", "The kind of a channel stays; add another channel.", field="place.kind")
    return _shown(app, project, app.channeling.move(project, channel_id, _said(body.place), by=member.id))


@router.patch("/{channel_id}", dependencies=[needs("manage_channels")])
def change_channel(
    app: AppDep, member: MemberDep, project: ProjectDep, channel_id: str, body: wire.ChannelChange
) -> wire.Channel:
    """Rename a channel, let its messages wait, or no longer. What has waited for a day is not sent any more."""
    channel = app.workspace.channels.get(project.id, channel_id)
    if body.name is not None and body.name != channel.name:
        channel = app.workspace.channels.rename(project.id, channel_id, body.name, by=member.id)
    if body.paused is not None and body.paused != channel.paused:
        channel = app.workspace.channels.pause(project.id, channel_id, body.paused, by=member.id)
    return wire.Channel.model_validate(app.channeling.wire(project, channel))


@router.post("/{channel_id}/test", dependencies=[needs("manage_channels")])
def test_channel(app: AppDep, member: MemberDep, project: ProjectDep, channel_id: str) -> wire.ChannelTest:
    """Send a test message now, and say what came of it."""
    tried = app.channeling.test(project, channel_id, by=member.id)
    error = tried.error
    return wire.ChannelTest(
        fine=error is None,
        unsure=tried.unsure,
        code=None if error is None else error.code,
        message=None if error is None else error.message,
        params={} if error is None else error.params,
        milliseconds=tried.milliseconds,
    )


@router.delete("/{channel_id}", status_code=204, dependencies=[needs("manage_channels")])
def remove_channel(app: AppDep, member: MemberDep, project: ProjectDep, channel_id: str) -> Response:
    """Forget a channel, its secret and its messages. Refused (409) as long as something tells things to it."""
    app.channeling.remove(project, channel_id, by=member.id)
    return Response(status_code=204)


@router.get("/{channel_id}/messages", dependencies=[needs("see_data")])
def list_messages(
    app: AppDep,
    project: ProjectDep,
    channel_id: str,
    before: Annotated[str | None, Query(max_length=32)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> wire.ChannelMessages:
    """Messages of a channel, the newest first; `before` is the id of the last one of the page before."""
    found = app.channeling.messages(project, channel_id, limit, before)
    return wire.ChannelMessages.model_validate({"messages": found})


@router.post("/{channel_id}/messages/{message_id}/again", dependencies=[needs("manage_channels")])
def send_again(
    app: AppDep, member: MemberDep, project: ProjectDep, channel_id: str, message_id: str
) -> wire.ChannelMessage:
    """Queue a message anew that failed, or that may not have arrived: then it may come twice."""
    channel = app.workspace.channels.get(project.id, channel_id)
    message = app.workspace.messages.send_again(channel, message_id, by=member.id)
    return wire.ChannelMessage.model_validate(app.channeling.message_wire(message))


def _said(place: wire.Place) -> dict[str, str]:
    said = place.model_dump(exclude={"kind"}, exclude_none=True)
    return {name: str(value) for name, value in said.items()}


def _shown(app: AppDep, project: ProjectDep, added: Any) -> wire.AddedChannel:
    shown = app.channeling.wire(project, added.channel)
    return wire.AddedChannel.model_validate({"channel": shown, "secret": added.secret})
