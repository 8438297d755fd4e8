"""Messages: the notices that wait for their channels, and what became of each.

A message is claimed, which is on disk, before a byte of it is sent; so whoever finds one claimed by a process that is
gone knows that it may have been sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import defer

from yunying.core import Clock, Conflict, NotFound, new_id
from yunying.store.ledger import Channel, Ledger, Message
from yunying.workspace.audit import Audit
from yunying.workspace.channels import Outcome, noted

MessageState = Literal["queued", "sending", "sent", "failed", "unsure"]
_KEPT = timedelta(days=90)
"""How long a message and its key are remembered."""


class Messages:
    """The outbox."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def queue(
        self,
        project_id: str,
        channel_ids: Sequence[str],
        *,
        key: str,
        title: str,
        text: str,
        link: str | None,
        image: bytes | None,
        by: str | None,
    ) -> list[str]:
        """Queue a notice for those of the channels that are there and were not given this key before; their ids."""
        with self._ledger.write() as tx:
            there = tx.scalars(
                select(Channel.id).where(Channel.project_id == project_id, Channel.id.in_(channel_ids))
            ).all()
            told = tx.scalars(
                select(Message.channel_id).where(Message.channel_id.in_(there), Message.key == key)
            ).all()
            new = sorted(set(there) - set(told))
            now = self._clock()
            tx.add_all(
                Message(
                    id=new_id("msg"),
                    channel_id=channel_id,
                    key=key,
                    title=title,
                    text=text,
                    link=link,
                    image=image,
                    state="queued",
                    attempts=0,
                    next_at=None,
                    last_error=None,
                    created_by=by,
                    created_at=now,
                    queued_at=now,
                    sent_at=None,
                )
                for channel_id in new
            )
        return new

    def due(self) -> Sequence[Message]:
        """The next message of every channel that is not paused, the one tried least often first."""
        turn = (
            func.row_number()
            .over(partition_by=Message.channel_id, order_by=(Message.attempts, Message.id))
            .label("turn")
        )
        now = self._clock()
        waiting = (
            select(Message.id, turn)
            .join(Channel, Channel.id == Message.channel_id)
            .where(
                Message.state == "queued",
                Channel.paused.is_(False),
                Message.next_at.is_(None) | (Message.next_at <= now),
            )
            .subquery()
        )
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Message)
                .options(defer(Message.image))
                .join(waiting, waiting.c.id == Message.id)
                .where(waiting.c.turn == 1)
                .order_by(Message.id)
            ).all()

    def claim(self, message_id: str) -> tuple[Message, Channel] | None:
        """Take a message for sending; None where it does not wait any more."""
        with self._ledger.write() as tx:
            message = tx.get(Message, message_id)
            channel = None if message is None else tx.get(Channel, message.channel_id)
            if message is None or channel is None or message.state != "queued" or channel.paused:
                return None
            message.state, message.attempts = "sending", message.attempts + 1
            return message, channel

    def sent(self, message: Message, error: dict[str, Any] | None) -> None:
        """It was acknowledged; `error` is what of it did not arrive."""
        now = self._clock()
        self._end(message, "sent", "fine", error, sent_at=now, image=None)

    def ended(self, message: Message, outcome: Outcome, error: dict[str, Any]) -> None:
        """It is not tried again by itself."""
        self._end(message, "unsure" if outcome == "unsure" else "failed", outcome, error)

    def again(self, message: Message, error: dict[str, Any], pauses: Sequence[timedelta]) -> None:
        """It was not taken and is tried again after the pause of its try; where the channel has failed more often
        than that, so long waits whatever else is queued there."""
        with self._ledger.write() as tx:
            now = self._clock()
            failures = noted(tx, message.channel_id, "failed", error, now)
            later = now + pauses[min(failures, len(pauses)) - 1]
            tx.execute(
                update(Message)
                .where(
                    Message.channel_id == message.channel_id,
                    Message.state == "queued",
                    Message.next_at.is_(None) | (Message.next_at < later),
                )
                .values(next_at=later)
            )
            kept = tx.get(Message, message.id)
            if kept is not None:
                kept.state, kept.last_error = "queued", error
                kept.next_at = max(later, now + pauses[min(kept.attempts, len(pauses)) - 1])

    def hold(self, message: Message, error: dict[str, Any], until: datetime) -> None:
        """The receiver said when to come again: everything of its channel waits until then."""
        with self._ledger.write() as tx:
            noted(tx, message.channel_id, "failed", error, self._clock())
            tx.execute(
                update(Message)
                .where(Message.channel_id == message.channel_id, Message.state == "queued")
                .values(next_at=until)
            )
            kept = tx.get(Message, message.id)
            if kept is not None:
                kept.state, kept.last_error, kept.next_at = "queued", error, until

    def give_back(self, again: Sequence[str], error: dict[str, Any]) -> int:
        """What a process that is gone was sending: unsure, or queued again where the kind of channel is in `again`
        (what comes twice is taken once there). Returns how many there were."""
        with self._ledger.write() as tx:
            found = tx.scalars(
                select(Message).options(defer(Message.image)).where(Message.state == "sending")
            ).all()
            for message in found:
                channel = tx.get_one(Channel, message.channel_id)
                message.last_error = error
                if channel.kind in again:
                    message.state = "queued"
                else:
                    message.state = "unsure"
                    noted(tx, channel.id, "unsure", error, self._clock())
        return len(found)

    def expire(self, after: timedelta, error: dict[str, Any]) -> None:
        """Give up what has waited for too long, and forget what is old."""
        now = self._clock()
        with self._ledger.write() as tx:
            tx.execute(
                update(Message)
                .where(Message.state == "queued", Message.queued_at < now - after)
                .values(state="failed", last_error=error)
            )
            tx.execute(
                delete(Message).where(
                    Message.state.in_(("sent", "failed", "unsure")), Message.created_at < now - _KEPT
                )
            )

    def wake(self, channel_id: str) -> None:
        """Whatever waits for a channel is due now."""
        with self._ledger.write() as tx:
            tx.execute(
                update(Message)
                .where(Message.channel_id == channel_id, Message.state == "queued")
                .values(next_at=None)
            )

    def of_channel(self, channel_id: str, limit: int = 50, before: str | None = None) -> Sequence[Message]:
        """Messages of a channel, the newest first, without their pictures."""
        wanted = select(Message).options(defer(Message.image)).where(Message.channel_id == channel_id)
        if before is not None:
            wanted = wanted.where(Message.id < before)
        with self._ledger.read() as tx:
            return tx.scalars(wanted.order_by(Message.id.desc()).limit(limit)).all()

    def waiting(self, channel_ids: Sequence[str]) -> Mapping[str, tuple[int, datetime]]:
        """How many messages wait for each channel, and since when the oldest does."""
        with self._ledger.read() as tx:
            rows = tx.execute(
                select(Message.channel_id, func.count(), func.min(Message.queued_at))
                .where(Message.channel_id.in_(channel_ids), Message.state.in_(("queued", "sending")))
                .group_by(Message.channel_id)
            ).all()
        return {row[0]: (row[1], row[2]) for row in rows}

    def send_again(self, channel: Channel, message_id: str, *, by: str | None) -> Message:
        """Queue a message anew that failed, or that may not have arrived."""
        with self._ledger.write() as tx:
            message = tx.get(Message, message_id)
            if message is None or message.channel_id != channel.id:
                raise NotFound(
                    "unknown_message",
                    "There is no such message in this channel; look at the list of its messages.",
                    field="message",
                    value=message_id,
                )
            if message.state not in ("failed", "unsure"):
                raise Conflict(
                    "message_not_ended",
                    "Only messages that failed, or may not have arrived, are sent again.",
                    state=message.state,
                )
            before = message.state
            message.state, message.attempts, message.next_at = "queued", 0, None
            message.queued_at = self._clock()
            self._audit.record(
                tx,
                "message.sent_again",
                channel.name,
                by=by,
                project=channel.project_id,
                channel=channel.id,
                message=message_id,
                before=before,
            )
            return message

    def _end(
        self,
        message: Message,
        state: MessageState,
        outcome: Outcome,
        error: dict[str, Any] | None,
        **values: Any,
    ) -> None:
        with self._ledger.write() as tx:
            noted(tx, message.channel_id, outcome, error, self._clock())
            kept = tx.get(Message, message.id)
            if kept is not None:
                kept.state, kept.last_error, kept.next_at = state, error, None
                for name, value in values.items():
                    setattr(kept, name, value)
