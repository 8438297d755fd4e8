"""Channels: where notices go. What is needed to reach one comes here sealed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused
from yunying.store.ledger import Channel, Ledger
from yunying.workspace.audit import Audit

Outcome = Literal["fine", "failed", "refused", "unsure"]
"""What came of the last try: acknowledged, surely not taken, refused for good, or nobody can say."""
_LONGEST_NAME = 200


class Channels:
    """Keeps channels under names, each of which is given once in a project."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str) -> Sequence[Channel]:
        """A project's channels, oldest first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Channel).where(Channel.project_id == project_id).order_by(Channel.id)
            ).all()

    def get(self, project_id: str, channel_id: str) -> Channel:
        """The channel with this id."""
        with self._ledger.read() as tx:
            return _known(tx.get(Channel, channel_id), project_id, channel_id)

    def find(self, project_id: str, text: str) -> Channel:
        """A channel by its id or its name."""
        with self._ledger.read() as tx:
            return _named(tx, project_id, text) or _known(tx.get(Channel, text), project_id, text)

    def add(
        self,
        project_id: str,
        channel_id: str,
        name: str,
        kind: str,
        *,
        address: str,
        sealed: str,
        by: str | None,
    ) -> Channel:
        """Keep a channel."""
        with self._ledger.write() as tx:
            channel = Channel(
                id=channel_id,
                project_id=project_id,
                name=_free(tx, project_id, name),
                kind=kind,
                address=address,
                sealed=sealed,
                paused=False,
                outcome=None,
                failures=0,
                failing_since=None,
                last_error=None,
                last_delivered_at=None,
                created_by=by,
                created_at=self._clock(),
            )
            tx.add(channel)
            self._record(tx, "channel.added", channel, by=by, kind=kind, address=address)
        return channel

    def rename(self, project_id: str, channel_id: str, name: str, *, by: str | None) -> Channel:
        """Give it another name."""
        with self._ledger.write() as tx:
            channel = _known(tx.get(Channel, channel_id), project_id, channel_id)
            before, channel.name = channel.name, _free(tx, project_id, name, but=channel_id)
            self._record(tx, "channel.renamed", channel, by=by, before=before)
        return channel

    def pause(self, project_id: str, channel_id: str, paused: bool, *, by: str | None) -> Channel:
        """Let its notices wait, or no longer."""
        with self._ledger.write() as tx:
            channel = _known(tx.get(Channel, channel_id), project_id, channel_id)
            channel.paused = paused
            self._record(tx, "channel.paused" if paused else "channel.resumed", channel, by=by)
        return channel

    def move(self, project_id: str, channel_id: str, *, address: str, sealed: str, by: str | None) -> Channel:
        """Reach it in another way from now on; what was known of its state is forgotten."""
        with self._ledger.write() as tx:
            channel = _known(tx.get(Channel, channel_id), project_id, channel_id)
            channel.address, channel.sealed = address, sealed
            channel.outcome, channel.failures = None, 0
            channel.failing_since = channel.last_error = None
            self._record(tx, "channel.changed", channel, by=by, address=address)
        return channel

    def remove(self, project_id: str, channel_id: str, *, by: str | None) -> None:
        """Forget a channel with its secret and its messages."""
        with self._ledger.write() as tx:
            channel = _known(tx.get(Channel, channel_id), project_id, channel_id)
            self._record(tx, "channel.removed", channel, by=by)
            tx.delete(channel)

    def note(self, channel_id: str, outcome: Outcome, error: dict[str, Any] | None) -> None:
        """Write down what came of a try; `error` with `fine` is what of it did not arrive."""
        with self._ledger.write() as tx:
            noted(tx, channel_id, outcome, error, self._clock())

    def _record(
        self, tx: Transaction, action: str, channel: Channel, *, by: str | None, **details: Any
    ) -> None:
        self._audit.record(
            tx, action, channel.name, by=by, project=channel.project_id, channel=channel.id, **details
        )


def noted(
    tx: Transaction, channel_id: str, outcome: Outcome, error: dict[str, Any] | None, now: datetime
) -> int:
    """What came of a try, in a transaction that is under way; how many have failed one after another."""
    channel = tx.get(Channel, channel_id)
    if channel is None:
        return 0
    channel.outcome, channel.last_error = outcome, error
    if outcome == "fine":
        channel.failures, channel.failing_since, channel.last_delivered_at = 0, None, now
    else:
        channel.failures += 1
        channel.failing_since = channel.failing_since or now
    return channel.failures


def _free(tx: Transaction, project_id: str, name: str, but: str | None = None) -> str:
    tidy = unicodedata.normalize("NFC", name).strip()
    if not tidy or len(tidy) > _LONGEST_NAME:
        raise Refused(
            "name_empty", f"A channel needs a name of up to {_LONGEST_NAME} characters.", field="name"
        )
    there = _named(tx, project_id, tidy)
    if there is not None and there.id != but:
        raise Refused(
            "channel_exists",
            f"There is already a channel {tidy!r} in this project; choose another name.",
            field="name",
            value=tidy,
        )
    return tidy


def _named(tx: Transaction, project_id: str, name: str) -> Channel | None:
    wanted = unicodedata.normalize("NFC", name).strip().casefold()
    # By Python: SQLite knows the case of ASCII letters only.
    there = tx.scalars(select(Channel).where(Channel.project_id == project_id))
    return next((one for one in there if one.name.casefold() == wanted), None)


def _known(channel: Channel | None, project_id: str, value: str) -> Channel:
    if channel is None or channel.project_id != project_id:
        raise NotFound(
            "unknown_channel",
            "There is no such channel in this project; choose one from the list of channels.",
            field="channel",
            value=value,
        )
    return channel
