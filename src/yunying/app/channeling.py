"""Channels: kept with their secrets sealed, tried, and opened when something is told."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from yunying.adapters import AllowList, Courier, Notice, Unsure, courier_of, new_secret
from yunying.app.channel_uses import ChannelUses
from yunying.app.masking import Seals
from yunying.core import Clock, Conflict, Failed, Refused, Settings, YunyingError, new_id
from yunying.store.ledger import Channel, Message
from yunying.workspace import Outcome, Project, Workspace

KNOW_IDS = ("webhook",)
"""Kinds of channels that take once what comes twice."""
FAILING = 3
"""Tries in vain, one after another, after which a channel counts as failing."""
_PURPOSE = "channel"


@dataclass(frozen=True)
class Added:
    """A channel, and the signing secret that was made for it: this is the one time it is told."""

    channel: Channel
    secret: str | None


@dataclass(frozen=True)
class ChannelTried:
    """What became of a test message: `error` is what stood in the way."""

    error: YunyingError | None
    unsure: bool
    milliseconds: float


class Channeling:
    """Use-cases of channels."""

    def __init__(self, settings: Settings, clock: Clock, workspace: Workspace, uses: ChannelUses) -> None:
        self._allowed = AllowList(settings.notice_hosts, setting="YUNYING_NOTICE_HOSTS")
        self._clock = clock
        self._workspace = workspace
        self._uses = uses
        self._seals = Seals(settings.home)

    def add(
        self, project: Project, name: str, kind: str, place: Mapping[str, str], *, by: str | None
    ) -> Added:
        """Keep a channel that may be reached; what is said of its place is sealed and never shown again."""
        said, made = _with_secret(kind, place)
        courier = courier_of(kind, said, self._allowed, self._clock)
        channel_id = new_id("chn")
        channel = self._workspace.channels.add(
            project.id,
            channel_id,
            name,
            kind,
            address=courier.address,
            sealed=self._sealed(project.id, channel_id, said),
            by=by,
        )
        return Added(channel, made)

    def move(self, project: Project, channel_id: str, place: Mapping[str, str], *, by: str | None) -> Added:
        """Say anew how a channel is reached: another key, another mailbox. What waits is sent there."""
        channel = self._workspace.channels.get(project.id, channel_id)
        said, made = _with_secret(channel.kind, place)
        courier = courier_of(channel.kind, said, self._allowed, self._clock)
        channel = self._workspace.channels.move(
            project.id,
            channel_id,
            address=courier.address,
            sealed=self._sealed(project.id, channel_id, said),
            by=by,
        )
        self._workspace.messages.wake(channel_id)
        return Added(channel, made)

    def open(self, channel: Channel) -> Courier:
        """The channel as it is reached."""
        text = self._seals.open(channel.sealed, channel.project_id, _PURPOSE, channel.id)
        if text is None:
            raise Failed(
                "channel_secret_lost",
                "The secret of this channel cannot be read: the key of this home (seal.key) is another one. Say anew "
                "how the channel is reached.",
            )
        return courier_of(channel.kind, orjson.loads(text), self._allowed, self._clock)

    def test(self, project: Project, channel_id: str, *, by: str | None) -> ChannelTried:
        """Send a test message now and here, past the queue."""
        channel = self._workspace.channels.get(project.id, channel_id)
        notice = Notice(
            new_id("tst"),
            "Yunying 运营 · test 测试",
            f"This is a test message for the channel “{channel.name}” of the project “{project.name}”.\n"
            f"这是项目「{project.name}」的渠道「{channel.name}」的测试消息。",
        )
        began = time.perf_counter()
        error: YunyingError | None = None
        outcome: Outcome = "fine"
        try:
            error = self.open(channel).send(notice)
        except YunyingError as failed:
            error = failed
            outcome = (
                "unsure"
                if isinstance(failed, Unsure)
                else "refused"
                if isinstance(failed, Refused)
                else "failed"
            )
        spent = round((time.perf_counter() - began) * 1000, 1)
        self._workspace.channels.note(channel_id, outcome, None if error is None else self.said(error))
        if outcome == "fine":
            self._workspace.messages.wake(channel_id)
        self._workspace.audit.note(
            "channel.tested", channel.name, by=by, project=project.id, channel=channel_id, fine=error is None
        )
        return ChannelTried(error, outcome == "unsure", spent)

    def remove(self, project: Project, channel_id: str, *, by: str | None) -> None:
        """Forget a channel; refused as long as something tells things to it."""
        self._workspace.channels.get(project.id, channel_id)
        used = self._uses.of(project.id, channel_id)
        if used:
            raise Conflict(
                "channel_used",
                f"{', '.join(one['name'] for one in used[:5])} still tell things to this channel; take it out of them "
                "first.",
                used_by=used,
            )
        self._workspace.channels.remove(project.id, channel_id, by=by)

    def all(self, project: Project) -> list[dict[str, Any]]:
        """A project's channels as they are shown."""
        return self._wires(project, self._workspace.channels.all(project.id))

    def wire(self, project: Project, channel: Channel) -> dict[str, Any]:
        """One channel as it is shown."""
        return self._wires(project, [channel])[0]

    def messages(
        self, project: Project, channel_id: str, limit: int = 50, before: str | None = None
    ) -> list[dict[str, Any]]:
        """Messages of a channel as they are shown, the newest first."""
        self._workspace.channels.get(project.id, channel_id)
        return [self.message_wire(m) for m in self._workspace.messages.of_channel(channel_id, limit, before)]

    @staticmethod
    def message_wire(message: Message) -> dict[str, Any]:
        """A message as it is shown."""
        return {
            "id": message.id,
            "title": message.title,
            "text": message.text,
            "link": message.link,
            "state": message.state,
            "attempts": message.attempts,
            "next_at": message.next_at,
            "last_error": message.last_error,
            "created_at": message.created_at,
            "sent_at": message.sent_at,
        }

    def said(self, error: YunyingError) -> dict[str, Any]:
        """An error as it is kept."""
        at = self._clock().isoformat()
        return {"code": error.code, "message": error.message, "params": error.params, "at": at}

    def _wires(self, project: Project, channels: Sequence[Channel]) -> list[dict[str, Any]]:
        waiting = self._workspace.messages.waiting([channel.id for channel in channels])
        return [
            {
                "id": channel.id,
                "name": channel.name,
                "kind": channel.kind,
                "address": channel.address,
                "status": status(channel),
                "paused": channel.paused,
                "waiting": waiting.get(channel.id, (0, None))[0],
                "waiting_since": waiting.get(channel.id, (0, None))[1],
                "failures": channel.failures,
                "failing_since": channel.failing_since,
                "last_error": channel.last_error,
                "last_delivered_at": channel.last_delivered_at,
                "used_by": self._uses.of(project.id, channel.id),
                "created_by": self._workspace.members.name_of(channel.created_by),
                "created_at": channel.created_at,
            }
            for channel in channels
        ]

    def _sealed(self, project_id: str, channel_id: str, said: Mapping[str, str]) -> str:
        return self._seals.seal(orjson.dumps(dict(said)).decode(), project_id, _PURPOSE, channel_id)


def status(channel: Channel) -> str:
    """`paused`; `new` before the first try; `fine` where the last one was acknowledged; `unsure` where nobody can say;
    `retrying`; `failing` after several in vain, or one refused for good."""
    if channel.paused:
        return "paused"
    if channel.outcome is None:
        return "new"
    if channel.outcome == "failed":
        return "failing" if channel.failures >= FAILING else "retrying"
    return "failing" if channel.outcome == "refused" else channel.outcome


def _with_secret(kind: str, place: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """What was said of a place; a webhook without a signing secret is given one, which is told this once."""
    said = {name: text for name, text in place.items() if text}
    if kind != "webhook" or "secret" in said:
        return said, None
    made = new_secret()
    return said | {"secret": made}, made
