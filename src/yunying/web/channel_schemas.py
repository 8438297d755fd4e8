"""What goes over the wire about channels and their messages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from yunying.adapters import ChannelKind
from yunying.web.schemas import Count, Label, PropertyValue, Request, View
from yunying.workspace import MessageState

ChannelStatus = Literal["new", "fine", "retrying", "failing", "unsure", "paused"]
Line = Annotated[str, Field(max_length=500)]


class EmailPlace(Request):
    """A mail server, and to whom it is sent: addresses between commas or line breaks. `port` is 465, 587 or 25 by
    `security` where it is left out."""

    kind: Literal["email"]
    host: Line
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Line = ""
    password: Line = ""
    sender: Line
    recipients: Annotated[str, Field(max_length=5000)]


class WebhookPlace(Request):
    """A program of one's own; the signing `secret` is made where it is left out."""

    kind: Literal["webhook"]
    url: Annotated[str, Field(max_length=2000)]
    secret: Line = ""


class RobotPlace(Request):
    """A robot of a group chat, by the address that the group shows; `secret` is the one of DingTalk's and Feishu's
    signature check, where it is on."""

    kind: Literal["wecom", "dingtalk", "feishu", "slack"]
    url: Annotated[str, Field(max_length=2000)]
    secret: Line = ""


class TelegramPlace(Request):
    """A bot, and the chat that it writes to."""

    kind: Literal["telegram"]
    token: Line
    chat: Line


Place = Annotated[EmailPlace | WebhookPlace | RobotPlace | TelegramPlace, Field(discriminator="kind")]


class NewChannel(Request):
    """A channel to be: its name and how it is reached."""

    name: Label
    place: Place


class ChannelPlace(Request):
    """How a channel is reached from now on; its kind stays."""

    place: Place


class ChannelChange(Request):
    """Another name, or whether its messages wait; what is left out stays."""

    name: Label | None = None
    paused: bool | None = None


class ChannelError(View):
    """Why it did not arrive, or may not have."""

    code: str
    message: str
    params: dict[str, PropertyValue | list[str]]
    at: datetime


class ChannelUse(View):
    """Something that tells things to a channel."""

    kind: str
    id: str
    name: str


class Channel(View):
    """A channel. `address` is for people to read, without what is secret. `status` is `fine` only where the last
    message was acknowledged; `last_error` with `fine` is what of that message did not arrive. `waiting` messages wait,
    the oldest since `waiting_since`.
    """

    id: str
    name: str
    kind: ChannelKind
    address: str
    status: ChannelStatus
    paused: bool
    waiting: Count
    waiting_since: datetime | None
    failures: Count
    failing_since: datetime | None
    last_error: ChannelError | None
    last_delivered_at: datetime | None
    used_by: list[ChannelUse]
    created_by: str | None
    created_at: datetime


class Channels(View):
    """A project's channels, oldest first."""

    channels: list[Channel]


class AddedChannel(View):
    """A channel that was added or is reached in another way. `secret` is the one that was made for it, told once."""

    channel: Channel
    secret: str | None


class ChannelTest(View):
    """What came of a test message: `fine` where it was acknowledged, `unsure` where nobody can say. `code` says for
    programs what went wrong."""

    fine: bool
    unsure: bool
    code: str | None
    message: str | None
    params: dict[str, PropertyValue | list[str]]
    milliseconds: float


class ChannelMessage(View):
    """A message of a channel. `unsure`: it may have arrived and may not, so it is not sent again by itself."""

    id: str
    title: str
    text: str
    link: str | None
    state: MessageState
    attempts: Count
    next_at: datetime | None
    last_error: ChannelError | None
    created_at: datetime
    sent_at: datetime | None


class ChannelMessages(View):
    """Messages of a channel, the newest first."""

    messages: list[ChannelMessage]
