"""What a person was sent, and what became of it: told by events of fixed names, whoever sends.

    $message_sent, $message_delivered, $message_opened, $message_clicked, $message_failed, $message_unsubscribed

Events of one message bear the same `$message_id`; without one each stands for itself. `$message_channel`,
`$message_title`, `$message_campaign` and, of a failure, `$message_reason` say more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pyarrow.compute as pc

from yunying.metrics import event_names, newest_first, of_person, stretches, view_with
from yunying.store import Dataset

STEPS = ("sent", "delivered", "opened", "clicked", "failed", "unsubscribed")
MESSAGE_EVENTS = tuple(f"$message_{step}" for step in STEPS)
MOST_EVENTS = 500


@dataclass
class Message:
    """One message; `steps` has the first moment of each step that was told."""

    channel: str | None = None
    title: str | None = None
    campaign: str | None = None
    reason: str | None = None
    steps: dict[str, datetime] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """When it began."""
        return min(self.steps.values())


def messages(data: Dataset, person: int, limit: int = 50) -> list[Message]:
    """The newest messages first, of what the newest few hundred of these events tell."""
    view = view_with(data, person)
    known = [name for name in MESSAGE_EVENTS if name in event_names(view)]
    if not known:
        return []
    test = of_person(view, person) & pc.field("event").isin(known)
    days = [part.day.number for part in stretches(view, person) if set(known) & set(part.names)]
    found: dict[str, Message] = {}
    for i, record in enumerate(newest_first(view, test, days)):
        if i == MOST_EVENTS:
            break
        said = record["properties"]
        key = said.get("$message_id")
        message = found.setdefault(f"id {key}" if key else record["event_id"], Message())
        message.channel = message.channel or said.get("$message_channel")
        message.title = message.title or said.get("$message_title")
        message.campaign = message.campaign or said.get("$message_campaign")
        message.reason = message.reason or said.get("$message_reason")
        message.steps[record["event"].removeprefix("$message_")] = record["time"]
    return sorted(found.values(), key=lambda one: one.at, reverse=True)[:limit]
